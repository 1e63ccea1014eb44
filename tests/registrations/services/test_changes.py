"""Promise 5: one edit, everything follows."""

from functools import partial

import pytest

from mailing.models import Message
from partners.models import Sector
from registrations.models import RegistrationStatus as Status
from registrations.services import changes, seats
from registrations.services.consequences import consequences
from seminars.models import Mode, SeminarMode, Session
from tests.factories import (
    COMMAND,
    HOUR,
    NOW,
    make_mission,
    make_organisation,
    make_planned,
    make_room,
    make_seminar,
    register,
    ten_days_ahead,
)
from tests.races import race
from tests.refusals import refusal
from tests.registrations.telling import event_of, reread, sessions_of, told
from users.models import AuditEntry

pytestmark = pytest.mark.django_db
really = pytest.mark.django_db(transaction=True)  # commits, so that threads meet
acts = {"by": COMMAND, "at": NOW}
FIRST = ten_days_ahead()


# Announce


def test_announcing_makes_the_wished_places_and_is_noted():
    seminar = make_planned(
        mode=SeminarMode.BOTH, places_planned=3, online_places_planned=2
    )

    changes.announce(seminar, **acts)

    modes = seminar.seats.order_by("pk").values_list("mode", flat=True)
    assert list(modes) == ["room"] * 3 + ["online"] * 2
    assert reread(seminar).announced_at == NOW
    assert AuditEntry.objects.get().verb == "announce"


@pytest.mark.parametrize(
    ("mode", "seats"),
    [(SeminarMode.ROOM, ["room"] * 3), (SeminarMode.ONLINE, ["online"] * 2)],
)
def test_announcing_makes_no_places_that_nobody_can_take(mode, seats):
    seminar = make_planned(mode=mode, places_planned=3, online_places_planned=2)

    changes.announce(seminar, **acts)

    assert [one.mode for one in seminar.seats.all()] == seats


def test_announcing_twice_is_refused():
    assert refusal(changes.announce, make_seminar(places=1), **acts) == "announced"


def test_announcing_what_lacks_something_is_refused():
    seminar = make_planned(summary_fr="", places_planned=0)

    assert refusal(changes.announce, seminar, **acts) == "incomplete"


def test_more_places_than_the_room_holds_need_a_reason():
    seminar = make_planned(room=make_room(capacity=2), places_planned=3)

    assert refusal(changes.announce, seminar, **acts) == "more_than_it_holds"

    changes.announce(seminar, **acts, why="Chairs are brought in.")

    assert seminar.seats.count() == 3


# Room


def test_a_move_tells_each_person_once_in_their_language():
    seminar = make_seminar(places=2)
    mission = make_mission()
    register(seminar, mission, address="en@example.org", language="en")
    register(seminar, mission, address="fr@example.org", language="fr")
    register(seminar, mission, address="waits@example.org")
    (session,) = sessions_of(seminar)
    old, new = session.room, make_room()

    changes.move_room(session, new, **acts, why="A ceiling leaks.")

    english, french, _waiting = Message.objects.filter(purpose="changed_room")
    moved = Session.objects.get()
    assert told("changed_room") == [
        ("en@example.org", [("REQUEST", session.pk, 1)]),
        ("fr@example.org", [("REQUEST", session.pk, 1)]),
        ("waits@example.org", []),
    ]
    assert f"{old.name_en}, Headquarters" in english.text
    assert f"{new.name_en}, Headquarters" in english.text
    assert f"{new.name_fr}, Siège" in french.text
    assert "A ceiling leaks." in french.text
    assert new.name_fr in event_of(french)["location"]
    assert (moved.room, moved.revision) == (new, session.revision + 1)


def test_a_second_move_is_a_second_message_with_a_higher_sequence():
    seminar = make_seminar(places=1)
    register(seminar, address="a@example.org")
    (session,) = sessions_of(seminar)

    for _ in range(2):
        changes.move_room(session, make_room(), **acts)

    assert told("changed_room") == [
        ("a@example.org", [("REQUEST", session.pk, 1)]),
        ("a@example.org", [("REQUEST", session.pk, 2)]),
    ]


def test_moving_one_session_leaves_the_others_alone():
    seminar = make_seminar(places=1, sessions=2)
    register(seminar, address="a@example.org")
    first, second = sessions_of(seminar)

    changes.move_room(second, make_room(), **acts)

    after = sessions_of(seminar)
    assert told("changed_room") == [("a@example.org", [("REQUEST", second.pk, 1)])]
    assert (after[0].room, after[0].revision) == (first.room, first.revision)
    assert after[1].revision == second.revision + 1


