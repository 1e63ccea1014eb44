"""How long the relay rests that keeps failing, and that it is forgiven."""

from datetime import timedelta

import pytest

from mailing import relays
from mailing.models import Relay

pytestmark = pytest.mark.django_db
JUST_NOW = timedelta(seconds=20)


def rest_after_a_failure():
    """Let the relay fail, awake; return the minutes of its rest, if it has any."""
    Relay.objects.update(broken_until=None)
    relays.failed()
    until = relays.current().broken_until
    if until is None:
        return None
    rest = until - relays.clock()
    minutes = round(rest / timedelta(minutes=1))
    assert timedelta(0) <= timedelta(minutes=minutes) - rest < JUST_NOW
    return minutes


def test_rests_grow_to_a_quarter_of_an_hour_and_end_with_the_first_success():
    rests = [rest_after_a_failure() for _ in range(8)]

    assert rests == [None, None, None, None, 1, 5, 15, 15]
    relays.worked()
    assert rest_after_a_failure() is None


def test_a_success_ends_the_rest_itself():
    for _ in range(relays.PATIENCE + 1):
        relays.failed()

    relays.worked()

    relay = relays.current()
    assert (relay.failures, relay.broken_until) == (0, None)
