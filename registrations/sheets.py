"""One version of an access list as a file; a cell is a text and never a formula."""

import csv
import io
from collections.abc import Iterable

from django.utils import translation
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from registrations.models import AccessList, AccessRow, RowChange
from seminars.models import AccessColumn
from unitar_seminars.cells import harmless, printable

WIDTH = 24
Table = list[list[str]]


def table(access_list: AccessList, rows: Iterable[AccessRow]) -> Table:
    """Lay a version out with its head, in the language of its desk.

    From the second version on, a first column says what is new in it.
    """
    rows = list(rows)
    tells_changes = access_list.version > 1
    columns = columns_of(rows)
    with translation.override(access_list.venue.access_language):
        head = [str(column.label) for column in columns]
        lines = [[row.cells.get(column, "") for column in columns] for row in rows]
        if tells_changes:
            head.insert(0, _("Since the last list"))
            for line, row in zip(lines, rows, strict=True):
                line.insert(0, str(RowChange(row.change).label))
    return [head, *lines]


def columns_of(rows: Iterable[AccessRow]) -> list[AccessColumn]:
    """Name the columns that these rows were sent with, in their order."""
    used = {name for row in rows for name in row.cells}
    return [column for column in AccessColumn if column in used]


def comma_separated(lines: Table) -> bytes:
    """Write the file that any program reads; marked as UTF-8 for spreadsheets."""
    out = io.StringIO()
    csv.writer(out).writerows([harmless(cell) for cell in line] for line in lines)
    return out.getvalue().encode("utf-8-sig")


def workbook(lines: Table) -> bytes:
    """Write a spreadsheet whose cells are typed as texts."""
    book = Workbook()
    fill(book.active, lines)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def fill(page: Worksheet, lines: Table) -> None:
    page.freeze_panes = "A2"
    for row, line in enumerate(lines, 1):
        for column, text in enumerate(line, 1):
            cell = page.cell(row, column, printable(text))
            cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=row == 1)
    for column in page.iter_cols(max_row=1):
        page.column_dimensions[column[0].column_letter].width = WIDTH


KINDS = {
    "csv": ("text/csv; charset=utf-8", comma_separated),
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        workbook,
    ),
}