def test_whoever_is_gone_or_has_no_address_is_not_written_to():
    seminar = make_seminar(places=3)
    gone = register(seminar)
    register(seminar, address="")
    seats.cancel(gone, because="person", **acts)

    changes.move_room(sessions_of(seminar)[0], make_room(), **acts)

    assert told("changed_room") == []


def test_a_room_that_is_taken_is_refused_by_the_database():
    room = make_room()
    make_seminar(places=1, room=room)
    (session,) = sessions_of(make_seminar(places=1))

    assert refusal(changes.move_room, session, room, **acts) == "room_taken"


def test_the_same_room_is_no_move():
    (session,) = sessions_of(make_seminar(places=1))

    assert refusal(changes.move_room, session, session.room, **acts) == "unchanged"


def test_a_room_that_holds_too_few_needs_a_reason():
    seminar = make_seminar(places=3)
    (session,) = sessions_of(seminar)
    small = make_room(capacity=2)

    assert refusal(changes.move_room, session, small, **acts) == "more_than_it_holds"

    changes.move_room(session, small, **acts, why="Some will stand.")

    assert Session.objects.get().room == small


def test_what_is_online_needs_no_room():
    seminar = make_seminar(online_places=1, mode=SeminarMode.ONLINE)
    (session,) = sessions_of(seminar)

    assert refusal(changes.move_room, session, make_room(), **acts) == "online"


# Hour


def test_other_hours_move_calendar_page_and_people():
    seminar = make_seminar(places=1, starts_at=FIRST)
    register(seminar, address="a@example.org")
    (session,) = sessions_of(seminar)
    later = FIRST + 5 * HOUR

    changes.move_hour(session, later, later + 2 * HOUR, **acts)

    message = Message.objects.get(purpose="changed_hour")
    assert told("changed_hour") == [("a@example.org", [("REQUEST", session.pk, 1)])]
    assert event_of(message)["dtstart"].dt == later
    assert "10:00–13:00" in message.text
    assert "15:00–17:00" in message.text
    assert reread(seminar).ends_at == later + 2 * HOUR
    assert Session.objects.get().revision == session.revision + 1


def test_hours_that_are_over_the_same_or_turned_round_are_refused():
    seminar = make_seminar(places=1, starts_at=FIRST)
    (session,) = sessions_of(seminar)
    move = partial(changes.move_hour, session, **acts)

    assert refusal(move, FIRST, FIRST + 3 * HOUR) == "unchanged"
    assert refusal(move, NOW - HOUR, NOW + HOUR) == "past"
    assert refusal(move, FIRST + HOUR, FIRST) == "ends_before_start"


def test_a_running_session_may_end_later():
    seminar = make_seminar(places=1, starts_at=NOW - HOUR)
    (session,) = sessions_of(seminar)

    changes.move_hour(session, session.starts_at, NOW + 4 * HOUR, **acts)

    assert reread(seminar).ends_at == NOW + 4 * HOUR


# Online


def test_everybody_and_every_place_goes_online():
    seminar = make_seminar(places=1, online_places=2, starts_at=FIRST)
    mission, ngo = make_mission(), make_organisation(Sector.NGO)
    register(seminar, mission, address="room@example.org")
    register(seminar, ngo, address="waits@example.org")
    register(seminar, ngo, address="online@example.org", mode=Mode.ONLINE)
    (session,) = sessions_of(seminar)
    url = "https://meet.example/42"

    changes.move_online(seminar, {session.pk: url}, **acts)

    rows = seminar.registrations.order_by("pk").values_list("mode", "status")
    message = Message.objects.filter(purpose="changed_online").earliest("pk")
    assert list(rows) == [("online", Status.CONFIRMED)] * 3
    assert told("changed_online") == [
        ("room@example.org", [("REQUEST", session.pk, 1)]),
        ("waits@example.org", []),
        ("online@example.org", [("REQUEST", session.pk, 1)]),
    ]
    assert told("promoted") == [("waits@example.org", [("REQUEST", session.pk, 0)])]
    assert event_of(message)["location"] == url
    assert seminar.seats.filter(mode=Mode.ONLINE).count() == 3
    assert reread(seminar).mode == SeminarMode.ONLINE


