"""The audit finds each kind of broken promise, and nothing where all are kept."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from registrations import auditing
from registrations.models import (
    CancelledBecause,
    Invitation,
    Line,
    Registration,
    Substitution,
)
from registrations.services import seats, substitutions
from tests.factories import (
    COMMAND,
    DAY,
    LINK,
    NOW,
    make_mission,
    make_seats,
    make_seminar,
    make_waiting,
    register,
    typed,
)

pytestmark = [pytest.mark.django_db, pytest.mark.plants_a_fault]


@pytest.fixture
def rows():
    """One with a place and two who wait, by the verbs."""
    seminar, mission = make_seminar(places=1), make_mission()
    return [register(seminar, mission) for _ in range(3)]


def change(registration, **values):
    Registration.objects.filter(pk=registration.pk).update(**values)


def without_rules(sql):
    """Change rows behind the back of triggers, as a restored dump might."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(sql)
        cursor.execute("SET session_replication_role = DEFAULT")


def lose_a_seat(rows):
    without_rules("UPDATE registrations_seat SET holder_id = NULL")


def free_a_place(rows):
    make_seats(rows[0].seminar, 1)


def pass_somebody_over(rows):
    seminar = rows[0].seminar
    change(rows[1], line_number=90)
    seats.cancel(rows[0], because=CancelledBecause.PERSON, by=LINK, at=NOW)
    change(rows[1], line_number=2)
    Line.objects.filter(seminar=seminar).update(last_number=90)


def draw_no_number(rows):
    change(rows[2], line_number=90)


def forget_an_offer(rows):
    change(rows[0], status="offered", offered_until=NOW - DAY)


def invite_who_waits(rows):
    session = rows[1].seminar.sessions.get()
    Invitation.objects.create(session=session, registration=rows[1])


def unlink_a_substitute(rows):
    substitutions.substitute(rows[1], typed(rows[1].organisation), by=COMMAND, at=NOW)
    Substitution.objects.all().delete()


FAULTS = {
    "confirmed or offered means seated": lose_a_seat,
    "no open place while somebody waits": free_a_place,
    "nobody was passed over": pass_somebody_over,
    "every number was drawn once": draw_no_number,
    "offers end at their hour": forget_an_offer,
    "entries only for who had a place": invite_who_waits,
    "substitutes are linked": unlink_a_substitute,
}
BY_CONSTRAINT = {"never more people than places", "one active registration each"}


@pytest.mark.parametrize("promise", FAULTS)
def test_each_broken_promise_is_found(rows, promise):
    assert auditing.findings(at=NOW) == []

    FAULTS[promise](rows)

    assert promise in {one.promise for one in auditing.findings(at=NOW)}


def test_every_promise_is_broken_here_or_cannot_be():
    assert {*FAULTS, *BY_CONSTRAINT} == set(auditing.PROMISES)


@pytest.mark.parametrize("size", [1, 30])
def test_the_audit_asks_the_same_for_any_size(size, django_assert_num_queries):
    make_waiting(make_seminar(), size)

    with django_assert_num_queries(len(auditing.PROMISES)):
        auditing.findings(at=NOW)


def test_the_command_says_that_all_is_well(rows):
    said = StringIO()

    call_command("audit_seats", stdout=said)

    assert said.getvalue() == "Every promise about places is kept.\n"


def test_the_command_names_what_is_broken_and_fails(rows):
    free_a_place(rows)
    said = StringIO()

    with pytest.raises(SystemExit) as ended:
        call_command("audit_seats", stdout=said)

    seminar = rows[0].seminar_id
    assert ended.value.code == 1
    assert said.getvalue() == (
        f"no open place while somebody waits: seminar {seminar},"
        f" registration {rows[1].pk}\n"
    )
