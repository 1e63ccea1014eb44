"""Settings say what is missing, and production is strict."""

import os
import subprocess
import sys

import pytest

from devtools.services import ROOT

LOAD = "from django.conf import settings as s; print({})"
REQUIRED = ["SECRET_KEY", "LINK_KEY", "FILING_KEY", "SITE_URL", "REDIS_URL"]


def load(expression, **variables):
    return subprocess.run(
        [sys.executable, "-c", LOAD.format(expression)],
        cwd=ROOT,
        env=os.environ | variables,
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("name", [*REQUIRED, "EMAIL_URL", "DATABASE_URL"])
def test_what_is_missing_is_named_with_the_way_out(name):
    said = load("s.DEBUG", **{name: ""}).stderr.splitlines()[-1]

    assert said.startswith(
        f"django.core.exceptions.ImproperlyConfigured: {name} is not set: `make run`"
    )


def test_production_asks_for_encryption_and_a_second_factor():
    strict = "s.SECURE_SSL_REDIRECT, s.SESSION_COOKIE_SECURE, s.DEBUG, s.SAMPLE_SETUP"
    only = {"DEBUG": "", "SAMPLE_SETUP": "", "STAFF_NEED_SECOND_FACTOR": ""}

    said = load(
        f"{strict}, s.STAFF_NEED_SECOND_FACTOR",
        SITE_URL="https://seminars.example",
        **only,
    )

    assert said.stdout == "True True False False True\n"


@pytest.mark.parametrize(
    "named",
    [
        {"SITE_URL": "https://seminars.example"},
        {"SITE_URL": "http://127.0.0.1:8000", "ALLOWED_HOSTS": "*"},
        {"SITE_URL": "http://127.0.0.1.example", "ALLOWED_HOSTS": "localhost"},
    ],
)
def test_nobody_is_let_in_unasked_where_others_can_come(named):
    said = load("s.DEBUG", SAMPLE_SETUP="1", **named).stderr.splitlines()[-1]

    assert said.startswith(
        "django.core.exceptions.ImproperlyConfigured: SAMPLE_SETUP lets everybody in"
    )


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "localhost", "[::1]"])
def test_on_one_machine_the_sample_may_let_people_in(host):
    named = {"SITE_URL": f"http://{host}:8000", "ALLOWED_HOSTS": f"{host},localhost"}

    assert load("s.SAMPLE_SETUP", SAMPLE_SETUP="1", **named).stdout == "True\n"


def test_only_proxies_that_are_named_are_believed():
    alone = load("s.ALLAUTH_TRUSTED_PROXY_COUNT, s.SECURE_PROXY_SSL_HEADER")
    behind = load(
        "s.ALLAUTH_TRUSTED_PROXY_COUNT, s.SECURE_PROXY_SSL_HEADER[0]",
        PROXIES_IN_FRONT="1",
    )

    assert alone.stdout == "0 None\n"
    assert behind.stdout == "1 HTTP_X_FORWARDED_PROTO\n"
