"""Files of a report: what the page says, with its definitions, and a trace of each.

A cell is a number, a text or the word *hidden*; nothing in it is ever a formula.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from partners.models import Organisation
from reports import definitions
from reports.definitions import MEASURES, Measure
from reports.report import Report, Row, Table
from unitar_seminars.cells import harmless, printable
from unitar_seminars.hours import moment
from users import audit
from users.models import Actor

Cell = str | int
WIDE, NARROW = 46, 16


@transaction.atomic
def take(
    report: Report, agency: Organisation, kind: str, *, by: Actor, at: datetime
) -> bytes:
    """Write a report into a file of this kind; each file leaves one entry."""
    view = report.view
    why = f"{kind}; {report.series_title or 'all series'}; {view.first}-{view.last}"
    audit.record("export_report", agency, by=by, at=at, why=why)
    return {"xlsx": workbook, "csv": sheet}[kind](report, agency)


def sheet(report: Report, agency: Organisation) -> bytes:
    """Write one figure a line, marked so that spreadsheets read it as UTF-8."""
    out = io.StringIO()
    lines = csv.writer(out)
    lines.writerow([_("Table"), _("Row"), _("Column"), _("Value")])
    for name, value in _about(report, agency):
        lines.writerow([_("About"), "", harmless(name), harmless(value)])
    for name, figure in _glance(report):
        lines.writerow([_("At a glance"), "", harmless(name), figure])
    for table in report.tables:
        for row in _rows(table):
            for column, number in zip(table.columns, row.values, strict=True):
                lines.writerow([table.title, harmless(row.name), column, said(number)])
    for name, text in _definitions(report):
        lines.writerow([_("Definitions"), "", harmless(name), harmless(text)])
    return out.getvalue().encode("utf-8-sig")


def workbook(report: Report, agency: Organisation) -> bytes:
    """Write a sheet for each table, one for the definitions, one to begin with."""
    book = Workbook()
    book.remove(book.active)
    first = [*_about(report, agency), ("", ""), *_glance(report)]
    _fill(book.create_sheet(_("Report")), [], first)
    for number, table in enumerate(report.tables, 1):
        page = book.create_sheet(f"{number} {table.head}"[:31])
        _fill(page, [table.head, *table.columns], _lines(table))
    _fill(book.create_sheet(_("Definitions")), [], _definitions(report))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def said(value: int | None) -> Cell:
    return _("hidden") if value is None else value


def _about(report: Report, agency: Organisation) -> Iterator[tuple[str, str]]:
    yield _("Agency"), agency.name
    yield _("Series"), str(report.series_title or _("All series"))
    yield _("Years"), report.view.years
    yield _("Counted at"), moment(report.at)
    yield _("Seminars"), str(len(report.seminars))


def _glance(report: Report) -> Iterator[tuple[str, Cell]]:
    return ((str(g.definition.title), said(g.value)) for g in report.glance)


def _rows(table: Table) -> list[Row]:
    return [*table.rows, table.total] if table.total else [*table.rows]


def _lines(table: Table) -> Iterator[list[Cell]]:
    rows = _rows(table)
    return ([row.name, *(said(value) for value in row.values)] for row in rows)


def _definitions(report: Report) -> Iterator[tuple[str, str]]:
    remarks = {glance.key: glance.remark for glance in report.glance}
    for measure in Measure:
        text = f"{MEASURES[measure].text}. {remarks[measure]}".strip()
        yield str(MEASURES[measure].title), text
    for definition in definitions.TABLES:
        yield str(definition.title), str(definition.text)
    yield (
        _("hidden"),
        _(
            "A figure below {threshold}, or one that would let a figure below"
            " {threshold} be worked out. Totals include what is hidden."
        ).format(threshold=report.threshold),
    )


def _fill(page: Worksheet, head: list[str], lines: Iterable[Iterable[Cell]]) -> None:
    """Write lines; texts are typed as texts, numbers get the sheet's own grouping."""
    rows = [head, *lines] if head else list(lines)
    for row, line in enumerate(rows, 1):
        for column, value in enumerate(line, 1):
            cell = page.cell(row, column)
            cell.value = printable(value) if isinstance(value, str) else value
            if isinstance(value, str):
                cell.data_type = "s"
                cell.alignment = Alignment(wrap_text=True, vertical="top")
            else:
                cell.number_format = "#,##0"
            cell.font = Font(bold=bool(head) and row == 1)
    for letter in "ABCDEF":
        page.column_dimensions[letter].width = WIDE if letter == "A" else NARROW
    if not head:
        page.column_dimensions["B"].width = 2 * WIDE
    page.freeze_panes = "A2" if head else None
