"""Two entries become one and two again; in between nothing is lost."""

from functools import partial

import pytest
from django.core import serializers
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partners.models import (
    ContactPoint,
    ContactUse,
    FocalPoint,
    Person,
    PersonMerge,
    Posting,
)
from registrations.models import CancelledBecause, Registration
from registrations.services import merges, nominations, seats
from seminars.models import SpeakerInvitation
from tests.factories import (
    COMMAND,
    DAY,
    NOW,
    TODAY,
    make_host_term,
    make_mission,
    make_organisation,
    make_seminar,
    make_user,
    register,
)
from tests.races import race
from tests.refusals import broken, refusal
from tests.scale import sized
from users.models import AuditEntry

pytestmark = pytest.mark.django_db
YEAR = 365 * DAY
ACTS = {"by": COMMAND, "at": NOW}
merge = partial(merges.merge, why="Wrote to us.", **ACTS)
undo = partial(merges.undo, **ACTS)
TABLES = (
    Person,
    Posting,
    ContactUse,
    FocalPoint,
    Registration,
    SpeakerInvitation,
)


@pytest.fixture
def pair():
    gone, kept = (
        Person.objects.create(name=name) for name in ("A. Ortiz", "Ana Ortiz")
    )
    return gone, kept


def registered(person, **fields):
    registration = register(make_seminar(places=1), **fields)
    nominations.identify_person(registration, person, **ACTS)
    return registration


def rows():
    """Write down every row about people, byte for byte."""
    return {
        table.__name__: serializers.serialize("json", table.objects.order_by("pk"))
        for table in TABLES
    }


def use(person, address):
    point = ContactPoint.objects.create(address=address)
    return ContactUse.objects.create(contact_point=point, person=person)


def test_everything_goes_to_the_entry_that_is_kept(pair):
    gone, kept = pair
    registration = registered(gone)
    address, other = use(gone, "a@example.org"), use(kept, "b@example.org")
    session = make_seminar(places=1).sessions.get()
    speaks = SpeakerInvitation.objects.create(session=session, person=gone)
    term = make_host_term()
    FocalPoint.objects.create(person=gone, host_term=term, starts_on="2007-01-01")

    merged = merge(gone, kept)

    assert Registration.objects.get().person == kept
    assert list(kept.contact_uses.order_by("pk")) == [address, other]
    assert list(kept.speaker_invitations.all()) == [speaks]
    assert kept.focal_points.count() == 1
    assert gone.state == "merged"
    assert merged.rows == 4
    assert merged.moved["registrations.registration.person"] == [registration.pk]
    verbs = AuditEntry.objects.filter(why="Wrote to us.").order_by("pk")
    assert list(verbs.values_list("verb", "thing")) == [
        ("merge", f"partners.person:{gone.pk}"),
        ("take_in", f"partners.person:{kept.pk}"),
    ]


def test_what_both_have_already_stays_behind(pair):
    gone, kept = pair
    mission = make_mission()
    for one in pair:
        Posting.objects.create(person=one, organisation=mission)
    elsewhere = Posting.objects.create(person=gone, organisation=make_organisation())

    merged = merge(gone, kept)

    assert merged.moved == {"partners.posting.person": [elsewhere.pk]}
    assert gone.postings.get().organisation == mission


@pytest.mark.parametrize(
    ("goes", "stays"),
    [
        ({"committees": ["third"]}, {}),
        ({}, {"starts_on": TODAY - YEAR, "ends_on": TODAY + DAY}),
        ({"starts_on": TODAY - DAY}, {"ends_on": TODAY}),
        ({"ends_on": TODAY + YEAR}, {"ends_on": TODAY + DAY}),
    ],
    ids=["covers more", "stays open", "stays alone", "lasts longer"],
)
def test_no_post_is_left_behind_that_says_more(pair, goes, stays):
    gone, kept = pair
    mission = make_mission()
    Posting.objects.create(person=gone, organisation=mission, **goes)
    post = Posting.objects.create(person=kept, organisation=mission, **stays)

    assert refusal(merge, gone, kept) == "post_left"

    Posting.objects.filter(pk=post.pk).update(ends_on=None, committees=["third"])
    merge(gone, kept)


def test_an_account_goes_over_and_comes_back(pair):
    gone, kept = pair
    user = make_user()
    Person.objects.filter(pk=gone.pk).update(account=user)

    merged = merge(gone, kept)
    kept.refresh_from_db()
    gone.refresh_from_db()
    assert (gone.account, kept.account) == (None, user)

    undo(merged)
    kept.refresh_from_db()
    gone.refresh_from_db()
    assert (gone.account, kept.account) == (user, None)


@pytest.mark.parametrize("mine", [True, False])
def test_an_account_of_both_stays_two_are_refused(pair, mine):
    gone, kept = pair
    first = make_user()
    Person.objects.filter(pk=kept.pk).update(account=first)
    second = first if mine else make_user()
    Person.objects.filter(pk=gone.pk).update(account=second)

    if mine:
        assert merge(gone, kept).account is None
    else:
        assert refusal(merge, gone, kept) == "two_accounts"


