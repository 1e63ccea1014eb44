"""Who else has a room."""

from datetime import timedelta

import pytest

from seminars.models import Session
from seminars.services import rooms
from tests.factories import HOUR, make_planned, make_room

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
