"""A change taken back after something else has happened in the meantime."""

from datetime import timedelta

import pytest

from mailing.models import Message
from registrations.models import CancelledBecause
from registrations.models import RegistrationStatus as Status
from registrations.services import changes, seats, substitutions
from registrations.services.overflows import Overflow, Way
from seminars.models import Mode, RegistrationMode
from tests.factories import (
    COMMAND,
    HOUR,
    LINK,
    NOW,
    make_mission,
    make_room,
    make_seminar,
    register,
    ten_days_ahead,
    typed,
)
from tests.refusals import refusal
from tests.registrations.telling import entries, reread, sessions_of, told

pytestmark = pytest.mark.django_db
acts = {"by": COMMAND, "at": NOW}
SOON = NOW + timedelta(minutes=1)
FIRST = ten_days_ahead()
URL = "https://meet.example/42"


@pytest.fixture
def mission():
    return make_mission()


def undo(seminar):
    changes.undo(seminar.changes.order_by("-version").first(), by=COMMAND, at=SOON)


def heard(address):
    """List the calendar entries that reach an address, in the order they leave."""
    leaving = Message.objects.filter(address=address).exclude(state="cancelled")
    return [one for message in leaving.order_by("pk") for one in entries(message)]


def test_places_that_a_larger_room_got_keep_it():
    seminar = make_seminar(places=2, starts_at=FIRST)
    (session,) = sessions_of(seminar)
    changes.move_room(session, make_room(capacity=2), **acts)
    large = make_room(capacity=50)
    changes.move_room(session, large, **acts)
    changes.change_places(seminar, Mode.ROOM, 40, **acts)

    room = seminar.changes.get(version=3)
    assert refusal(changes.undo, room, by=COMMAND, at=SOON) == "changed_since"
    assert sessions_of(seminar)[0].room == large
    undo(seminar)
    assert seminar.seats.places().count() == 2
    changes.undo(room, by=COMMAND, at=SOON)
    assert sessions_of(seminar)[0].room.capacity == 2


def test_places_are_there_again_and_nobody_hears_that_they_had_gone(mission):
    seminar = make_seminar(places=2, starts_at=FIRST)
    register(seminar, mission)
    changes.change_places(seminar, Mode.ROOM, 1, **acts)
    late = register(seminar, mission)

    undo(seminar)

    late.refresh_from_db()
    assert late.is_confirmed
    assert not Message.objects.filter(purpose="changed_undone").exists()
    last = seminar.changes.get(version=3)
    assert (last.before_fr, last.after_fr) == (
        seminar.changes.get(version=2).after_fr,
        seminar.changes.get(version=2).before_fr,
    )


def test_whoever_registered_meanwhile_hears_that_the_hours_are_others(mission):
    seminar = make_seminar(places=2, starts_at=FIRST)
    (session,) = sessions_of(seminar)
    changes.move_hour(session, FIRST + 5 * HOUR, FIRST + 7 * HOUR, **acts)
    register(reread(seminar), mission, address="new@example.org")

    undo(reread(seminar))

    assert told("changed_undone") == [("new@example.org", [("REQUEST", session.pk, 1)])]


def test_who_asked_to_come_online_is_approved_for_the_room(mission):
    seminar = make_seminar(
        places=1, starts_at=FIRST, registration_mode=RegistrationMode.APPROVAL
    )
    (session,) = sessions_of(seminar)
    changes.move_online(seminar, {session.pk: URL}, **acts)
    new = register(reread(seminar), mission, mode=Mode.ONLINE)

    undo(reread(seminar))
    seats.approve(new, by=COMMAND, at=SOON)

    assert (new.mode, new.status) == (Mode.ROOM, Status.CONFIRMED)


def test_who_waits_online_waits_for_the_room_again(mission):
    seminar = make_seminar(places=2, starts_at=FIRST)
    register(seminar, mission), register(seminar, mission)
    (session,) = sessions_of(seminar)
    overflow = Overflow(Way.ONLINE, {session.pk: URL})
    changes.move_room(session, make_room(capacity=1), overflow=overflow, **acts)
    waits = register(reread(seminar), mission, mode=Mode.ONLINE)

    undo(reread(seminar))

    waits.refresh_from_db()
    assert (waits.mode, waits.status) == (Mode.ROOM, Status.WAITING)


def test_where_both_ways_are_open_everybody_keeps_the_one_they_chose(mission):
    seminar = make_seminar(places=1, starts_at=FIRST)
    (session,) = sessions_of(seminar)
    changes.open_online(seminar, {session.pk: URL}, 1, **acts)
    register(reread(seminar), mission, mode=Mode.ONLINE)
    waits = register(reread(seminar), mission, mode=Mode.ONLINE)
    changes.move_room(session, make_room(), **acts)

    undo(reread(seminar))

    waits.refresh_from_db()
    assert (waits.mode, waits.status) == (Mode.ONLINE, Status.WAITING)


def test_who_was_named_while_there_was_no_date_gets_the_entry(mission):
    seminar = make_seminar(places=1, starts_at=FIRST)
    before = register(seminar, mission, address="before@example.org")
    (session,) = sessions_of(seminar)
    changes.postpone(seminar, None, **acts)
    after = typed(mission, name="Awa Diop", address="after@example.org")
    substitutions.substitute(before, after, **acts)

    undo(reread(seminar))

    assert heard("before@example.org") == [
        ("REQUEST", session.pk, 0),
        ("CANCEL", session.pk, 1),
    ]
    assert heard("after@example.org") == [("REQUEST", session.pk, 0)]


def test_who_gave_up_what_was_called_off_has_no_entry_left(mission):
    seminar = make_seminar(places=1, starts_at=FIRST)
    first = register(seminar, mission, address="first@example.org")
    register(seminar, mission, address="second@example.org")
    (session,) = sessions_of(seminar)
    changes.call_off(seminar, why="Snow.", **acts)
    because = CancelledBecause.PERSON
    seats.cancel(first, because=because, by=LINK, at=SOON)

    undo(reread(seminar))

    assert heard("first@example.org") == [
        ("REQUEST", session.pk, 0),
        ("CANCEL", session.pk, 1),
    ]
    assert heard("second@example.org") == [("REQUEST", session.pk, 0)]
