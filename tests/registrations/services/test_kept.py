"""Places kept for a tier until an hour, before and after a seminar is announced."""

from functools import partial

import pytest

from partners.models import Sector
from registrations.models import CancelledBecause, KeptWish
from registrations.models import RegistrationStatus as Status
from registrations.services import changes, kept, seats
from seminars.models import Mode, Seminar, SeminarMode
from tests.factories import (
    COMMAND,
    DAY,
    HOUR,
    LINK,
    NOW,
    SYSTEM,
    make_mission,
    make_organisation,
    make_planned,
    make_seminar,
    register,
)
from tests.refusals import refusal
from tests.registrations.clock import hold_at
from unitar_seminars.hours import NEW_YORK

pytestmark = pytest.mark.django_db
keep = partial(kept.keep, by=COMMAND, at=NOW)
TOMORROW = NOW + DAY


def rows(seminar):
    """List what is kept: tier, hour and holder of each place."""
    found = seminar.seats.places().order_by("tier", "pk")
    return list(found.values_list("tier", "held_until", "holder"))


def test_kept_places_are_for_their_tier_until_the_hour_then_for_all_in_order():
    seminar = make_seminar(places=2)
    keep(seminar, Mode.ROOM, 1, 2, TOMORROW)
    ngo, un = make_organisation(Sector.NGO), make_organisation(Sector.UN)

    waiting = [register(seminar, body) for body in (ngo, un)]
    mission = register(seminar, make_mission())
    assert [one.status for one in (*waiting, mission)] == [
        Status.WAITING,
        Status.WAITING,
        Status.CONFIRMED,
    ]

    assert seats.release_due(by=SYSTEM, at=TOMORROW - HOUR) == 0
    assert seats.release_due(by=SYSTEM, at=TOMORROW) == 1
    for one in waiting:
        one.refresh_from_db()
    assert [one.status for one in waiting] == [Status.WAITING, Status.CONFIRMED]


def test_observer_missions_count_as_missions():
    seminar = make_seminar(places=1)
    keep(seminar, Mode.ROOM, 1, 1, TOMORROW)
    observer = make_organisation(Sector.MISSION, name_en="Observer mission")

    assert register(seminar, observer).status == Status.CONFIRMED


def test_a_kept_place_given_back_before_the_hour_is_kept_again():
    seminar = make_seminar(places=1)
    keep(seminar, Mode.ROOM, 1, 1, TOMORROW)
    holder = register(seminar, make_mission())
    waiting = register(seminar, make_organisation(Sector.NGO))

    seats.cancel(holder, because=CancelledBecause.PERSON, by=LINK, at=NOW)

    waiting.refresh_from_db()
    assert waiting.status == Status.WAITING
    assert rows(seminar) == [(1, TOMORROW, None)]


def test_more_and_fewer_places_and_another_hour():
    seminar = make_seminar(places=3)
    keep(seminar, Mode.ROOM, 1, 1, TOMORROW)
    keep(seminar, Mode.ROOM, 1, 3, TOMORROW + HOUR)
    assert rows(seminar) == [(1, TOMORROW + HOUR, None)] * 3

    keep(seminar, Mode.ROOM, 1, 1, TOMORROW)
    assert rows(seminar) == [(1, TOMORROW, None), *[(None, None, None)] * 2]


def test_keeping_none_any_more_gives_them_to_whoever_waits():
    seminar = make_seminar(places=2)
    keep(seminar, Mode.ROOM, 1, 2, TOMORROW)
    holder = register(seminar, make_mission())
    waiting = register(seminar, make_organisation(Sector.NGO))

    keep(seminar, Mode.ROOM, 1, 0, NOW)

    waiting.refresh_from_db()
    assert waiting.status == Status.CONFIRMED
    assert rows(seminar) == [(None, None, pk) for pk in (holder.pk, waiting.pk)]


def test_places_whose_hour_has_passed_can_be_kept_anew():
    seminar = make_seminar(places=1)
    keep(seminar, Mode.ROOM, 1, 1, NOW + HOUR)

    kept.keep(seminar, Mode.ROOM, 2, 1, TOMORROW, by=COMMAND, at=NOW + 2 * HOUR)

    assert rows(seminar) == [(2, TOMORROW, None)]


@pytest.mark.parametrize(
    ("tier", "places", "until", "code"),
    [
        (7, 1, TOMORROW, "no_tier"),
        (0, 1, TOMORROW, "no_tier"),
        (1, 1, NOW, "past"),
        (1, 1, NOW + 30 * DAY, "after_beginning"),
        (1, 3, TOMORROW, "more_than_free"),
    ],
)
@pytest.mark.parametrize("make", [make_seminar, make_planned])
def test_what_cannot_be_kept_is_refused(make, tier, places, until, code):
    wished = {"places": 2} if make is make_seminar else {"places_planned": 2}

    assert refusal(keep, make(**wished), Mode.ROOM, tier, places, until) == code


def test_places_kept_for_another_tier_are_not_taken_from_it():
    seminar = make_seminar(places=2)
    keep(seminar, Mode.ROOM, 1, 2, TOMORROW)

    assert refusal(keep, seminar, Mode.ROOM, 2, 1, TOMORROW) == "more_than_free"


