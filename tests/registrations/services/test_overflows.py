"""More people than a smaller room holds: online, back to waiting, or all stay."""

from functools import partial

import pytest

from mailing.models import Message
from partners.models import Sector
from registrations.services import changes, online, substitutions
from registrations.services.consequences import consequences, reach
from registrations.services.overflows import Overflow, Way
from seminars.models import Mode, SeminarMode
from tests.factories import (
    COMMAND,
    HOUR,
    NOW,
    make_mission,
    make_organisation,
    make_room,
    make_seats,
    make_seminar,
    register,
    ten_days_ahead,
    typed,
)
from tests.refusals import refusal
from tests.registrations.gating import guarded_seminar, send
from tests.registrations.telling import event_of, reread, sessions_of, told

pytestmark = pytest.mark.django_db
acts = {"by": COMMAND, "at": NOW}
FIRST = ten_days_ahead()
URL = "https://meet.example/42"


@pytest.fixture(scope="module")
def prepared(kept_for_the_module):
    """Five places: two of missions, two of an organisation, one free."""
    seminar = make_seminar(places=5, starts_at=FIRST)
    mission, ngo = make_mission(), make_organisation(Sector.NGO)
    register(seminar, ngo, address="ngo1@example.org")
    register(seminar, mission, address="mission1@example.org")
    register(seminar, ngo, address="ngo2@example.org", language="fr")
    register(seminar, mission, address="mission2@example.org")
    return seminar


@pytest.fixture
def seminar(prepared):
    return reread(prepared)


def move(seminar, way, *, holds=2, url=""):
    (session,) = sessions_of(seminar)
    overflow = Overflow(way, {session.pk: url})
    changes.move_room(session, make_room(capacity=holds), overflow=overflow, **acts)


def standing(seminar):
    rows = seminar.registrations.order_by("pk")
    return list(rows.values_list("address", "mode", "status"))


def test_whoever_came_last_in_the_lowest_tier_goes_online(seminar):
    (session,) = sessions_of(seminar)

    move(seminar, Way.ONLINE, url=URL)

    assert reread(seminar).mode == SeminarMode.BOTH
    assert standing(seminar) == [
        ("ngo1@example.org", "online", "confirmed"),
        ("mission1@example.org", "room", "confirmed"),
        ("ngo2@example.org", "online", "confirmed"),
        ("mission2@example.org", "room", "confirmed"),
    ]
    assert seminar.seats.places().filter(mode=Mode.ROOM).count() == 2
    assert seminar.seats.places().filter(mode=Mode.ONLINE).count() == 2
    assert told("changed_room") == [
        ("mission1@example.org", [("REQUEST", session.pk, 1)]),
        ("mission2@example.org", [("REQUEST", session.pk, 1)]),
    ]
    assert told("overflow_online") == [
        ("ngo1@example.org", [("REQUEST", session.pk, 1)]),
        ("ngo2@example.org", [("REQUEST", session.pk, 1)]),
    ]
    message = Message.objects.filter(purpose="overflow_online").first()
    assert event_of(message)["location"] == URL


def test_online_needs_an_address(seminar):
    assert refusal(move, seminar, Way.ONLINE) == "no_url"


def test_or_they_wait_again_with_their_number(seminar):
    (session,) = sessions_of(seminar)
    numbers = list(seminar.registrations.order_by("pk").values_list("line_number"))

    move(seminar, Way.BY_TIER, holds=3)

    after = list(seminar.registrations.order_by("pk").values_list("line_number"))
    assert after == numbers
    assert standing(seminar) == [
        ("ngo1@example.org", "room", "confirmed"),
        ("mission1@example.org", "room", "confirmed"),
        ("ngo2@example.org", "room", "waiting"),
        ("mission2@example.org", "room", "confirmed"),
    ]
    assert seminar.seats.places().count() == 3
    assert told("overflow_waiting") == [
        ("ngo2@example.org", [("CANCEL", session.pk, 1)])
    ]
    assert len(told("changed_room")) == 3


