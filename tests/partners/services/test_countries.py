"""States, their names and groups, as they are loaded: on every day what they were."""

from datetime import date

import pytest
from django.utils import timezone

from partners.models import (
    REGIONAL_GROUPS,
    SPECIAL_SITUATIONS,
    Country,
    CountryGroup,
    CountryName,
    GroupMembership,
)
from partners.services import countries
from partners.services.countries import CountryFacts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]
G = CountryGroup
MAY_2007 = date(2007, 5, 3)
TODAY = date(2026, 11, 24)
IN_ORDER = ("african", "asia_pacific", "eastern_european", "grulac", "weog")


@pytest.fixture(scope="module")
def loaded(kept_for_the_module):
    countries.load(at=timezone.now())


def codes(group, day):
    held = GroupMembership.objects.on(day).filter(group=group)
    return set(held.values_list("country", flat=True))


def groups_of_members(day):
    members = codes(G.MEMBER, day)
    return [len(codes(group, day) & members) for group in IN_ORDER]


@pytest.mark.parametrize(
    ("group", "day", "size"),
    [
        (G.MEMBER, date(2006, 6, 27), 191),
        (G.MEMBER, date(2006, 6, 28), 192),
        (G.MEMBER, date(2011, 7, 13), 192),
        (G.MEMBER, date(2011, 7, 14), 193),
        (G.MEMBER, TODAY, 193),
        (G.OBSERVER_STATE, TODAY, 2),
        (G.OBSERVER_ORGANISATION, TODAY, 1),
        (G.LDC, date(2007, 3, 1), 50),
        (G.LDC, MAY_2007, 50),
        (G.LDC, date(2007, 12, 19), 50),
        (G.LDC, date(2007, 12, 20), 49),
        (G.LDC, date(2011, 1, 1), 48),
        (G.LDC, date(2012, 12, 18), 49),
        (G.LDC, date(2014, 1, 1), 48),
        (G.LDC, date(2017, 6, 4), 47),
        (G.LDC, date(2020, 12, 4), 46),
        (G.LDC, date(2023, 12, 13), 45),
        (G.LDC, date(2024, 12, 13), 44),
        (G.LDC, TODAY, 44),
        (G.LLDC, MAY_2007, 31),
        (G.SIDS, MAY_2007, 37),
        (G.LLDC, TODAY, 32),
        (G.SIDS, TODAY, 37),
    ],
)
def test_groups_have_the_size_they_had(group, day, size):
    assert len(codes(group, day)) == size


def test_ldcs_are_fifty_on_every_day_of_the_seminars_of_2007():
    days = [date.fromordinal(d) for d in range(732736, 732736 + 294)]
    assert (days[0], days[-1]) == (date(2007, 3, 1), date(2007, 12, 19))

    assert {len(codes(G.LDC, day)) for day in days} == {50}


def test_every_member_elects_in_one_group():
    assert groups_of_members(TODAY) == [54, 54, 23, 33, 29]
    assert groups_of_members(MAY_2007) == [53, 54, 23, 33, 29]


@pytest.mark.parametrize("day", [TODAY, MAY_2007])
def test_special_situations_are_a_union(day):
    assert len(set().union(*[codes(group, day) for group in SPECIAL_SITUATIONS])) == 90


@pytest.mark.parametrize(
    ("code", "name_en", "name_fr"),
    [
        ("TUR", "Turkey", "Turquie"),
        ("CPV", "Cape Verde", "Cap-Vert"),
        ("PSE", "Palestine", "Palestine"),
        ("EU", "European Community", "Communauté européenne"),
    ],
)
def test_names_are_those_of_the_day(code, name_en, name_fr):
    facts = countries.facts_on([code], MAY_2007)[code]

    assert (facts.name_en, facts.name_fr) == (name_en, name_fr)


def test_facts_of_one_country_take_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        facts = countries.facts_on(["CPV"], MAY_2007)["CPV"]

    assert facts == CountryFacts(
        code="CPV",
        name_en="Cape Verde",
        name_fr="Cap-Vert",
        regional_group="african",
        is_ldc=True,
        is_lldc=False,
        is_sids=True,
        is_observer=False,
    )
    later = date(2007, 12, 20)
    assert not countries.facts_on(["CPV"], later)["CPV"].is_ldc


def test_facts_of_many_countries_take_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        found = countries.facts_on(["VAT", "NAM", "USA"], TODAY)

    assert (found["VAT"].is_observer, found["VAT"].regional_group) == (True, "")
    assert found["NAM"].name_fr == "Namibie"
    assert found["USA"].regional_group == "weog"


def test_values_are_read_as_text():
    namibia = Country.objects.get(code="NAM")

    assert (namibia.iso2, namibia.m49) == ("NA", "516")
    assert Country.objects.get(code="AFG").m49 == "004"
    assert CountryName.objects.filter(country="NAM").count() == 6


def test_what_is_only_planned_is_told_and_ends_nothing():
    nepal = GroupMembership.objects.get(country="NPL", group=G.LDC)

    assert (nepal.starts_on, nepal.ends_on) == (None, None)
    assert nepal.source.startswith("To leave on 2026-11-24.")


def test_loading_again_changes_nothing_and_mends_what_was_changed():
    before = set(GroupMembership.objects.values_list("pk", flat=True))
    names = set(CountryName.objects.values_list("pk", flat=True))

    countries.load(at=timezone.now())
    assert set(GroupMembership.objects.values_list("pk", flat=True)) == before
    assert set(CountryName.objects.values_list("pk", flat=True)) == names

    GroupMembership.objects.filter(country="SEN", group=G.LDC).update(group=G.SIDS)
    CountryName.objects.filter(country="SEN").delete()
    Country.objects.filter(code="SEN").update(name_en="Elsewhere")
    countries.load(at=timezone.now())
    facts = countries.facts_on(["SEN"], TODAY)["SEN"]
    assert (facts.name_en, facts.is_ldc, facts.is_sids) == ("Senegal", True, False)
    assert Country.objects.get(code="SEN").name_en == "Senegal"


def test_regional_groups_are_five():
    assert tuple(REGIONAL_GROUPS) == IN_ORDER
