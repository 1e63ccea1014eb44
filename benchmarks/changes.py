"""Moving a seminar of very many people: the whole verb beside its bare statements."""

import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median

from django.db import connection, transaction
from django.db.models import F, QuerySet

from benchmarks.figures import Figure
from benchmarks.rows import make_crowd, settle
from benchmarks.stage import Hosts
from mailing.models import Message, MessageState
from registrations.models import Invitation, Registration
from registrations.services import changes
from registrations.services.reminders import REMINDER
from seminars.models import Seminar
from tests import factories

TARGET = 3
BARE = "bare"
DAYS = (10, 2)  # ahead: nothing queued for its hour, and a reminder for everybody


def figures(hosts: Hosts, *, quick: bool) -> Iterator[Figure]:
    people, rounds = (100, 5) if quick else (500, 15)
    for days in DAYS:
        seminar = crowded(people, days)
        spent = defaultdict(list)
        for _ in range(rounds):
            queued = list(pending().values_list("pk", flat=True))
            with timed(spent["verb"]):
                move(seminar)
            written = copies(pending().exclude(pk__in=queued))
            with timed(spent["floor"]):
                write_bare(seminar, written, queued)
            Message.objects.filter(about__startswith=BARE).delete()
        cost = {name: median(taken) for name, taken in spent.items()}
        yield Figure(f"bare_{days}_days_ahead", cost["floor"], "ms")
        yield Figure(f"move_room_{days}_days_ahead", cost["verb"], "ms")
        ratio = cost["verb"] / cost["floor"]
        yield Figure(f"move_to_bare_{days}_days_ahead", ratio, "×", "<=", TARGET)


def crowded(people: int, days: int) -> Seminar:
    """Make a seminar with so many people, half of whom read French, all invited."""
    seminar = make_crowd(people)
    starts_at = factories.NOW + days * factories.DAY + factories.HOUR
    seminar.sessions.update(starts_at=starts_at, ends_at=starts_at + factories.HOUR)
    everybody = Registration.objects.filter(seminar=seminar)
    everybody.exclude(status="confirmed").delete()
    everybody.annotate(half=F("pk") % 2).filter(half=0).update(language="fr")
    move(seminar)
    settle()
    return seminar


def move(seminar: Seminar) -> None:
    session = seminar.sessions.get()
    at = {"by": factories.COMMAND, "at": factories.NOW}
    changes.move_room(session, factories.make_room(), **at)


def pending() -> QuerySet[Message]:
    return Message.objects.filter(state=MessageState.PENDING)


def copies(rows: QuerySet[Message]) -> list[Message]:
    """Read what the change wrote, to write the same bare."""
    found = list(rows)
    for row in found:
        row.pk, row.about = None, f"{BARE} {row.about}"
    return found


@transaction.atomic
def write_bare(seminar: Seminar, written: list[Message], queued: list[int]) -> None:
    """Insert as many messages, update as many rows, and nothing else.

    Reminders of the old room count where they stand in the queue.
    """
    Message.objects.bulk_create(written)
    entries = Invitation.objects.filter(session__seminar=seminar)
    entries.update(sequence=F("sequence") + 1)
    if len(written) > entries.count():
        reminders = Message.objects.filter(pk__in=queued, purpose=REMINDER)
        reminders.update(not_after=factories.NOW)


@contextmanager
def timed(spent: list[float]) -> Iterator[None]:
    """Note the milliseconds of a block, its commit included."""
    began = time.perf_counter()
    yield
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    spent.append(1_000 * (time.perf_counter() - began))