def test_a_pair_that_makes_no_sense_is_refused(pair):
    gone, kept = pair

    assert refusal(merge, gone, gone) == "same_person"
    assert refusal(merge, gone, kept, why=" ") == "reason_missing"
    Person.objects.filter(pk=kept.pk).update(state="restricted")
    assert refusal(merge, gone, kept) == "not_active"
    assert not PersonMerge.objects.exists()


def test_two_in_one_seminar_are_not_one_until_one_gives_up(pair):
    gone, kept = pair
    seminar, mission = make_seminar(places=2), make_mission()
    both = [register(seminar, mission) for _ in pair]
    for registration, person in zip(both, pair, strict=True):
        nominations.identify_person(registration, person, **ACTS)

    assert refusal(merge, gone, kept) == "both_registered"
    seats.cancel(both[0], because=CancelledBecause.ORGANISER, **ACTS)
    merge(gone, kept)

    assert set(Registration.objects.values_list("person", flat=True)) == {kept.pk}


def test_a_merge_is_undone_once_and_leaves_its_trace(pair):
    merged = merge(*pair)

    undo(merged)

    assert refusal(undo, merged) == "undone"
    verbs = AuditEntry.objects.order_by("-pk").values_list("verb", flat=True)[:2]
    assert list(verbs) == ["give_back", "unmerge"]
    merge(*pair)


def test_undoing_stops_where_something_changed_since(pair):
    gone, kept = pair
    registration = registered(gone)
    merged = merge(gone, kept)
    somebody = Person.objects.create(name="Somebody else")
    nominations.identify_person(registration, somebody, **ACTS)
    before = rows()

    assert refusal(undo, merged) == "touched"
    assert rows() == before


def test_later_merges_are_undone_first(pair):
    gone, kept = pair
    third = Person.objects.create(name="Third")
    before = rows()
    first = merge(gone, kept)
    second = merge(kept, third)

    assert refusal(undo, first) == "touched"
    undo(second)
    undo(first)

    assert rows() == before


def test_an_account_that_was_changed_since_is_left_alone(pair):
    gone, kept = pair
    Person.objects.filter(pk=gone.pk).update(account=make_user())
    merged = merge(gone, kept)
    Person.objects.filter(pk=kept.pk).update(account=make_user())

    assert refusal(undo, merged) == "touched"


def test_every_table_that_points_to_people_moves():
    labels = [table._meta.label_lower for table in TABLES if table is not Person]

    assert set(merges.columns()) == {f"{label}.person" for label in labels}


HAVING = st.lists(
    st.tuples(
        st.sampled_from(["post", "address", "registration", "account"]),
        st.booleans(),
        st.integers(0, 2),
    ),
    max_size=8,
)


@settings(
    max_examples=sized(15, 300),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(having=HAVING)
def test_merged_and_undone_everything_is_as_it_was(having):
    with transaction.atomic():
        try:
            play(having)
        finally:
            transaction.set_rollback(True)


def play(having):
    """Give two entries what was drawn, merge them, undo it and compare all rows."""
    pair = [Person.objects.create(name=name) for name in ("Ana", "A.")]
    missions = [make_organisation() for _ in range(3)]
    for what, is_kept, number in having:
        GIVE[what](pair[is_kept], missions[number])
    before = rows()

    undo(merge(*pair))

    assert rows() == before


def give_post(person, organisation):
    if not person.postings.filter(organisation=organisation).exists():
        Posting.objects.create(person=person, organisation=organisation)


def give_address(person, organisation):
    use(person, f"{ContactPoint.objects.count()}@example.org")


def give_registration(person, organisation):
    registered(person, organisation=organisation)


def give_account(person, organisation):
    if not Person.objects.filter(account__isnull=False).exists():
        person.account = make_user()
        person.save(update_fields=["account"])


GIVE = {
    "post": give_post,
    "address": give_address,
    "registration": give_registration,
    "account": give_account,
}


@pytest.mark.django_db(transaction=True)
def test_merged_both_ways_at_once_one_way_is_taken():
    pair = [Person.objects.create(name=name) for name in ("Ana", "A.")]

    def both(gone, kept):
        return merge(Person.objects.get(pk=gone.pk), Person.objects.get(pk=kept.pk))

    said = race(partial(both, *pair), partial(both, *reversed(pair)))

    codes = [getattr(one, "code", None) for one in said]
    assert sorted(codes, key=str) == [None, "not_active"]
    assert Person.objects.filter(state="merged").count() == 1


@pytest.mark.django_db(transaction=True)
def test_identified_and_merged_at_once_nobody_is_left_with_the_old_entry():
    gone, kept = (Person.objects.create(name=name) for name in ("A.", "Ana"))
    registration = register(make_seminar(places=1))

    race(
        partial(nominations.identify_person, registration, gone, **ACTS),
        partial(merge, gone, kept),
    )

    registration.refresh_from_db()
    assert registration.person in (kept, None)


def test_constraints_of_merges_hold(pair):
    gone, kept = pair

    def write(**fields):
        PersonMerge.objects.create(**{"gone": gone, "merged_at": NOW, **fields})

    assert broken(write, kept=gone) == "nobody_is_merged_into_themselves"
    write(kept=kept, undone_at=NOW + DAY)
    write(kept=kept)
    assert broken(write, kept=kept) == "person_is_merged_once"
