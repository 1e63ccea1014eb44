"""The shape in which the seminars of record are written down."""

from dataclasses import dataclass
from datetime import date

from seminars.models import (
    CountsAs,
    DateCertainty,
    InvolvementRole,
    RegistrationMode,
    SeminarFormat,
)

ON_RECORD = DateCertainty.EXACT
INVENTED = DateCertainty.ILLUSTRATIVE
Both = tuple[str, str]  # English, French


@dataclass(frozen=True)
class Sitting:
    """One session: its day, its hours on the clock, perhaps a title."""

    day: date
    starts: int = 10
    ends: int = 13
    title: Both = ("", "")


@dataclass(frozen=True)
class Topic:
    """A seminar as it is on record; hours, rooms and places are illustrative."""

    slug: str
    title: Both
    summary: Both
    objectives: tuple[Both, ...]
    sittings: tuple[Sitting, ...]
    themes: str
    source: str
    certainty: str = ON_RECORD
    partners: tuple[tuple[str, InvolvementRole], ...] = ()
    room: str = "NY"
    places: int = 60
    people: int = 48
    format: str = SeminarFormat.SEMINAR
    registration: str = RegistrationMode.OPEN
    counts_as: str = CountsAs.LEARNING
    languages: Both = ("", "")
    priority: str = ""
    updates: str = ""


FACILITATES = InvolvementRole.FACILITATOR
LENDS_THE_ROOM = InvolvementRole.VENUE_HOST


def with_(*agencies: str) -> tuple[tuple[str, InvolvementRole], ...]:
    """Name the agencies that took part beside those of the series."""
    return tuple((agency, FACILITATES) for agency in agencies)
