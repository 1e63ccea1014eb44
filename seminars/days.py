"""How the day of a seminar is said: as well as it is known."""

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from seminars.models import DateCertainty, Seminar
from seminars.models.seminar import KNOWN_DAYS
from unitar_seminars import hours

UNSURE = {
    DateCertainty.MONTH: _("Day not on record"),
    DateCertainty.YEAR: _("Day not on record"),
    DateCertainty.ILLUSTRATIVE: _("Illustrative"),
}


def in_words(seminar: Seminar, *, year: bool = True) -> str:
    """Name days, a month, a year or nothing yet."""
    first = seminar.first_day
    if first is None or seminar.starts_at is None:
        return gettext("No date yet")
    if seminar.date_certainty == DateCertainty.YEAR:
        return str(first.year)
    if seminar.date_certainty == DateCertainty.MONTH:
        return capfirst(date_format(first, "F Y" if year else "F"))
    return hours.days(seminar.starts_at, seminar.ends_at, year=year)


def is_known(seminar: Seminar) -> bool:
    """Whether day and hours may be printed as they stand."""
    return seminar.date_certainty in KNOWN_DAYS


def doubt(seminar: Seminar) -> str:
    """Say what is not certain about the day; nothing where it is on record."""
    return UNSURE.get(DateCertainty(seminar.date_certainty), "")
