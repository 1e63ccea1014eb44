"""Mail: the loop beside Django's own `send_messages`, near and far."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import count
from statistics import median, quantiles

from django.db import connection
from django.utils import timezone

from benchmarks import letters, relay, senders, weight
from benchmarks.figures import Figure, told
from benchmarks.hands import delivering
from benchmarks.relay import Relay
from benchmarks.stage import Hosts
from mailing import delivery, mailings
from mailing.models import Message
from mailing.models import Relay as Limits

FAR = 0.01  # seconds on the way to a relay and back
SIDES = {
    "sink": senders.bare,
    "smtplib": senders.ready,
    "django": senders.by_django,
    "plain": senders.by_engine_plainly,
    "engine": senders.by_engine,
}


def figures(hosts: Hosts, *, quick: bool) -> Iterator[Figure]:
    for part in PARTS:
        yield from part(quick)
    senders.empty()


def near(quick: bool) -> Iterator[Figure]:
    """All ways in turn, to a relay on this machine; pairs are of one round."""
    rounds, messages = (3, 500) if quick else (9, 1_000)
    found = defaultdict(list)
    with relay.running() as sink:
        for _ in range(rounds):
            for name, send in SIDES.items():
                before = len(sink.taken())
                found[name].append(messages / send(messages))
                check_arrived(sink, before, messages)
    for name, rates in found.items():
        yield from told(name, rates, "messages/s")
    yield paired("plain_to_django", found["plain"], found["django"], 0.6)
    yield paired("engine_to_django", found["engine"], found["django"], 2)
    yield paired("engine_to_smtplib", found["engine"], found["smtplib"], 0.2)


def check_arrived(sink: Relay, before: int, messages: int) -> None:
    arrived = {address for _, address in sink.taken()[before:]}
    if len(arrived) != messages or len(sink.taken()) != before + messages:
        raise senders.Lost(f"{len(arrived)} of {messages} arrived.")


def paired(name: str, ours: list[float], theirs: list[float], least: float) -> Figure:
    ratio = median(one / other for one, other in zip(ours, theirs, strict=True))
    return Figure(name, ratio, "×", ">=", least)


def far(quick: bool) -> Iterator[Figure]:
    """One connection and four, each a process, to a relay that is ten ms away."""
    rounds, seconds = (2, 3) if quick else (5, 8)
    found = defaultdict(list)
    with relay.running(FAR) as sink:
        for _ in range(rounds):
            messages = round(20 * seconds)
            found["django"].append(messages / senders.by_django(messages))
            for name, workers in (("one", 1), ("four", 4)):
                found[name].append(rate_of(sink, workers, seconds))
    for name, rates in found.items():
        yield Figure(f"far_{name}", median(rates), "messages/s")
    yield paired("far_one_to_django", found["one"], found["django"], 0.9)
    yield paired("far_four_to_one", found["four"], found["one"], 3.5)


def rate_of(sink: Relay, workers: int, seconds: float) -> float:
    """Count what is accepted while all workers work, their first second left out."""
    senders.started(round(50 * workers * seconds))
    Limits.objects.create(name="default", connections=workers)
    with delivering(workers, seconds):
        began = time.monotonic()
    moments = [moment - began for moment, _ in sink.taken()]
    return sum(1 < moment <= seconds for moment in moments) / (seconds - 1)


def statements(quick: bool) -> Iterator[Figure]:
    messages, asked = (1_000 if quick else 2_000), count()

    def counting(execute, *query):
        next(asked)
        return execute(*query)

    with relay.running(), connection.execute_wrapper(counting):
        mailing = senders.started(messages)
        at_start = next(asked)
        delivery.deliver_due(seconds=senders.FOR_EVER)
    mailing.refresh_from_db()
    per_row = (next(asked) - at_start) / mailing.sent
    yield Figure("statements", per_row, "a row", "<=", 0.4)


def first_message(quick: bool) -> Iterator[Figure]:
    """From the start of a mailing to its first message with the relay."""
    addressees = 1_000 if quick else 10_000
    with relay.running() as sink:
        began = time.monotonic()
        senders.started(addressees)
        delivery.deliver_due(seconds=0.1)
        seconds = sink.taken()[0][0] - began
    yield Figure(f"first_of_{addressees}", seconds, "s", "<=", 5)


def memory(quick: bool) -> Iterator[Figure]:
    few, many = (200, 2_000) if quick else (2_000, 20_000)
    with relay.running():
        peaks = [weight.of_sending(messages) for messages in (few, many)]
    yield Figure(f"peak_at_{few}", peaks[0], "MiB")
    yield Figure(f"{many}_over_{few}", peaks[1] - peaks[0], "MiB", "<=", 15)


def confirmations(quick: bool) -> Iterator[Figure]:
    """One person's mail while the only connection is busy with a mailing."""
    seconds = 5 if quick else 30
    with relay.running(FAR) as sink:
        senders.started(50 * seconds)
        Limits.objects.create(name="default", connections=1)
        with delivering(1, seconds + 3):
            asked = dict(confirmed(seconds))
        waits = [
            moment - asked[address]
            for moment, address in sink.taken()
            if address in asked
        ]
    if len(waits) != len(asked):
        raise senders.Lost(f"{len(waits)} of {len(asked)} confirmations arrived.")
    yield Figure("confirmation_median", median(waits), "s")
    yield Figure("confirmation_p95", quantiles(waits, n=20)[-1], "s", "<=", 2)


def confirmed(seconds: float) -> Iterator[tuple[str, float]]:
    """Confirm a place now and then, at no fixed moment of a window."""
    until = time.monotonic() + seconds
    for number in count():
        if time.monotonic() > until:
            return
        address = f"confirmed{number}@example.org"
        yield address, time.monotonic()
        Message.objects.create(
            person_key=f"registrations.registration:{number}",
            purpose="seat_confirmed",
            about="users.auditentry:1",
            address=address,
            language="en",
            subject="Your place",
            text="You have a place.\n",
            next_attempt_at=timezone.now(),
        )
        time.sleep(0.37)


def freezing(quick: bool) -> Iterator[Figure]:
    addressees = 5_000 if quick else 100_000
    senders.empty()
    mailing = letters.make_mailing()
    people = list(letters.addressees(addressees))
    began = time.perf_counter()
    mailings.start(mailing, people, by=senders.BENCH, at=timezone.now())
    seconds = time.perf_counter() - began
    yield Figure(f"frozen_{mailing.total}", seconds, "s", "<=", 10)


Part = Callable[[bool], Iterator[Figure]]
PARTS: tuple[Part, ...] = (
    near,
    far,
    statements,
    first_message,
    memory,
    confirmations,
    freezing,
)
