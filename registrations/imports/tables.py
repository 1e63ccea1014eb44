"""From the bytes of a list to rows of text: CSV in the usual encodings, and XLSX.

A list comes from anywhere, so nothing in it is run or trusted: size, rows and columns
are bounded before they are read, a formula stays a mark, and a letter that can't be
read keeps its place, so that its row can be named.
"""

import codecs
import csv
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from io import BytesIO, StringIO
from itertools import islice
from typing import Any, Self
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

MOST_BYTES = 2 * 1024 * 1024
MOST_ROWS = 2000
MOST_COLUMNS = 100
LAST_ROW = 5 * MOST_ROWS  # of a sheet, with its empty ones
LONGEST_CELL = 5000  # more than any column takes: what is cut is refused
MOST_LETTERS = 2 * MOST_BYTES
MOST_UNPACKED = 20 * MOST_BYTES  # what an XLSX file may unfold to
MOST_PARTS = 200
LOST = "\N{REPLACEMENT CHARACTER}"  # stands where a byte is no letter
NUL_STANDS_AS = "\x1a"  # PostgreSQL has no NUL; this is refused as it would be
XLSX = b"PK\x03\x04"
OLD_XLS = b"\xd0\xcf\x11\xe0"
DELIMITERS = ",;\t"
QUOTED = re.compile(r"'(?=[=+\-@\t\r])")  # how our own lists disarm a formula


@dataclass(frozen=True)
class Row:
    """One line of the list; `number` is what a spreadsheet shows beside it."""

    number: int
    cells: list[str]
    reckoned: list[int] = field(default_factory=list)  # columns with a formula


@dataclass(frozen=True)
class Table:
    """A list as text: its headings, and its rows that hold something."""

    headings: list[str]
    rows: list[Row]
    is_csv: bool  # and so has all cells of each row, empty ones too

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Self:
        rows = [Row(**row) for row in kept["rows"]]
        return cls(kept["headings"], rows, kept["is_csv"])


def read(data: bytes) -> Table:
    """Read a file that somebody sent, or say why it can't be read."""
    is_csv = not data.startswith(XLSX)
    return table_of(lines_of(data), is_csv=is_csv)


def lines_of(data: bytes, *, heading_within: int = 1) -> Iterator[Row]:
    """Read the lines of a file one by one, those with nothing in them too.

    The headings stand in the first line, or within so many.
    """
    if len(data) > MOST_BYTES:
        refuse(
            "too_big",
            _("This file is larger than 2 MB: send it in several parts."),
        )
    if data.startswith(OLD_XLS):
        refuse(
            "old_format",
            _("This is a protected file, or one of an old Excel: save it as CSV."),
        )
    if data.startswith(XLSX):
        return from_xlsx(data)
    return from_csv(data, heading_within)


def refuse(code: str, text: str) -> None:
    raise ValidationError(text, code=code)


def table_of(rows: Iterable[Row], *, is_csv: bool) -> Table:
    """Take the first row that holds something for the headings, bounded in size."""
    filled = (row for row in rows if any(row.cells) or row.reckoned)
    headings: list[str] = []
    kept: list[Row] = []
    letters = 0
    for row in filled:
        letters += sum(map(len, row.cells))
        if letters > MOST_LETTERS:
            refuse("too_big", _("This list holds too much text: send it in parts."))
        if len(row.cells) > MOST_COLUMNS:
            said = _("Row %(row)s has more than %(most)s columns: leave some out.")
            refuse("too_wide", said % {"row": row.number, "most": MOST_COLUMNS})
        if not headings:
            headings = row.cells
        elif len(kept) < MOST_ROWS:
            kept.append(row)
        else:
            said = _("This list has more than %s rows: send it in several parts.")
            refuse("too_long", said % MOST_ROWS)
    if not kept:
        said = _(
            "This file holds nobody: the first row names the columns, each row after"
            " it one person."
        )
        refuse("empty", said)
    return Table(headings, kept, is_csv)


def clean(cell: str) -> str:
    """Trim a cell to what is stored; our own mark before a formula goes."""
    text = cell[:LONGEST_CELL].replace("\0", NUL_STANDS_AS)
    text = text.strip(" \t\r\n\ufeff\xa0")
    return QUOTED.sub("", text, count=1) if text.startswith("'") else text


