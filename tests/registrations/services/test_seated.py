"""Confirmed or offered means: holds a seat of that seminar and mode; at commit."""

import pytest
from django.db import connection, transaction

from registrations.models import Registration
from registrations.models import RegistrationStatus as Status
from seminars.models import Mode
from tests.factories import HOUR, NOW, make_mission, make_seats, make_seminar, register
from tests.refusals import broken

pytestmark = pytest.mark.django_db
really = pytest.mark.django_db(transaction=True)


@pytest.fixture
def mission():
    return make_mission()


def confirm_without_a_seat(seminar, held, waiting):
    Registration.objects.filter(pk=waiting.pk).update(
        status=Status.CONFIRMED, seated_at=NOW
    )


def offer_without_a_seat(seminar, held, waiting):
    Registration.objects.filter(pk=waiting.pk).update(
        status=Status.OFFERED, seated_at=NOW, offered_until=NOW + HOUR
    )


def take_the_seat_away(seminar, held, waiting):
    seminar.seats.update(holder=None)


def delete_the_seat(seminar, held, waiting):
    seminar.seats.all().delete()


def seat_somebody_who_waits(seminar, held, waiting):
    make_seats(seminar, 1, holder=waiting)


def give_a_seat_elsewhere(seminar, held, waiting):
    seminar.seats.update(seminar=make_seminar())


def unconfirm(seminar, held, waiting):
    Registration.objects.filter(pk=held.pk).update(status=Status.WAITING)


def move_the_registration(seminar, held, waiting):
    Registration.objects.filter(pk=held.pk).update(seminar=make_seminar())


def move_the_seat_online(seminar, held, waiting):
    seminar.seats.update(mode=Mode.ONLINE)


def move_the_person_online(seminar, held, waiting):
    Registration.objects.filter(pk=held.pk).update(mode=Mode.ONLINE)


def pass_the_seat_on_by_hand(seminar, held, waiting):
    seminar.seats.update(holder=waiting)


@pytest.mark.parametrize(
    "change",
    [
        confirm_without_a_seat,
        offer_without_a_seat,
        take_the_seat_away,
        delete_the_seat,
        seat_somebody_who_waits,
        give_a_seat_elsewhere,
        unconfirm,
        move_the_registration,
        move_the_seat_online,
        move_the_person_online,
        pass_the_seat_on_by_hand,
    ],
)
def test_confirmed_means_seated_at_commit(change, mission):
    seminar = make_seminar(places=1)
    held, waiting = register(seminar, mission), register(seminar, mission)

    assert broken(change, seminar, held, waiting) == "confirmed_means_seated"


def test_an_offer_holds_a_seat_too(mission):
    seminar = make_seminar(places=1)
    held = register(seminar, mission)

    seminar.registrations.update(status=Status.OFFERED, offered_until=NOW + HOUR)

    assert register(seminar, mission).status == Status.WAITING
    assert held.seat.mode == Mode.ROOM


@really
def test_the_trigger_scans_no_table_however_small(mission):
    seminar = make_seminar(places=1)
    register(seminar, mission)
    scans = """
        SELECT sum(seq_scan) FROM pg_stat_xact_user_tables
         WHERE relname IN ('registrations_registration', 'registrations_seat')
    """

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("ANALYZE registrations_registration, registrations_seat")
        seminar.registrations.update(status=Status.OFFERED, offered_until=NOW + HOUR)
        cursor.execute(scans)
        before = cursor.fetchone()
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(scans)
        assert cursor.fetchone() == before
