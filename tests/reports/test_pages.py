"""Who may open which page, and that every format says the same."""

import re

import pytest

from partners.models import Endorsement, Position, Priority, Sector
from tests.factories import (
    FAR_BACK,
    fund,
    make_agreement,
    make_host,
    make_host_term,
    make_organisation,
    make_organiser,
    make_partner,
    make_seminar,
    make_series,
    make_user,
)
from tests.reports.people import make_held
from tests.reports.sample import TODAY, fill, make_sample, make_term, propose

pytestmark = pytest.mark.django_db
FORMATS = ("", "export.xlsx", "export.csv")
ROLES = ("visitor", "registrant", "own", "former", "other", "host", "organiser")
MAY_READ = {"own", "organiser"}


@pytest.fixture
def sample():
    return make_sample(2)


@pytest.fixture
def people(sample):
    """One account of each kind; a visitor has none."""
    former = make_partner(sample.agency)
    former.representations.update(ends_on=TODAY)
    other = make_agreement(make_organisation(Sector.UN))
    return {
        "registrant": make_user(),
        "own": make_partner(sample.agency),
        "former": former,
        "other": make_partner(other.agency),
        "host": make_host(make_term()),
        "organiser": make_organiser(),
    }


def enter(client, people, role):
    if role != "visitor":
        client.force_login(people[role])


def status(role, *, may=200):
    if role == "visitor":
        return 302
    return may if role in MAY_READ else 404


def text(response):
    """Give what is read on a page, without tags and doubled spaces."""
    plain = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", plain)


# What may not be seen does not exist


@pytest.mark.parametrize("role", ROLES)
def test_the_report_exists_for_its_agency_alone(client, sample, people, role):
    elsewhere = make_series()
    enter(client, people, role)
    here = f"/reports/{sample.agency.pk}/"
    filters = {
        "": 200,
        "?series=all&from=2006&to=2007": 200,
        f"?series={sample.series.pk}": 200,
        "?from=2007": 200,
        "?to=2006&page=2": 200,
        f"?series={elsewhere.pk}": 404,
        "?series=0": 404,
        "?series=": 404,
        "?series=none": 404,
        "?from=2005": 404,
        "?to=2008": 404,
        "?from=2006-06": 404,
        "?from=": 404,
    }

    for kind in FORMATS:
        found = {f: client.get(here + kind + f).status_code for f in filters}
        assert found == {f: status(role, may=may) for f, may in filters.items()}


@pytest.mark.parametrize("role", ROLES)
def test_the_list_opens_for_everybody_who_has_signed_in(client, people, role):
    enter(client, people, role)

    shown = client.get("/reports/")

    assert shown.status_code == (302 if role == "visitor" else 200)
    reads = {"own", "other", "host", "organiser"}
    is_empty = role not in {*reads, "visitor"}
    assert shown.content.count(b'class="empty"') == is_empty


def test_the_list_names_own_reports_only(client, sample, people):
    client.force_login(people["own"])
    context = client.get("/reports/").context
    assert (context["agencies"], context["terms"]) == ([sample.agency], [])

    client.force_login(people["host"])
    context = client.get("/reports/").context
    assert (context["agencies"], len(context["terms"])) == ([], 1)


@pytest.mark.parametrize("path", ["9999999999999999999/", "0/", "host/0/", "x/"])
def test_what_there_is_not_is_not_found(client, people, path):
    client.force_login(people["organiser"])

    assert client.get(f"/reports/{path}").status_code == 404


def test_years_the_other_way_round_are_refused_in_words(client, sample, people):
    client.force_login(people["own"])
    here = f"/reports/{sample.agency.pk}/"

    page = client.get(f"{here}?from=2007&to=2006")

    assert page.status_code == 200
    assert page.context["report"] is None
    assert page.context["form"].non_field_errors().as_data()[0].code == (
        "years_reversed"
    )
    assert client.get(f"{here}export.csv?from=2007&to=2006").status_code == 404


def test_a_report_names_nobody_and_nothing_uncovered(client, sample, people):
    uncovered = make_held(title_en="Not ours", series=sample.series)
    fill(uncovered)
    client.force_login(people["own"])

    page = client.get(f"/reports/{sample.agency.pk}/").content.decode()

    names = sample.seminars[0].registrations.values_list("name", flat=True)
    assert [name for name in [*names, "Not ours"] if f">{name}<" in page] == []


@pytest.mark.parametrize("rows", [1, 3])
def test_a_report_asks_the_same_questions_for_any_length(
    client, django_assert_num_queries, rows
):
    sample = make_sample(rows)
    propose(sample.agency)
    client.force_login(make_partner(sample.agency))

    with django_assert_num_queries(9):
        client.get(f"/reports/{sample.agency.pk}/")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_questions_for_any_length(
    client, django_assert_num_queries, rows
):
    for _ in range(rows):
        make_agreement()
        make_host_term()
    client.force_login(make_organiser())

    with django_assert_num_queries(5):
        client.get("/reports/")


def test_before_the_first_seminar_a_report_says_when_it_will_come(client):
    agreement = make_agreement()
    fund(make_seminar(places=3), agreement)
    client.force_login(make_partner(agreement.agency))
    here = f"/reports/{agreement.agency.pk}/"

    assert "figures will stand here from the first one on" in text(client.get(here))
    assert client.get(f"{here}export.csv").status_code == 404
    assert client.get(f"{here}?from=2007").status_code == 404


def test_the_largest_threshold_of_several_agreements_holds(client, sample):
    second = make_agreement(sample.agency, threshold=8)
    fund(sample.seminars[0], second)
    client.force_login(make_partner(sample.agency))

    page = client.get(f"/reports/{sample.agency.pk}/")

    assert page.context["report"].threshold == 8


def test_who_represents_two_agencies_reads_each_by_itself(client, sample):
    second = make_sample(1)
    user = make_partner(sample.agency)
    user.representations.create(
        organisation=second.agency, role="partner", starts_on=FAR_BACK
    )
    client.force_login(user)

    pages = [client.get(f"/reports/{s.agency.pk}/") for s in (sample, second)]

    assert [len(page.context["report"].seminars) for page in pages] == [2, 1]


def test_organisers_see_what_is_missing(client, sample, people):
    empty = make_held(month=9)
    fund(empty, sample.agreement)
    here = f"/reports/{sample.agency.pk}/"
    client.force_login(people["organiser"])
    assert "No attendance has been typed in for: " in text(client.get(here))

    client.force_login(people["own"])
    assert "No attendance has been typed in" not in text(client.get(here))


def test_an_agency_reads_its_own_positions_and_what_came_of_them(client, sample):
    propose(sample.agency)
    Endorsement.objects.create(
        priority=Priority.objects.get(),
        organisation=make_organisation(),
        position=Position.OBJECT,
        answered_on=TODAY,
    )
    Priority.objects.create(
        organisation=make_organisation(),
        year=2008,
        title_en="Of others",
        title_fr="D’autres",
    )
    client.force_login(make_partner(sample.agency))

    said = text(client.get(f"/reports/{sample.agency.pk}/"))

    assert "Urbanization 2008 Proposed, Support Not retained No room left" in said
    assert "Of others" not in said


@pytest.mark.parametrize("role", ROLES)
def test_the_hosts_page_exists_for_the_host_alone(client, people, role):
    term = people["host"].representations.get().host_term
    enter(client, people, role)

    found = client.get(f"/reports/host/{term.pk}/").status_code

    reads = {"host", "organiser"}
    assert found == (302 if role == "visitor" else 200 if role in reads else 404)
