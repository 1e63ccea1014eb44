"""Who may open which page, and that every format says the same."""

import csv
import io
import re
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from partners.models import PreparatoryUpdate, Priority, Sector
from seminars.models import Seminar
from tests.factories import (
    FAR_BACK,
    fund,
    make_agreement,
    make_host,
    make_host_term,
    make_organisation,
    make_organiser,
    make_partner,
    make_planned,
    make_seminar,
    make_series,
    make_user,
)
from tests.reports.people import PRESENT, add, from_country, make_held
from tests.reports.sample import TODAY, fill, make_sample, make_term, propose
from users.models import AuditEntry

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
def test_the_list_exists_for_whoever_may_read_something(client, people, role):
    enter(client, people, role)

    found = client.get("/reports/").status_code

    reads = {"own", "other", "host", "organiser"}
    assert found == (302 if role == "visitor" else 200 if role in reads else 404)


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


# Every format says the same


def test_csv_and_xlsx_say_what_the_page_says(client, sample):
    client.force_login(make_partner(sample.agency))
    here = f"/reports/{sample.agency.pk}/"
    report = client.get(f"{here}?from=2007").context["report"]

    lines = read_csv(client.get(f"{here}export.csv?from=2007"))
    book = read_xlsx(client.get(f"{here}export.xlsx?from=2007"))

    cells = {tuple(line[:3]): line[3] for line in lines}
    for figure in report.glance:
        name = str(figure.definition.title)
        assert cells["At a glance", "", name] == said(figure.value)
        assert [name, figure.value or "hidden"] in book["Report"]
    for number, table in enumerate(report.tables, 1):
        rows = [*table.rows, table.total]
        expected = [[row.name, *map(typed, row.values)] for row in rows]
        assert book[f"{number} {table.head}"] == [
            [table.head, *table.columns],
            *expected,
        ]
        for row in rows:
            found = [cells[table.title, row.name, column] for column in table.columns]
            assert found == [said(value) for value in row.values]
    assert "hidden" in [cell for page in book.values() for row in page for cell in row]


def typed(value):
    return "hidden" if value is None else value


def said(value):
    return str(typed(value))


def read_csv(response):
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def read_xlsx(response):
    book = load_workbook(io.BytesIO(response.content))
    return {
        page.title: [[cell for cell in row if cell is not None] for row in page.values]
        for page in book
    }


def test_a_file_says_whose_it_is_and_what_its_words_mean(client, sample):
    client.force_login(make_partner(sample.agency))

    lines = read_csv(client.get(f"/reports/{sample.agency.pk}/export.csv?from=2007"))

    about = {line[2]: line[3] for line in lines if line[0] == "About"}
    counted_at = about.pop("Counted at")
    assert about == {
        "Agency": "Agency for Migration",
        "Series": "All series",
        "Years": "2007",
        "Seminars": "1",
    }
    assert counted_at.endswith(" New York time")
    assert [line[2] for line in lines if line[0] == "Definitions"] == [
        "Places",
        "Registered",
        "Participations",
        "Presences",
        "Participants",
        "Seminars",
        "Participations by sector",
        "Participations by regional group",
        "Participations from countries in special situations",
        "Participations by gender",
        "Figures by year",
        "Figures by seminar",
        "hidden",
    ]


def test_each_file_leaves_one_trace(client, sample):
    partner = make_partner(sample.agency)
    client.force_login(partner)
    here = f"/reports/{sample.agency.pk}/"
    AuditEntry.objects.all().delete()

    client.get(here)
    client.get(f"{here}export.xlsx?from=2007&series={sample.series.pk}")
    client.get(f"{here}export.csv")
    client.head(f"{here}export.csv")

    entries = AuditEntry.objects.order_by("pk")
    thing = f"partners.organisation:{sample.agency.pk}"
    assert [(e.verb, e.thing, e.user, e.why) for e in entries] == [
        ("export_report", thing, partner, "xlsx; Key issues; 2007-2007"),
        ("export_report", thing, partner, "csv; all series; 2006-2007"),
    ]


