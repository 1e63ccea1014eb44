"""A month after a seminar nothing holds what only its access list knew."""

import logging
from io import StringIO

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from registrations import tasks
from registrations.services import access_lists
from tests.factories import COMMAND, DAY, NOW, make_organiser, register
from tests.registrations.clock import hold_at
from tests.registrations.gating import guarded_room, guarded_seminar

pytestmark = pytest.mark.django_db
CANARY = "canary-7731"


def holders():
    """Name the tables in which any column of any row holds the canary."""
    found = []
    tables = [
        model._meta.db_table for model in apps.get_models(include_auto_created=True)
    ]
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(
                f'SELECT count(*) FROM "{table}" AS one WHERE one::text LIKE %s',
                [f"%{CANARY}%"],
            )
            if cursor.fetchone()[0]:
                found.append(table)
    return sorted(found)


def files():
    """Name the files of this house's own folders that hold the canary."""
    folders = [settings.BASE_DIR / name for name in ("media", "var/files", "var/log")]
    every = [one for folder in folders if folder.exists() for one in folder.rglob("*")]
    return [
        one for one in every if one.is_file() and CANARY in one.read_text("latin-1")
    ]


def test_canary_is_gone_after_a_month(client, caplog, mailoutbox):
    caplog.set_level(logging.DEBUG)
    room = guarded_room(access_columns=["note"])
    seminar = guarded_seminar(room=room)
    people = [register(seminar) for _person in range(2)]
    client.force_login(make_organiser())
    plant(client, people, room.venue)
    assert holders() == ["registrations_accessnote", "registrations_accessrow"]

    hold_at(seminar, NOW - 31 * DAY)
    tasks.purge_access_lists(extra="ignored")

    assert holders() == []
    assert files() == []
    assert CANARY not in caplog.text
    assert [mail for mail in mailoutbox if CANARY in str(mail.message())] == []
    dump = StringIO()
    call_command("dumpdata", stdout=dump)
    assert CANARY not in dump.getvalue()


def plant(client, people, venue):
    """Note it, send it, correct it, send again, and take each kind of file away."""
    (seminar,) = {person.seminar for person in people}
    of_venue = [seminar.pk, venue.pk]
    for after, person in enumerate(people):
        note = reverse("registrations:access_note", args=[person.pk, venue.pk])
        client.post(note, {"note": f"{CANARY} {after}"})
        send = reverse("registrations:access_send", args=of_venue)
        client.post(send, {"after": after})
    for name in ("access_csv", "access_xlsx", "access_print"):
        client.get(reverse(f"registrations:{name}", args=of_venue))
    client.get(reverse("registrations:access", args=[seminar.pk]))


def test_a_planted_canary_that_stays_would_be_found():
    seminar = guarded_seminar(room=guarded_room(access_columns=["note"]))
    person = register(seminar)
    venue = seminar.sessions.get().room.venue
    acts = {"by": COMMAND, "at": NOW}

    access_lists.write_note(person, venue, CANARY, has_pass=False, **acts)

    assert holders() == ["registrations_accessnote"]
