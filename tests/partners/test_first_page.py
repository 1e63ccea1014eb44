"""What the first page says of the Forum."""

from datetime import date

import pytest
from django.template.loader import render_to_string
from django.utils.html import strip_tags

from partners.glance import at_a_glance
from partners.models import ChairTerm
from tests.partners.rows import country, host_term, organisation
from tests.partners.test_forum import summit, turkey

pytestmark = pytest.mark.django_db
DAY = date(2015, 11, 1)


def read(day):
    glance = at_a_glance(day)
    context = {"hosts": glance.hosts, "chair": glance.chair}
    drawn = render_to_string("partners/_today.html", context)
    return " ".join(strip_tags(drawn).split())


def forum():
    first = host_term(country("SWE", "Sweden"), starts_on=date(2013, 1, 1))
    second = host_term(turkey(), starts_on=date(2014, 5, 1), ends_on=date(2015, 11, 1))
    third = host_term(
        country("BGD", "Bangladesh"), country(), starts_on=date(2015, 10, 1)
    )
    summit(7, first, date(2014, 5, 14), date(2014, 5, 16), place_en="Stockholm")
    summit(8, second, date(2015, 10, 14), date(2015, 10, 16), place_en="Istanbul")
    gone = host_term(country("ESP", "Spain"), starts_on=date(2015, 10, 20))
    gone.state = "withdrawn"
    gone.save()
    return third


def test_it_names_the_latest_hosts_as_they_were_called_then():
    forum()

    assert read(DAY) == (
        "since October 2015 Bangladesh and Belgium"
        " May 2014 to October 2015 Turkey Istanbul, 14–16 October 2015"
        " Scheduled"
    )


def test_it_tells_of_a_summit_that_was_put_off():
    term = host_term(turkey(), starts_on=date(2014, 5, 1))
    days = (date(2015, 10, 14), date(2015, 10, 16))
    summit(8, term, *days, place_en="Istanbul", state="postponed")

    assert read(DAY).endswith("Istanbul, 14–16 October 2015 Postponed")


def test_it_names_the_chair_of_the_agencies_while_there_is_one():
    forum()
    agency = organisation("UNFPA", name_fr="FNUAP")
    ChairTerm.objects.create(
        organisation=agency, starts_on=date(2015, 7, 1), ends_on=date(2016, 1, 1)
    )

    assert read(DAY).endswith("Global Migration Group Chaired by UNFPA")
    assert "Chaired" not in read(date(2016, 1, 1))


def test_it_asks_one_question(django_assert_num_queries):
    forum()

    with django_assert_num_queries(1):
        assert [host.names for host in at_a_glance(DAY).hosts] == [
            "Bangladesh and Belgium",
            "Turkey",
        ]


def test_without_a_host_it_says_so():
    assert read(DAY).startswith("No host is on record yet.")
