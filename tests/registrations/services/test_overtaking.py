"""A letter that a relay put off does not arrive behind the one that makes it untrue."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from mailing import delivery
from mailing.models import Message
from registrations.services import changes
from registrations.services.overflows import Overflow, Way
from tests.factories import (
    COMMAND,
    make_mission,
    make_room,
    make_seminar,
    register,
    ten_days_ahead,
)
from tests.mailing import sink
from tests.mailing.conftest import use
from tests.registrations.telling import entries, reread, sessions_of
from tests.seminars.scenes import make_speaker

pytestmark = pytest.mark.django_db
FIRST = ten_days_ahead()
ANA = "r451-ana@example.org"
LATE = "could not be delivered in time"


@pytest.fixture
def relay(settings):
    with sink.running() as relay:
        use(settings, relay.port)
        yield relay


@pytest.fixture
def seminar():
    """A seminar for which Ana is registered, and Zoë at whom no relay balks."""
    seminar = make_seminar(places=2, sessions=2, starts_at=FIRST)
    mission = make_mission()
    register(seminar, mission, address=ANA)
    register(seminar, mission, address="zoe@example.org")
    Message.objects.all().delete()  # confirmations, which are not looked at here
    return seminar


def acts():
    return {"by": COMMAND, "at": timezone.now()}


def move(seminar, number=0):
    """Move one session to another room; return the name of that."""
    room = make_room()
    changes.move_room(sessions_of(seminar)[number], room, **acts())
    return room.name_en


def undo(seminar):
    last = reread(seminar).changes.order_by("-version").first()
    changes.undo(last, **acts())


def deliver(relay, *, forgets=True):
    """Turn the clock on to where everything that waits is due, in its order."""
    if forgets:
        relay.refused.clear()
    waiting = Message.objects.filter(state="pending")
    waiting.update(next_attempt_at=F("next_attempt_at") - timedelta(days=30))
    delivery.deliver_due(seconds=5)


def letters(address=ANA):
    rows = Message.objects.filter(address=address).order_by("pk")
    return list(rows.values_list("purpose", "state"))


def put_off(relay):
    """Let the relay refuse twice what is due."""
    deliver(relay)
    deliver(relay)


def read(relay, address=ANA):
    """Give what arrived at an address, in its order."""
    arrived = zip(relay.envelopes, relay.accepted, strict=True)
    return [
        one.get_body(("plain",)).get_content() for to, one in arrived if to == address
    ]


def last_to(address=ANA):
    return Message.objects.filter(address=address).latest("pk")


def test_the_last_room_that_is_read_of_is_the_last_one(seminar, relay):
    move(seminar)
    put_off(relay)
    last = move(seminar)

    deliver(relay)  # the second letter for the first time, and refused as well
    deliver(relay, forgets=False)
    deliver(relay, forgets=False)

    (text,) = read(relay)
    assert f"Now: {last}, Headquarters" in text
    assert letters() == [("changed_room", "cancelled"), ("changed_room", "sent")]
    assert letters("zoe@example.org") == [("changed_room", "sent")] * 2


def test_a_letter_that_overtakes_another_carries_what_that_one_did(seminar, relay):
    first, second = sessions_of(seminar)
    move(seminar, 0)
    put_off(relay)

    move(seminar, 1)

    both = [("REQUEST", first.pk, 2), ("REQUEST", second.pk, 1)]
    assert entries(last_to()) == both
    assert LATE in last_to().text
    assert LATE in last_to().html
    assert entries(last_to("zoe@example.org")) == both[1:]
    assert LATE not in last_to("zoe@example.org").text


def test_what_is_told_at_once_overtakes_as_well(seminar, relay, settings):
    move(seminar)
    put_off(relay)

    settings.CHANGE_GRACE_SECONDS = 0
    move(seminar)

    assert letters() == [("changed_room", "cancelled"), ("changed_room", "pending")]


def test_what_was_overtaken_goes_its_way_when_the_change_is_taken_back(seminar, relay):
    room = move(seminar)
    put_off(relay)
    move(seminar)

    undo(seminar)

    assert letters() == [("changed_room", "pending"), ("changed_room", "cancelled")]
    deliver(relay, forgets=False)
    (text,) = read(relay)
    assert f"Now: {room}, Headquarters" in text


def test_who_heard_of_what_is_taken_back_hears_only_that_it_is(seminar, relay):
    move(seminar)
    put_off(relay)
    move(seminar)
    sent = {"state": "sent", "accepted_at": timezone.now()}
    Message.objects.filter(pk=last_to().pk).update(**sent)

    undo(seminar)

    assert letters() == [
        ("changed_room", "cancelled"),
        ("changed_room", "sent"),
        ("changed_undone", "pending"),
    ]
    assert LATE in last_to().text


def test_what_only_waits_for_its_turn_is_not_overtaken(seminar, relay):
    move(seminar)
    move(seminar)

    assert letters() == [("changed_room", "pending")] * 2


def test_what_says_more_than_place_and_hours_is_kept(relay):
    seminar = make_seminar(places=1, starts_at=FIRST)
    register(seminar, address=ANA)
    Message.objects.all().delete()
    (session,) = sessions_of(seminar)
    small = make_room(capacity=0)
    overflow = Overflow(Way.ONLINE, {session.pk: "https://meet.example/42"})
    changes.move_room(session, small, overflow=overflow, **acts())
    put_off(relay)

    move(reread(seminar))

    assert letters()[-2:] == [
        ("overflow_online", "pending"),
        ("changed_room", "pending"),
    ]


def test_a_change_that_moves_nothing_overtakes_nothing(seminar, relay):
    session = sessions_of(seminar)[0]
    move(seminar)
    put_off(relay)

    speaker = make_speaker(session)
    changes.replace_speaker(speaker, None, **acts())

    assert letters() == [("changed_room", "pending"), ("changed_speaker", "pending")]


def test_entries_that_must_leave_calendars_are_not_forgotten(seminar, relay):
    changes.postpone(seminar, None, **acts())
    put_off(relay)

    changes.call_off(reread(seminar), **acts(), why="Snow.")

    assert letters() == [("changed_date", "pending"), ("changed_called_off", "pending")]


def test_what_is_called_off_has_no_room_any_more(seminar, relay):
    move(seminar)
    put_off(relay)

    changes.call_off(reread(seminar), **acts(), why="Snow.")

    assert letters() == [
        ("changed_room", "cancelled"),
        ("changed_called_off", "pending"),
    ]
    assert [method for method, *_ in entries(last_to())] == ["CANCEL", "CANCEL"]
