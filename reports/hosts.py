"""What the host of the Forum may read: its updates, its proposals, whom they reached.

Only seminars that a visitor sees are named, and people only as headcounts.
"""

from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from partners.models import HostTerm, PreparatoryUpdate, Priority
from reports import figures, tables
from reports.report import Table, View
from seminars.models import Seminar, Session
from unitar_seminars.db import last_day
from unitar_seminars.hours import days

THRESHOLD = 5  # a host has no agreement that would name another


def title(term: HostTerm) -> str:
    """Name a term by its countries and its days, the last one included."""
    countries = ", ".join(country.name for country in term.countries.all())
    last = last_day(term.ends_on)
    if last is None:
        pattern = _("{countries}, from {first}")
        return pattern.format(countries=countries, first=days(term.starts_on))
    return f"{countries}, {days(term.starts_on, last)}"


def updates(term: HostTerm) -> QuerySet[PreparatoryUpdate]:
    """Keep the term's updates, each with the sessions that carry it."""
    sessions = Session.objects.filter(seminar__announced_at__isnull=False)
    carried = Prefetch("sessions", sessions.select_related("seminar"), "shown_sessions")
    return term.updates.prefetch_related(carried).order_by("pk")


def priorities(term: HostTerm) -> QuerySet[Priority]:
    """Keep what the term proposed, each with the seminars that came of it."""
    answers = Prefetch("seminars", Seminar.objects.public(), "shown_seminars")
    rows = term.priorities.select_related("merged_into").prefetch_related(answers)
    return rows.order_by("year", "pk")


def seminars(term: HostTerm, *, at: datetime) -> QuerySet[Seminar]:
    """Keep the seminars begun that carried an update or answered a proposal of it."""
    sessions = Session.objects.filter(updates__host_term=term)
    concerned = Q(pk__in=sessions.values("seminar")) | Q(priority__host_term=term)
    return figures.begun(Seminar.objects.filter(concerned), at=at)


def headcount(term: HostTerm, *, at: datetime) -> tuple[int, Table | None]:
    """Count who came to these seminars, by regional group; no table without any."""
    counts = figures.count(seminars(term, at=at))
    if not counts.seminars:
        return 0, None
    years = [held.day.year for held in counts.seminars]
    view = View(min(years), max(years))
    report = tables.report(counts, view, threshold=THRESHOLD, at=at)
    return len(counts.seminars), report.by_key["region"]