def test_a_title_is_never_a_formula(client):
    agreement = make_agreement()
    seminar = make_held(title_en='=HYPERLINK("http://x.example")')
    agreement.agency.name_en = "@SUM(1)"
    agreement.agency.save()
    fund(seminar, agreement)
    client.force_login(make_partner(agreement.agency))
    here = f"/reports/{agreement.agency.pk}/"

    book = load_workbook(io.BytesIO(client.get(f"{here}export.xlsx").content))
    lines = read_csv(client.get(f"{here}export.csv"))

    kinds = {cell.data_type for page in book for row in page for cell in row}
    assert kinds & {"f"} == set()
    assert ["About", "", "Agency", "'@SUM(1)"] in lines
    starts = {cell[0] for line in lines for cell in line if cell}
    assert starts & set("=@+-") == set()


# The host of the Forum


def test_the_host_reads_its_updates_its_proposals_and_headcounts(client):
    term = make_term()
    carrying, answering, other = (make_held(month=month) for month in (3, 4, 5))
    carrying.sessions.get().updates.set(term.updates.all())
    priority = term.priorities.get()
    Seminar.objects.filter(pk=answering.pk).update(priority=priority)
    planned = make_planned(priority=priority, title_en="Not announced")
    for seminar in (carrying, answering, other):
        for _ in range(6):
            add(seminar, PRESENT, **from_country("african"))
    add(carrying, PRESENT, **from_country("weog"))
    client.force_login(make_host(term))

    page = client.get(f"/reports/host/{term.pk}/")

    assert page.context["number"] == 2
    table = page.context["table"]
    assert [row.values for row in table.rows] == [
        (None,),
        (0,),
        (0,),
        (0,),
        (None,),
        (0,),
    ]
    assert table.total.values == (13,)
    words = text(page)
    assert "Programme of the Forum Scheduled Closed until" in words
    assert f"Remittances (2007) Retained {answering.title}" in words
    assert planned.title not in words
    names = carrying.registrations.values_list("name", flat=True)
    assert [name for name in names if name in words] == []


@pytest.mark.parametrize(
    ("period", "found"),
    [
        ({"ends_on": TODAY + timedelta(days=2)}, 200),
        ({"ends_on": TODAY - timedelta(days=1)}, 404),
        ({"starts_on": TODAY + timedelta(days=2), "ends_on": None}, 404),
    ],
)
def test_the_hosts_page_ends_with_the_term(client, period, found):
    term = make_term(**({"starts_on": FAR_BACK} | period))
    client.force_login(make_host(term))

    assert client.get(f"/reports/host/{term.pk}/").status_code == found


def test_a_host_reads_no_other_term_and_no_report(client, sample):
    mine, other = make_term(), make_host_term()
    client.force_login(make_host(mine))

    assert client.get(f"/reports/host/{other.pk}/").status_code == 404
    assert client.get(f"/reports/{sample.agency.pk}/").status_code == 404


@pytest.mark.parametrize("role", ROLES)
def test_the_hosts_page_exists_for_the_host_alone(client, people, role):
    term = people["host"].representations.get().host_term
    enter(client, people, role)

    found = client.get(f"/reports/host/{term.pk}/").status_code

    reads = {"host", "organiser"}
    assert found == (302 if role == "visitor" else 200 if role in reads else 404)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_hosts_page_asks_the_same_questions_for_any_length(
    client, django_assert_num_queries, rows
):
    term = make_term()
    for number in range(rows):
        seminar = make_held(month=number + 1, priority=term.priorities.get())
        update = PreparatoryUpdate.objects.create(host_term=term, title_en="Next")
        seminar.sessions.get().updates.add(update)
    client.force_login(make_host(term))

    with django_assert_num_queries(11):
        client.get(f"/reports/host/{term.pk}/")
