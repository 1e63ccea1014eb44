"""A Redis that is gone costs nobody anything: limits let everybody through."""

import socket
import time

import pytest
from django.contrib.auth import SESSION_KEY
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from redis import RedisError

from briefings.models import Subscriber
from devtools import services
from registrations.emails import link_of
from registrations.models import Nomination
from registrations.services import codes
from tests.factories import (
    LINK,
    NOW,
    make_mission,
    make_organisation,
    make_seminar,
    make_user,
    register,
)
from tests.registrations.forms import MISSION, person, post, sheet
from tests.users.test_signing_in import ask_for_code, code_in
from unitar_seminars import cache as ours

ENOUGH = 50  # more than any limit lets through


@pytest.fixture
def server(settings, tmp_path):
    """Count in a Redis of this test's own, which it may stop."""
    redis = services.Redis(tmp_path / "redis", durable=False)
    redis.start()
    use(settings, redis.url)
    yield redis
    redis.stop()


@pytest.fixture
def stopped(server):
    assert cache.add("counted", 1)
    assert not cache.add("counted", 1)
    server.stop()


@pytest.fixture
def silent(settings):
    """Take every connection and never say a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        use(settings, f"redis://127.0.0.1:{listener.getsockname()[1]}/0")
        yield


@pytest.fixture(params=["stopped", "silent"])
def without_redis(request):
    request.getfixturevalue(request.param)
    with pytest.raises(RedisError):
        cache.ping()


def use(settings, address):
    usual = settings.CACHES["default"]
    settings.CACHES = {"default": usual | {"LOCATION": address}}


def test_nothing_is_found_and_everything_may_be_added(without_redis):
    assert [cache.add("key", 1) for _ in range(2)] == [True, True]
    assert cache.set("key", 1) is None
    assert [cache.get("key"), cache.get("key", 7)] == [None, 7]
    assert [cache.incr("key"), cache.incr("key", 3)] == [1, 3]
    assert [cache.touch("key"), cache.delete("key"), "key" in cache] == [False] * 3
    assert cache.set_many({"key": 1}) == []
    assert cache.get_many(["key"]) == {}
    assert cache.delete_many(["key"]) is None
    assert cache.clear() is False


def test_nobody_waits_for_it_twice_and_the_log_says_so_once(without_redis, caplog):
    began = time.monotonic()
    for _ in range(ENOUGH):
        cache.add("key", 1)

    assert time.monotonic() - began < 2
    said = [line.message for line in caplog.records if line.name == ours.__name__]
    assert len(said) == 1
    assert said[0].startswith("no Redis, so nothing limits anybody: ")


def test_it_counts_again_when_it_is_back(server, stopped, monkeypatch):
    monkeypatch.setattr(ours, "PAUSE", 0)
    assert [cache.add("key", 1) for _ in range(2)] == [True, True]

    server.start()

    assert [cache.add("key", 1) for _ in range(2)] == [True, False]


@pytest.mark.django_db
def test_people_register(client, without_redis):
    make_mission()
    seminar = make_seminar(places=2)

    answer = post(seminar, sheet(person("Aïssatou Mbengue Diarra")), client)

    assert answer.status_code == 303
    assert answer.url.startswith(f"/n/{Nomination.objects.get().pk}-")


@pytest.mark.django_db
def test_people_subscribe(client, without_redis):
    form = {"address": "reader@example.org", "wants_everything": "on"}
    form |= {"frequency": "weekly", "language": "en"}

    answer = client.post("/subscribe/", form)

    assert (answer.status_code, answer.url) == (303, "/subscribe/sent/")
    assert Subscriber.objects.count() == 1


@pytest.mark.django_db
def test_people_type_their_personal_code(client, settings, without_redis):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    own = register(make_seminar(places=1), needs="A wheelchair")
    codes.choose(own, "blue heron", by=LINK, at=NOW)
    page = f"{link_of(own).path}details/"

    opened = client.post(page, {"code": "blue heron"}, follow=True)

    assert "A wheelchair" in opened.content.decode()


@pytest.mark.django_db
def test_people_search_for_their_organisation(client, without_redis):
    mission = make_organisation(name_en=MISSION)

    found = client.get(reverse("partners:search"), {"q": "senegal"}).json()

    assert [row["id"] for row in found["results"]] == [mission.pk]


@pytest.mark.django_db
def test_people_sign_in(client, mailoutbox, without_redis):
    ana = make_user(email="ana@example.org")

    ask_for_code(client, ana.email)
    client.post(reverse("account_confirm_login_code"), {"code": code_in(mailoutbox[0])})

    assert client.session[SESSION_KEY] == str(ana.pk)


@pytest.mark.django_db(transaction=True)
def test_public_pages_are_answered_from_memory(client, without_redis):
    asked = set()
    for _attempt in range(20):  # seconds end, and others write meanwhile
        assert client.get("/seminars/").status_code == 200
        with CaptureQueriesContext(connection) as again:
            client.get("/seminars/")
        asked.add(len(again))

    assert min(asked) == 1  # which rows there are
