"""Who was there: marks, sheets and people who came without being on the list."""

from functools import partial
from importlib import import_module
from uuid import uuid4

import pytest
from django.db import connection

from mailing.models import Message
from registrations.models import Attendance, AttendanceMark, AttendanceSource
from registrations.models import RegistrationStatus as Status
from registrations.services import attendance, changes, doors, nominations, seats
from seminars.models import RegistrationMode, Seminar, SeminarMode
from tests.factories import (
    COMMAND,
    DAY,
    HOUR,
    NOW,
    account,
    filing,
    make_mission,
    make_planned,
    make_seminar,
    make_user,
    register,
    typed,
)
from tests.races import race
from tests.refusals import refusal
from unitar_seminars.hours import hour
from users.models import AuditEntry

pytestmark = pytest.mark.django_db
really = pytest.mark.django_db(transaction=True)  # commits, so that threads meet
acts = {"by": COMMAND, "at": NOW}
Mark, Source = AttendanceMark, AttendanceSource


@pytest.fixture
def seminar():
    return make_seminar(places=2, starts_at=NOW - HOUR)


@pytest.fixture
def session(seminar):
    return seminar.sessions.get()


def marks():
    rows = Attendance.objects.order_by("registration")
    return list(rows.values_list("registration", "mark", "source"))


def test_a_later_mark_replaces_the_first(seminar, session):
    registration = register(seminar)
    helper = make_user()
    record = partial(attendance.record, registration, session)

    record(Mark.PRESENT, source=Source.DOOR, **acts)
    kept = record(Mark.PARTIAL, source=Source.DOOR, by=account(helper), at=NOW)

    assert marks() == [(registration.pk, "partial", "door")]
    assert (kept.recorder, kept.recorded_at) == (helper, NOW)
    verbs = AuditEntry.objects.filter(verb__startswith="mark").order_by("pk")
    assert [entry.verb for entry in verbs] == ["mark_present", "mark_partial"]


def test_a_mark_is_taken_back(seminar, session):
    registration = register(seminar)
    attendance.record(registration, session, Mark.PRESENT, source=Source.DOOR, **acts)

    attendance.take_back(registration, session, **acts)

    assert marks() == []


@pytest.mark.parametrize(
    ("registered", "mark", "source", "was"),
    [
        ("online", Mark.PRESENT, Source.DOOR, "room"),
        ("online", Mark.ABSENT, Source.DOOR, "online"),
        ("online", Mark.PARTIAL, Source.SHEET, "online"),
        ("room", Mark.PRESENT, Source.SHEET, "room"),
        ("room", Mark.PARTIAL, Source.ONLINE_LOG, "online"),
    ],
)
def test_a_mark_says_in_which_way_somebody_was_there(registered, mark, source, was):
    seminar = make_seminar(places=1, online_places=1, starts_at=NOW - HOUR)
    registration = register(seminar, mode=registered)

    kept = attendance.record(
        registration, seminar.sessions.get(), mark, source=source, **acts
    )

    assert kept.mode == was


def test_a_door_without_a_room_is_a_door_online(seminar, session):
    Seminar.objects.update(mode=SeminarMode.ONLINE)
    session.seminar.refresh_from_db()
    registration = register(seminar)

    kept = attendance.record(
        registration, session, Mark.PRESENT, source=Source.DOOR, **acts
    )

    assert kept.mode == "online"


def test_what_was_recorded_before_was_as_people_had_registered():
    moved = import_module("registrations.migrations.0010_attendance_mode")
    seminar = make_seminar(places=1, online_places=1, starts_at=NOW - HOUR)
    session = seminar.sessions.get()
    for mode in ("room", "online"):
        one = register(seminar, mode=mode)
        attendance.record(one, session, Mark.ABSENT, source=Source.SHEET, **acts)
    Attendance.objects.update(mode="room")

    with connection.cursor() as cursor:
        cursor.execute(moved.AS_REGISTERED)

    rows = Attendance.objects.order_by("pk").values_list("mode", flat=True)
    assert list(rows) == ["room", "online"]


