"""The log of an online meeting: where its table begins, and which column is what.

Known are our own words in English and French, and the headings of three systems:

- Zoom, report of a meeting's participants: a block that sums the meeting up, then
  `Name (Original Name)`, `User Email`, `Join Time`, `Leave Time`, `Duration (Minutes)`,
  `Guest`, `In Waiting Room`, one line for each time somebody joined; by “unique users”
  one line for each person, with `Total Duration (Minutes)` and no hours;
- Microsoft Teams, attendance report: `1. Summary`, `2. Participants` with `Name`,
  `First Join`, `Last Leave`, `In-Meeting Duration`, `Email`, `Participant ID (UPN)`,
  `Role`, then `3. In-Meeting Activities`, one line for each time somebody joined;
- Webex, attendance report: `Display Name`, `Attendee Email`, `Join Time`,
  `Leave Time`, `Attendance Duration`, its cells written `="…"`.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from registrations.imports import tables
from registrations.imports.columns import folded, labels
from registrations.imports.tables import XLSX, Row, Table


class LogColumn(TextChoices):
    """What a column of a log can hold for us."""

    NAME = "name", _("Name")
    ADDRESS = "address", _("E-mail address")
    JOINED = "joined", _("Joined at")
    LEFT = "left", _("Left at")
    LASTED = "lasted", _("Time in the meeting")
    WAITED = "waited", _("In the waiting room")


HEADINGS: dict[LogColumn, str] = {
    LogColumn.NAME: "name (original name)|display name|full name|participant|attendee"
    "|nom (nom d'origine)|nom (nom original)|nom complet|nom",
    LogColumn.ADDRESS: "user email|attendee email|email|e-mail|email address"
    "|participant id (upn)|adresse e-mail|e-mail de l'utilisateur|courriel"
    "|id du participant (upn)|id de participant (upn)",
    LogColumn.JOINED: "join time|first join|joined|heure d'arrivee|heure de connexion"
    "|premiere participation|premiere connexion",
    LogColumn.LEFT: "leave time|last leave|left|heure de depart|heure de deconnexion"
    "|dernier depart|derniere deconnexion",
    LogColumn.LASTED: "duration (minutes)|total duration (minutes)|in-meeting duration"
    "|attendance duration|duration|minutes|duree (minutes)|duree totale (minutes)"
    "|duree de la reunion|duree en reunion|duree",
    LogColumn.WAITED: "in waiting room|dans la salle d'attente|en salle d'attente",
}
# Headings that only this system writes together.
SIGNS = [
    ("Zoom", {"name (original name)"}),
    ("Microsoft Teams", {"in-meeting duration"}),
    ("Microsoft Teams", {"name", "join time", "leave time", "duration", "role"}),
    ("Webex", {"display name", "attendance duration"}),
]
NEAR_THE_TOP = 40  # lines in which the headings stand
SECTION = re.compile(r"\d+\. \S")
QUOTED_TWICE = re.compile(r'="(.*)"')


@dataclass(frozen=True)
class Log:
    """The lines of a log, and what is said of the whole meeting above them."""

    table: Table
    above: list[str]


@cache
def places() -> dict[str, LogColumn]:
    """Say which column a heading means."""
    return {
        folded(heading): column
        for column, headings in HEADINGS.items()
        for heading in [*headings.split("|"), *labels(column)]
    }


def guess(headings: Sequence[str]) -> list[str]:
    """Say for each column what it seems to be, `""` where nothing."""
    return [str(places().get(folded(heading), "")) for heading in headings]


def written_by(headings: Sequence[str]) -> str:
    """Name the system that writes such a log, `""` where none is known."""
    known = {folded(heading) for heading in headings}
    return next((name for name, signs in SIGNS if signs <= known), "")


def read(data: bytes) -> Log:
    """Read the file of a log, or say why it can't be read.

    Of several tables the last that names people is taken: there each time that
    somebody joined has a line. A file without known headings is one table.
    """
    lines = [
        replace(line, cells=[QUOTED_TWICE.sub(r"\1", cell) for cell in line.cells])
        for line in bounded(tables.lines_of(data, heading_within=NEAR_THE_TOP))
    ]
    starts = [number for number, line in enumerate(lines) if names_people(line)]
    start = starts[-1] if starts else 0
    here = lines[start : end_of(lines, start)]
    above = [
        cell for line in lines[: starts[0] if starts else 0] for cell in line.cells
    ]
    table = tables.table_of(here, is_csv=not data.startswith(XLSX))
    return Log(table, above)


def bounded(lines: Iterable[Row]) -> Iterable[Row]:
    """Read no further than any list goes; empty lines of a sheet count too."""
    for line in lines:
        if line.number > tables.LAST_ROW:
            tables.refuse("too_long", tables.too_far())
        yield line


def names_people(line: Row) -> bool:
    """Whether this line is the headings of who was there."""
    found = set(guess(line.cells))
    return LogColumn.NAME in found and bool(
        found & {LogColumn.JOINED, LogColumn.LASTED}
    )


def end_of(lines: Sequence[Row], start: int) -> int:
    """Find where the table ends: at the title of the next section, or never."""
    for number in range(start + 1, len(lines)):
        filled = [cell for cell in lines[number].cells if cell]
        if len(filled) == 1 and SECTION.match(filled[0]):
            return number
    return len(lines)
