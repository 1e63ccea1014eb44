"""The papers that a briefing speaks of: each has a page, which opens at its hour."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from briefings.models import Briefing, BriefingState
from seminars.models import Document, Visibility

LEFT = (BriefingState.SENT, BriefingState.RECALLED)


@dataclass(frozen=True)
class Paper:
    """A paper, the address of its page, and from when it can be read."""

    document: Document
    opens_at: datetime | None
    opens_later: bool  # than it was published

    @property
    def url(self) -> str:
        path: str = reverse("briefings:paper", args=[self.document.pk])
        return settings.SITE_URL + path

    def is_open(self, *, at: datetime) -> bool:
        return self.opens_at is None or self.opens_at <= at


def linked(briefing: Briefing) -> list[Paper]:
    """List the papers of a briefing in the order in which they were written down."""
    return [paper(one) for one in with_hours(briefing.documents.all())]


def readable(briefing: Briefing, *, at: datetime) -> list[Paper]:
    """List its papers that are for everybody still, and whose hour has come."""
    found = map(paper, with_hours(briefing.documents.public()))
    return [one for one in found if one.is_open(at=at)]


def paper(document: Document) -> Paper:
    """Say from when a paper may be read: not before its own hour or its update's."""
    closed = [document.embargo_until]
    if document.update:
        closed.append(document.update.embargo_until)
    hours = [document.published_at, *closed]
    return Paper(document, max(filter(None, hours), default=None), any(closed))


def with_hours(documents: QuerySet[Document]) -> QuerySet[Document]:
    owners = ("update", "seminar", "session__seminar")
    return documents.select_related(*owners).order_by("pk")


def told() -> QuerySet[Document]:
    """Keep the papers of which a briefing has spoken; a recall unsays no letter."""
    letters = Briefing.objects.filter(state__in=LEFT).values("documents")
    return with_hours(Document.objects.public()).filter(pk__in=letters)


def at_the_desk() -> QuerySet[Document]:
    """Keep what organisers have to read: papers that are or will be for everybody."""
    wanted = Document.objects.filter(visibility=Visibility.PUBLIC, withdrawn_at=None)
    return with_hours(wanted).filter(pk__in=Briefing.objects.values("documents"))


def sealed(paper: Paper) -> list[Any]:
    """Say what an approval holds of a paper; its hour where letters print one."""
    document = paper.document
    held = [document.pk, document.title, is_linkable(document)]
    return [*held, paper.opens_at] if paper.opens_later else held


def is_linkable(document: Document) -> bool:
    """Tell a paper that everybody may read when its hour has come."""
    seminar = document.seminar or (document.session and document.session.seminar)
    is_known = seminar is None or seminar.announced_at is not None
    listed = Document.objects.public().filter(pk=document.pk)
    return is_known and listed.exists()
