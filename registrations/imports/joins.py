"""When somebody joined a meeting and left it, read from the lines of its log.

A log names no zone, and writes days in the order of its country. So hours are read on
the clock that the organiser names, and a day as the one nearest to the session's.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registrations.imports.columns import folded
from registrations.imports.logs import LogColumn
from registrations.imports.rows import Reading
from unitar_seminars.hours import NEW_YORK

NOTHING = timedelta()
LONGEST = timedelta(days=1)  # that a meeting may last
Span = tuple[datetime, datetime]
MOMENT = re.compile(
    r"(?P<days>\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4})[T, ]+"
    r"(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})(?:[:.](?P<second>\d{2}))?(?:\.\d+)?"
    r"\s*(?P<half>[ap]\.?m\.?)?\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)
LASTED = re.compile(
    r"(?:(\d+)\s*h[a-z]*\.?\s*)?(?:(\d+)\s*m[a-z]*\.?\s*)?(?:(\d+)\s*s[a-z]*\.?)?"
)
ON_A_WATCH = re.compile(r"(\d+):(\d{2})(?::(\d{2}))?")
YES = ("yes", "oui", "true", "1")


class Clock(TextChoices):
    """Whose hours a log writes: of the account that downloaded it."""

    NEW_YORK = "new_york", gettext_lazy("New York time")
    UTC = "utc", gettext_lazy("UTC")

    @property
    def zone(self) -> tzinfo:
        return NEW_YORK if self == Clock.NEW_YORK else UTC


@dataclass(frozen=True)
class Join:
    """One time that somebody was in the meeting; a log may name no hours."""

    row: int
    name: str
    address: str
    span: Span | None
    lasted: timedelta


def moment(text: str, clock: Clock, near: datetime) -> datetime | None:
    """Read a moment, its day as near to this one as it can be meant."""
    found = MOMENT.fullmatch(text.replace("\u202f", " ").strip())
    if found is None:
        return None
    hour, minute, second = (
        int(found[part] or 0) for part in ("hour", "minute", "second")
    )
    if found["half"]:
        hour = hour % 12 + (12 if found["half"][0] in "pP" else 0)
    meant = []
    for year, month, day in days(found["days"]):
        try:
            zone = zone_of(found["zone"]) or clock.zone
            meant.append(datetime(year, month, day, hour, minute, second, tzinfo=zone))
        except ValueError:
            continue
    return min(meant, key=lambda one: abs(one - near), default=None)


def zone_of(text: str | None) -> tzinfo | None:
    """Read `Z` or a distance from UTC; raise ValueError where there is none such."""
    return datetime.strptime(text.upper(), "%z").tzinfo if text else None


def days(text: str) -> list[tuple[int, int, int]]:
    """Give year, month and day in each order that people write them in."""
    first, second, third = (int(part) for part in re.split(r"[/.-]", text))
    if first > 31:
        return [(first, second, third)]
    year = third + 2000 if third < 100 else third
    return [(year, first, second), (year, second, first)]


def lasted(text: str) -> timedelta | None:
    """Read minutes, `1:02:10`, or `1h 2m 10s` in words of either language."""
    said = text.casefold().replace(",", ".").strip()
    if re.fullmatch(r"\d{1,5}(\.\d+)?", said):
        return timedelta(minutes=float(said))
    found = ON_A_WATCH.fullmatch(said) or LASTED.fullmatch(said)
    if found is None or not any(found.groups()):
        return None
    hours, minutes, seconds = (int(part[:6]) if part else 0 for part in found.groups())
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


def join_of(reading: Reading, clock: Clock, near: datetime) -> Join | None:
    """Make a line into a join; None for the waiting room, or where it is not good."""
    if folded(reading.said.get(LogColumn.WAITED, "")) in YES:
        return None
    name = reading.text(LogColumn.NAME)
    address = reading.text(LogColumn.ADDRESS).casefold()
    if not name and not address:
        text = _("This line names nobody: leave it out.")
        reading.refuse(LogColumn.NAME, "no_name", text)
    joined, left = (
        hour_of(reading, column, clock, near)
        for column in (LogColumn.JOINED, LogColumn.LEFT)
    )
    length = length_of(reading)
    span = span_of(reading, joined, left, length)
    if not reading.problems and span is None and length is None:
        text = _("This line says neither how long nor from when to when: leave it out.")
        reading.refuse(LogColumn.LASTED, "no_time", text)
    if reading.problems:
        return None
    whole = span[1] - span[0] if span else NOTHING
    return Join(
        reading.number, name, address, span, whole if length is None else length
    )


def hour_of(
    reading: Reading, column: LogColumn, clock: Clock, near: datetime
) -> datetime | None:
    said = reading.said.get(column, "")
    found = moment(said, clock, near) if said else None
    if said and found is None:
        text = _("“%s” is no day and hour that we can read: write 2026-11-04 10:05.")
        reading.refuse(column, "bad_hour", text % said[:40])
    return found


def length_of(reading: Reading) -> timedelta | None:
    said = reading.said.get(LogColumn.LASTED, "")
    found = lasted(said) if said else None
    if said and found is None:
        text = _("“%s” is no length that we can read: write minutes, such as 95.")
        reading.refuse(LogColumn.LASTED, "bad_length", text % said[:40])
    elif found and found > LONGEST:
        text = _("“%s” is longer than a day: correct it, or leave the line out.")
        reading.refuse(LogColumn.LASTED, "endless", text % said[:40])
    return found


def span_of(
    reading: Reading,
    joined: datetime | None,
    left: datetime | None,
    length: timedelta | None,
) -> Span | None:
    """Tell from when to when; one end follows from the other and the length."""
    if joined and left is None and length is not None:
        left = joined + length
    if left and joined is None and length is not None:
        joined = left - length
    if joined is None or left is None:
        return None
    if left < joined:
        text = _("Here somebody leaves before they join: correct the line.")
        reading.refuse(LogColumn.LEFT, "backwards", text)
    elif left - joined > LONGEST:
        text = _("Here somebody stays longer than a day: correct the line.")
        reading.refuse(LogColumn.LEFT, "endless", text)
    return joined, left


def time_within(joins: Iterable[Join], starts: datetime, ends: datetime) -> timedelta:
    """Add up what lies between two hours; what overlaps counts once.

    No line gives more than it says it lasted, for one from the first join to the last
    leave may have a gap; and none is worth less beside another than it is alone.
    """
    whole = ends - starts
    added, until, longest = NOTHING, starts, NOTHING
    for join in sorted(joins, key=lambda one: one.span or (starts, starts)):
        first, last = join.span or (starts, ends)
        alone = min(min(last, ends) - max(first, starts), join.lasted)
        fresh = min(min(last, ends) - max(first, until), join.lasted)
        added += max(NOTHING, fresh)
        longest = max(longest, alone)
        if join.span:
            until = max(until, last)
    return min(max(added, longest), whole)


def hours_of(joins: Sequence[Join]) -> Span | None:
    """Tell from when to when the meeting went, as far as its lines say."""
    spans = [join.span for join in joins if join.span]
    if not spans:
        return None
    return min(first for first, _last in spans), max(last for _first, last in spans)
