"""Story 5: delegates first, observers among them, until an hour of New York."""

from datetime import UTC, date, datetime, time, timedelta
from functools import partial

import pytest
from django.utils import timezone

from partners.models import Sector
from registrations import auditing
from registrations.models import Registration
from registrations.services import seats
from tests.factories import (
    SYSTEM,
    make_country,
    make_mission,
    make_organisation,
    make_organiser,
    make_seminar,
)
from tests.journeys.visitor import (
    address_of,
    ask,
    guest,
    let_messages_leave,
    letters,
    nominate,
    signed_in,
)
from tests.races import race
from tests.scale import sized
from unitar_seminars.hours import NEW_YORK

pytestmark = pytest.mark.django_db
ROOM, KEPT = sized((6, 4), (60, 40))
OPEN = ROOM - KEPT
SECOND = timedelta(seconds=1)
A_DAY = timedelta(days=1)


def after_clock_change(month: int) -> datetime:
    """Find the Monday 10:00 after the next change of clocks in this month."""
    day = timezone.localdate() + 5 * A_DAY
    while not (day.month == month and changes_on(day)):
        day += A_DAY
    return at_ten(day + A_DAY)


def changes_on(day: date) -> bool:
    return at_ten(day).utcoffset() != at_ten(day - A_DAY).utcoffset()


def at_ten(day: date) -> datetime:
    return datetime.combine(day, time(10), NEW_YORK)


def make_observer(code: str, name: str, standing: str):
    mission = make_mission(make_country(code, groups=[], name=name))
    mission.country.groups.update(group=standing)
    return mission


def seated() -> int:
    return Registration.objects.filter(status="confirmed").count()


@pytest.mark.parametrize("month", [3, 11], ids=["spring", "autumn"])
def test_kept_places_go_down_the_order_when_their_hour_comes(month):
    # Given a room with places kept for missions until two days before, by the clock
    starts_at = after_clock_change(month)
    seminar = make_seminar(places=ROOM, starts_at=starts_at)
    ngo, entity = make_organisation(), make_organisation(Sector.UN)
    organiser = signed_in(make_organiser())
    organiser.open(f"/work/seminars/{seminar.pk}/").follow("Places kept for a while")
    organiser.send("Keep these places", places=KEPT)
    until = datetime.combine(starts_at.date() - 2 * A_DAY, time(10), NEW_YORK)
    hour = f"{until:%A} {until.day} {until:%B %Y}, 10:00"
    assert organiser.sees(f"{KEPT} free places for Permanent or observer mission")
    assert hour in organiser.text
    assert starts_at.astimezone(UTC) - until.astimezone(UTC) != timedelta(hours=48)

    # When others have taken what is open, and one more of each asks
    early = ask(seminar, ngo, OPEN + 1)
    later = ask(seminar, entity)
    early.open(early.path)
    assert early.sees("Waiting, position 2", "Why still waiting?", hour)
    assert later.sees("Waiting, position 1")

    # Then missions, observers among them, have what is kept for them
    holy_see = make_observer("VAT", "Holy See", "observer_state")
    union = make_observer("EU", "European Union", "observer_organisation")
    for observer in (holy_see, union):
        assert ask(seminar, observer).sees("One person has a place")
        assert observer.registrations.get().regional_group == ""
    assert "on the waiting list" not in ask(seminar, make_mission(), KEPT - 3).text

    # Nothing moves a second too early; at the hour the next tier is first
    seats.release_due(by=SYSTEM, at=until - SECOND)
    assert later.open(later.path).sees("Waiting, position 1")
    seats.release_due(by=SYSTEM, at=until)
    assert later.open(later.path).sees("One person has a place")
    assert early.open(early.path).sees("Waiting, position 1")
    let_messages_leave()
    assert len(letters(to=address_of(entity), subject="A place for Guest 1")) == 1
    assert seated() == ROOM
    assert auditing.findings(at=until) == []


@pytest.mark.django_db(transaction=True)
def test_of_two_who_ask_for_the_last_place_at_once_one_waits():
    seminar, mission = make_seminar(places=1), make_mission()

    said = [
        one.page.text
        for one in race(
            *[
                partial(
                    nominate, seminar, guest(mission, n), sender=f"b{n}@example.org"
                )
                for n in (1, 2)
            ]
        )
    ]

    assert sorted("One person has a place" in one for one in said) == [False, True]
    assert sorted("Waiting, position 1" in one for one in said) == [False, True]
    assert seated() == 1