def test_a_room_left_for_online_is_free():
    room = make_room()
    seminar = make_seminar(places=1, room=room, starts_at=FIRST)
    (session,) = sessions_of(seminar)

    changes.move_online(seminar, {session.pk: "https://meet.example/1"}, **acts)

    assert make_seminar(places=1, room=room, starts_at=FIRST).pk != seminar.pk


def test_online_needs_addresses_and_happens_once():
    seminar = make_seminar(places=1)
    (session,) = sessions_of(seminar)
    move = partial(changes.move_online, seminar, **acts)

    assert refusal(move, {}) == "no_url"

    move({session.pk: "https://meet.example/1"})

    assert refusal(move, {}) == "unchanged"


# Places


def test_more_places_go_to_the_head_of_the_queue():
    seminar = make_seminar(places=1)
    mission = make_mission()
    for name in ("a", "b", "c"):
        register(seminar, mission, address=f"{name}@example.org")
    (session,) = sessions_of(seminar)

    changes.change_places(seminar, Mode.ROOM, 2, **acts)

    assert told("promoted") == [("b@example.org", [("REQUEST", session.pk, 0)])]
    version = seminar.changes.get()
    assert (version.version, version.kind) == (2, "places")
    assert (version.before_en, version.after_en) == (
        "1 place in the room",
        "2 places in the room",
    )
    undo = partial(changes.undo, version, **acts)
    assert refusal(undo) == "changed_since"


def test_fewer_places_take_nobodys_seat():
    seminar = make_seminar(places=5)
    mission = make_mission()
    for _ in range(3):
        register(seminar, mission)
    shrink = partial(changes.change_places, seminar, Mode.ROOM, **acts)

    assert refusal(shrink, 2) == "places_taken"

    shrink(3)

    assert seminar.seats.places().count() == 3
    assert seminar.registrations.seated().count() == 3


def test_a_refusal_to_shrink_says_how_many_are_free():
    seminar = make_seminar(places=2)
    register(seminar)

    with pytest.raises(changes.ValidationError, match="Only 1 place is free"):
        changes.change_places(seminar, Mode.ROOM, 0, **acts)


def test_places_that_change_nothing_or_fit_nobody_are_refused():
    seminar = make_seminar(places=2, room=make_room(capacity=2))
    change = partial(changes.change_places, seminar, **acts)

    assert refusal(change, Mode.ROOM, 2) == "unchanged"
    assert refusal(change, Mode.ONLINE, 2) == "other_mode"
    assert refusal(change, Mode.ROOM, 3) == "more_than_it_holds"

    change(Mode.ROOM, 3, why="One stands.")

    assert seminar.seats.places().count() == 3


def test_online_places_don_t_ask_the_room():
    seminar = make_seminar(places=1, online_places=1, room=make_room(capacity=1))

    changes.change_places(seminar, Mode.ONLINE, 40, **acts)

    assert seminar.seats.filter(mode=Mode.ONLINE).count() == 40


# Consequences


def test_consequences_count_whom_a_change_reaches_and_what_does_not_fit():
    seminar = make_seminar(places=2, online_places=1)
    mission = make_mission()
    register(seminar, mission)
    register(seminar, mission, address="")
    register(seminar, mission)
    register(seminar, mission, mode=Mode.ONLINE)

    plain = consequences(seminar)
    small = consequences(seminar, room=make_room(capacity=1))
    fewer = consequences(seminar, places=0, mode=Mode.ONLINE)

    assert (plain.told, plain.seated, plain.waiting, plain.pending) == (3, 3, 1, 0)
    assert (plain.without_address, plain.overflow, plain.capacity) == (1, 0, None)
    assert (small.overflow, small.capacity, small.needs_reason) == (1, 1, True)
    assert (fewer.overflow, fewer.capacity, fewer.needs_reason) == (1, 0, False)


# At the same moment


@really
def test_whoever_registers_while_the_room_moves_has_the_new_room():
    seminar = make_seminar(places=10)
    mission, room = make_mission(), make_room()
    (session,) = sessions_of(seminar)

    outcomes = race(
        *[partial(register, seminar, mission) for _ in range(5)],
        partial(changes.move_room, session, room, **acts),
        *[partial(register, seminar, mission) for _ in range(5)],
    )

    assert [one for one in outcomes if isinstance(one, Exception)] == []
    last = {message.address: message for message in Message.objects.order_by("pk")}
    del last["mission@example.org"]  # the sender, who gets receipts
    places = {str(event_of(message)["location"]) for message in last.values()}
    assert len(last) == 10
    assert places == {f"{room.name_en}, Headquarters"}
