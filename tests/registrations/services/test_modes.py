"""People choose between room and online, and choose anew while a place is free."""

from functools import partial

import pytest

from registrations.models import RegistrationStatus as Status
from registrations.services import modes
from seminars.models import Mode, RegistrationMode, Seminar
from tests.factories import HOUR, LINK, NOW, make_mission, make_seminar, register
from tests.races import race
from tests.refusals import refusal
from tests.registrations.clock import hold_at
from tests.registrations.telling import told

pytestmark = pytest.mark.django_db
really = pytest.mark.django_db(transaction=True)
change = partial(modes.change_mode, by=LINK, at=NOW)


@pytest.fixture
def mission():
    return make_mission()


def test_who_waits_for_the_room_may_have_a_place_online(mission):
    seminar = make_seminar(places=1, online_places=1)
    register(seminar, mission)
    waiting = register(seminar, mission)

    change(waiting, Mode.ONLINE)

    assert (waiting.status, waiting.mode) == (Status.CONFIRMED, Mode.ONLINE)
    assert waiting.line_number == 2
    [(address, entries)] = told("seat_confirmed")[1:]
    assert (address, [method for method, *_ in entries]) == (
        waiting.address,
        ["REQUEST"],
    )


def test_a_place_in_the_room_that_is_left_goes_to_the_next(mission):
    seminar = make_seminar(places=1, online_places=1)
    seated, waiting = register(seminar, mission), register(seminar, mission)

    change(seated, Mode.ONLINE)

    waiting.refresh_from_db()
    assert (waiting.status, waiting.mode) == (Status.CONFIRMED, Mode.ROOM)
    assert seated.seat.mode == Mode.ONLINE


def test_without_a_free_place_everything_stays_as_it_was(mission):
    seminar = make_seminar(places=1, online_places=1)
    online = register(seminar, mission, mode=Mode.ONLINE)
    seated, waiting = register(seminar, mission), register(seminar, mission)

    assert refusal(change, waiting, Mode.ONLINE) == "no_place"
    assert refusal(change, online, Mode.ROOM) == "no_place"
    for one in (online, seated, waiting):
        one.refresh_from_db()
    assert [(one.status, one.mode) for one in (online, seated, waiting)] == [
        (Status.CONFIRMED, Mode.ONLINE),
        (Status.CONFIRMED, Mode.ROOM),
        (Status.WAITING, Mode.ROOM),
    ]


def test_there_is_nothing_to_choose_where_a_seminar_takes_place_one_way(mission):
    seated = register(make_seminar(places=1), mission)

    assert refusal(change, seated, Mode.ONLINE) == "one_mode"


def test_who_is_there_already_or_awaits_approval_changes_nothing(mission):
    seminar = make_seminar(places=1, online_places=1)
    seated = register(seminar, mission)
    choosy = make_seminar(1, 1, registration_mode=RegistrationMode.APPROVAL)

    assert refusal(change, seated, Mode.ROOM) == "unchanged"
    assert refusal(change, register(choosy, mission), Mode.ONLINE) == "unchanged"


def test_what_was_held_is_not_changed(mission):
    seminar = make_seminar(places=1, online_places=1)
    seated = register(seminar, mission)
    hold_at(seminar, NOW - 3 * HOUR)

    assert refusal(change, seated, Mode.ONLINE) == "held"
    Seminar.objects.filter(pk=seminar.pk).update(state="held")
    assert refusal(change, seated, Mode.ONLINE) == "not_announced"


@really
def test_two_at_once_for_one_place_online_leave_one_there(mission):
    seminar = make_seminar(places=1, online_places=1)
    register(seminar, mission)
    waiting = [register(seminar, mission) for _ in range(3)]

    outcomes = race(*[partial(change, one, Mode.ONLINE) for one in waiting])

    assert sorted(one.code for one in outcomes if one) == ["no_place"] * 2
    assert seminar.registrations.filter(mode=Mode.ONLINE).count() == 1
