"""A page from memory is the page that would be drawn now."""

import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import path, reverse
from django.utils import timezone

from tests.factories import (
    make_organiser,
    make_planned,
    make_seminar,
    register,
)
from tests.races import race
from tests.sent import sent_back
from unitar_seminars import page_cache
from unitar_seminars.page_cache import cached_page

pytestmark = pytest.mark.django_db(transaction=True)
drawn = []


@cached_page
@login_not_required
def counted(request):
    drawn.append(request.get_full_path())
    return HttpResponse(f"drawn {len(drawn)}")


@cached_page
@login_not_required
def with_form(request):
    drawn.append("form")
    return HttpResponse(get_token(request))


@cached_page
@login_not_required
def missing(request):
    drawn.append("missing")
    return HttpResponse("none", status=404)


@login_not_required
def unmarked(request):
    drawn.append("unmarked")
    return HttpResponse("fresh")


urlpatterns = [
    path("counted/", counted),
    path("form/", with_form),
    path("missing/", missing),
    path("unmarked/", unmarked),
]


@pytest.fixture
def second(monkeypatch):
    """Stop the clock of the cache; what a test adds to it are seconds."""
    clock = {"now": int(time.time())}
    monkeypatch.setattr(page_cache.time, "time", lambda: clock["now"])
    return clock


@pytest.fixture
def pages(settings, second):
    settings.ROOT_URLCONF = __name__
    drawn.clear()


def test_second_reader_gets_the_page_of_the_first(client, pages, second):
    for _attempt in range(20):
        second["now"] += 1
        first, again = client.get("/counted/"), client.get("/counted/")
        if first.content == again.content:
            break

    assert again.content == first.content
    assert again.headers == first.headers
    assert "Content-Security-Policy" in again.headers


def test_hit_costs_one_statement(client, pages):
    costs = []
    for _attempt in range(20):
        with CaptureQueriesContext(connection) as asked:
            client.get("/counted/")
        costs.append(len(asked))

    assert min(costs) == 1


def test_what_an_address_asks_for_and_its_host_are_part_of_the_page(client, pages):
    client.get("/counted/")
    client.get("/counted/?year=2007")
    client.get("/counted/", headers={"host": "localhost"})

    assert len(drawn) == 3


def test_next_second_draws_anew(client, pages, second):
    client.get("/counted/")
    second["now"] += 1
    client.get("/counted/")

    assert len(drawn) == 2


def test_commit_on_another_connection_draws_anew(client, pages):
    seminar = make_planned()
    client.get("/counted/")

    assert race(lambda: touch(seminar)) == [1]

    client.get("/counted/")
    assert len(drawn) == 2


def touch(seminar):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE seminars_seminar SET contact = 'new@example.org'")
        return cursor.rowcount


@pytest.mark.parametrize("cookie", [settings.SESSION_COOKIE_NAME, "messages"])
def test_whoever_has_a_session_or_a_message_gets_an_own_page(client, pages, cookie):
    client.get("/counted/")
    client.cookies[cookie] = "something"
    client.get("/counted/")

    assert len(drawn) == 2


@pytest.mark.parametrize("cookie", [None, settings.CSRF_COOKIE_NAME])
def test_page_with_a_form_is_never_kept(client, pages, cookie):
    if cookie:
        client.cookies[cookie] = "a" * 32
    client.get("/form/")
    client.cookies.pop(settings.CSRF_COOKIE_NAME)
    client.get("/form/")

    assert drawn == ["form", "form"]


@pytest.mark.parametrize("name", ["missing", "unmarked"])
def test_only_marked_pages_that_were_found_are_kept(client, pages, name):
    client.get(f"/{name}/")
    client.get(f"/{name}/")

    assert drawn == [name, name]


def test_other_methods_reach_the_view(client, pages):
    client.get("/counted/")
    client.head("/counted/")
    client.post("/counted/")

    assert len(drawn) == 3


def test_memory_holds_a_second_and_so_many_pages(client, pages, monkeypatch):
    monkeypatch.setattr(page_cache, "MOST_PAGES", 3)
    middleware = page_cache.Pages()

    for number in range(10):
        middleware.of((1, "http", "host", f"/{number}/"))

    assert len(middleware.drawn) <= 4


def shown(client, seminar):
    return client.get(seminar.get_absolute_url()).content.decode()


def test_admin_save_shows_at_once(client, second):
    seminar = make_seminar(places=2)
    assert "Another title" not in shown(client, seminar)
    staff = Client()
    staff.force_login(make_organiser())
    url = reverse("admin:seminars_seminar_change", args=[seminar.pk])
    form = sent_back(staff.get(url).content.decode(), "seminar_form")

    staff.post(url, form | {"title_en": "Another title"})

    assert "Another title" in shown(client, seminar)


def test_registration_shows_at_once(client, second):
    seminar = make_seminar(places=2)
    assert "2 of 2 places left" in shown(client, seminar)

    register(seminar)

    assert "1 of 2 places left" in shown(client, seminar)


def test_raw_statement_on_another_connection_shows_at_once(client, second):
    seminar = make_seminar(places=2)
    assert "new@example.org" not in shown(client, seminar)

    race(lambda: touch(seminar))

    assert "new@example.org" in shown(client, seminar)


def test_hours_that_pass_show_at_once(client):
    now = timezone.now()
    opening = now.replace(microsecond=0) + timedelta(seconds=2)
    seminar = make_seminar(places=2, opens_at=opening)
    before = shown(client, seminar)

    time.sleep((opening - timezone.now()).total_seconds() + 0.01)

    assert "Registration is not open yet" in before
    assert "2 of 2 places left" in shown(client, seminar)
