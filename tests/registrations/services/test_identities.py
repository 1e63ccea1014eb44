"""Who says first who a registration is, is heard; a focal point speaks for its own."""

from functools import partial

import pytest
from django.core.exceptions import ValidationError

from partners.models import Person, Posting, Sector
from registrations.models import Registration
from registrations.services import identities
from registrations.services.nominations import TypedOrganisation
from tests.factories import (
    COMMAND,
    NOW,
    make_mission,
    make_organisation,
    make_seminar,
    register,
)
from tests.races import race
from tests.refusals import refusal
from unitar_seminars.hours import local_day
from users.models import AuditEntry

pytestmark = pytest.mark.django_db
ACTS = {"by": COMMAND, "at": NOW}


@pytest.fixture
def mission():
    return make_mission()


@pytest.fixture
def registration(mission):
    return register(make_seminar(places=1), mission, rank="Counsellor")


def post(person, organisation):
    return Posting.objects.create(person=person, organisation=organisation)


def who(registration):
    registration.refresh_from_db()
    return registration.person


def test_who_it_is_is_said_once(registration):
    ana, ben = (Person.objects.create(name=name) for name in ("Ana", "Ben"))

    identities.say_who(registration, ana, **ACTS)

    assert who(registration) == ana
    assert refusal(identities.say_who, registration, ben, **ACTS) == "identified"
    assert refusal(identities.take_as_new, registration, **ACTS) == "identified"
    assert who(registration) == ana
    assert Person.objects.count() == 2


def test_an_organiser_says_it_anew_of_whom_the_page_showed(registration):
    ana, ben = (Person.objects.create(name=name) for name in ("Ana", "Ben"))
    anew = partial(identities.say_anew, registration, **ACTS)

    anew(ana, seen=None)
    assert refusal(anew, ben, seen=None) == "identified"
    assert refusal(anew, None, seen=ben.pk) == "identified"
    anew(ben, seen=ana.pk)
    assert who(registration) == ben
    anew(None, seen=ben.pk)
    assert who(registration).name == registration.name


@pytest.mark.parametrize("state", ["merged", "erased"])
def test_an_entry_that_stands_for_nobody_is_refused(registration, state):
    gone = Person.objects.create(name="Gone", state=state)

    code = refusal(identities.say_who, registration, gone, **ACTS)

    assert code == "person_gone"
    assert who(registration) is None


@pytest.mark.django_db(transaction=True)
def test_of_two_who_say_it_at_once_one_is_heard():
    registration = register(make_seminar(places=1))
    people = [Person.objects.create(name=name) for name in ("Ana", "Ben")]

    said = race(
        *[partial(identities.say_who, registration, one, **ACTS) for one in people]
    )

    codes = [getattr(problem, "code", None) for problem in said]
    assert sorted(codes, key=str) == [None, "identified"]
    assert who(registration) == people[codes.index(None)]
    assert AuditEntry.objects.filter(verb="identify_person").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_somebody_in_at_once_one_is_heard():
    registration = register(make_seminar(places=1))

    said = race(*[partial(identities.take_as_new, registration, **ACTS)] * 2)

    codes = [getattr(problem, "code", None) for problem in said]
    assert sorted(codes, key=str) == [None, "identified"]
    assert who(registration) == Person.objects.get()


def test_a_focal_point_names_one_of_their_people(mission, registration):
    ana = Person.objects.create(name="Ana")
    post(ana, mission)

    identities.say_who_of(mission, registration, ana, **ACTS)

    assert who(registration) == ana


def test_somebody_new_of_a_mission_gets_the_post_that_was_typed(mission, registration):
    identities.say_who_of(mission, registration, None, **ACTS)

    posting = who(registration).postings.get()
    assert (posting.organisation, posting.rank) == (mission, "Counsellor")
    assert posting.starts_on == local_day(registration.submitted_at)


def test_a_focal_point_says_nothing_about_others(mission, registration):
    stranger = Person.objects.create(name="Stranger")
    post(stranger, make_organisation())
    other = register(make_seminar(places=1), make_organisation())
    say = partial(identities.say_who_of, mission, **ACTS)

    assert refusal(say, registration, stranger) == "other_organisation"
    assert refusal(say, other, None) == "other_organisation"
    assert set(Registration.objects.values_list("person", flat=True)) == {None}


def test_people_of_a_typed_organisation_go_over_together(mission):
    body = TypedOrganisation("Ghana Mission", Sector.OTHER)
    entry = register(make_seminar(places=1), body).organisation
    register(make_seminar(places=1), entry)

    identities.settle(entry, mission, why="One mission", **ACTS)

    found = Registration.objects.values_list("organisation", "sector").distinct()
    assert list(found) == [(mission.pk, Sector.MISSION)]


def test_who_would_stand_there_twice_keeps_all_as_it_was(mission):
    seminar = make_seminar(places=2)
    register(seminar, mission, name="Ana Ortis", address="ana@example.org")
    body = TypedOrganisation("Ghana Mission", Sector.OTHER)
    typed = register(seminar, body, name="Ana Ortis", address="ana@example.org")
    entry = typed.organisation

    with pytest.raises(ValidationError, match="Ana Ortis"):
        identities.settle(entry, mission, why="One mission", **ACTS)

    entry.refresh_from_db()
    assert entry.state == "proposed"
