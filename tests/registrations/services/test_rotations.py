"""A post goes to a successor: places to come go over as chosen, the past stays."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import OperationalError
from django.utils import timezone

from partners.models import Person, Posting, Sector
from registrations.models import Attendance, Registration, Substitution
from registrations.services import merges, nominations, rotations
from registrations.services.rotations import Rotation
from seminars.models import Seminar
from tests.factories import (
    COMMAND,
    DAY,
    NOW,
    TODAY,
    make_mission,
    make_organisation,
    make_seminar,
    register,
    typed,
)
from tests.races import race
from tests.refusals import refusal
from users.models import AuditEntry

pytestmark = pytest.mark.django_db
ACTS = {"by": COMMAND, "at": NOW}
hand_over = partial(rotations.hand_over, **ACTS)


@pytest.fixture
def mission():
    return make_mission()


@pytest.fixture
def posting(mission):
    person = Person.objects.create(name="Ana Ortiz")
    return Posting.objects.create(person=person, organisation=mission)


def place(posting, seminar=None, organisation=None):
    seminar = seminar or make_seminar(places=1)
    registration = register(seminar, organisation or posting.organisation)
    nominations.identify_person(registration, posting.person, **ACTS)
    registration.refresh_from_db()
    return registration


def test_places_chosen_go_over_and_all_others_stay(mission, posting):
    going, staying = place(posting), place(posting)
    follows = typed(mission, name="Ben  Diop", rank="Counsellor")

    person = hand_over(posting, Rotation(TODAY, "Rotation.", follows, [going]))

    assert (person.name, person.postings.get().rank) == ("Ben Diop", "Counsellor")
    assert person.postings.get().starts_on == TODAY
    posting.refresh_from_db()
    assert posting.ends_on == TODAY
    link = Substitution.objects.get()
    assert (link.predecessor, link.successor.person) == (going, person)
    assert link.successor.status == "confirmed"
    going.refresh_from_db()
    staying.refresh_from_db()
    assert (going.status, going.person) == ("cancelled", posting.person)
    assert going.cancelled_because == "substituted"
    assert (staying.status, staying.person) == ("confirmed", posting.person)
    seats = going.seminar.seats.values_list("holder", flat=True)
    assert list(seats) == [link.successor_id]
    said = AuditEntry.objects.get(verb="hand_over")
    assert (said.why, said.thing) == ("Rotation.", f"partners.posting:{posting.pk}")


def test_what_was_attended_stays_with_the_predecessor(mission, posting):
    held = place(posting)
    session = held.seminar.sessions.get()
    Attendance.objects.create(
        registration=held,
        session=session,
        mark="present",
        source="sheet",
        mode=held.mode,
        recorded_at=NOW,
    )
    Seminar.objects.filter(pk=held.seminar_id).update(state="held")
    coming = place(posting)

    found = list(rotations.places_to_come(posting, at=NOW))
    hand_over(posting, Rotation(TODAY, "Rotation.", typed(mission), found))

    assert found == [coming]
    assert Attendance.objects.get().registration.person == posting.person
    people = Registration.objects.exclude(status="cancelled").values("person")
    assert people.distinct().count() == 2


def test_a_colleague_who_follows_is_no_second_entry(mission, posting):
    colleague = Person.objects.create(name="Bén Diop")
    Posting.objects.create(person=colleague, organisation=mission)
    going = place(posting)
    follows = typed(mission, name="ben diop")

    person = hand_over(posting, Rotation(TODAY, "Rotation.", follows, [going]))

    assert person == colleague
    assert colleague.postings.count() == 1
    assert Substitution.objects.get().successor.person == colleague


def test_a_post_ends_with_nobody_named_yet(posting):
    staying = place(posting)

    assert hand_over(posting, Rotation(TODAY, "Left.")) is None

    staying.refresh_from_db()
    assert staying.status == "confirmed"
    assert not Substitution.objects.exists()
    places = Rotation(TODAY, "Left.", None, [staying])
    assert refusal(hand_over, posting, places) == "nobody_follows"


def test_a_reason_is_asked_and_a_post_ends_once(mission, posting):
    assert refusal(hand_over, posting, Rotation(TODAY, " ")) == "reason_missing"
    hand_over(posting, Rotation(TODAY, "Left."))
    assert refusal(hand_over, posting, Rotation(TODAY, "Left.")) == "ended"


def test_only_places_from_this_post_after_this_day_go_over(mission, posting):
    elsewhere = place(posting, organisation=make_organisation(Sector.IGO))
    somebody = register(make_seminar(places=1), mission)
    early = place(posting)
    late = timezone.localdate(early.seminar.starts_at) + timedelta(days=1)

    def over(one, day=TODAY):
        return refusal(
            hand_over, posting, Rotation(day, "Rotation.", typed(mission), [one])
        )

    assert [over(elsewhere), over(somebody)] == ["not_theirs", "not_theirs"]
    assert over(early, late) == "before_end"
    posting.refresh_from_db()
    assert posting.ends_on is None
    found = list(rotations.places_to_come(posting, at=NOW))
    assert found == [early]
    assert list(rotations.places_to_come(posting, at=NOW + 30 * DAY)) == []


def test_a_refusal_says_which_seminar_it_is_about(mission, posting):
    colleague = Person.objects.create(name="Ben Diop")
    Posting.objects.create(person=colleague, organisation=mission)
    seminar = make_seminar(places=2, title_en="Remittances")
    place(Posting(person=colleague, organisation=mission), seminar)
    going = place(posting, seminar)
    rotation = Rotation(TODAY, "Rotation.", typed(mission, name="Ben Diop"), [going])

    with pytest.raises(rotations.ValidationError) as refused:
        hand_over(posting, rotation)

    assert refused.value.code == "person_registered"
    assert refused.value.messages == [
        "“Remittances”: This person is registered for this seminar already. Untick it"
        " to hand on the others."
    ]
    assert not Substitution.objects.exists()


def test_a_place_that_was_given_up_meanwhile_is_refused_by_name(mission, posting):
    going = place(posting)
    Seminar.objects.filter(pk=going.seminar_id).update(
        state="cancelled", cancelled_at=NOW
    )
    rotation = Rotation(TODAY, "Rotation.", typed(mission), [going])

    assert refusal(hand_over, posting, rotation) == "called_off"
    posting.refresh_from_db()
    assert posting.ends_on is None


@pytest.mark.django_db(transaction=True)
def test_a_merge_of_the_two_at_once_waits_for_its_turn(mission):
    results = []
    for _ in range(4):
        leaves = Person.objects.create(name="Ana Ortiz")
        follows = Person.objects.create(name="Ben Diop")
        post, _other = (
            Posting.objects.create(person=one, organisation=mission)
            for one in (leaves, follows)
        )
        seat = place(post)
        person = typed(mission, name=f"Ben Diop {leaves.pk}")
        Person.objects.filter(pk=follows.pk).update(name=person.name)
        rotation = Rotation(TODAY, "Rotation.", person, [seat])
        results += race(
            partial(hand_over, post, rotation),
            partial(merges.merge, leaves, follows, why="The same.", **ACTS),
        )

    assert [one for one in results if isinstance(one, OperationalError)] == []
