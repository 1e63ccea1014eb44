"""What happened, counted: the seminars of a report and the facts about who came.

Facts are read from what each registration kept of its day, never from an
organisation or a country as it is now. Three queries, however much there is.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from partners.models import Agreement, Sector
from registrations.models import (
    GONE,
    SEATED,
    Attendance,
    CancelledBecause,
    Registration,
    RegistrationStatus,
    Seat,
)
from registrations.models.attendance import CAME
from reports.definitions import Measure
from seminars import days
from seminars.models import Seminar, SeminarState, covered_by
from unitar_seminars.hours import local_day
from unitar_seminars.translated import Text

LOST_IT = (RegistrationStatus.WAITING, RegistrationStatus.PENDING)
BEGUN_STATES = (SeminarState.ANNOUNCED, SeminarState.HELD)


@dataclass(frozen=True)
class Held:
    """A seminar that has begun, as far as a report needs it."""

    pk: int
    title: Text
    day: date
    spoken_day: str
    day_doubt: str
    series: int | None
    series_title: Text | None
    places: int
    has_attendance: bool

    @property
    def column(self) -> str:
        """The series and year it belongs to: what filters can tell apart."""
        return f"{self.series or 0}:{self.day.year}"

    @property
    def when(self) -> str:
        """The day in one line of plain text, as well as it is known."""
        if self.day_doubt:
            return f"{self.spoken_day} ({self.day_doubt})"
        return self.spoken_day


@dataclass(frozen=True)
class Fact:
    """One registration, as it was then."""

    seminar: int
    person: int | None
    sector: str
    regional_group: str
    is_ldc: bool
    is_lldc: bool
    is_sids: bool
    gender: str
    held_place: bool
    presences: int
    has_seat: bool

    @property
    def came(self) -> bool:
        return self.presences > 0

    @property
    def is_mission(self) -> bool:
        return self.sector == Sector.MISSION

    @property
    def is_special(self) -> bool:
        return self.is_ldc or self.is_lldc or self.is_sids


@dataclass(frozen=True)
class Counts:
    """Everything a report counts, before anything is hidden."""

    seminars: tuple[Held, ...]
    facts: tuple[Fact, ...]

    @property
    def columns(self) -> list[str]:
        return sorted({held.column for held in self.seminars})


def begun(seminars: QuerySet[Seminar], *, at: datetime) -> QuerySet[Seminar]:
    """Keep the seminars whose first session has begun; what was put off is not one."""
    return seminars.filter(state__in=BEGUN_STATES, starts_at__lte=at)


def covered(agreements: QuerySet[Agreement], *, at: datetime) -> QuerySet[Seminar]:
    """Tell the seminars that a report under these agreements is about."""
    return begun(covered_by(agreements), at=at)


def count(seminars: QuerySet[Seminar]) -> Counts:
    """Read what there is to count about these seminars."""
    registered = Registration.objects.filter(seminar__in=seminars)
    return Counts(tuple(_held(seminars)), tuple(facts(registered)))


def _held(seminars: QuerySet[Seminar]) -> Iterable[Held]:
    marks = Attendance.objects.filter(session__seminar=OuterRef("pk"))
    places = dict(
        Seat.objects.places()
        .filter(seminar__in=seminars)
        .values_list("seminar")
        .annotate(Count("pk"))
    )
    rows = seminars.annotate(has_attendance=Exists(marks)).select_related("series")
    for seminar in rows.order_by("starts_at", "pk"):
        yield Held(
            pk=seminar.pk,
            title=seminar.title,
            day=local_day(seminar.starts_at),  # type: ignore[arg-type]
            spoken_day=days.in_words(seminar),
            day_doubt=str(days.doubt(seminar)),
            series=seminar.series_id,
            series_title=seminar.series.title if seminar.series else None,
            places=places.get(seminar.pk, 0),
            has_attendance=seminar.has_attendance,
        )


def facts(registrations: QuerySet[Registration]) -> Iterable[Fact]:
    """Read registrations; one that is over can't have come, but held what it held.

    Who came to a session before somebody else was named did come.
    """
    start = F("seminar__starts_at")
    kept = Q(cancelled_at=None) | Q(cancelled_at__gte=start)
    is_over = Q(status__in=GONE) & ~Q(cancelled_because=CancelledBecause.SUBSTITUTED)
    came = Q(attendances__mark__in=CAME) & ~is_over
    rows = (
        registrations.annotate(came=Count("attendances", filter=came))
        .annotate(
            held=Q(seated_at__isnull=False)
            & Q(seated_at__lte=start)
            & kept
            & ~Q(status__in=LOST_IT)
        )
        .annotate(has_seat=Q(status__in=SEATED))
        .order_by("seminar", "line_number")
    )
    columns = (
        "seminar_id",
        "person_id",
        "sector",
        "regional_group",
        "is_ldc",
        "is_lldc",
        "is_sids",
        "gender",
        "held",
        "came",
        "has_seat",
    )
    return (Fact(*row) for row in rows.values_list(*columns).iterator())


def participants(facts: Iterable[Fact]) -> tuple[int, int]:
    """Count distinct people who came, and how many of them nobody could link."""
    people = [fact.person for fact in facts if fact.came]
    unlinked = people.count(None)
    return len({person for person in people if person}) + unlinked, unlinked


def participations(
    counts: Counts, row_of: Callable[[Fact], str | None]
) -> Counter[tuple[str, str]]:
    """Count who came, by row and column; a fact whose row is None is left out."""
    column = {held.pk: held.column for held in counts.seminars}
    came = [fact for fact in counts.facts if fact.came]
    placed = [(row_of(fact), column[fact.seminar]) for fact in came]
    return Counter((row, col) for row, col in placed if row is not None)


def by_seminar(counts: Counts, measure: Measure) -> Counter[tuple[str, str]]:
    """Add up one measure of people for each seminar."""
    column = {held.pk: held.column for held in counts.seminars}
    total: Counter[tuple[str, str]] = Counter()
    for fact in counts.facts:
        total[str(fact.seminar), column[fact.seminar]] += _worth(fact, measure)
    return +total


def _worth(fact: Fact, measure: Measure) -> int:
    worth = {
        Measure.REGISTERED: int(fact.held_place),
        Measure.PARTICIPATIONS: int(fact.came),
        Measure.PRESENCES: fact.presences,
    }
    return worth[measure]
