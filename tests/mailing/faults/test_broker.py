"""Redis is gone, emptied, or comes back: what is due stands in the rows."""

import time

import pytest
from celery import current_app
from django.conf import settings
from django.db import transaction
from kombu import Connection

from devtools import services
from mailing import alarm
from mailing.models import Message
from registrations.models import Registration
from tests.factories import make_mission, make_seminar, submit, typed
from tests.mailing.faults import hands
from tests.mailing.faults.stage import (
    LEASE,
    PATIENCE,
    Found,
    is_settled,
    kill,
    look,
    wait_until,
)
from tests.mailing.rows import make_message, make_running, states
from tests.scale import sized

PEOPLE, ROLLED_BACK = 100, sized(10, 100)
BOTH = (hands.celery_worker, hands.celery_beat)
TICK = 5  # seconds between two looks of the timetable
SOON = sized(6 * TICK, 2 * TICK)  # the usual suite shares its machine with others


@pytest.fixture
def broker(tmp_path):
    redis = services.Redis(tmp_path / "redis", durable=False)
    redis.start()
    yield redis
    redis.stop()


def test_commit_wakes_a_worker_by_name_alone(stage, relay):
    stage.broker = settings.CELERY_BROKER_URL
    stage.start(hands.celery_worker)

    with transaction.atomic():
        make_message()
        transaction.on_commit(alarm.nudge, robust=True)
    wait_until(is_settled)

    assert states() == {"mission@example.org": "sent"}
    assert relay.addresses == ["mission@example.org"]


def commit_and_roll_back():
    """Register people while nobody is there to be woken."""
    seminar, mission = make_seminar(places=PEOPLE), make_mission()
    for _ in range(ROLLED_BACK // 10):
        with transaction.atomic():
            submit(seminar, *[typed(mission) for _ in range(10)])
            transaction.set_rollback(True)
    for _ in range(PEOPLE // 10):
        submit(seminar, *[typed(mission) for _ in range(10)])


def wake_a_worker(address):
    with Connection(address) as broker:
        current_app.send_task(alarm.DELIVER_DUE, connection=broker)


def confirmed():
    """Count the people who were told of their place."""
    own = Message.objects.filter(mailing=None, state="sent")
    people = own.filter(person_key__startswith="registrations.registration:")
    return people.values("person_key").distinct().count()


@pytest.mark.parametrize("lease", sized([LEASE], [LEASE, 300]))
def test_everything_is_killed_and_nothing_is_lost(stage, relay, broker, lease):
    stage.broker = broker.url.replace("unix://", "redis+socket://", 1)
    names = [f"{'hold-' if n == 30 else ''}m{n}@example.org" for n in range(60)]
    mailing = make_running(names)
    processes = [stage.start(task, lease=lease) for task in BOTH]
    wake_a_worker(stage.broker)
    assert relay.holding.wait(PATIENCE)
    broker.process.kill()
    broker.process.wait()
    kill(*processes)

    commit_and_roll_back()
    broker.start()  # empty
    began = time.monotonic()
    for task in BOTH:
        stage.start(task, lease=lease)
    wait_until(lambda: confirmed() == PEOPLE)
    until_confirmed = time.monotonic() - began
    wait_until(is_settled, lease + PATIENCE)
    until_all = time.monotonic() - began

    found = look(relay, mailing)
    assert found == Found(uncertain=found.uncertain)
    assert Registration.objects.count() == confirmed() == PEOPLE
    assert found.uncertain <= 10
    assert until_confirmed <= SOON
    assert until_all <= lease + SOON
