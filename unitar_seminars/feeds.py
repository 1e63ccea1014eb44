"""Atom feeds: what was published, for programs that ask again and again.

An answer is tagged by what it says, so that a program that asks every hour is sent
nothing while nothing changed. Its date is that of its newest entry, and says too
little to go by: a title is put right and no entry gets a new date.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.http import http_date
from django.utils.translation import get_language

LONGEST = 30  # entries
BEGINNING = datetime(2007, 1, 1, tzinfo=UTC)  # the date of a feed that is empty


@dataclass(frozen=True)
class Entry:
    """One page that a feed tells of; `html` is safe to print."""

    title: str
    path: str
    html: str
    at: datetime
    changed_at: datetime | None = None


class Feed(Atom1Feed):
    """A feed whose date is that of its newest entry, and never that of the question."""

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else BEGINNING


def answer(
    request: HttpRequest, entries: Iterable[Entry], *, title: str, path: str
) -> HttpResponse:
    """Draw a feed that tells of the page at this path, or say that nothing is new."""
    language = get_language() or settings.LANGUAGE_CODE
    feed = Feed(
        title=title,
        link=settings.SITE_URL + path,
        description="",
        language=language,
        author_name="UNITAR Seminars",
        feed_url=settings.SITE_URL + request.path,
    )
    for entry in entries:
        feed.add_item(
            title=entry.title,
            link=settings.SITE_URL + entry.path,
            description=entry.html,
            unique_id=settings.SITE_URL + entry.path,
            pubdate=entry.at,
            updateddate=entry.changed_at or entry.at,
        )
    body = feed.writeString("utf-8").encode()
    response = HttpResponse(body, content_type="application/atom+xml; charset=utf-8")
    response["ETag"] = f'"{sha256(body).hexdigest()}"'
    response["Last-Modified"] = http_date(feed.latest_post_date().timestamp())
    response["Content-Language"] = language
    response["Cache-Control"] = "no-cache"
    return get_conditional_response(request, etag=response["ETag"], response=response)
