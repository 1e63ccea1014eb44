"""A form of the admin that a rule refuses: a sentence on top, all typed still there."""

import pytest
from django.db import IntegrityError
from django.urls import reverse

from partners.models import (
    ContactPoint,
    FocalPoint,
    OrganisationAlias,
    OrganisationSector,
    Posting,
)
from tests.partners.rows import TODAY, boss, country, host_term, organisation, person
from tests.refusals import broken
from tests.sent import sent_back
from unitar_seminars.db import refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    client.force_login(boss())
    return client


def address(thing):
    return reverse(f"admin:partners_{thing._meta.model_name}_change", args=[thing.pk])


def fields(response, thing):
    return sent_back(response.content.decode(), f"{thing._meta.model_name}_form")


def row(prefix, number, **typed):
    """Fill one more row below the form."""
    below = {f"{prefix}-{number}-{name}": str(value) for name, value in typed.items()}
    return {f"{prefix}-TOTAL_FORMS": str(number + 1)} | below


def said_on_top(admin, thing, typed):
    """Send the form of a thing with these changes; all of it has to come back."""
    form = fields(admin.get(address(thing)), thing) | typed

    response = admin.post(address(thing), form)

    assert response.status_code == 200
    assert fields(response, thing).items() >= typed.items()
    (said,) = response.context["adminform"].form.non_field_errors()
    assert said in response.content.decode()
    return said


def test_second_posting_for_the_same_days_is_refused(admin):
    ana, club = person("Ana"), organisation("Club")
    Posting.objects.create(person=ana, organisation=club)
    typed = {"name": "Anna"} | row("postings", 1, organisation=club.pk, rank="Chair")

    said = said_on_top(admin, ana, typed)

    assert said == "Posting: This person has a posting there for these days already."
    ana.refresh_from_db()
    assert (ana.name, ana.postings.count()) == ("Ana", 1)


def test_two_postings_typed_with_a_new_person_are_refused(admin):
    club, add = organisation("Club"), reverse("admin:partners_person_add")
    form = sent_back(admin.get(add).content.decode(), "person_form") | {"name": "Ana"}
    for number in range(2):
        form |= row("postings", number, organisation=club.pk)

    response = admin.post(add, form)

    assert response.status_code == 200
    assert "for these days already" in str(response.context["errors"])
    assert not Posting.objects.exists()


def test_second_sector_for_the_same_days_is_refused(admin):
    club = organisation("Club", sector="ngo")

    said = said_on_top(admin, club, row("sectors", 1, sector="un"))

    assert said == "Sector: An organisation belongs to one sector at a time."
    assert [one.sector for one in OrganisationSector.objects.all()] == ["ngo"]


def test_alias_that_differs_by_case_alone_is_refused(admin):
    club = organisation("Club")
    OrganisationAlias.objects.create(organisation=club, name="Society")

    said = said_on_top(admin, club, row("aliases", 1, name="SOCIETY"))

    assert said == "Alias: This alias is in the list already."
    assert [one.name for one in OrganisationAlias.objects.all()] == ["Society"]


def test_second_first_focal_point_is_refused(admin):
    term = host_term(country("A1", "Land"))
    first = {"host_term": term, "is_primary": True, "starts_on": TODAY}
    FocalPoint.objects.create(person=person("Ana"), **first)
    ben = person("Ben")
    typed = {"person": ben.pk, "starts_on": TODAY, "is_primary": "on"}

    said = said_on_top(admin, term, row("focal_points", 1, **typed))

    assert said == "Focal point: This host has a first focal point for these days."
    assert not ben.focal_points.exists()


def test_address_of_another_contact_point_is_refused(admin):
    ContactPoint.objects.create(address="ana@example.org")
    other = ContactPoint.objects.create(address="ben@example.org")

    said = said_on_top(admin, other, {"address": "Ana@example.org"})

    assert said == "Contact point: This address is in the list already."
    other.refresh_from_db()
    assert other.address == "ben@example.org"


def test_rule_without_words_stays_a_failure():
    posting = Posting(person=person(), organisation=organisation())
    posting.committees = ["tenth"]
    assert broken(posting.save) == "partners_posting_committees_known"

    with pytest.raises(IntegrityError) as failure:
        posting.save()

    assert refusal(failure.value) is None
