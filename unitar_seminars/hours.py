"""Days and hours in words, on New York's clock; whatever names an hour names the zone.

Pure functions of their arguments and the active language. The database keeps UTC;
nothing else in the house turns a moment into words.
"""

from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext, ngettext, pgettext

NEW_YORK = ZoneInfo("America/New_York")
MINUS = "\u2212"


def when(starts_at: datetime, ends_at: datetime | None = None) -> str:
    """Say when something takes place, to stand by itself: a fact, a heading."""
    return _when(starts_at, ends_at, get_language())


@lru_cache(maxsize=1_000)
def _when(starts_at: datetime, ends_at: datetime | None, _language: str) -> str:
    """Put it into words once: a registration says the same hours seven times."""
    last = last_day(starts_at, ends_at)
    if local_day(starts_at) != last:
        return f"{days(starts_at, ends_at)}, {zone(starts_at, ends_at)}"
    words = [day(starts_at), hours(starts_at, ends_at), zone(starts_at, ends_at)]
    return capfirst(", ".join(words))


def moment(at: datetime) -> str:
    """Name one moment inside a sentence: a deadline, when something was received."""
    return gettext("{day}, {hour} New York time").format(day=day(at), hour=hour(at))


def day(on: date) -> str:
    """Name a day with its weekday, as inside a sentence."""
    weekday = date_format(local_day(on), "l")
    return gettext("{weekday} {date}").format(weekday=weekday, date=days(on))


def days(first: date, last: date | None = None, *, year: bool = True) -> str:
    """Name one day or a span of days, as short as it can be said."""
    start, end = local_day(first), last_day(first, last)
    if start == end:
        return _date(start, year=year)
    if start.year != end.year:
        return f"{_date(start)}–{_date(end)}"
    if start.month != end.month:
        return f"{_date(start, year=False)}–{_date(end, year=year)}"
    return f"{_number(start)}–{_date(end, year=year)}"


def hours(starts_at: datetime, ends_at: datetime | None = None) -> str:
    """Give the hours alone; for places that name the zone beside them."""
    if ends_at is None:
        return hour(starts_at)
    return f"{hour(starts_at)}–{hour(ends_at)}"


def hour(at: datetime) -> str:
    """Give one hour on New York's clock."""
    return date_format(at.astimezone(NEW_YORK), "TIME_FORMAT")


def lasting(seconds: int) -> str:
    """Say how long something takes, in minutes where they are whole."""
    minutes, rest = divmod(seconds, 60)
    if rest or not minutes:
        return ngettext("{n} second", "{n} seconds", seconds).format(n=seconds)
    return ngettext("{n} minute", "{n} minutes", minutes).format(n=minutes)


def zone(starts_at: datetime, ends_at: datetime | None = None) -> str:
    """Name the zone with its distance from UTC, with both where the clock changes."""
    first, last = _offset(starts_at), _offset(ends_at or starts_at)
    offset = first
    if first != last:
        offset = gettext("{before}, then {after}").format(before=first, after=last)
    return gettext("New York time ({offset})").format(offset=offset)


def local_day(on: date) -> date:
    """Return New York's date of a moment; a plain date is one already."""
    return on.astimezone(NEW_YORK).date() if isinstance(on, datetime) else on


def last_day(first: date, last: date | None) -> date:
    """Return the day something ends on; what ends at midnight ends the day before."""
    if last is None or last <= first:
        return local_day(first)
    if isinstance(last, datetime):
        return local_day(last - timedelta(microseconds=1))
    return last


def _date(on: date, *, year: bool = True) -> str:
    parts = {"day": _number(on), "month": date_format(on, "F"), "year": on.year}
    pattern = gettext("{day} {month} {year}") if year else gettext("{day} {month}")
    return pattern.format(**parts)


def _number(on: date) -> str:
    return pgettext("first day of a month", "1") if on.day == 1 else str(on.day)


def _offset(at: datetime) -> str:
    minutes = int(at.astimezone(NEW_YORK).utcoffset().total_seconds() // 60)
    whole, rest = divmod(abs(minutes), 60)
    sign = MINUS if minutes < 0 else "+"
    return f"UTC{sign}{whole}" + (f":{rest:02}" if rest else "")