def test_each_session_has_its_own_mark():
    seminar = make_seminar(places=1, sessions=2, starts_at=NOW - DAY)
    registration = register(seminar)

    for session, mark in zip(
        seminar.sessions.all(), ("present", "absent"), strict=True
    ):
        attendance.record(registration, session, Mark(mark), source=Source.DOOR, **acts)

    assert [mark for _pk, mark, _source in marks()] == ["present", "absent"]


def test_who_waits_may_be_marked_and_who_is_gone_may_not(seminar, session):
    mission = make_mission()
    gone, *_seated, waits = [register(seminar, mission) for _ in range(4)]
    seats.cancel(gone, because="person", **acts)
    record = partial(attendance.record, session=session, mark=Mark.PRESENT)

    record(waits, source=Source.DOOR, **acts)

    assert refusal(record, gone, source=Source.DOOR, **acts) == "gone"
    assert marks() == [(waits.pk, "present", "door")]


def test_what_does_not_take_place_has_no_door(seminar, session):
    registration = register(seminar)
    changes.call_off(seminar, why="Snow.", **acts)
    mark = partial(attendance.record, registration, session, Mark.PRESENT)
    add = partial(attendance.add_walk_in, session, typed(), uuid4())
    sheet = partial(attendance.record_sheet, session, {registration.pk: "present"})

    assert refusal(mark, source=Source.DOOR, **acts) == "no_door"
    assert refusal(add, **acts) == "no_door"
    assert refusal(sheet, **acts) == "no_door"


def test_a_walk_in_takes_a_free_place_and_is_present(seminar, session):
    registration = attendance.add_walk_in(session, typed(), uuid4(), **acts)

    registration.refresh_from_db()
    assert (registration.status, registration.is_walk_in) == (Status.CONFIRMED, True)
    assert marks() == [(registration.pk, "present", "door")]


def test_where_no_place_is_free_a_walk_in_waits_and_is_present(seminar, session):
    mission = make_mission()
    for _ in range(2):
        register(seminar, mission)

    registration = attendance.add_walk_in(session, typed(mission), uuid4(), **acts)

    registration.refresh_from_db()
    assert registration.status == Status.WAITING
    assert marks() == [(registration.pk, "present", "door")]
    assert Message.objects.filter(purpose="waiting").count() == 0


def test_a_walk_in_is_decided_at_the_door_even_where_approval_is_wanted():
    approval = RegistrationMode.APPROVAL
    seminar = make_seminar(places=1, registration_mode=approval, starts_at=NOW - HOUR)

    one = attendance.add_walk_in(seminar.sessions.get(), typed(), uuid4(), **acts)

    one.refresh_from_db()
    assert one.status == Status.CONFIRMED


def test_a_walk_in_comes_after_the_seminar_was_held(seminar, session):
    changes.mark_held(by=COMMAND, at=NOW + DAY)

    one = attendance.add_walk_in(session, typed(), uuid4(), by=COMMAND, at=NOW + DAY)

    one.refresh_from_db()
    assert one.status == Status.CONFIRMED
    assert marks() == [(one.pk, "present", "door")]
    assert Message.objects.count() == 0


@pytest.mark.parametrize("places", [1, 0])
def test_nobody_is_written_to_of_a_place_in_what_has_ended(places):
    wanted = {"registration_mode": RegistrationMode.APPROVAL}
    seminar = make_seminar(places=places, starts_at=NOW - HOUR, **wanted)
    pending, ended = register(seminar), seminar.ends_at

    seats.approve(pending, by=COMMAND, at=ended)

    assert pending.is_confirmed == bool(places)
    assert list(Message.objects.values_list("purpose", flat=True)) == ["receipt"]


@pytest.mark.parametrize("places", [1, 0])
def test_who_is_added_after_the_end_gets_the_receipt_alone(places):
    seminar = make_seminar(places=places, starts_at=NOW - 5 * HOUR)

    nominations.add(seminar, filing(), **acts)

    assert list(Message.objects.values_list("purpose", flat=True)) == ["receipt"]


def test_a_door_before_the_announcement_is_closed():
    session = make_planned().sessions.get()
    add = partial(attendance.add_walk_in, session, typed(), uuid4())

    assert refusal(add, **acts) == "closed"


