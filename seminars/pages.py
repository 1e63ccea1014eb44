"""What public pages print of seminars, read in a fixed number of queries.

Nothing that is only planned comes out of here; a preview asks by another door.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, OuterRef, Prefetch, Q, QuerySet, Value, When
from django.db.models.functions import Extract, ExtractYear, JSONObject
from django.utils import timezone

from partners.models import Organisation
from seminars.models import (
    AgendaItem,
    Document,
    DocumentKind,
    Involvement,
    InvolvementRole,
    LearningObjective,
    ProgrammeChange,
    Seminar,
    SeminarState,
    Series,
    Session,
    SpeakerInvitation,
    Theme,
)
from seminars.models.speakers import GONE
from unitar_seminars.db import on
from unitar_seminars.hours import NEW_YORK, local_day

ON_HOME = 60
SHOWN_OF_CHANGE = {
    name: name
    for name in (
        "version",
        "kind",
        "before_en",
        "before_fr",
        "after_en",
        "after_fr",
        "changed_at",
    )
}
KEPT_PAPERS = [DocumentKind.SUMMARY, DocumentKind.MANUAL]
YEAR = ExtractYear("starts_at", tzinfo=NEW_YORK)
EPOCH = Extract("starts_at", "epoch")


@dataclass(frozen=True)
class Year:
    """The seminars of one year that are over, latest first."""

    number: int | None
    seminars: list[Seminar]

    @property
    def series(self) -> list[Series]:
        """The series of this year, each once."""
        found = {one.series.pk: one.series for one in self.seminars if one.series}
        return list(found.values())


@dataclass(frozen=True)
class Partners:
    """The organisations in one role."""

    role: str
    organisations: list[Organisation]


@dataclass(frozen=True)
class Programme:
    """Seminars as a reader looks for them: what comes, then what was."""

    upcoming: list[Seminar]
    years: list[Year]

    @property
    def next(self) -> Seminar | None:
        """The one that takes place next, as far as anybody knows."""
        announced = SeminarState.ANNOUNCED
        return next((one for one in self.upcoming if one.state == announced), None)

    @property
    def later(self) -> list[Seminar]:
        return [one for one in self.upcoming if one is not self.next]

    @property
    def seminars(self) -> list[Seminar]:
        return [*self.upcoming, *(one for year in self.years for one in year.seminars)]


def listed(*, at: datetime) -> QuerySet[Seminar]:
    """Read announced seminars with all that a line of a list prints; three queries."""
    papers = (
        Document.objects.public()
        .open(at=at)
        .filter(kind__in=KEPT_PAPERS, content__isnull=False)
        .select_related("content")
        .defer("content__data")
        .order_by("kind", "language")
    )
    return (
        Seminar.objects.public()
        .select_related("series")
        .prefetch_related(
            Prefetch("sessions", queryset=sessions()),
            Prefetch("documents", queryset=papers, to_attr="papers"),
        )
        .alias(
            over=Case(
                When(Q(ends_at__gt=at) | undated(), then=Value(0)), default=Value(1)
            )
        )
        .order_by("over", Case(When(over=0, then=EPOCH), default=-EPOCH), "pk")
    )


def undated() -> Q:
    """Say in a filter: put off to a day that nobody knows yet."""
    return Q(starts_at=None, state=SeminarState.POSTPONED)


def sessions() -> QuerySet[Session]:
    return Session.objects.select_related("room__venue").order_by("starts_at", "pk")


def programme(seminars: Iterable[Seminar], *, at: datetime) -> Programme:
    """Part seminars that come from those that were, these by year."""
    upcoming, past = [], []
    for seminar in seminars:
        (past if is_over(seminar, at=at) else upcoming).append(seminar)
    past.sort(key=lambda one: one.first_day or date.min, reverse=True)
    years = [Year(number, list(group)) for number, group in groupby(past, key=year_of)]
    return Programme(upcoming, years)


def is_over(seminar: Seminar, *, at: datetime) -> bool:
    """Whether it belongs to the past; what waits for a new day does not."""
    if seminar.ends_at is None:
        return seminar.state != SeminarState.POSTPONED
    return seminar.ends_at <= at


def year_of(seminar: Seminar) -> int | None:
    return seminar.first_day.year if seminar.first_day else None


def years() -> list[int]:
    """List the years in which something public took or takes place, latest first."""
    found = Seminar.objects.public().filter(starts_at__isnull=False)
    return list(found.values_list(YEAR, flat=True).distinct().order_by(YEAR.desc()))


def current_series(*, at: datetime) -> Series | None:
    """Choose the series that runs today, else the one that began last."""
    today = local_day(at)
    runs = Q(ends_on=None) | Q(ends_on__gt=today)
    return (
        Series.objects.filter(starts_on__lte=today)
        .annotate(runs=Case(When(runs, then=Value(0)), default=Value(1)))
        .order_by("runs", "-starts_on", "pk")
        .first()
    )


def whole(seminars: QuerySet[Seminar]) -> QuerySet[Seminar]:
    """Read what a seminar's own page prints: itself, sessions, agenda, speakers."""
    objectives = LearningObjective.objects.filter(seminar=OuterRef("pk"))
    themes = Theme.objects.filter(seminars=OuterRef("pk"))
    changes = ProgrammeChange.objects.filter(seminar=OuterRef("pk"))
    agenda = AgendaItem.objects.order_by("starts_at", "pk")
    speakers = (
        SpeakerInvitation.objects.filter(~Q(state__in=GONE) | Q(leaves_a_gap=True))
        .select_related("person")
        .order_by("pk")
    )
    return (
        seminars.select_related("series__predecessor", "repeats")
        .prefetch_related(
            Prefetch("sessions", queryset=sessions()),
            Prefetch("sessions__agenda", queryset=agenda),
            Prefetch("sessions__speakers", queryset=speakers),
        )
        .annotate(
            objective_rows=ArraySubquery(
                objectives.order_by("position", "pk").values(
                    row=JSONObject(text_en="text_en", text_fr="text_fr")
                )
            ),
            theme_rows=ArraySubquery(
                themes.order_by("name_en").values(
                    row=JSONObject(slug="slug", name_en="name_en", name_fr="name_fr")
                )
            ),
            change_rows=ArraySubquery(
                changes.order_by("-version").values(row=JSONObject(**SHOWN_OF_CHANGE))
            ),
        )
    )


