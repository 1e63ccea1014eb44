"""A seminar's list as a workbook: numbers, moments and ticks stay what they are."""

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from registrations.models import Question, QuestionKind
from registrations.services import answers, rosters
from registrations.services.rosters import Choice, Row
from seminars.models import Seminar
from unitar_seminars import hours
from unitar_seminars.cells import printable
from users import audit
from users.models import Actor

Cell = str | int | bool | datetime | None
Column = tuple[str, Callable[[Row], Cell]]
WIDTH = 24


@transaction.atomic
def export_workbook(
    seminar: Seminar, choice: Choice, *, by: Actor, at: datetime
) -> bytes:
    """Give a list with its answers as a workbook, and note who took it away."""
    audit.record("export_list", seminar, by=by, at=at)
    columns = [
        *usual_columns(),
        *rosters.columns_of_attendance(seminar),
        *columns_of_answers(seminar),
    ]
    book = Workbook(write_only=True)
    page = book.create_sheet(_("People"))
    page.freeze_panes = "A2"
    for number in range(len(columns)):
        page.column_dimensions[letter(number)].width = WIDTH
    heads = [plain(page, heading) for heading, _said in columns]
    for head in heads:
        head.font = Font(bold=True)
    page.append(heads)
    for group in rosters.people(seminar, choice).values():
        for row in group:
            page.append([plain(page, said(row)) for _head, said in columns])
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def letter(number: int) -> str:
    """Name a column as spreadsheets do: A to Z, then AA and so on."""
    first, last = divmod(number, 26)
    return (chr(64 + first) if first else "") + chr(65 + last)


def plain(page: Any, value: Cell) -> Any:
    """Write a text as a text, whatever it begins with; other values as they are."""
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(page, value=printable(value))
    cell.data_type = "s"
    return cell


def usual_columns() -> list[Column]:
    """Give the columns of every list, the position and the moment typed."""
    texts: dict[str, Callable[[Row], Cell]] = {**rosters.columns_of_export()}
    texts[_("Position")] = lambda row: row.position
    texts[_("Registered (New York time)")] = moment
    return list(texts.items())


def moment(row: Row) -> datetime:
    """Give the moment on New York's clock: a workbook knows no zones."""
    local = row.registration.submitted_at.astimezone(hours.NEW_YORK)
    return local.replace(tzinfo=None, microsecond=0)


def columns_of_answers(seminar: Seminar) -> list[Column]:
    """Give a column for each question; for any of several, one for each option."""
    said = answers.by_registration(seminar)
    columns: list[Column] = []
    for question in seminar.questions.order_by("position", "pk"):
        if question.kind == QuestionKind.SEVERAL:
            columns += ticks(question, said)
        else:
            columns.append((str(question.label), words(question, said)))
    return columns


def words(question: Question, said: dict[int, dict[int, Any]]) -> Callable[[Row], Cell]:
    def cell(row: Row) -> Cell:
        value = said.get(row.registration.pk, {}).get(question.pk)
        return None if value is None else answers.in_words(question, value)

    return cell


def ticks(question: Question, said: dict[int, dict[int, Any]]) -> list[Column]:
    def column(number: int) -> Callable[[Row], Cell]:
        def cell(row: Row) -> Cell:
            value = said.get(row.registration.pk, {}).get(question.pk)
            return None if value is None else number in value

        return cell

    return [
        (f"{question.label} – {option}", column(number))
        for number, option in question.numbered_options
    ]