# CSV


def from_csv(data: bytes, heading_within: int) -> Iterator[Row]:
    text, number = decoded(data), 0
    try:
        sign = delimiter_of(text, heading_within)
        reader = csv.reader(StringIO(text, newline=""), delimiter=sign, strict=True)
        for number, cells in enumerate(reader, 1):
            yield Row(number, [clean(cell) for cell in cells])
    except csv.Error:
        said = _(
            "Row %s can’t be read: a quotation mark in it is not closed, or stands"
            " inside a cell. Correct it, or save the list as XLSX."
        )
        refuse("broken_row", said % (number + 1))


def decoded(data: bytes) -> str:
    """Turn bytes into letters; what is no letter becomes a mark in its place."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    if b"\0" in data[:200]:  # UTF-16 without its mark: every other byte is empty
        is_little = data[1:200:2].count(0) >= data[0:200:2].count(0)
        return data.decode("utf-16-le" if is_little else "utf-16-be", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    damaged = data.decode("utf-8-sig", "replace")
    if is_mostly_read(damaged):
        return damaged
    return data.decode("cp1252", "replace")


def is_mostly_read(text: str) -> bool:
    """Whether letters beyond ASCII were found more often than missed."""
    beyond = sum(1 for letter in text if letter > "\x7f" and letter != LOST)
    return beyond > text.count(LOST)


def delimiter_of(text: str, heading_within: int) -> str:
    """Take the sign that cuts the headings, or a line near them, into most cells."""
    filled = (line for line in text.splitlines() if line.strip())
    lines = list(islice(filled, heading_within))

    def most(sign: str) -> int:
        return max(map(len, csv.reader(lines, delimiter=sign)), default=0)

    return max(DELIMITERS, key=most)


# XLSX


def from_xlsx(data: bytes) -> Iterator[Row]:
    """Read the first sheet as it is stored, formulas as formulas."""
    is_safe_to_unpack(data)
    try:
        book = load_workbook(BytesIO(data), read_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1), 1):
            if number > LAST_ROW:
                refuse("too_long", too_far())
            yield row_of(number, cells)
    except UNREADABLE:
        said = _("This XLSX file can’t be read: open it, save it anew, or as CSV.")
        refuse("unreadable", said)


UNREADABLE = (
    BadZipFile,
    InvalidFileException,
    ParseError,
    KeyError,
    IndexError,
    ValueError,
    TypeError,
    AttributeError,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    zlib.error,
)


def too_far() -> str:
    return (
        _("This sheet goes on beyond row %s: delete the empty rows, or save as CSV.")
        % LAST_ROW
    )


def row_of(number: int, cells: Iterable[Any]) -> Row:
    texts, reckoned = [], []
    for column, cell in enumerate(cells):
        if cell.value is not None and cell.data_type in ("f", "e"):
            reckoned.append(column)
            texts.append("")
        else:
            texts.append("" if cell.value is None else clean(str(cell.value)))
    while texts and not texts[-1] and len(texts) - 1 not in reckoned:
        texts.pop()
    return Row(number, texts, reckoned)


def is_safe_to_unpack(data: bytes) -> None:
    """Refuse what would unfold to far more than it weighs, or defines entities."""
    said = _("This XLSX file can’t be read: open it, save it anew, or as CSV.")
    try:
        with ZipFile(BytesIO(data)) as parts:
            listed = parts.infolist()
            if len(listed) > MOST_PARTS or (
                sum(part.file_size for part in listed) > MOST_UNPACKED
            ):
                refuse("too_big", _("This file unfolds to too much: save it as CSV."))
            texts = [part for part in listed if not part.is_dir()]
            if any(defines_entities(parts.read(part)) for part in texts):
                refuse("unreadable", said)
    except UNREADABLE:
        refuse("unreadable", said)


def defines_entities(part: bytes) -> bool:
    """Whether a part, in UTF-8 or UTF-16, has a document type; none of ours has."""
    return b"<!DOCTYPE" in part.replace(b"\0", b"")
