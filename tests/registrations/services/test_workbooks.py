"""The workbook of a seminar's list: typed cells, no formulas, one trace."""

from datetime import datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from registrations.services import rosters, workbooks
from registrations.services.answers import Given
from registrations.services.rosters import Choice
from tests.factories import (
    COMMAND,
    NOW,
    make_question,
    make_seminar,
    register,
)
from users.models import AuditEntry

pytestmark = pytest.mark.django_db
ACTS = {"by": COMMAND, "at": NOW}


def test_cells_are_numbers_moments_ticks_and_texts():
    seminar = make_seminar(places=1)
    text = make_question(seminar, label_en="Why?")
    several = make_question(seminar, "several", label_en="Days")
    given = [Given(text.pk, "=1+1"), Given(several.pk, (2,))]
    register(seminar, name="A First", answers=given)
    register(seminar, name="B Second")

    book = load_workbook(BytesIO(workbooks.export_workbook(seminar, Choice(), **ACTS)))

    heads, first, second = book.active.iter_rows(values_only=True)
    rows = [dict(zip(heads, row, strict=True)) for row in (first, second)]
    assert [row["Position"] for row in rows] == [None, 1]
    assert [row["Why?"] for row in rows] == ["=1+1", None]
    assert [row["Days – Yes"] for row in rows] == [False, None]
    assert [row["Days – No"] for row in rows] == [True, None]
    assert {type(row["Registered (New York time)"]) for row in rows} == {datetime}
    assert book.active.cell(2, heads.index("Why?") + 1).data_type == "s"
    assert AuditEntry.objects.filter(verb="export_list").count() == 1


def test_the_table_has_a_column_for_each_question():
    seminar = make_seminar(places=1)
    choice = make_question(seminar, "choice", label_en="Bus?")
    register(seminar, name="A First", answers=[Given(choice.pk, 2)])
    register(seminar, name="B Second")

    heads, *rows = rosters.export_list(seminar, Choice(), **ACTS)

    assert heads[-1] == "Bus?"
    assert [row[-1] for row in rows] == ["No", ""]


@pytest.mark.parametrize(("number", "name"), [(0, "A"), (25, "Z"), (26, "AA")])
def test_columns_are_lettered(number, name):
    assert workbooks.letter(number) == name
