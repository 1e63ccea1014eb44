"""A door's list, and whose door is it: of which seminar, which hours, which day."""

from datetime import datetime
from functools import partial

import pytest

from registrations.models import AttendanceMark, AttendanceSource, DoorDuty
from registrations.services import attendance, doors
from seminars.models import Seminar, SeminarState
from tests.factories import (
    COMMAND,
    DAY,
    HOUR,
    NOW,
    account,
    make_mission,
    make_organiser,
    make_planned,
    make_seminar,
    make_user,
    register,
)
from unitar_seminars.hours import NEW_YORK, hour
from users.models import AuditEntry

pytestmark = pytest.mark.django_db
acts = {"by": COMMAND, "at": NOW}
PRESENT = AttendanceMark.PRESENT


@pytest.fixture
def seminar():
    return make_seminar(places=3, starts_at=NOW - HOUR)


@pytest.fixture
def session(seminar):
    return seminar.sessions.get()


@pytest.fixture
def guests(seminar):
    """File four people for three places."""
    add = partial(register, seminar, make_mission())
    return {
        "head": add(name="Zoé Ziegler", rank="Permanent Representative"),
        "first": add(name="Mariétou BÂ"),
        "second": add(name="Ana Alvarez"),
        "waiting": add(name="Cyd Chu"),
    }


def mark(registration, session, value=PRESENT):
    door = AttendanceSource.DOOR
    attendance.record(registration, session, value, source=door, **acts)


def shown(listed, **choice):
    """Read the names of a door list, group by group."""
    return [
        (group, [guest.registration.name for guest in rows])
        for group, rows in listed.shown(**choice).items()
    ]


def at(year, month, day, clock):
    return datetime(year, month, day, clock, tzinfo=NEW_YORK)


def give_duty(seminar, user, starts_at):
    DoorDuty.objects.create(
        seminar=seminar, user=user, starts_at=starts_at, ends_at=starts_at + 3 * HOUR
    )


# The list


def test_heads_stand_first_then_letters_then_who_waits(session, guests):
    listed = doors.door_list(session)

    assert shown(listed) == [
        ("heads", ["Zoé Ziegler"]),
        ("A", ["Ana Alvarez"]),
        ("B", ["Mariétou BÂ"]),
        ("waiting", ["Cyd Chu"]),
    ]
    assert (listed.total, listed.present, listed.expected) == (3, 0, 3)


def test_who_came_without_a_place_counts_and_who_excused_is_not_expected(
    session, guests
):
    mark(guests["waiting"], session)
    mark(guests["first"], session, AttendanceMark.PARTIAL)
    mark(guests["head"], session, AttendanceMark.EXCUSED)

    listed = doors.door_list(session)

    assert (listed.total, listed.present, listed.expected) == (4, 2, 1)
    assert shown(listed, which=doors.PRESENT) == [
        ("B", ["Mariétou BÂ"]),
        ("waiting", ["Cyd Chu"]),
    ]
    assert shown(listed, which=doors.EXPECTED) == [("A", ["Ana Alvarez"])]
    assert [guest.label for guest in listed.guests] == [
        "Excused",
        "",
        f"Present in part {hour(NOW)}",
        f"Present {hour(NOW)}",
    ]


def test_words_find_a_guest_accents_or_not(session, guests):
    listed = doors.door_list(session)

    assert shown(listed, words="marietou senegal") == [("B", ["Mariétou BÂ"])]
    assert shown(listed, words="zoe", which=doors.PRESENT) == []


def test_a_mark_of_another_session_is_none_of_this_one():
    course = make_seminar(places=1, sessions=2, starts_at=NOW - HOUR)
    first, second = course.sessions.order_by("pk")
    mark(register(course), first)

    counts = [doors.door_list(session).present for session in (first, second)]

    assert counts == [1, 0]


def test_a_printed_list_is_the_list_and_leaves_one_trace(session, guests):
    helper = make_user()

    printed = doors.print_door_list(session, by=account(helper), at=NOW)

    entry = AuditEntry.objects.get(verb="print_list")
    assert printed == doors.door_list(session)
    assert (entry.thing, entry.user, entry.at, entry.why) == (
        f"seminars.seminar:{session.seminar_id}",
        helper,
        NOW,
        "door list",
    )


# Whose door


def test_a_helper_keeps_one_door_from_the_first_minute_to_the_last(session):
    helper = make_user()
    make_seminar(places=1, starts_at=NOW)
    give_duty(session.seminar, helper, NOW)

    kept = [
        list(doors.doors_of(helper, at=moment))
        for moment in (NOW - HOUR, NOW, NOW + 2 * HOUR, NOW + 3 * HOUR)
    ]

    assert kept == [[], [session], [session], []]


def test_nobody_keeps_a_door_for_somebody_else(session):
    give_duty(session.seminar, make_user(), NOW)

    assert list(doors.doors_of(make_user(), at=NOW)) == []


def test_an_organiser_keeps_every_door_that_was_announced(session):
    organiser = make_organiser()
    later = make_seminar(places=1, starts_at=NOW + 3 * DAY).sessions.get()
    make_planned(places_planned=1)

    assert list(doors.doors_of(organiser, at=NOW).order_by("pk")) == [session, later]


def test_the_sessions_of_one_seminar_stand_side_by_side_by_hour():
    course = make_seminar(places=1, sessions=2)
    make_seminar(places=1)
    late, early = course.sessions.order_by("-starts_at")

    assert list(doors.sessions_beside(late)) == [early, late]


# Today: the day of New York, whatever its length


@pytest.mark.parametrize(
    ("month", "day"),
    [(6, 10), (3, 8), (11, 1)],
    ids=["24 hours", "23 hours", "25 hours"],
)
def test_today_runs_from_midnight_to_midnight_in_new_york(month, day):
    organiser = make_organiser()
    night = at(2026, month, day, 23) - DAY  # still runs as the day begins
    begun, ends, over = [
        make_seminar(places=1, starts_at=moment).sessions.get()
        for moment in (night, at(2026, month, day, 23), at(2026, month, day, 0) + DAY)
    ]

    today = doors.doors_today(organiser, at=at(2026, month, day, 12))
    tomorrow = doors.doors_today(organiser, at=at(2026, month, day, 12) + DAY)

    assert list(today) == [begun, ends]
    assert list(tomorrow) == [ends, over]


@pytest.mark.parametrize(
    ("state", "cancelled_at", "number"),
    [
        (SeminarState.ANNOUNCED, None, 1),
        (SeminarState.HELD, None, 1),
        (SeminarState.POSTPONED, None, 0),
        (SeminarState.CANCELLED, NOW, 0),
    ],
)
def test_what_does_not_take_place_has_no_door_today(
    session, state, cancelled_at, number
):
    Seminar.objects.filter(pk=session.seminar_id).update(
        state=state, cancelled_at=cancelled_at
    )

    today = doors.doors_today(make_organiser(), at=NOW)

    assert list(today) == [session] * number


def test_a_helper_s_today_is_the_door_of_the_duty(session):
    helper = make_user()
    make_seminar(places=1, starts_at=NOW - HOUR)
    give_duty(session.seminar, helper, NOW)

    assert list(doors.doors_today(helper, at=NOW)) == [session]
