"""What a mission reads of its own people, against counts made by hand."""

import pytest

from partners.models import Person
from registrations.models import CancelledBecause, RegistrationStatus
from registrations.services import nominations, substitutions
from reports import missions
from tests.factories import (
    COMMAND,
    DAY,
    NOW,
    make_mission,
    make_organisation,
    make_seminar,
    register,
    typed,
)
from tests.reports.people import ABSENT, PARTIAL, PRESENT, add, make_held, mark, on

pytestmark = pytest.mark.django_db
ACTS = {"by": COMMAND, "at": NOW}


def figures(mission, at=NOW):
    return [(one.year, one.values) for one in missions.years_of(mission, at=at)]


def test_two_participants_of_one_seat():
    mission = make_mission()
    course = make_seminar(places=1, sessions=2, starts_at=NOW - DAY)
    ana = register(course, mission, at=NOW - 2 * DAY, name="Ana")
    nominations.identify_person(ana, Person.objects.create(name="Ana"), **ACTS)
    mark(ana, PRESENT)
    ben = substitutions.substitute(ana, typed(mission, name="Ben"), **ACTS)
    nominations.identify_person(ben, Person.objects.create(name="Ben"), **ACTS)
    mark(ben, None, PRESENT)

    # registered, seats, presences, participants
    assert [values for _year, values in figures(mission)] == [(1, 1, 2, 2)]


def test_years_stand_apart_the_latest_first():
    mission, person = make_mission(), Person.objects.create(name="Ana")
    first, second = make_held(2007), make_held(2007, month=5, sessions=2)
    add(first, PRESENT, organisation=mission, person=person)
    add(second, PARTIAL, PRESENT, organisation=mission, person=person)
    add(second, ABSENT, organisation=mission)
    gone = {"status": RegistrationStatus.CANCELLED, "cancelled_at": on(2007, 2)}
    gone["cancelled_because"] = CancelledBecause.PERSON
    add(first, organisation=mission, **gone)
    add(first, PRESENT, organisation=make_organisation())
    add(make_held(2008), PRESENT, organisation=mission)
    register(make_seminar(places=1), mission)  # has not begun

    assert figures(mission) == [(2008, (1, 1, 1, 1)), (2007, (3, 3, 3, 1))]


@pytest.mark.parametrize("years", [1, 3])
def test_any_number_of_years_takes_two_queries(years, django_assert_num_queries):
    mission = make_mission()
    for year in range(2007, 2007 + years):
        add(make_held(year), PRESENT, organisation=mission)

    with django_assert_num_queries(2):
        assert len(figures(mission)) == years
