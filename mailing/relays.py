"""The way out: how many at once, how fast, and when it rests.

Its row is locked while a window is claimed, so that limits hold for any number of
workers. A connection is an advisory lock of the session that uses it: it is free
again in the moment its worker dies.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta

from django.db import Error, connection, transaction

from mailing.models import Relay

NAME = "default"
LOCK_SPACE = 0x6D61696C  # "mail", so that no other advisory lock is meant
PATIENCE = 4  # failures in a row that are put up with
RESTS = [timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15)]
BURST = 1.0  # seconds of an unused rate that may be caught up with


def clock() -> datetime:
    """Ask the database what time it is; hosts may disagree with one another."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now: datetime = cursor.fetchone()[0]
    return now


def lock() -> Relay:
    """Lock the relay's row, which exists from its first use on."""
    relay, _ = Relay.objects.select_for_update().get_or_create(name=NAME)
    return relay


def current() -> Relay:
    return Relay.objects.get_or_create(name=NAME)[0]


@contextmanager
def one_connection() -> Iterator[bool]:
    """Hold one of the relay's connections, if one is free."""
    slot = free_slot(current().connections)
    try:
        yield slot is not None
    finally:
        if slot is not None:
            with suppress(Error):  # a lost session has let go already
                ask("SELECT pg_advisory_unlock(%s, %s)", slot)


def free_slot(connections: int) -> int | None:
    slots = range(connections)
    return next(
        (n for n in slots if ask("SELECT pg_try_advisory_lock(%s, %s)", n)), None
    )


def ask(question: str, slot: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(question, [LOCK_SPACE, slot])
        return bool(cursor.fetchone()[0])


def is_resting(relay: Relay, *, at: datetime) -> bool:
    """Tell whether nothing may leave: it failed, or somebody holds all mail."""
    is_broken = relay.broken_until is not None and relay.broken_until > at
    return is_broken or relay.held_at is not None


def allowance(relay: Relay, size: int, *, at: datetime) -> int:
    """Return how many of so many messages the rate allows at this moment."""
    if not relay.per_second:
        return size
    unused = (at - spent_up_to(relay, at=at)).total_seconds()
    return min(size, int(unused * relay.per_second + 1e-6))


def spend(relay: Relay, messages: int, *, at: datetime) -> None:
    """Note that so many messages leave."""
    if relay.per_second:
        spent = timedelta(seconds=messages / relay.per_second)
        relay.free_at = spent_up_to(relay, at=at) + spent
        relay.save(update_fields=["free_at"])


def spent_up_to(relay: Relay, *, at: datetime) -> datetime:
    """Return up to where the rate is used; what is longer ago is forfeited."""
    rate = relay.per_second or BURST
    earliest = at - timedelta(seconds=max(BURST, 1 / rate))
    return max(relay.free_at or earliest, earliest)


@transaction.atomic
def failed() -> None:
    """Count a failure of the relay; after several in a row it rests."""
    relay = lock()
    relay.failures += 1
    if relay.failures > PATIENCE:
        rest = RESTS[min(relay.failures - PATIENCE, len(RESTS)) - 1]
        relay.broken_until = clock() + rest
    relay.save(update_fields=["failures", "broken_until"])


def worked() -> None:
    """Forget the failures; the relay takes mail."""
    failing = Relay.objects.filter(name=NAME, failures__gt=0)
    failing.update(failures=0, broken_until=None)
