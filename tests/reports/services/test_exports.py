"""Files of a report say what its page says."""

import csv
import io

import pytest
from openpyxl import load_workbook

from tests.factories import (
    fund,
    make_agreement,
    make_organiser,
    make_partner,
)
from tests.reports.people import make_held
from tests.reports.sample import make_sample
from tests.reports.test_pages import text
from users.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def sample():
    return make_sample(2)


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


@pytest.mark.parametrize(
    ("language", "certainty", "said"),
    [
        ("en", "exact", "22 March 2007"),
        ("en", "month", "March 2007 (Day not on record)"),
        ("en", "year", "2007 (Day not on record)"),
        ("en", "illustrative", "22 March 2007 (Illustrative)"),
        ("fr", "month", "Mars 2007 (Jour non attesté)"),
    ],
)
def test_page_and_files_say_a_day_as_well_as_it_is_known(
    client, language, certainty, said
):
    agreement = make_agreement()
    seminar = make_held(day=22, title_en="It", title_fr="It", date_certainty=certainty)
    fund(seminar, agreement)
    client.force_login(make_organiser())
    client.cookies["django_language"] = language
    here = f"/reports/{agreement.agency.pk}/"

    page = client.get(here)
    lines = read_csv(client.get(f"{here}export.csv"))
    book = read_xlsx(client.get(f"{here}export.xlsx"))

    words = text(page)
    assert [row.name for row in page.context["report"].by_key["seminar"].rows] == [
        f"{said}, It"
    ]
    assert f"It {said} " in words
    assert words.count(said) == 2  # also among those without attendance
    assert f"{said}, It" in {line[1] for line in lines}
    assert f"{said}, It" in {row[0] for rows in book.values() for row in rows if row}


def test_a_course_is_said_with_its_last_day_in_files_too(client):
    agreement = make_agreement()
    fund(make_held(sessions=3, title_en="It"), agreement)
    client.force_login(make_partner(agreement.agency))

    lines = read_csv(client.get(f"/reports/{agreement.agency.pk}/export.csv"))

    assert "1–3 March 2007, It" in {line[1] for line in lines}


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
    agreement.agency.name_en = "=SUM(1)"
    agreement.agency.save()
    fund(seminar, agreement)
    client.force_login(make_partner(agreement.agency))
    here = f"/reports/{agreement.agency.pk}/"

    book = load_workbook(io.BytesIO(client.get(f"{here}export.xlsx").content))
    lines = read_csv(client.get(f"{here}export.csv"))

    kinds = {cell.data_type for page in book for row in page for cell in row}
    assert kinds & {"f"} == set()
    assert ["About", "", "Agency", "'=SUM(1)"] in lines
    starts = {cell[0] for line in lines for cell in line if cell}
    assert starts & set("=@+-") == set()
