"""Whatever the relay answers, each row goes once, or is found where it stood."""

from functools import partial

import pytest
from django.utils import timezone

from mailing import delivery
from mailing.models import (
    MessageState,
    Window,
)
from tests.mailing.rows import (
    make_message,
    make_messages,
    states,
)
from tests.races import race
from tests.scale import sized

ROWS = sized(200, 2000)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_each_row_once(relay):
    make_messages([f"m{n}@example.org" for n in range(ROWS)])

    left = race(*[partial(delivery.deliver_due, seconds=60)] * 2)

    assert left == [False, False]
    assert relay.addresses == sorted(f"m{n}@example.org" for n in range(ROWS))
    assert len(set(relay.ids)) == ROWS
    assert set(states().values()) == {"sent"}
    assert Window.objects.count() == 0


@pytest.mark.django_db
def test_accepted_row_keeps_its_moment_and_the_relays_words(relay):
    before = timezone.now()
    message = make_message()

    assert delivery.deliver_due(seconds=5) is False

    message.refresh_from_db()
    assert message.state == MessageState.SENT
    assert message.reply == "250 2.0.0 taken as 1"
    assert message.attempt == 1
    assert before < message.accepted_at < timezone.now()
