"""The workbook of a seminar's list: typed cells, no formulas, one trace."""

from datetime import datetime
from functools import partial
from io import BytesIO

import pytest
from openpyxl import load_workbook

from registrations.models import AttendanceMark, AttendanceSource
from registrations.services import attendance, rosters, workbooks
from registrations.services.answers import Given
from registrations.services.rosters import Choice
from seminars.models import Session
from tests.factories import (
    COMMAND,
    NOW,
    make_question,
    make_seminar,
    register,
)
from unitar_seminars import hours
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


def test_the_table_says_who_came_and_in_which_way_session_by_session():
    seminar = make_seminar(places=1, online_places=1, sessions=2)
    first, second = seminar.sessions.order_by("starts_at")
    came = register(seminar, name="A First", mode="online")
    register(seminar, name="B Second")
    mark = partial(attendance.record, came, **ACTS)
    mark(first, AttendanceMark.PRESENT, source=AttendanceSource.ONLINE_LOG)
    mark(second, AttendanceMark.EXCUSED, source=AttendanceSource.SHEET)
    Session.objects.filter(pk=second.pk).update(starts_at=None, ends_at=None)

    book = load_workbook(BytesIO(workbooks.export_workbook(seminar, Choice(), **ACTS)))
    heads, *rows = rosters.export_list(seminar, Choice(), **ACTS)

    day = f"{hours.days(first.starts_at)}, {hours.hour(first.starts_at)}"
    assert heads[-2:] == [f"Attendance, {day}", "Attendance"]
    assert [row[-2:] for row in rows] == [["Present · Online", "Excused"], ["", ""]]
    [written, *_others] = book.active.iter_rows(min_row=2, values_only=True)
    assert list(written[-2:]) == ["Present · Online", "Excused"]


@pytest.mark.parametrize(("number", "name"), [(0, "A"), (25, "Z"), (26, "AA")])
def test_columns_are_lettered(number, name):
    assert workbooks.letter(number) == name


def test_a_character_that_no_workbook_holds_is_a_space_there():
    seminar = make_seminar(places=1)
    register(seminar, name="Ana\x02 Ortiz", rank="First\x0bSecretary")

    book = load_workbook(BytesIO(workbooks.export_workbook(seminar, Choice(), **ACTS)))

    said = [cell.value for cell in list(book.active.rows)[1]]
    assert {"Ana  Ortiz", "First Secretary"} <= set(said)
