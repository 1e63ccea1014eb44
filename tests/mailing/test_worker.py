"""Celery itself, with the broker of this run: a commit wakes it, by name alone."""

import subprocess
import sys
import time

import pytest
from django.conf import settings as configured
from django.db import transaction

from mailing import alarm
from tests.mailing.rows import make_message, states
from tests.mailing.test_crashes import variables_for

PATIENCE = 30  # seconds


@pytest.fixture
def worker(transactional_db, relay):
    arguments = ["worker", "--pool=solo", "--without-gossip", "--without-mingle"]
    command = [sys.executable, "-m", "celery", "-A", "unitar_seminars", *arguments]
    process = subprocess.Popen(
        [*command, "--loglevel=ERROR"],
        env=variables_for(relay.port),
        cwd=configured.BASE_DIR,
        stdout=subprocess.DEVNULL,
    )
    yield process
    process.terminate()
    try:
        process.wait(10)
    finally:
        process.kill()
        process.wait()


def test_commit_wakes_the_worker_that_sends(worker, relay):
    with transaction.atomic():
        make_message()
        transaction.on_commit(alarm.nudge, robust=True)

    deadline = time.monotonic() + PATIENCE
    while "sent" not in states().values() and time.monotonic() < deadline:
        assert worker.poll() is None
        time.sleep(0.05)

    assert states() == {"mission@example.org": "sent"}
    assert relay.addresses == ["mission@example.org"]
