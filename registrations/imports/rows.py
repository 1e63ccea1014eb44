"""One row of a list, read cell by cell; what is wrong with it is said in sentences."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import TextChoices
from django.utils.translation import gettext as _

from registrations.imports.columns import Column
from registrations.imports.tables import LOST, Row
from registrations.imports.words import meant
from seminars.models import Mode

LONGEST = {
    Column.NAME: 200,
    Column.ADDRESS: 254,
    Column.ORGANISATION: 200,
    Column.RANK: 120,
    Column.NEEDS: 500,
}
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Problem:
    """What keeps one row from being stored: where, why, and how to put it right."""

    row: int
    column: str
    code: str
    text: str


@dataclass
class Reading:
    """What a row says, by our names of its columns, and what was wrong so far."""

    row: Row
    said: dict[str, str]
    problems: list[Problem] = field(default_factory=list)

    @property
    def number(self) -> int:
        return self.row.number

    def refuse(self, column: TextChoices | None, code: str, text: str) -> None:
        label = str(column.label) if column else ""
        self.problems.append(Problem(self.number, label, code, text))

    def text(self, column: TextChoices) -> str:
        """Give a text of one line; one that is too long is refused."""
        said = " ".join(self.said.get(column, "").split())
        most = LONGEST[column]
        if len(said) > most:
            text = _("“%(start)s…” is too long: shorten it to %(most)s characters.")
            self.refuse(column, "too_long", text % {"start": said[:40], "most": most})
        return said

    def choice(
        self, column: Column, choices: type[TextChoices], otherwise: str, text: str
    ) -> str:
        """Give one of our choices, `otherwise` for an empty cell; refuse any other."""
        said = self.said.get(column, "")
        if not said:
            return otherwise
        found = meant(said, choices)
        if found is None:
            self.refuse(column, f"unknown_{column}", text % said[:40])
        return found or otherwise

    def name(self) -> str:
        """Give the whole name, else given and family name together."""
        parts = [self.said.get(part, "") for part in (Column.GIVEN, Column.FAMILY)]
        whole = self.said.get(Column.NAME) or " ".join(part for part in parts if part)
        self.said[Column.NAME] = whole
        if not whole:
            text = _("This row names nobody: fill in the name, or leave the row out.")
            self.refuse(Column.NAME, "no_name", text)
        return self.text(Column.NAME)

    def address(self) -> str:
        said = self.text(Column.ADDRESS)
        if said and len(said) <= LONGEST[Column.ADDRESS]:
            try:
                validate_email(said)
            except ValidationError:
                text = _(
                    "“%s” is not an e-mail address: write it like name@example.org,"
                    " without spaces or accents."
                )
                self.refuse(Column.ADDRESS, "bad_address", text % said[:80])
        return said

    def organisation(self) -> str:
        said = self.text(Column.ORGANISATION)
        if not said:
            text = _("Say which organisation this person comes from.")
            self.refuse(Column.ORGANISATION, "no_organisation", text)
        return said

    def mode(self, offered: Sequence[Mode], otherwise: Mode) -> Mode:
        """Give how this person takes part, where the seminar offers it."""
        text = _("“%s” is no way to take part: write “room” or “online”.")
        mode = Mode(self.choice(Column.MODE, Mode, otherwise, text))
        if mode not in offered:
            text = _("This seminar does not take place this way: empty the cell.")
            self.refuse(Column.MODE, "mode_not_offered", text)
        return mode


def read(
    row: Row,
    columns: Sequence[str],
    width: int,
    *,
    is_csv: bool,
    kinds: type[TextChoices] = Column,
) -> Reading:
    """Sort the cells of a row by what they are; look at those that will be used."""
    reading = Reading(row, {})
    refuse_width(reading, width, is_csv=is_csv)
    for number, column in enumerate(columns):
        if not column:
            continue
        if number in row.reckoned:
            text = _("A formula stands here: put in its place what it gives.")
            reading.refuse(kinds(column), "formula", text)
        said = row.cells[number] if number < len(row.cells) else ""
        refuse_letters(reading, kinds(column), said)
        if said and not reading.said.get(column):
            reading.said[column] = said
    return reading


def refuse_width(reading: Reading, width: int, *, is_csv: bool) -> None:
    """A row of another length has lost a sign, and its cells stand shifted."""
    cells = reading.row.cells
    is_short = is_csv and len(cells) < width
    if is_short or any(cells[width:]):
        text = _(
            "This row has %(cells)s cells, the headings are %(width)s: a separator or"
            " a quotation mark is missing or too much."
        )
        told = {"cells": len(cells), "width": width}
        reading.refuse(None, "width", text % told)


def refuse_letters(reading: Reading, column: TextChoices, said: str) -> None:
    if LOST in said:
        text = _(
            "A letter here can’t be read: type it anew, or save the list as UTF-8."
        )
        reading.refuse(column, "lost_letter", text)
    if UNPRINTABLE.search(said):
        text = _("This holds a character that cannot be written: type it anew.")
        reading.refuse(column, "unprintable", text)