def test_a_place_on_offer_is_taken_back_without_an_entry(seminar):
    seminar.registrations.filter(address="ngo2@example.org").update(
        status="offered", offered_until=NOW + HOUR
    )

    move(seminar, Way.BY_TIER, holds=3)

    assert told("overflow_waiting") == [("ngo2@example.org", [])]


def test_all_stay_for_a_reason_on_record(seminar):
    (session,) = sessions_of(seminar)
    small = make_room(capacity=2)
    stay = partial(changes.move_room, session, small, overflow=Overflow(), **acts)

    assert refusal(stay) == "more_than_it_holds"

    stay(why="Some will stand.")

    assert seminar.seats.places().count() == 5
    assert len(told("changed_room")) == 4


def test_where_all_fit_free_places_alone_go(seminar):
    move(seminar, Way.BY_TIER, holds=4)

    assert seminar.seats.places().count() == 4
    assert len(told("changed_room")) == 4


def test_kept_places_go_after_those_for_all(seminar):
    make_seats(seminar, 1, tier=1, held_until=FIRST)

    move(seminar, Way.BY_TIER, holds=5)

    kept = seminar.seats.free().values_list("tier", flat=True)
    assert list(kept) == [1]


def test_in_a_mixed_seminar_online_needs_no_address():
    seminar = make_seminar(places=1, online_places=1, starts_at=FIRST)
    register(seminar, address="a@example.org")

    move(seminar, Way.ONLINE, holds=0)

    assert standing(seminar) == [("a@example.org", "online", "confirmed")]


def test_who_does_not_fit_is_named_beforehand(seminar):
    means = consequences(seminar, room=make_room(capacity=3), way=Way.ONLINE)

    assert [one.address for one in means.beyond] == ["ngo2@example.org"]
    assert (means.overflow, means.needs_reason) == (1, False)


def test_so_is_who_does_not_fit_on_the_way_back(seminar):
    changes.move_online(seminar, {sessions_of(seminar)[0].pk: URL}, **acts)
    back = online.returning(seminar).places()

    means = consequences(seminar, room=make_room(capacity=3), seats=back)

    assert [one.address for one in means.beyond] == ["ngo2@example.org"]
    assert (means.overflow, means.places, means.needs_reason) == (1, 5, True)


def test_languages_modes_and_the_unreached_are_counted_beforehand(seminar):
    seminar.registrations.filter(address="mission1@example.org").update(mode="online")
    Message.objects.filter(address="ngo1@example.org").update(state="failed")

    found = reach(seminar, to=tuple(Mode), at=NOW)

    assert found.by_language == [("English", 3), ("French", 1)]
    assert found.by_mode == [("In the room", 3), ("Online", 1)]
    assert [one.address for one in found.unreached] == ["ngo1@example.org"]
    assert (found.reminders, found.waits) == (0, 120)
    seminar.registrations.filter(address="mission1@example.org").update(mode="room")


def test_desks_that_have_a_list_are_named_beforehand():
    seminar = guarded_seminar(starts_at=FIRST)
    register(seminar)
    assert reach(seminar, to=tuple(Mode), at=NOW).desks == []

    send(seminar)

    (venue,) = reach(seminar, to=tuple(Mode), at=NOW).desks
    assert venue == sessions_of(seminar)[0].room.venue


def test_what_starts_soon_or_has_no_date_is_told_beforehand_too():
    soon = make_seminar(places=1, starts_at=NOW + HOUR)
    undated = make_seminar(places=1)
    changes.postpone(undated, None, **acts)

    assert reach(soon, to=tuple(Mode), at=NOW).waits == 0
    assert reach(reread(undated), to=tuple(Mode), at=NOW).waits == 120


def test_whoever_comes_instead_has_the_turn_of_the_predecessor():
    seminar, mission = make_seminar(places=2, starts_at=FIRST), make_mission()
    first, second = register(seminar, mission), register(seminar, mission)
    instead = typed(mission, name="Awa Diop", address="awa@example.org")
    successor = substitutions.substitute(first, instead, **acts)

    move(seminar, Way.BY_TIER, holds=1)

    successor.refresh_from_db()
    second.refresh_from_db()
    assert (successor.status, second.status) == ("confirmed", "waiting")
