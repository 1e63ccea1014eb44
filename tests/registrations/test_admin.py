"""What the admin shows of registrations, and what it keeps its hands off."""

import pytest
from django.contrib import admin
from django.urls import reverse

from mailing.models import Message
from registrations import models
from registrations.services import inviting, reminders
from registrations.services.inviting import Guest
from seminars.models import Document, DocumentContent
from tests.factories import (
    COMMAND,
    DAY,
    HOUR,
    NOW,
    make_organiser,
    make_seminar,
    make_user,
    register,
    ten_days_ahead,
)
from tests.sent import sent_back
from unitar_seminars.hours import NEW_YORK

pytestmark = pytest.mark.django_db


def change(seminar):
    return reverse("admin:seminars_seminar_change", args=[seminar.pk])


def test_an_organiser_gives_somebody_the_door(client):
    seminar, helper = make_seminar(places=1), make_user()
    client.force_login(make_user(is_staff=True))
    html = client.get(change(seminar)).content.decode()
    duty = {
        "door_duties-TOTAL_FORMS": "1",
        "door_duties-0-user": str(helper.pk),
        "door_duties-0-starts_at_0": "2026-11-24",
        "door_duties-0-starts_at_1": "08:00",
        "door_duties-0-ends_at_0": "2026-11-24",
        "door_duties-0-ends_at_1": "13:00",
    }

    answer = client.post(change(seminar), sent_back(html, "seminar_form") | duty)

    assert answer.status_code == 302
    [kept] = models.DoorDuty.objects.all()
    assert (kept.seminar, kept.user, kept.ends_at - kept.starts_at) == (
        seminar,
        helper,
        5 * HOUR,
    )


def make_queued_paper(seminar):
    """Queue news of a paper of a session, and give the paper."""
    register(seminar)
    paper = Document.objects.create(
        session=seminar.sessions.get(),
        kind="background",
        title="A map",
        language="en",
        visibility="participants",
        published_at=NOW + HOUR,
    )
    DocumentContent.objects.create(
        document=paper, filename="map.pdf", size=1, data=b"x"
    )
    reminders.reconcile(seminar.pk, at=NOW)
    return paper


def queued():
    rows = Message.objects.filter(state="pending", purpose__in=reminders.PURPOSES)
    return sorted(rows.values_list("purpose", flat=True))


def test_a_switch_in_the_form_reaches_the_queue_at_once(client):
    seminar = make_seminar(places=1, starts_at=NOW + 4 * DAY)
    make_queued_paper(seminar)
    client.force_login(make_user(is_staff=True))
    form = sent_back(client.get(change(seminar)).content.decode(), "seminar_form")
    assert queued() == ["materials", "reminder"]

    form.pop("has_reminder")
    answer = client.post(change(seminar), form)

    assert answer.status_code == 302
    assert queued() == ["materials"]


@pytest.mark.parametrize("day", ["+2", "-2", "none"])
def test_invitations_follow_the_closing_hour_of_the_form(client, day):
    wanted = {"registration_mode": "invitation", "closes_at": NOW + 4 * DAY}
    seminar = make_seminar(places=1, **wanted)
    for name, until in (("Ana", seminar.closes_at), ("Bo", NOW + DAY)):
        guest = Guest(name, f"{name}@example.org")
        inviting.invite(seminar, guest, until=until, by=COMMAND, at=NOW)
    client.force_login(make_user(is_staff=True))
    form = sent_back(client.get(change(seminar)).content.decode(), "seminar_form")

    moved = None if day == "none" else seminar.closes_at + int(day) * DAY
    local = moved and moved.astimezone(NEW_YORK)
    form["closes_at_0"] = local.strftime("%Y-%m-%d") if local else ""
    form["closes_at_1"] = local.strftime("%H:%M:%S") if local else ""
    answer = client.post(change(seminar), form)

    assert answer.status_code == 302
    seminar.refresh_from_db()
    assert seminar.closes_at == moved
    ends = models.InvitationToRegister.objects.order_by("pk")
    assert list(ends.values_list("expires_at", flat=True)) == [
        moved or seminar.ends_at,
        NOW + DAY,
    ]


def test_a_paper_taken_back_in_the_form_of_its_session_is_no_news(client):
    seminar = make_seminar(places=1)
    make_queued_paper(seminar)
    session = seminar.sessions.get()
    client.force_login(make_user(is_staff=True))
    page = reverse("admin:seminars_session_change", args=[session.pk])
    form = sent_back(client.get(page).content.decode(), "session_form")
    assert queued() == ["materials"]

    form.pop("documents-0-is_published")
    answer = client.post(page, form)

    assert answer.status_code == 302
    assert queued() == []


@pytest.mark.parametrize(
    "model",
    [
        models.Attendance,
        models.Invitation,
        models.Line,
        models.Nomination,
        models.Registration,
        models.Seat,
        models.Substitution,
    ],
)
def test_what_verbs_own_has_no_form_in_the_admin(model):
    assert not admin.site.is_registered(model)


def test_a_hand_made_request_changes_nothing_that_verbs_own(client):
    """Nor by fields that the form does not show, rows added or rows removed."""
    seminar = make_seminar(places=2, starts_at=ten_days_ahead())
    [session] = seminar.sessions.all()
    client.force_login(make_organiser())
    form = sent_back(client.get(change(seminar)).content.decode(), "seminar_form")
    forged = {
        "state": "planned",
        "announced_at_0": "",
        "slug": "elsewhere",
        "mode": "online",
        "places_planned": "50",
        "tiers": "other",
        "starts_at_0": "2020-01-01",
        "sessions-TOTAL_FORMS": "2",
        "sessions-0-starts_at_0": "2030-01-01",
        "sessions-0-starts_at_1": "10:00",
        "sessions-0-ends_at_0": "2030-01-01",
        "sessions-0-ends_at_1": "12:00",
        "sessions-0-room": "",
        "sessions-0-takes_room": "",
        "sessions-0-DELETE": "on",
        "sessions-1-title_en": "One more",
        "sessions-1-starts_at_0": "2030-01-02",
        "sessions-1-starts_at_1": "10:00",
        "sessions-1-ends_at_0": "2030-01-02",
        "sessions-1-ends_at_1": "12:00",
    }
    before = facts(seminar)

    answer = client.post(change(seminar), form | forged)

    assert answer.status_code == 302
    assert facts(seminar) == before


def facts(seminar):
    seminar.refresh_from_db()
    told = ("state", "announced_at", "slug", "mode", "places_planned", "tiers")
    sessions = seminar.sessions.values_list("pk", "starts_at", "room", "takes_room")
    return [getattr(seminar, name) for name in told], list(sessions)


@pytest.mark.parametrize("verb", ["delete", "delete_selected"])
def test_what_was_announced_is_not_deleted(verb, client):
    seminar = make_seminar(places=1)
    [session] = seminar.sessions.all()
    client.force_login(make_organiser())

    for thing in (seminar, session):
        name = f"admin:seminars_{thing._meta.model_name}"
        if verb == "delete":
            client.post(reverse(f"{name}_delete", args=[thing.pk]), {"post": "yes"})
        else:
            chosen = {"action": verb, "_selected_action": thing.pk, "post": "yes"}
            client.post(reverse(f"{name}_changelist"), chosen)
        thing.refresh_from_db()
