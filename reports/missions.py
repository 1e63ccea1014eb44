"""What a mission's own people did, year by year: the figures that its page shows.

They count what the mission sees by name on the same page, so nothing is hidden here.
Two queries, however much there is.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from partners.models import Organisation
from registrations.models import Registration
from reports import figures
from reports.definitions import MEASURES, SEATS, Definition, Measure
from reports.figures import Fact
from seminars.models import Seminar
from unitar_seminars.hours import local_day

COLUMNS: tuple[Definition, ...] = (
    MEASURES[Measure.REGISTERED],
    SEATS,
    MEASURES[Measure.PRESENCES],
    MEASURES[Measure.PARTICIPANTS],
)


@dataclass(frozen=True)
class Year:
    """One year of a mission, in the order of `COLUMNS`."""

    year: int
    values: tuple[int, ...]


def years_of(organisation: Organisation, *, at: datetime) -> list[Year]:
    """Count seminars that have begun, by New York year, the latest first."""
    begun = figures.begun(Seminar.objects.all(), at=at)
    theirs = Registration.objects.filter(organisation=organisation, seminar__in=begun)
    starts = theirs.values_list("seminar", "seminar__starts_at")
    year_of = {pk: local_day(at).year for pk, at in starts if at}
    facts: dict[int, list[Fact]] = defaultdict(list)
    for fact in figures.facts(theirs):
        facts[year_of[fact.seminar]].append(fact)
    return [Year(year, values(facts[year])) for year in sorted(facts, reverse=True)]


def values(facts: Sequence[Fact]) -> tuple[int, ...]:
    people, _unlinked = figures.participants(facts)
    return (
        sum(fact.held_place for fact in facts),
        sum(fact.has_seat for fact in facts),
        sum(fact.presences for fact in facts),
        people,
    )
