"""Atom feeds of what was published, and of all that is new on one theme."""

from collections.abc import Iterator
from datetime import datetime
from heapq import nlargest
from itertools import chain

from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from briefings.models import Briefing
from briefings.published import on_theme, readable
from seminars import announcements
from seminars.models import Seminar, Theme
from unitar_seminars import feeds
from unitar_seminars.feeds import LONGEST, Entry
from unitar_seminars.markdown import to_html


@login_not_required
@require_safe
def updates(request: HttpRequest) -> HttpResponse:
    """Tell of published updates and briefings."""
    found = entries_of(Briefing.objects.published(at=timezone.now()))
    title = _("UNITAR Seminars: updates")
    return feeds.answer(request, found, title=title, path=reverse("briefings:updates"))


@login_not_required
@require_safe
def theme(request: HttpRequest, slug: str) -> HttpResponse:
    """Tell of updates and of announced seminars on one theme, newest first."""
    one, at = get_object_or_404(Theme, slug=slug), timezone.now()
    seminars = Seminar.objects.filter(themes=one)
    found = chain(entries_of(on_theme(one, at=at)), announcements.entries(seminars))
    newest = nlargest(LONGEST, found, key=when_told)
    path = reverse("briefings:theme", args=[slug])
    return feeds.answer(request, newest, title=f"UNITAR Seminars: {one}", path=path)


def when_told(entry: Entry) -> datetime:
    return entry.at


def entries_of(published: QuerySet[Briefing]) -> Iterator[Entry]:
    for briefing in published[:LONGEST]:
        yield Entry(
            title=readable(briefing.subject),
            path=briefing.get_absolute_url(),
            html=to_html(readable(briefing.body)),
            at=briefing.published_at,
        )
