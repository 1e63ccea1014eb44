"""Who held a place when it began stays counted, whatever happens while it runs."""

from functools import partial

import pytest

from registrations.models import CancelledBecause, RegistrationStatus
from registrations.services import modes, overflows, seats, substitutions
from reports import figures
from seminars.models import Mode, Seminar
from tests.factories import (
    DAY,
    LINK,
    NOW,
    make_mission,
    make_seminar,
    make_session,
    register,
    typed,
)

pytestmark = pytest.mark.django_db
ACTS = {"by": LINK, "at": NOW}
leave = partial(seats.cancel, because=CancelledBecause.PERSON, **ACTS)


def running_course():
    """Make a course that began yesterday and goes on tomorrow."""
    seminar = make_seminar(places=1, online_places=1, starts_at=NOW - DAY)
    make_session(seminar, NOW + DAY)
    return seminar


def registered(seminar):
    counts = figures.count(Seminar.objects.filter(pk=seminar.pk))
    return sum(fact.held_place for fact in counts.facts)


def test_who_changes_from_the_room_to_online_has_had_a_place_all_along():
    seminar = running_course()
    person = register(seminar, at=NOW - 2 * DAY)

    modes.change_mode(person, Mode.ONLINE, **ACTS)

    assert person.seated_at == NOW - 2 * DAY
    assert registered(seminar) == 1


def test_who_gets_a_place_the_other_way_while_it_runs_had_none():
    seminar, mission = running_course(), make_mission()
    register(seminar, mission, at=NOW - 2 * DAY)
    waiting = register(seminar, mission, at=NOW - 2 * DAY)

    modes.change_mode(waiting, Mode.ONLINE, **ACTS)

    assert waiting.seated_at == NOW
    assert registered(seminar) == 1


@pytest.mark.parametrize("handed_on", [False, True])
def test_who_lost_the_place_before_it_began_is_not_counted_when_leaving(handed_on):
    seminar = running_course()
    person = register(seminar, at=NOW - 3 * DAY)
    overflows.let_wait([person.pk], at=NOW - 2 * DAY)
    person.refresh_from_db()
    assert person.status == RegistrationStatus.WAITING
    assert registered(seminar) == 0

    if handed_on:
        substitutions.substitute(person, typed(person.organisation), **ACTS)
    else:
        leave(person)

    assert registered(seminar) == 0


def test_who_leaves_while_it_runs_held_a_place_when_it_began():
    seminar = running_course()
    person = register(seminar, at=NOW - 2 * DAY)

    leave(person)

    assert registered(seminar) == 1
