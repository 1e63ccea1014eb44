"""Promise 5 when a seminar is put off, called off or over."""

from functools import partial

import pytest

from mailing.models import Message
from partners.models import CountryGroup, GroupMembership
from registrations.models import Attendance, AttendanceMark, AttendanceSource
from registrations.services import attendance, changes, seats
from registrations.services.telling import spoken_hours, spoken_place
from seminars.models import Mode, SeminarState
from tests.factories import (
    COMMAND,
    DAY,
    HOUR,
    NOW,
    make_country,
    make_mission,
    make_planned,
    make_room,
    make_seminar,
    register,
    ten_days_ahead,
)
from tests.refusals import refusal
from tests.registrations.telling import event_of, reread, sessions_of, told
from users.models import AuditEntry

pytestmark = pytest.mark.django_db
acts = {"by": COMMAND, "at": NOW}
FIRST = ten_days_ahead()


# Postpone


def test_sessions_may_swap_their_hours():
    room = make_room()
    seminar = make_seminar(places=1, sessions=2, starts_at=FIRST, room=room)
    register(seminar, address="a@example.org")
    one, two = sessions_of(seminar)
    swapped = {
        one.pk: (two.starts_at, two.ends_at),
        two.pk: (one.starts_at, one.ends_at),
    }

    changes.postpone(seminar, swapped, **acts)

    after = sessions_of(seminar)
    assert [one.starts_at for one in after] == [FIRST + DAY, FIRST]
    assert sorted(told("changed_date")[0][1]) == [
        ("REQUEST", one.pk, 1),
        ("REQUEST", two.pk, 1),
    ]


def test_without_a_date_entries_leave_calendars_and_rooms_are_free():
    room = make_room()
    seminar = make_seminar(places=1, room=room, starts_at=FIRST)
    register(seminar, address="a@example.org")
    register(seminar, address="waits@example.org")
    (session,) = sessions_of(seminar)

    changes.postpone(seminar, None, **acts)

    message = Message.objects.filter(purpose="changed_date").earliest("pk")
    assert told("changed_date") == [
        ("a@example.org", [("CANCEL", session.pk, 1)]),
        ("waits@example.org", []),
    ]
    assert event_of(message)["dtstart"].dt == FIRST
    assert reread(seminar).state == SeminarState.POSTPONED
    assert make_seminar(places=1, room=room, starts_at=FIRST).pk != seminar.pk


def test_a_new_date_brings_entries_back_and_gives_out_what_became_free():
    seminar = make_seminar(places=1, starts_at=FIRST)
    first = register(seminar, address="a@example.org")
    register(seminar, address="b@example.org")
    (session,) = sessions_of(seminar)
    changes.postpone(seminar, None, **acts)
    seats.cancel(first, because="person", **acts)
    assert told("promoted") == []

    later = FIRST + 30 * DAY
    changes.postpone(seminar, {session.pk: (later, later + HOUR)}, **acts)

    seminar = reread(seminar)
    assert (seminar.state, seminar.starts_at) == (SeminarState.ANNOUNCED, later)
    assert told("promoted") == [("b@example.org", [("REQUEST", session.pk, 0)])]


def test_groups_are_read_anew_for_the_new_first_day():
    seminar = make_seminar(places=1, starts_at=FIRST)
    registration = register(seminar, make_mission(make_country()))
    leaves = (FIRST + DAY).date()
    membership = GroupMembership.objects.filter(group=CountryGroup.LDC)
    membership.update(ends_on=leaves)
    (session,) = sessions_of(seminar)
    later = FIRST + 30 * DAY

    changes.postpone(seminar, {session.pk: (later, later + HOUR)}, **acts)

    was = registration.is_ldc
    registration.refresh_from_db()
    assert (was, registration.is_ldc, registration.sector) == (True, False, "mission")


def test_postponing_needs_all_hours_and_other_ones():
    seminar = make_seminar(places=1, sessions=2, starts_at=FIRST)
    one, two = sessions_of(seminar)
    put_off = partial(changes.postpone, seminar, **acts)
    same = {s.pk: (s.starts_at, s.ends_at) for s in (one, two)}
    early = (NOW - HOUR, NOW)

    assert refusal(put_off, {one.pk: (FIRST + HOUR, FIRST + 2 * HOUR)}) == (
        "hours_missing"
    )
    assert refusal(put_off, same) == "unchanged"
    assert refusal(put_off, {**same, two.pk: early}) == "past"

    put_off(None)

    assert refusal(put_off, None) == "unchanged"