@really
def test_the_same_walk_in_sent_twice_at_once_counts_once():
    seminar = make_seminar(places=5, starts_at=NOW - HOUR)
    session = seminar.sessions.get()
    person, form_key = typed(), uuid4()
    add = partial(attendance.add_walk_in, session, person, form_key, **acts)

    outcomes = race(*[add] * 4)

    assert {outcome.pk for outcome in outcomes} == {seminar.registrations.get().pk}
    assert len(marks()) == 1


def test_somebody_else_typed_over_a_walk_in_is_not_lost():
    session = make_seminar(places=5, starts_at=NOW - HOUR).sessions.get()
    add, form_key = partial(attendance.add_walk_in, session), uuid4()

    first = add(typed(name="Ana"), form_key, **acts)
    second = add(typed(name="Bo"), form_key, **acts)

    assert [first.name, second.name] == ["Ana", "Bo"]
    assert [mark.registration for mark in Attendance.objects.order_by("pk")] == [
        first,
        second,
    ]


def test_a_sheet_writes_what_changed_and_takes_back_what_is_blank(seminar, session):
    seminar = make_seminar(places=4, starts_at=NOW - HOUR)
    session = seminar.sessions.get()
    mission = make_mission()
    came, late, slip, gone = [register(seminar, mission) for _ in range(4)]
    for one in (came, slip):
        attendance.record(one, session, Mark.PRESENT, source=Source.DOOR, **acts)
    seats.cancel(gone, because="person", **acts)
    sheet = {
        came.pk: ("present", "present"),
        late.pk: ("", "partial"),
        slip.pk: ("present", ""),
        gone.pk: ("", "present"),
    }

    done = attendance.record_sheet(session, sheet, **acts)

    assert done == attendance.Recorded(marked=2, left_standing=0)
    assert marks() == [(came.pk, "present", "door"), (late.pk, "partial", "sheet")]


def test_a_sheet_leaves_what_somebody_else_has_marked_since_it_was_opened():
    seminar = make_seminar(places=4, starts_at=NOW - HOUR)
    session = seminar.sessions.get()
    theirs, both, agreed, mine = [register(seminar) for _ in range(4)]
    for one in (theirs, both, agreed):
        attendance.record(one, session, Mark.PRESENT, source=Source.DOOR, **acts)
    sheet = {
        theirs.pk: ("", ""),
        both.pk: ("", "absent"),
        agreed.pk: ("", "present"),
        mine.pk: ("", "excused"),
    }

    done = attendance.record_sheet(session, sheet, **acts)

    assert done == attendance.Recorded(marked=1, left_standing=1)
    assert marks() == [
        (theirs.pk, "present", "door"),
        (both.pk, "present", "door"),
        (agreed.pk, "present", "door"),
        (mine.pk, "excused", "sheet"),
    ]


def test_a_door_list_counts_and_orders_its_guests(seminar, session):
    mission = make_mission()
    head = register(seminar, mission, name="Zoé Ziegler", rank="Chargé d’affaires")
    other = register(seminar, mission, name="Ana Alvarez")
    waits = register(seminar, mission, name="Bea BÂ")
    attendance.record(waits, session, Mark.PRESENT, source=Source.DOOR, **acts)
    attendance.record(other, session, Mark.EXCUSED, source=Source.DOOR, **acts)

    guests = doors.door_list(session)

    shown = {
        which: {
            group: [guest.registration.pk for guest in rows]
            for group, rows in guests.shown(which=which).items()
        }
        for which in ("", "expected", "present")
    }
    labels = {guest.registration.pk: guest.label for guest in guests.guests}
    assert (labels[head.pk], labels[other.pk]) == ("", "Excused")
    assert labels[waits.pk] == f"Present {hour(NOW)}"
    assert (guests.total, guests.present, guests.expected) == (3, 1, 1)
    assert shown == {
        "": {"heads": [head.pk], "A": [other.pk], "waiting": [waits.pk]},
        "expected": {"heads": [head.pk]},
        "present": {"waiting": [waits.pk]},
    }
