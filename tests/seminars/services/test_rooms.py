"""Who else has a room."""

from datetime import timedelta

import pytest

from registrations.services import changes
from seminars.models import Session
from seminars.services import rooms
from tests.factories import (
    COMMAND,
    HOUR,
    NOW,
    make_planned,
    make_room,
    make_seminar,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def taken():
    return make_planned(title_en="Migration and ageing").sessions.get()


def asking(taken, shift, **fields):
    return Session(
        room=fields.pop("room", taken.room),
        starts_at=taken.starts_at + shift,
        ends_at=taken.ends_at + shift,
        **fields,
    )


@pytest.mark.parametrize(
    ("hours", "clashes"),
    [(-3, False), (-2.9, True), (0, True), (2.9, True), (3, False)],
)
def test_sessions_that_touch_do_not_clash(hours, clashes, taken):
    found = rooms.clashes(asking(taken, timedelta(hours=hours)))

    assert found == ([taken] if clashes else [])


def test_other_rooms_missing_hours_and_itself_are_free(taken):
    assert rooms.clashes(asking(taken, HOUR, room=make_room())) == []
    assert rooms.clashes(Session(room=taken.room)) == []
    assert rooms.clashes(Session(starts_at=taken.starts_at)) == []
    assert rooms.clashes(taken) == []


def test_room_that_was_given_back_is_free(taken):
    Session.objects.filter(pk=taken.pk).update(takes_room=False)

    assert rooms.clashes(asking(taken, HOUR)) == []


def test_clash_is_named(taken):
    assert rooms.in_words(taken).startswith("Migration and ageing, ")


def test_takes_and_overlap(taken):
    assert rooms.takes(taken)
    assert not rooms.takes(asking(taken, HOUR, takes_room=False))
    assert not rooms.takes(Session(room=taken.room))
    assert rooms.overlap(taken, asking(taken, HOUR))
    assert not rooms.overlap(taken, asking(taken, 3 * HOUR))
    assert not rooms.overlap(taken, asking(taken, HOUR, room=make_room()))


def test_those_that_move_themselves_are_left_out(taken):
    assert rooms.clashes(asking(taken, HOUR), besides=[taken.pk]) == []


def test_two_sessions_swap_their_rooms():
    one, other = (make_planned().sessions.get() for _ in range(2))
    one.room, other.room = other.room, one.room

    with rooms.given_up([one, other]):
        one.save(update_fields=["room"])
        other.save(update_fields=["room"])

    kept = Session.objects.in_bulk()
    stand = [(kept[each.pk].room, kept[each.pk].takes_room) for each in (one, other)]
    assert stand == [(one.room, True), (other.room, True)]


def test_session_that_is_to_take_no_room_stays_without(taken):
    taken.takes_room = False

    with rooms.given_up([taken]):
        assert not rooms.clashes(asking(taken, HOUR))

    assert list(Session.objects.values_list("takes_room", flat=True)) == [False]


def test_rooms_stay_taken_when_a_move_fails(taken):
    with pytest.raises(RuntimeError), rooms.given_up([taken]):
        raise RuntimeError

    assert Session.objects.get().takes_room


def test_a_room_is_expected_until_it_is_over_or_goes_online():
    seminar = make_seminar(places=1)
    session = seminar.sessions.get()
    room, address = session.room, {session.pk: "https://m.example/1"}

    assert rooms.is_expected(room, at=NOW)
    assert not rooms.is_expected(room, at=seminar.ends_at)

    changes.move_online(seminar, address, by=COMMAND, at=NOW)

    assert not rooms.is_expected(room, at=NOW)
