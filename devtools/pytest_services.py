"""A pytest plug-in: PostgreSQL, Redis and Chromium, real ones, for this run alone.

They are there before Django reads its settings. What can't be had ends the run with
the sentence that says what to do; no test is skipped for it.
"""

import atexit
import os
import tempfile
from pathlib import Path

import pytest

from devtools import browser, children, environment, migrated, services

started = pytest.StashKey[list]()
STARTED = "STARTED_BY_THE_TESTS"  # told to workers: what nobody but this run named
# What a test may count on, whoever runs it; one that needs another value sets it.
FIXED = {
    "SITE_URL": "http://testserver",
    "ALLOWED_HOSTS": "testserver,127.0.0.1,localhost",
    "EMAIL_URL": "memorymail://",
    "CONTACT_ADDRESS": "seminars@unitar.example",
    "DEBUG": "0",
    "SAMPLE_SETUP": "0",
    "STAFF_NEED_SECOND_FACTOR": "0",
    "STATIC_MANIFEST": "0",
    "PROXIES_IN_FRONT": "0",
    "FILING_KEY_VERSION": "1",
}


@pytest.hookimpl(wrapper=True)  # around pytest-django, which reads settings here
def pytest_load_initial_conftests(early_config):
    early_config.stash[started] = running = []
    folder = tempfile.TemporaryDirectory(prefix="tests-", ignore_cleanup_errors=True)
    atexit.register(folder.cleanup)  # a worker of xdist has no other end
    fill_environment(Path(folder.name))
    try:
        for service in services.local(Path(folder.name), durable=False):
            if not is_there(service):
                atexit.register(service.stop)
                begin(service)
                os.environ[service.variable] = service.url
                running.append(service.name)
        os.environ.setdefault(STARTED, " ".join(running))
    except children.Unavailable as problem:
        raise pytest.UsageError(str(problem)) from None
    return (yield)


def begin(service):
    if service.name == services.Postgres.name:
        migrated.start(service)
    else:
        service.start()


def is_there(service):
    """Tell what whoever called has named, or the run that this worker belongs to.

    Workers side by side share the run's PostgreSQL, where each has a database of its
    own; a Redis is emptied before each test, so each worker starts one.
    """
    is_of_this_run = service.name in os.environ.get(STARTED, "").split()
    is_shared = not (is_of_this_run and service.name == services.Redis.name)
    return bool(os.environ.get(service.variable)) and is_shared


def fill_environment(folder):
    os.environ |= FIXED
    os.environ["STATIC_ROOT"] = str(folder / "static")
    (folder / "static").mkdir()
    for name in environment.KEYS:
        os.environ[name] = f"{name} of a test run, long enough for every check"


@pytest.fixture(scope="session")
def database_from_template(django_db_modify_db_settings_parallel_suffix):
    """Let Django make its database from the one that is migrated, if there is one."""
    from django.db import connection

    if template := os.environ.get(migrated.TEMPLATE):
        connection.settings_dict["TEST"]["TEMPLATE"] = template


def pytest_report_header(config):
    named = "nothing, the environment names servers"
    return f"started for this run: {', '.join(config.stash[started]) or named}"


@pytest.fixture(scope="session")
def chromium():
    """One browser for all tests.

    Playwright keeps an event loop in this thread, where Django would refuse to touch
    the database.
    """
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    browser.let_playwright_find_a_node()
    from playwright.sync_api import sync_playwright

    executable, variables = browser.chromium()
    with sync_playwright() as playwright:
        launch = playwright.chromium.launch
        with launch(executable_path=executable, env=variables) as chromium:
            yield chromium


@pytest.fixture
def page(chromium):
    with chromium.new_context() as context:
        context.set_default_timeout(30_000)  # milliseconds
        yield context.new_page()