def papers(seminar: Seminar, *, at: datetime) -> list[Document]:
    """List the public documents of a seminar and its sessions, in order of kind."""
    found = (
        Document.objects.public()
        .filter(Q(seminar=seminar) | Q(session__seminar=seminar))
        .filter(published_at__lte=at, content__isnull=False)
        .select_related("content")
        .defer("content__data")
        .order_by("language", "pk")
    )
    order = DocumentKind.values
    return sorted(found, key=lambda paper: order.index(paper.kind))


def hours_of(seminar: Seminar) -> list[tuple[date, list[Session]]]:
    """Group the sessions that have hours by their day in New York."""
    dated = [one for one in seminar.sessions.all() if one.starts_at]
    by_day = groupby(dated, key=lambda one: timezone.localdate(one.starts_at))
    return [(day, list(group)) for day, group in by_day]


def objectives_of(seminar: Seminar) -> list[LearningObjective]:
    return [LearningObjective(**row) for row in seminar.objective_rows]


def themes_of(seminar: Seminar) -> list[Theme]:
    return [Theme(**row) for row in seminar.theme_rows]


def changes_of(seminar: Seminar) -> list[ProgrammeChange]:
    """List what was changed since it was announced, the latest version first."""
    rows = [dict(row) for row in seminar.change_rows]
    for row in rows:
        row["changed_at"] = datetime.fromisoformat(row["changed_at"])
    return [ProgrammeChange(**row) for row in rows]


def partners_of(offer: Series | Seminar) -> list[Partners]:
    """Name by role who offers a series, or a seminar on its first day."""
    if isinstance(offer, Series):
        taking_part = Q(series=offer)
    else:
        mine = Q(seminar=offer) | Q(series=offer.series_id, series__isnull=False)
        taking_part = mine & on(offer.first_day) if offer.first_day else mine
    found = (
        Involvement.objects.filter(taking_part)
        .select_related("organisation")
        .order_by("pk")
    )
    by_role: dict[str, dict[int, Organisation]] = {}
    for one in found:
        by_role.setdefault(one.role, {})[one.organisation_id] = one.organisation
    roles = [role for role in InvolvementRole if role in by_role]
    return [Partners(role.label, list(by_role[role].values())) for role in roles]
