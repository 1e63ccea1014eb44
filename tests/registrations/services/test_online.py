"""Online as well, and back from online."""

from functools import partial

import pytest

from mailing.models import Message
from registrations.services import changes
from registrations.services.overflows import Overflow, Way
from seminars.models import Mode, SeminarMode
from tests.factories import (
    COMMAND,
    NOW,
    make_mission,
    make_room,
    make_seminar,
    register,
    ten_days_ahead,
)
from tests.refusals import refusal
from tests.registrations.telling import reread, sessions_of, told

pytestmark = pytest.mark.django_db
acts = {"by": COMMAND, "at": NOW}
FIRST = ten_days_ahead()
URL = "https://meet.example/42"


def go_online(seminar):
    changes.move_online(seminar, {one.pk: URL for one in sessions_of(seminar)}, **acts)


def people(seminar):
    rows = seminar.registrations.order_by("pk")
    return list(rows.values_list("mode", "status"))


def test_people_may_join_online_as_well_and_are_told_without_an_entry():
    seminar = make_seminar(places=1, starts_at=FIRST)
    register(seminar, address="a@example.org")
    (session,) = sessions_of(seminar)

    changes.open_online(seminar, {session.pk: URL}, 3, **acts)

    assert reread(seminar).mode == SeminarMode.BOTH
    assert seminar.seats.filter(mode=Mode.ONLINE).count() == 3
    assert told("changed_partly") == [("a@example.org", [])]
    assert sessions_of(seminar)[0].online_url == URL


def test_online_as_well_needs_places_addresses_and_a_room_before():
    seminar = make_seminar(places=1)
    (session,) = sessions_of(seminar)
    open_it = partial(changes.open_online, seminar, **acts)

    assert refusal(open_it, {session.pk: URL}, 0) == "places_missing"
    assert refusal(open_it, {}, 1) == "no_url"

    open_it({session.pk: URL}, 1)

    assert refusal(open_it, {session.pk: URL}, 1) == "unchanged"


def test_back_in_the_room_everybody_is_where_they_were():
    seminar = make_seminar(places=1, online_places=1, starts_at=FIRST)
    mission = make_mission()
    register(seminar, mission, address="room@example.org")
    register(seminar, mission, address="online@example.org", mode=Mode.ONLINE)
    register(seminar, mission, address="waits@example.org")
    (session,) = sessions_of(seminar)
    before = people(seminar)
    go_online(seminar)

    changes.back_to_room(seminar, {}, **acts)

    assert (
        before
        == people(seminar)
        == [
            ("room", "confirmed"),
            ("online", "confirmed"),
            ("room", "waiting"),
        ]
    )
    assert reread(seminar).mode == SeminarMode.BOTH
    assert told("changed_back") == [
        ("room@example.org", [("REQUEST", session.pk, 2)]),
        ("online@example.org", [("REQUEST", session.pk, 2)]),
        ("waits@example.org", []),
    ]
    message = Message.objects.filter(purpose="changed_back").first()
    assert f"{session.room.name_en}, Headquarters" in message.text


def test_all_come_back_where_nobody_was_online_before():
    seminar = make_seminar(places=1, starts_at=FIRST)
    mission = make_mission()
    register(seminar, mission)
    go_online(seminar)
    register(seminar, mission, mode=Mode.ONLINE)

    changes.back_to_room(seminar, {}, **acts)

    assert people(seminar) == [("room", "confirmed"), ("room", "waiting")]
    assert reread(seminar).mode == SeminarMode.ROOM


def test_what_was_always_online_takes_a_room_that_holds_it():
    seminar = make_seminar(
        online_places=2, mode=SeminarMode.ONLINE, starts_at=FIRST, sessions=1
    )
    register(seminar, mode=Mode.ONLINE)
    (session,) = sessions_of(seminar)
    back = partial(changes.back_to_room, seminar, **acts)

    assert refusal(back, {}) == "no_room"
    assert refusal(back, {session.pk: make_room(capacity=1)}) == "more_than_it_holds"

    back({session.pk: make_room(capacity=2)})

    assert people(seminar) == [("room", "confirmed")]
    assert refusal(back, {}) == "unchanged"


@pytest.mark.parametrize(
    ("way", "stands", "mode", "letter"),
    [
        (Way.ONLINE, ("online", "confirmed"), SeminarMode.BOTH, "overflow_online"),
        (Way.BY_TIER, ("room", "waiting"), SeminarMode.ROOM, "overflow_waiting"),
    ],
)
def test_back_in_a_smaller_room_the_last_stay_online_or_wait(way, stands, mode, letter):
    seminar, mission = make_seminar(places=3, starts_at=FIRST), make_mission()
    register(seminar, mission, address="first@example.org")
    register(seminar, mission, address="last@example.org")
    go_online(seminar)
    (session,) = sessions_of(seminar)
    small = {session.pk: make_room(capacity=1)}
    back = partial(changes.back_to_room, seminar, small, **acts)

    assert refusal(back) == "more_than_it_holds"
    back(overflow=Overflow(way))

    assert people(seminar) == [("room", "confirmed"), stands]
    assert reread(seminar).mode == mode
    assert seminar.seats.places().filter(mode=Mode.ROOM).count() == 1
    assert [address for address, _entries in told(letter)] == ["last@example.org"]
    assert [address for address, _e in told("changed_back")] == ["first@example.org"]
    changes.undo(seminar.changes.get(kind="back"), **acts)
    assert people(seminar) == [("online", "confirmed")] * 2


def test_back_in_a_smaller_room_all_stay_for_a_reason():
    seminar, mission = make_seminar(places=2, starts_at=FIRST), make_mission()
    register(seminar, mission)
    go_online(seminar)
    (session,) = sessions_of(seminar)

    small = {session.pk: make_room(capacity=1)}
    changes.back_to_room(seminar, small, why="One stands.", **acts)

    assert seminar.seats.places().filter(mode=Mode.ROOM).count() == 2


def test_a_room_that_was_taken_meanwhile_is_refused():
    room = make_room()
    seminar = make_seminar(places=1, room=room, starts_at=FIRST)
    go_online(seminar)
    make_seminar(places=1, room=room, starts_at=FIRST)

    assert refusal(changes.back_to_room, seminar, {}, **acts) == "room_taken"
