"""People who start twice, pause and resume while workers are at it, and the rate."""

import pytest
from django.utils import timezone

from mailing import mailings
from mailing.models import Message, Relay
from tests.mailing import sink
from tests.mailing.conftest import use
from tests.mailing.faults import hands
from tests.mailing.faults.stage import FORKS, Found, Stage, is_settled, look, wait_until
from tests.mailing.rows import SYSTEM, make_mailing, make_messages, make_running
from tests.scale import sized

MANY = sized(300, 5_000)
RATE, SECONDS = 10, sized(2, 30)


@pytest.fixture
def slow(transactional_db, settings):
    """A relay that takes its time, and workers at it."""
    with sink.running(seconds=0.003) as relay:
        use(settings, relay.port)
        stage = Stage(relay.port)
        yield relay, stage
        stage.clear()


def test_pause_holds_from_the_next_claim_on_and_resume_loses_nothing(slow):
    relay, stage = slow
    mailing = make_running([f"m{n}@example.org" for n in range(MANY)])
    stage.start()
    stage.start()
    wait_until(lambda: len(relay.ids) > MANY // 10)

    mailings.pause(mailing, by=SYSTEM, at=timezone.now())
    at_hand = Message.objects.filter(state="sending").count()
    wait_until(lambda: not Message.objects.filter(state="sending").exists())
    when_paused = len(relay.ids)
    sent = Message.objects.filter(state="sent").count()
    mailings.resume(mailing, by=SYSTEM, at=timezone.now())
    wait_until(is_settled)

    assert at_hand <= 2 * 100
    assert when_paused == sent < MANY
    assert look(relay, mailing) == Found()
    assert len(relay.ids) == MANY


def test_two_processes_that_start_it_make_one_set_of_rows(slow):
    _relay, stage = slow
    mailing = make_mailing()
    people = [(f"p:{n}", f"P {n}", f"m{n}@x.example", "en") for n in range(MANY)]
    gate = FORKS.Barrier(2)

    starters = [
        stage.start(hands.start_mailing, mailing.pk, people, gate) for _ in range(2)
    ]
    for starter in starters:
        starter.join()

    mailing.refresh_from_db()
    assert sorted(starter.exitcode for starter in starters) == [0, 1]
    assert mailing.messages.count() == mailing.total == MANY


def test_four_workers_together_keep_to_the_rate(slow):
    relay, stage = slow
    Relay.objects.create(name="default", per_second=RATE, connections=4)
    make_messages([f"m{n}@example.org" for n in range(RATE * (SECONDS + 3))])
    for _ in range(4):
        stage.start()

    wait_until(lambda: len(relay.ids) >= RATE * (SECONDS + 2))

    began = relay.moments[0] + 1  # a second's unused rate may be caught up with
    during = [at for at in relay.moments if began <= at < began + SECONDS]
    assert len(during) <= 1.1 * RATE * SECONDS
