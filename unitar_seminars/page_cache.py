"""Public pages answered from memory, never older than the database.

PostgreSQL says in one cheap statement which transactions a read would see. Two reads
with the same answer see the same rows, so a page that was drawn for it is still the
page. What hours change (opening, closing, an embargo) is right because an entry lives
no longer than the second of the clock in which its page was asked for.
"""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse

SNAPSHOT = "SELECT pg_current_snapshot()::text"
MARK = "is_cached_page"
MOST_PAGES = 500
Key = tuple[int, str, str, str]
View = Callable[..., HttpResponse]


def cached_page(view: View) -> View:
    """Mark a view whose page is the same for everybody who is not signed in."""
    setattr(view, MARK, True)
    return view


class Pages:
    """The pages of one second, each with the snapshot it was drawn from."""

    def __init__(self) -> None:
        self.second = 0
        self.drawn: dict[Key, dict[str, HttpResponse]] = {}

    def of(self, key: Key) -> dict[str, HttpResponse]:
        if key[0] != self.second or len(self.drawn) > MOST_PAGES:
            self.second, self.drawn = key[0], {}
        return self.drawn.setdefault(key, {})


class PageCacheMiddleware:
    """Stands before all other middleware, so that a hit costs one statement.

    The snapshot is read before the page: should something be committed while the
    page is drawn, its entry is one that nobody will ask for again.
    """

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response
        self.pages = Pages()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not may_be_cached(request):
            return self.get_response(request)
        drawn = self.pages.of(key_of(request))
        if drawn and (page := drawn.get(snapshot())):
            return copy_of(page)
        request.drawn_pages = drawn
        return self.get_response_and_keep(request)

    def process_view(
        self, request: HttpRequest, view: View, args: Any, kwargs: Any
    ) -> None:
        if getattr(view, MARK, False) and hasattr(request, "drawn_pages"):
            request.page_snapshot = snapshot()

    def get_response_and_keep(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        seen = getattr(request, "page_snapshot", "")
        if seen and is_the_same_for_all(request, response):
            request.drawn_pages.clear()
            request.drawn_pages[seen] = copy_of(response)
        return response


def may_be_cached(request: HttpRequest) -> bool:
    """Leave out whoever is signed in or has a message to read, and open transactions.

    Inside a transaction the snapshot doesn't tell what the transaction itself wrote.
    """
    cookies = request.COOKIES
    return (
        request.method == "GET"
        and settings.SESSION_COOKIE_NAME not in cookies
        and "messages" not in cookies
        and not connection.in_atomic_block
    )


def is_the_same_for_all(request: HttpRequest, response: HttpResponse) -> bool:
    """Keep only whole pages that set no cookie; a form's token would set one.

    It would not for a visitor who has the token's cookie already.
    """
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and settings.CSRF_COOKIE_NAME not in request.COOKIES
    )


def key_of(request: HttpRequest) -> Key:
    host = request.META.get("HTTP_HOST", "")
    return int(time.time()), request.scheme, host, request.get_full_path()


def snapshot() -> str:
    with connection.cursor() as cursor:
        cursor.execute(SNAPSHOT)
        return cursor.fetchone()[0]


def copy_of(page: HttpResponse) -> HttpResponse:
    """Give each request a response of its own, for whoever closes or changes it."""
    return HttpResponse(page.content, status=page.status_code, headers=page.headers)
