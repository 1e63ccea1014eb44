"""The alarm clock: names that the timetable knows, and nothing that must arrive."""

from datetime import timedelta

import pytest
from celery import current_app
from django.utils import timezone
from kombu.exceptions import OperationalError

from mailing import alarm, tasks
from mailing.models import Relay
from tests.mailing.rows import make_message, make_messages, states
from unitar_seminars.celery import app

pytestmark = pytest.mark.django_db


@pytest.fixture
def rung(monkeypatch):
    """Count what would have been handed to the broker."""
    names = []

    def note(name, **options):
        names.append(name)

    monkeypatch.setattr(current_app, "send_task", note)
    return names


def test_timetable_names_the_tasks():
    assert tasks.deliver_due.name == "mailing.deliver_due"
    assert tasks.sweep.name == "mailing.sweep"
    assert "mailing.sweep" in {row["task"] for row in app.conf.beat_schedule.values()}


def test_task_sends_what_is_due_and_takes_what_it_does_not_know(relay, rung):
    make_message()

    tasks.deliver_due(unknown=1)

    assert states() == {"mission@example.org": "sent"}
    assert rung == []


def test_run_that_ends_before_the_work_does_calls_a_successor(relay, rung, monkeypatch):
    make_messages(["a@example.org", "b@example.org"])
    Relay.objects.create(name="default", per_second=0.1)
    monkeypatch.setattr(tasks, "SECONDS", 0.2)

    tasks.deliver_due()

    assert rung == [alarm.DELIVER_DUE]


def test_sweep_wakes_a_worker_for_each_connection_while_something_is_due(rung):
    tasks.sweep()
    assert rung == []

    Relay.objects.update(connections=3)
    make_message()
    tasks.sweep(unknown=1)
    assert rung == [alarm.DELIVER_DUE] * 3


def test_bell_without_a_broker_disturbs_nobody(monkeypatch, caplog):
    def is_gone(name, **options):
        raise OperationalError("no broker")

    monkeypatch.setattr(current_app, "send_task", is_gone)

    alarm.nudge()

    assert caplog.messages == ["no worker could be woken: no broker"]


def test_nothing_is_due_before_its_hour(rung):
    make_message(next_attempt_at=timezone.now() + timedelta(minutes=1))

    tasks.sweep()

    assert rung == []
