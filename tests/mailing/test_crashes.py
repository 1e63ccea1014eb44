"""Whoever dies, and when: nothing is lost, and what may have left twice is few."""

import os
import subprocess
import sys
import threading
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from urllib.parse import urlsplit

import pytest
from django.conf import settings as configured
from django.core.mail import get_connection
from django.db import connection
from django.utils import timezone

from mailing import delivery, windows
from mailing.models import Window
from tests.mailing.rows import (
    counters_of,
    make_message,
    make_messages,
    make_running,
    states,
)
from tests.races import race


def stale_window(names, *, handled, **fields):
    """Leave a window behind as a worker does that died in it."""
    mailing = make_running(names)
    window = windows.claim(len(names)).window
    rows = list(mailing.messages.order_by("pk"))
    hinted = rows[handled - 1].pk if handled else 0
    past = timezone.now() - timedelta(seconds=1)
    values = {"handled_to": hinted, "lease_until": past, **fields}
    Window.objects.filter(pk=window.pk).update(**values)
    return mailing


@pytest.mark.django_db
def test_stale_window_is_settled_by_order():
    names = [f"m{n:02}@example.org" for n in range(10)]
    mailing = stale_window(names, handled=4)

    assert delivery.sweep() == 2

    found = [state for _, state in sorted(states().items())]
    assert found == ["sent"] * 4 + ["uncertain"] + ["pending"] * 5
    assert counters_of(mailing) == {"sent": 4, "uncertain": 1}
    assert Window.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("attempt", "outcome"),
    [(0, ("pending", 1)), (len(windows.AGAIN), ("failed", len(windows.AGAIN) + 1))],
)
def test_mail_for_one_person_goes_again_but_not_for_ever(attempt, outcome):
    message = make_message(attempt=attempt)
    windows.claim(5)
    past = timezone.now() - timedelta(seconds=1)
    Window.objects.update(lease_until=past)

    delivery.sweep()

    message.refresh_from_db()
    assert (message.state, message.attempt) == outcome


@pytest.mark.django_db
def test_whole_rest_is_in_doubt_when_the_database_fell_too():
    names = [f"m{n:02}@example.org" for n in range(10)]
    before = datetime(2001, 1, 1, tzinfo=UTC)
    mailing = stale_window(names, handled=4, claimed_at=before)

    delivery.sweep()

    assert counters_of(mailing) == {"sent": 4, "uncertain": 6}


@pytest.mark.django_db
def test_worker_that_wakes_after_its_lease_finds_nothing_to_settle():
    mailing = stale_window(["a@example.org", "b@example.org"], handled=0)
    window = Window.objects.get()
    delivery.sweep()
    found = states()

    windows.close(window.pk, handled_to=10**9)
    answer = windows.Answer(windows.Outcome.FAILED, "550 no")
    windows.record(window, mailing.messages.order_by("pk")[0], answer)

    assert states() == found


@pytest.mark.django_db
def test_refusal_that_is_written_twice_counts_once():
    """A commit may succeed though the worker never hears of it, and tries again."""
    mailing = make_running(["a@example.org", "b@example.org"])
    window = windows.claim(2).window
    answer = windows.Answer(windows.Outcome.FAILED, "550 no")
    refused = mailing.messages.order_by("pk")[0]

    noted = [windows.record(window, refused, answer) for _ in range(2)]
    windows.close(window.pk, handled_to=10**9)

    assert noted == [True, True]
    assert counters_of(mailing) == {"sent": 1, "failed": 1}
    assert mailing.state == "done"
    refused.refresh_from_db()
    assert refused.attempt == 1


