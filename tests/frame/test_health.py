"""`/healthz` says whether this host reaches its servers, and is open to machines."""

import pytest
from django.db import connections


def test_healthy_when_database_and_redis_answer(client, db):
    answer = client.get("/healthz")

    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_host_is_asked_by_its_number_and_without_tls(client, db, settings):
    settings.SECURE_SSL_REDIRECT = True
    answer = client.get("/healthz", headers={"host": "10.0.0.5:8000"})

    assert (answer.status_code, answer.content) == (200, b"ok\n")
    elsewhere = client.get("/", headers={"host": "10.0.0.5:8000"}, secure=True)
    assert elsewhere.status_code == 400


def test_a_redis_that_is_gone_is_named(client, db, settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "unitar_seminars.cache.RedisCache",
            "LOCATION": "unix:///nonexistent/redis.sock",
        }
    }

    answer = client.get("/healthz")

    assert (answer.status_code, answer.content) == (503, b"no answer from Redis\n")


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_gone_is_named(client):
    usual = connections["default"]
    gone = usual.copy()
    gone.settings_dict = usual.settings_dict | {"HOST": "/nonexistent", "OPTIONS": {}}
    connections["default"] = gone
    try:
        answer = client.get("/healthz")
    finally:
        connections["default"] = usual

    assert answer.status_code == 503
    assert answer.content == b"no answer from PostgreSQL\n"
