"""The queue online is one of its own, and is served like the one for the room."""

from functools import partial

import pytest

from registrations.models import CancelledBecause
from registrations.models import RegistrationStatus as Status
from registrations.services import seats
from tests.factories import (
    HOUR,
    LINK,
    NOW,
    make_mission,
    make_seats,
    make_seminar,
    register,
)
from tests.refusals import refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask():
    """Ask for a place online in a seminar that is also in a room."""
    seminar = make_seminar(places=1, online_places=1)
    return partial(register, seminar, make_mission(), mode="online")


def statuses(*registrations):
    for one in registrations:
        one.refresh_from_db()
    return [one.status for one in registrations]


def test_a_place_given_up_online_goes_to_whoever_is_next_online(ask):
    first, second = ask(), ask()
    in_the_room = ask(mode="room")

    seats.cancel(first, because=CancelledBecause.PERSON, by=LINK, at=NOW)

    assert statuses(first, second, in_the_room) == [
        Status.CANCELLED,
        Status.CONFIRMED,
        Status.CONFIRMED,
    ]


def test_a_place_kept_online_is_released_at_its_hour(ask):
    _first, waiting = ask(), ask()
    kept = {"mode": "online", "tier": 2, "held_until": NOW + HOUR}
    make_seats(waiting.seminar, 1, **kept)

    early = seats.release_due(by=LINK, at=NOW)
    before = statuses(waiting)
    due = seats.release_due(by=LINK, at=NOW + HOUR)

    assert (early, before, due) == (0, [Status.WAITING], 1)
    assert statuses(waiting) == [Status.CONFIRMED]


def test_nobody_gets_a_place_in_what_is_over_before_the_sweep_says_so():
    seminar = make_seminar(places=1, starts_at=NOW - 5 * HOUR)
    first, second = [register(seminar, at=NOW - 6 * HOUR) for _ in range(2)]

    person = CancelledBecause.PERSON
    code = refusal(seats.cancel, first, because=person, by=LINK, at=NOW)

    assert code == "held"
    assert statuses(first, second) == [Status.CONFIRMED, Status.WAITING]
