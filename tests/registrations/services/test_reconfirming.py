"""A new date that everybody is asked to confirm."""

import pytest

from mailing.models import Message
from registrations.services import changes, offers
from tests.factories import (
    COMMAND,
    DAY,
    HOUR,
    LINK,
    NOW,
    make_mission,
    make_seminar,
    register,
    ten_days_ahead,
)
from tests.refusals import refusal
from tests.registrations.telling import reread, sessions_of, told
from users.models import AuditEntry

pytestmark = pytest.mark.django_db
acts = {"by": COMMAND, "at": NOW}
FIRST = ten_days_ahead()


@pytest.fixture
def seminar():
    seminar = make_seminar(places=3, starts_at=FIRST)
    mission = make_mission()
    register(seminar, mission, address="yes@example.org")
    register(seminar, mission, address="silent@example.org")
    register(seminar, mission, address="", name="At the door")
    register(seminar, mission, address="waits@example.org")
    return seminar


def new_hours(seminar):
    (session,) = sessions_of(seminar)
    return {session.pk: (FIRST + DAY, FIRST + DAY + HOUR)}


def test_places_are_kept_for_whoever_says_so_in_time(seminar):
    (session,) = sessions_of(seminar)
    until = NOW + DAY

    changes.postpone(seminar, new_hours(seminar), reconfirm_by=until, **acts)

    assert told("reconfirm") == [
        ("yes@example.org", [("CANCEL", session.pk, 1)]),
        ("silent@example.org", [("CANCEL", session.pk, 1)]),
    ]
    assert told("changed_date") == [("waits@example.org", [])]
    message = Message.objects.filter(purpose="reconfirm").first()
    assert "Confirm the place, or give it up" in message.text
    told_only = Message.objects.get(purpose="changed_date")
    assert "Confirm the place" not in told_only.text

    offers.accept(
        seminar.registrations.get(address="yes@example.org"), by=LINK, at=NOW + HOUR
    )
    offers.expire_due(by=COMMAND, at=until + HOUR)

    assert ("yes@example.org", [("REQUEST", session.pk, 2)]) in told("seat_confirmed")
    assert told("promoted") == [("waits@example.org", [("REQUEST", session.pk, 0)])]
    statuses = seminar.registrations.order_by("pk").values_list("status", flat=True)
    assert list(statuses) == ["confirmed", "cancelled", "confirmed", "confirmed"]


def test_without_a_date_or_too_late_nobody_can_confirm(seminar):
    hours = new_hours(seminar)

    for new, until, code in (
        (None, NOW + DAY, "nothing_to_reconfirm"),
        (hours, NOW - HOUR, "reconfirm_hour"),
        (hours, FIRST + 2 * DAY, "reconfirm_hour"),
    ):
        said = refusal(changes.postpone, seminar, new, reconfirm_by=until, **acts)
        assert said == code


def test_another_date_is_to_be_confirmed_by_its_own_hour(seminar):
    (session,) = sessions_of(seminar)
    changes.postpone(seminar, new_hours(seminar), reconfirm_by=NOW + DAY, **acts)
    later = {session.pk: (FIRST + 2 * DAY, FIRST + 2 * DAY + HOUR)}

    changes.postpone(
        reread(seminar), later, reconfirm_by=NOW + 2 * DAY, by=COMMAND, at=NOW + HOUR
    )

    offered = seminar.registrations.filter(status="offered")
    assert set(offered.values_list("offered_until", flat=True)) == {NOW + 2 * DAY}
    assert told("reconfirm") == [
        ("yes@example.org", [("CANCEL", session.pk, 1)]),
        ("silent@example.org", [("CANCEL", session.pk, 1)]),
        ("yes@example.org", []),
        ("silent@example.org", []),
    ]


def test_nobody_loses_a_place_by_an_hour_that_passed_without_a_date(seminar):
    changes.postpone(seminar, new_hours(seminar), reconfirm_by=NOW + DAY, **acts)
    changes.postpone(reread(seminar), None, by=COMMAND, at=NOW + HOUR)
    later = NOW + 3 * DAY

    changes.postpone(reread(seminar), new_hours(seminar), by=COMMAND, at=later)
    offers.expire_due(by=COMMAND, at=later)

    statuses = seminar.registrations.order_by("pk").values_list("status", flat=True)
    assert list(statuses) == ["confirmed", "confirmed", "confirmed", "waiting"]
    last = Message.objects.filter(purpose="changed_date").order_by("pk")
    [kept] = last.filter(address="yes@example.org", text__contains="is now confirmed")
    assert "stays as it is" not in kept.text
    assert AuditEntry.objects.filter(verb="keep").count() == 2