@pytest.mark.django_db(transaction=True)
def test_worker_keeps_what_it_knows_while_the_database_is_away(relay):
    names = [f"m{n}@example.org" for n in range(10)]
    names[4] = "hold-m4@example.org"
    make_messages(names)
    pid = []

    def work():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            pid.extend(cursor.fetchone())
        return delivery.deliver_due(seconds=20)

    def cut():
        relay.holding.wait(10)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", pid)
        time.sleep(0.2)
        relay.go_on.set()

    race(work, cut)
    delivery.deliver_due(seconds=10)

    assert len(relay.ids) == len(set(relay.ids)) == 10
    assert set(states().values()) == {"sent"}
    assert Window.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_refusal_is_kept_too_while_the_database_is_away(relay, monkeypatch):
    make_messages(["r550-a@example.org", "b@example.org"])
    ends = threading.Event()
    relay_refuses = relay.again

    def end_session(address):
        ends.set()
        time.sleep(0.3)
        return relay_refuses(address)

    monkeypatch.setattr(relay, "again", end_session)
    pid = []

    def work():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            pid.extend(cursor.fetchone())
        return delivery.deliver_due(seconds=20)

    def cut():
        ends.wait(10)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", pid)

    race(work, cut)
    delivery.deliver_due(seconds=10)

    assert states() == {"r550-a@example.org": "failed", "b@example.org": "sent"}
    assert relay.refused == ["r550-a@example.org"]


@pytest.mark.django_db(transaction=True)
def test_worker_gives_up_when_the_database_is_away_for_longer_than_the_lease(
    relay, settings, monkeypatch
):
    settings.MAIL_LEASE_SECONDS = 0.6
    make_message()
    lost = partial(_raise, delivery.OperationalError("away"))
    monkeypatch.setattr(windows, "close", lost)

    with pytest.raises(delivery.OperationalError):
        delivery.deliver_due(seconds=5)

    monkeypatch.undo()
    time.sleep(0.7)
    delivery.sweep()
    assert Window.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_worker_whose_window_was_closed_meanwhile_begins_nothing_that_others_send(
    relay,
):
    names = [f"{'hold-' if n == 5 else ''}m{n:02}@example.org" for n in range(40)]
    mailing = make_running(names)

    def close_it():
        relay.holding.wait(10)
        windows.close(Window.objects.get().pk)
        relay.go_on.set()

    race(lambda: delivery.deliver_due(seconds=10), close_it)
    delivery.deliver_due(seconds=10)

    assert len(relay.ids) == len(set(relay.ids)) == 40
    assert counters_of(mailing) == {"sent": 38, "uncertain": 2}


@pytest.mark.django_db(transaction=True)
def test_database_that_is_away_when_a_text_is_read_fails_nobody(relay):
    mailing = make_running(["a@example.org", "b@example.org"])
    claim = windows.claim(5)

    def lose_the_session(row):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    deadline = time.monotonic() + 60
    with closing(get_connection()) as way_out:
        hands = delivery.Sending(claim.window, lose_the_session, way_out, deadline)
        hands.run(claim.rows)
    delivery.deliver_due(seconds=10)

    assert counters_of(mailing) == {"sent": 2}


def _raise(error, *args, **kwargs):
    raise error


def variables_for(port):
    """Give a process of its own the database of this test, and the sink."""
    url = urlsplit(os.environ["DATABASE_URL"])
    database = url._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    return os.environ | {
        "DATABASE_URL": database,
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
        "DJANGO_SETTINGS_MODULE": "unitar_seminars.settings",
    }


WITHOUT_REDIS = """
import django; django.setup()
import time
from django.db import transaction
from mailing import alarm
from tests.mailing.rows import make_message
began = time.monotonic()
with transaction.atomic():
    make_message()
    transaction.on_commit(alarm.nudge)
print(time.monotonic() - began)
"""


@pytest.mark.django_db(transaction=True)
def test_without_redis_a_commit_waits_for_nobody_and_the_sweep_sends(relay):
    command = [sys.executable, "-c", WITHOUT_REDIS]
    env = variables_for(relay.port) | {"REDIS_URL": "redis://127.0.0.1:1/0"}

    said = subprocess.run(
        command, env=env, cwd=configured.BASE_DIR, capture_output=True, check=True
    )

    assert float(said.stdout) < 1
    assert b"no worker could be woken" in said.stderr
    assert states() == {"mission@example.org": "pending"}
    assert delivery.sweep() == 2
    delivery.deliver_due(seconds=5)
    assert relay.addresses == ["mission@example.org"]