def test_what_was_held_of_a_course_keeps_its_hours_and_marks():
    course = make_seminar(places=1, sessions=2, starts_at=NOW - 5 * HOUR)
    person = register(course)
    one, two = sessions_of(course)
    present = {"source": AttendanceSource.DOOR, **acts}
    attendance.record(person, one, AttendanceMark.PRESENT, **present)
    put_off = partial(changes.postpone, course, **acts)

    assert refusal(put_off, None) == "partly_held"
    held, later = (one.starts_at, one.ends_at), NOW + 30 * DAY
    put_off({one.pk: held, two.pk: (later, later + HOUR)})

    after = sessions_of(course)
    assert [(s.starts_at, s.ends_at) for s in after] == [held, (later, later + HOUR)]
    [(_address, entries)] = told("changed_date")
    assert {method for method, _session, _sequence in entries} == {"REQUEST"}
    assert Attendance.objects.get().session == one


def test_a_session_that_is_not_over_yet_loses_its_hours_with_the_others():
    course = make_seminar(places=1, sessions=2, starts_at=NOW - 2 * HOUR)

    changes.postpone(course, None, **acts)

    assert [session.starts_at for session in sessions_of(course)] == [None, None]


def test_what_is_postponed_may_not_take_a_room_that_is_taken():
    room = make_room()
    make_seminar(places=1, room=room, starts_at=FIRST + DAY)
    seminar = make_seminar(places=1, room=room, starts_at=FIRST)
    (session,) = sessions_of(seminar)
    taken = {session.pk: (FIRST + DAY, FIRST + DAY + HOUR)}

    assert refusal(changes.postpone, seminar, taken, **acts) == "room_taken"
    assert sessions_of(seminar)[0].takes_room is True


# Calling off, and what is over


def test_calling_off_takes_entries_back_and_frees_the_room():
    room = make_room()
    seminar = make_seminar(places=1, room=room, starts_at=FIRST)
    register(seminar, address="a@example.org")
    register(seminar, address="waits@example.org")
    (session,) = sessions_of(seminar)

    changes.call_off(seminar, **acts, why="The speaker is ill.")

    message = Message.objects.filter(purpose="changed_called_off").earliest("pk")
    assert told("changed_called_off") == [
        ("a@example.org", [("CANCEL", session.pk, 1)]),
        ("waits@example.org", []),
    ]
    assert event_of(message)["status"] == "CANCELLED"
    assert "The speaker is ill." in message.text
    assert reread(seminar).state == SeminarState.CANCELLED
    assert make_seminar(places=1, room=room, starts_at=FIRST).pk != seminar.pk


def test_calling_off_what_has_no_date_takes_back_no_entry_twice():
    seminar = make_seminar(places=1)
    register(seminar, address="a@example.org")
    changes.postpone(seminar, None, **acts)

    changes.call_off(seminar, **acts, why="Never mind.")

    assert told("changed_called_off") == [("a@example.org", [])]


def test_calling_off_needs_a_reason():
    seminar = make_seminar(places=1)

    assert refusal(changes.call_off, seminar, **acts, why=" ") == "reason_missing"


def verbs(seminar):
    (session,) = sessions_of(seminar)
    return [
        partial(changes.move_room, session, make_room(), **acts),
        partial(changes.move_hour, session, FIRST, FIRST + HOUR, **acts),
        partial(changes.move_online, seminar, {}, **acts),
        partial(changes.change_places, seminar, Mode.ROOM, 7, **acts),
        partial(changes.postpone, seminar, None, **acts),
        partial(changes.call_off, seminar, why="No.", **acts),
    ]


def test_nothing_changes_what_is_over_or_only_planned():
    over = make_seminar(places=1)
    changes.call_off(over, **acts, why="No.")

    assert [refusal(verb) for verb in verbs(over)] == ["over"] * 6
    assert [refusal(verb) for verb in verbs(make_planned())] == ["not_announced"] * 6


def test_seminars_become_held_after_their_last_session():
    over = make_seminar(places=1, starts_at=NOW - 5 * HOUR)
    running = make_seminar(places=1, starts_at=NOW - HOUR)

    assert changes.mark_held(**acts) == 1
    changes.hold(over.pk, **acts)

    assert (reread(over).state, reread(running).state) == ("held", "announced")
    assert AuditEntry.objects.filter(verb="hold").count() == 1


def test_a_session_without_hours_or_room_is_spoken_of_without_them():
    (session,) = sessions_of(make_seminar(places=1))
    session.room = session.starts_at = None

    assert (spoken_place(session), spoken_hours(session)) == ("", "")
