"""Announcements of seminars, as feeds tell them: nothing that is only planned."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Max, QuerySet

from seminars.models import DateCertainty, Seminar, SeminarState
from unitar_seminars.feeds import LONGEST, Entry
from unitar_seminars.hours import when
from unitar_seminars.labels import labelled
from unitar_seminars.markdown import to_html

UNUSUAL = (SeminarState.POSTPONED, SeminarState.CANCELLED)


def entries(seminars: QuerySet[Seminar]) -> Iterator[Entry]:
    """Tell of those that were announced, the latest announcement first."""
    announced = seminars.public().order_by("-announced_at", "-pk")
    dated = announced.annotate(programme_changed_at=Max("changes__changed_at"))
    for seminar in dated[:LONGEST]:
        yield Entry(
            title=title(seminar),
            path=seminar.get_absolute_url(),
            html=to_html(text(seminar)),
            at=seminar.announced_at,
            changed_at=latest(
                seminar.announced_at,
                seminar.programme_changed_at,
                seminar.cancelled_at,
            ),
        )


def latest(*moments: datetime | None) -> datetime:
    """Give the last of those that came."""
    return max(moment for moment in moments if moment)


def title(seminar: Seminar) -> str:
    """Say in front of the title what became of it, where that is unusual."""
    if seminar.state in UNUSUAL:
        return labelled(seminar.get_state_display(), seminar.title)
    return seminar.title


def text(seminar: Seminar) -> str:
    """Say when it takes place if that is on record, then what it is about."""
    is_sure = seminar.date_certainty == DateCertainty.EXACT
    if seminar.starts_at is None or not is_sure:
        return seminar.summary
    return f"{when(seminar.starts_at, seminar.ends_at)}\n\n{seminar.summary}"
