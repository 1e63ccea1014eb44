"""Loading states, and what holds where none is loaded."""

from datetime import date

import pytest
from django.core.management import call_command
from django.utils import timezone

from partners.models import Country, CountryName, GroupMembership
from partners.services import countries
from tests.factories import TODAY
from tests.refusals import broken

pytestmark = pytest.mark.django_db


def test_no_country_has_no_facts():
    assert countries.facts_on([], TODAY) == countries.facts_on(["XXX"], TODAY) == {}


def test_country_without_dated_names_goes_by_its_name_of_today():
    Country.objects.create(code="ATL", name_en="Atlantis", name_fr="Atlantide")

    assert countries.facts_on(["ATL"], TODAY)["ATL"].name_fr == "Atlantide"


def test_loading_takes_few_statements(django_assert_num_queries):
    with django_assert_num_queries(8):
        countries.load(at=timezone.now())


def test_command_says_what_it_loaded(capsys):
    call_command("load_countries")
    call_command("load_countries")

    lines = capsys.readouterr().out.splitlines()
    said = [line.split(maxsplit=1) for line in lines]
    assert ["193", "member"] in said
    assert [n for n, what in said if what == "new missions"] == ["196", "0"]
    silent = [n for n, what in said if what == "missions without an official address"]
    assert silent == ["196", "196"]


def test_constraints_of_names_and_groups_hold():
    Country.objects.create(code="AAA")
    day = date(2007, 1, 1)

    def name(**fields):
        fields = {"language": "en", "name": "A", **fields}
        CountryName.objects.create(country_id="AAA", **fields)

    def member(group, **fields):
        GroupMembership.objects.create(country_id="AAA", group=group, **fields)

    name()
    member("ldc", ends_on=day)
    member("african")
    member("member")
    assert broken(name, starts_on=day) == "one_name_per_language_and_day"
    ends = "partners_countryname_ends_on_after_starts_on"
    assert broken(name, language="fr", starts_on=day, ends_on=day) == ends
    known = "partners_countryname_precision_known"
    assert broken(name, language="fr", precision="hour") == known
    assert broken(member, "ldc") == "once_in_a_group_per_day"
    assert broken(member, "weog") == "one_regional_group_per_day"
    assert broken(member, "observer_state") == "one_standing_per_day"
    ends = "partners_groupmembership_ends_on_after_starts_on"
    assert broken(member, "ldc", starts_on=day, ends_on=day) == ends
    assert broken(member, "g77") == "partners_groupmembership_group_known"
    known = "partners_groupmembership_precision_known"
    assert broken(member, "sids", precision="hour") == known
    member("ldc", starts_on=day)
