"""Sessions of a plan that move in one form: to other hours, into each other's room."""

import pytest

from seminars.models import Session
from tests.factories import DAY, HOUR, make_planned, make_room
from tests.seminars.forms import change, errors, shown
from tests.seminars.scenes import make_item
from tests.sent import sent_back
from unitar_seminars.hours import NEW_YORK

pytestmark = pytest.mark.django_db
WHEN = ("starts_at_0", "starts_at_1", "ends_at_0", "ends_at_1")


def typed_hours(number, session, by):
    """Type the hours of another day for the session with this number in the form."""
    days = [(hour + by).astimezone(NEW_YORK) for hour in hours_of(session)]
    parts = [part for day in days for part in (f"{day:%Y-%m-%d}", f"{day:%H:%M}")]
    names = [f"sessions-{number}-{name}" for name in WHEN]
    return dict(zip(names, parts, strict=True))


def hours_of(session):
    return session.starts_at, session.ends_at


def course(**fields):
    """Make a planned course of two days in one room."""
    seminar = make_planned(sessions=2, room=make_room(), **fields)
    return seminar, list(seminar.sessions.order_by("starts_at"))


def stand(sessions):
    """Read when sessions stand, where, and whether they take the room."""
    rows = Session.objects.in_bulk([session.pk for session in sessions])
    found = [rows[session.pk] for session in sessions]
    return [(*hours_of(one), one.room, one.takes_room) for one in found]


@pytest.mark.parametrize("days", [1, -1])
def test_course_moves_by_a_day_in_one_save(days, staff):
    seminar, sessions = course()
    room = sessions[0].room
    form = shown(staff, seminar)
    for number, session in enumerate(sessions):
        form |= typed_hours(number, session, days * DAY)

    response = staff.post(change(seminar), form)

    assert response.status_code == 302
    assert stand(sessions) == [
        (one.starts_at + days * DAY, one.ends_at + days * DAY, room, True)
        for one in sessions
    ]


def test_two_sessions_swap_their_hours(staff):
    seminar, (first, second) = course()
    form = shown(staff, seminar)
    form |= typed_hours(0, second, 0 * DAY) | typed_hours(1, first, 0 * DAY)

    response = staff.post(change(seminar), form)

    assert response.status_code == 302
    was = [(*hours_of(one), one.room, True) for one in (second, first)]
    assert stand([first, second]) == was


def test_session_takes_the_hours_of_one_that_is_deleted(staff):
    seminar, (first, second) = course()
    form = shown(staff, seminar) | typed_hours(0, second, 0 * DAY)

    staff.post(change(seminar), form | {"sessions-1-DELETE": "on"})

    assert seminar.sessions.get() == first
    assert stand([first]) == [(*hours_of(second), second.room, True)]


def test_session_that_moves_may_leave_its_room_to_others(staff):
    seminar, sessions = course()
    form = shown(staff, seminar) | typed_hours(0, sessions[0], DAY)
    del form["sessions-0-takes_room"]

    staff.post(change(seminar), form)

    assert [takes for *_rest, takes in stand(sessions)] == [False, True]


def test_course_does_not_move_onto_another_seminar(staff):
    seminar, sessions = course()
    was = stand(sessions)
    room, start = sessions[1].room, sessions[1].starts_at + DAY
    make_planned(title_en="Ageing", room=room, starts_at=start)
    typed = typed_hours(0, sessions[0], DAY) | typed_hours(1, sessions[1], DAY)
    typed |= {"title_en": "Law", "sessions-1-title_en": "Second day"}

    response = staff.post(change(seminar), shown(staff, seminar) | typed)

    assert "“Ageing, " in errors(response)
    assert "has this room then: choose another room or hour." in errors(response)
    again = sent_back(response.content.decode(), "seminar_form")
    assert {name: again[name] for name in typed} == typed
    assert stand(sessions) == was


def begin(items):
    """Read when these points of agendas begin."""
    for item in items:
        item.refresh_from_db()
    return [item.starts_at for item in items]


def test_agenda_goes_where_its_session_goes(staff):
    seminar, (first, second) = course()
    items = [make_item(first), make_item(first, 1), make_item(second)]
    was = begin(items)

    staff.post(change(seminar), shown(staff, seminar) | typed_hours(0, first, -DAY))

    assert begin(items) == [was[0] - DAY, was[1] - DAY, was[2]]


def test_agenda_stays_where_its_session_stays(staff):
    seminar, (first, second) = course()
    items = [make_item(first), make_item(second)]
    was = begin(items)
    typed = {"sessions-0-title_en": "First day", "sessions-0-room": ""}
    typed |= dict.fromkeys([f"sessions-1-{name}" for name in WHEN], "")

    staff.post(change(seminar), shown(staff, seminar) | typed)

    assert begin(items) == was


def test_agenda_begins_with_a_session_that_had_no_hours(staff):
    seminar, (first, _second) = course()
    items = [make_item(first), make_item(first, 1)]
    day = typed_hours(0, first, HOUR)
    seminar.sessions.filter(pk=first.pk).update(starts_at=None, ends_at=None)

    form = shown(staff, seminar)  # a session without hours stands last
    form |= {name.replace("-0-", "-1-"): said for name, said in day.items()}
    staff.post(change(seminar), form)

    assert begin(items) == [first.starts_at + HOUR, first.starts_at + 2 * HOUR]


def test_agenda_that_moved_already_does_not_move_twice(staff):
    seminar, (first, _second) = course()
    item = make_item(first)
    moved = shown(staff, seminar) | typed_hours(0, first, -DAY)

    staff.post(change(seminar), moved)
    staff.post(change(seminar), moved)

    assert begin([item]) == [first.starts_at - DAY]
