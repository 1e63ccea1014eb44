"""The timetable's ticks: each looks for what is due, whoever is told what."""

import pytest

from mailing.models import Message
from registrations import tasks
from registrations.models import RegistrationStatus as Status
from seminars.models import Seminar
from tests.factories import (
    DAY,
    HOUR,
    NOW,
    make_seats,
    make_seminar,
    make_waiting,
    register,
)

pytestmark = pytest.mark.django_db


def test_a_tick_gives_out_seats_whose_hour_has_passed():
    seminar = make_seminar(places=0)
    make_seats(seminar, 1, tier=1, held_until=NOW - HOUR)
    (waiting,) = make_waiting(seminar, 1, sector="ngo")

    tasks.release_due(extra="ignored")

    waiting.refresh_from_db()
    assert waiting.status == Status.CONFIRMED


def test_a_tick_marks_what_is_over():
    make_seminar(places=1, starts_at=NOW - DAY)
    make_seminar(places=1, starts_at=NOW + DAY)

    tasks.mark_held(extra="ignored")

    states = Seminar.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["held", "announced"]


def test_a_tick_brings_notices_into_line():
    seminar = make_seminar(places=1, starts_at=NOW + 4 * DAY)
    register(seminar, address="a@example.org")

    tasks.remind(extra="ignored")

    queued = Message.objects.filter(purpose="reminder")
    assert list(queued.values_list("address", flat=True)) == ["a@example.org"]
