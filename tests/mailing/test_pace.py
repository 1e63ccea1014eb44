"""How much leaves at once: what it asks of the database, a rate, connections."""

from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mailing import delivery, relays
from mailing.models import MailingState, Relay
from tests.mailing.rows import counters_of, make_message, make_messages, make_running
from tests.races import race


@pytest.mark.django_db
def test_mailing_is_sent_in_as_few_statements_as_promised(relay):
    mailing = make_running([f"m{n}@example.org" for n in range(100)])
    Relay.objects.create(name=relays.NAME)

    with CaptureQueriesContext(connection) as asked:
        delivery.deliver_due(seconds=20)

    assert counters_of(mailing) == {"sent": 100}
    assert mailing.state == MailingState.DONE
    # The first windows are small: how long a row takes is not known yet.
    assert len(asked) <= 100


@pytest.mark.django_db
def test_no_more_than_the_rate_leaves(relay):
    Relay.objects.create(name=relays.NAME, per_second=20)
    make_messages([f"m{n}@example.org" for n in range(60)])

    assert delivery.deliver_due(seconds=1) is True

    assert 30 <= len(relay.ids) <= 42  # a second's unused rate and the second itself


@pytest.mark.django_db
def test_rate_below_one_a_second_lets_mail_through(relay):
    Relay.objects.create(name=relays.NAME, per_second=0.1)
    make_messages(["a@example.org", "b@example.org"])

    assert delivery.deliver_due(seconds=0.2) is True

    assert relay.addresses == ["a@example.org"]


@pytest.mark.django_db(transaction=True)
def test_no_more_workers_send_than_the_relay_has_connections(relay):
    Relay.objects.create(name=relays.NAME, connections=1)
    make_message("hold-a@example.org")

    def meanwhile():
        relay.holding.wait(10)
        make_message("b@example.org")
        left = delivery.deliver_due(seconds=5)
        sent_meanwhile = list(relay.addresses)
        relay.go_on.set()
        return left, sent_meanwhile

    outcomes = race(partial(delivery.deliver_due, seconds=5), meanwhile)

    assert outcomes == [False, (False, ["hold-a@example.org"])]
    assert relay.addresses == ["b@example.org", "hold-a@example.org"]
