from datetime import date, timedelta
from functools import partial

import pytest

from partners.models import (
    Agreement,
    ContactPoint,
    ContactUse,
    FocalPoint,
    Person,
    Posting,
    Representation,
    RepresentationRole,
)
from partners.services import people, postings, representations
from tests.partners.rows import AT, BY, TODAY, host_term, organisation, person, user
from tests.races import race
from tests.refusals import broken, refusal
from users.models import AuditEntry

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
begin = partial(postings.begin, by=BY, at=AT)
grant = partial(representations.grant, by=BY, at=AT)


def test_address_is_kept_once_whatever_its_case():
    point = people.contact(" Mission@Example.org ")

    assert point.address == "Mission@Example.org"
    assert people.contact("mission@example.ORG") == point
    assert ContactPoint.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_address_asked_for_at_once_is_kept_once():
    outcomes = race(*[partial(people.contact, "m@example.org")] * 6)

    assert {type(o) for o in outcomes} == {ContactPoint}
    assert len({o.pk for o in outcomes}) == 1


def test_one_account_may_serve_several_people():
    account = user()
    ana, ben = person("Ana"), person("Ben")

    for one in (ana, ben):
        people.link_account(one, account, by=BY, at=AT)

    assert set(account.people.all()) == {ana, ben}
    assert AuditEntry.objects.filter(verb="link_account").count() == 2


def test_person_with_another_account_or_erased_is_not_linked():
    link = partial(people.link_account, by=BY, at=AT)

    assert refusal(link, person(account=user()), user()) == "has_account"
    assert refusal(link, person(state="erased"), user()) == "erased"
    assert refusal(link, person(state="merged"), user()) == "erased"


def test_posting_begins_once_and_ends_once():
    ana, mission = person(), organisation()
    posting = begin(ana, mission, rank="Counsellor", on=TODAY)
    again = partial(begin, ana, mission, rank="Minister", on=TODAY + DAY)
    end = partial(postings.end, by=BY, at=AT)

    assert refusal(again) == "overlaps"
    assert refusal(end, posting, on=TODAY) == "ends_before_start"
    end(posting, on=TODAY + DAY)
    assert refusal(end, posting, on=TODAY + DAY) == "ended"
    again()
    posts = Posting.objects.order_by("starts_on").values_list("rank", "ends_on")
    assert list(posts) == [("Counsellor", TODAY + DAY), ("Minister", None)]


def test_right_to_act_is_read_on_a_day_and_ends():
    account, agency = user(), organisation()
    right = grant(account, agency, RepresentationRole.PARTNER, on=TODAY)
    agreement = Agreement.objects.create(agency=agency, reference="A1", starts_on=TODAY)

    def seen(day):
        return list(Agreement.objects.visible_to(account, day=day))

    assert seen(TODAY - DAY) == []
    assert seen(TODAY) == [agreement]
    end = partial(representations.end, by=BY, at=AT)
    end(right, on=TODAY + DAY)
    assert seen(TODAY + DAY) == []
    assert refusal(end, right, on=TODAY + DAY) == "ended"
    assert list(Agreement.objects.on(TODAY)) == [agreement]


def test_right_that_never_began_is_deleted():
    right = grant(user(), organisation(), RepresentationRole.FOCAL_POINT, on=TODAY)

    representations.end(right, on=TODAY, by=BY, at=AT)

    assert not Representation.objects.exists()


def test_right_of_a_host_ends_with_its_term():
    term = host_term(ends_on=date(2008, 12, 1))

    right = grant(user(), term, RepresentationRole.HOST, on=TODAY)

    assert (right.host_term, right.ends_on) == (term, term.ends_on)
    wrong = partial(grant, user(), term, RepresentationRole.PARTNER, on=TODAY)
    assert refusal(wrong) == "role_of_host"


def test_constraints_of_people_hold():
    ana, org, point = person(), organisation(), people.contact("a@example.org")
    day = {"starts_on": TODAY, "ends_on": TODAY}

    def use(**fields):
        fields = {"contact_point": point, "organisation": org, **fields}
        ContactUse.objects.create(**fields)

    def post(**fields):
        Posting.objects.create(person=ana, organisation=org, **fields)

    def right(**fields):
        fields = {"role": "partner", "organisation": org, "starts_on": TODAY, **fields}
        Representation.objects.create(user=account, **fields)

    def make(**fields):
        Person.objects.create(name="X", **fields)

    account = user()
    assert broken(make, form_of_address="x") == "partners_person_form_of_address_known"
    assert broken(make, gender="x") == "partners_person_gender_known"
    assert broken(make, language="x") == "partners_person_language_known"
    assert broken(make, state="x") == "partners_person_state_known"
    again = ContactPoint(address="A@example.org").save
    assert broken(again) == "address_once"
    assert broken(use, person=ana) == "partners_contactuse_person_or_organisation"
    assert broken(use, organisation=None) == (
        "partners_contactuse_person_or_organisation"
    )
    assert broken(use, kind="x") == "partners_contactuse_kind_known"
    assert broken(use, language="xx") == "partners_contactuse_language_known"
    assert broken(use, **day) == "partners_contactuse_ends_on_after_starts_on"
    assert broken(post, **day) == "partners_posting_ends_on_after_starts_on"
    post()
    assert broken(post) == "one_posting_per_organisation_and_day"
    assert broken(right, role="x") == "partners_representation_role_known"
    ends = "partners_representation_ends_on_after_starts_on"
    assert broken(right, ends_on=TODAY) == ends
    both = "partners_representation_organisation_or_host_term"
    assert broken(right, organisation=None) == both
    term = host_term()
    assert broken(right, organisation=None, host_term=term) == (
        "host_role_exactly_for_a_host_term"
    )
    assert broken(right, role="host") == "host_role_exactly_for_a_host_term"


def test_constraints_of_focal_points_hold():
    ana, term = person(), host_term()

    def point(**fields):
        fields = {"host_term": term, "starts_on": TODAY, **fields}
        FocalPoint.objects.create(person=ana, **fields)

    point(is_primary=True)
    point()
    rule = "one_primary_focal_point_per_host_and_day"
    assert broken(point, is_primary=True) == rule
    both = "partners_focalpoint_host_term_or_organisation"
    assert broken(point, organisation=organisation()) == both
    assert broken(point, host_term=None) == both
    ends = "partners_focalpoint_ends_on_after_starts_on"
    assert broken(point, ends_on=TODAY) == ends


def test_constraints_of_agreements_hold():
    agency = organisation()

    def agree(**fields):
        fields = {"reference": "A1", "starts_on": TODAY, **fields}
        Agreement.objects.create(agency=agency, **fields)

    agree()
    assert broken(agree) == "one_agreement_per_reference"
    assert broken(agree, reference="A2", threshold=0) == "threshold_hides_something"
    ends = "partners_agreement_ends_on_after_starts_on"
    assert broken(agree, reference="A2", ends_on=TODAY) == ends


def test_person_is_addressed_as_they_wish():
    assert person("Ana Ba", form_of_address="he_ms").addressed_name == "H.E. Ms. Ana Ba"
    assert person("Ana Ba").addressed_name == "Ana Ba"