def test_a_wish_becomes_seats_when_the_seminar_is_announced():
    seminar = make_planned(
        places_planned=3, online_places_planned=1, mode=SeminarMode.BOTH
    )
    keep(seminar, Mode.ROOM, 1, 1, TOMORROW)
    keep(seminar, Mode.ROOM, 1, 2, TOMORROW)
    keep(seminar, Mode.ONLINE, 2, 1, TOMORROW)
    keep(seminar, Mode.ONLINE, 2, 0, TOMORROW)
    keep(seminar, Mode.ROOM, 3, 1, NOW + HOUR)

    changes.announce(seminar, by=COMMAND, at=NOW + HOUR)

    assert rows(seminar) == [(1, TOMORROW, None)] * 2 + [(None, None, None)] * 2
    assert KeptWish.objects.count() == 0


def test_a_wish_for_a_group_that_is_gone_goes_with_the_order():
    seminar = make_planned(places_planned=5)
    keep(seminar, Mode.ROOM, 6, 5, TOMORROW)
    seminar.tiers = [*seminar.tiers[:3], sum(seminar.tiers[3:], [])]
    seminar.save(update_fields=["tiers"])

    keep(seminar, Mode.ROOM, 1, 2, TOMORROW)
    changes.announce(seminar, by=COMMAND, at=NOW)

    assert rows(seminar) == [(1, TOMORROW, None)] * 2 + [(None, None, None)] * 3
    assert KeptWish.objects.count() == 0


def test_a_wish_for_another_mode_goes_with_the_plan():
    seminar = make_planned(mode="both", places_planned=1, online_places_planned=1)
    for mode in Mode:
        keep(seminar, mode, 1, 1, TOMORROW)
    Seminar.objects.update(mode="online")
    seminar.sessions.update(room=None)

    changes.announce(seminar, by=COMMAND, at=NOW)

    assert rows(seminar) == [(1, TOMORROW, None)]
    assert KeptWish.objects.count() == 0


def test_a_wish_never_outlasts_the_beginning():
    seminar = make_planned(places_planned=1)
    keep(seminar, Mode.ROOM, 1, 1, seminar.starts_at)
    hold_at(seminar, NOW + 2 * DAY)

    changes.announce(seminar, by=COMMAND, at=NOW)

    assert rows(seminar) == [(1, NOW + 2 * DAY, None)]


def test_what_begins_earlier_keeps_no_place_beyond_its_beginning():
    seminar = make_seminar(places=2)
    session = seminar.sessions.get()
    keep(seminar, Mode.ROOM, 1, 1, seminar.starts_at)
    first = {"by": COMMAND, "at": NOW}

    changes.move_hour(session, NOW + 2 * DAY, NOW + 2 * DAY + HOUR, **first)
    assert rows(seminar) == [(1, NOW + 2 * DAY, None), (None, None, None)]

    sooner = {session.pk: (NOW + DAY, NOW + DAY + HOUR)}
    changes.postpone(seminar, sooner, by=COMMAND, at=NOW + HOUR)
    assert rows(seminar) == [(1, NOW + DAY, None), (None, None, None)]


def test_a_move_taken_back_gives_kept_places_their_hour_again():
    seminar = make_seminar(places=1)
    session, until = seminar.sessions.get(), seminar.starts_at
    keep(seminar, Mode.ROOM, 1, 1, until)
    changes.move_hour(session, NOW + DAY, NOW + DAY + HOUR, by=COMMAND, at=NOW)

    changes.undo(seminar.changes.latest("version"), by=COMMAND, at=NOW)

    assert rows(seminar) == [(1, until, None)]


def test_whoever_still_thinks_it_planned_is_told_that_it_is_announced():
    seminar = make_seminar(places=1)

    assert refusal(kept.lock_planned, seminar) == "announced"


def test_nothing_is_kept_in_what_is_over():
    seminar = make_seminar(places=1)
    Seminar.objects.update(state="held")

    assert refusal(keep, seminar, Mode.ROOM, 1, 1, TOMORROW) == "over"


@pytest.mark.parametrize("month", [3, 11])
def test_release_keeps_to_new_yorks_clock_on_the_nights_it_changes(month):
    """48 hours by the clock before ten in the morning are 47 or 49 by a stopwatch."""
    year = NOW.year + 1
    first_sunday = 1 + (6 - NOW.replace(year=year, month=month, day=1).weekday()) % 7
    sunday = first_sunday + (7 if month == 3 else 0)
    starts = NOW.astimezone(NEW_YORK).replace(
        year=year, month=month, day=sunday + 1, hour=10, minute=0, second=0
    )
    until = starts.replace(day=sunday - 1)
    seminar = make_seminar(places=1, starts_at=starts)
    keep(seminar, Mode.ROOM, 1, 1, until)
    waiting = register(seminar, make_organisation(Sector.NGO))

    assert (starts.timestamp() - until.timestamp()) / 3600 in (47, 49)
    assert seats.release_due(by=SYSTEM, at=until - HOUR / 60) == 0
    assert seats.release_due(by=SYSTEM, at=until) == 1
    waiting.refresh_from_db()
    assert waiting.status == Status.CONFIRMED
