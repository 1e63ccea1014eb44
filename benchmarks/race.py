"""Many people, few places, one moment: who gets one, and who waits."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from itertools import count
from threading import Barrier

from benchmarks.client import Unexpected
from benchmarks.figures import Figure
from benchmarks.people import Registering, network_of
from benchmarks.rows import make_seminar
from benchmarks.stage import Hosts
from registrations.models import RegistrationStatus
from seminars.models import Seminar

numbers = count(100_000)


def raced(hosts: Hosts, people: int, places: int) -> Iterator[Figure]:
    """Let everybody get the form first, then send all forms together."""
    seminar = make_seminar(places)
    registering, together = Registering(hosts.ours, seminar), Barrier(people)

    def work(number: int) -> bool:
        visitor = registering.visitor()
        visitor.behind(network_of(number))
        page = attempt(lambda: visitor.get(registering.path))
        visitor.close()  # the server would, while others still get theirs
        together.wait()
        thanks = page and attempt(lambda: registering.send(visitor, page, number))
        visitor.close()
        return bool(thanks)

    with ThreadPoolExecutor(people) as pool:
        fine = list(pool.map(work, [next(numbers) for _ in range(people)]))
    yield Figure("race_errors", fine.count(False), "people", "=", 0)
    yield from outcome(seminar, people, places)


def attempt(ask: Callable[[], str]) -> str:
    """Get an answer, or nothing where something went wrong."""
    try:
        return ask()
    except (Unexpected, HTTPException, OSError):
        return ""


def outcome(seminar: Seminar, people: int, places: int) -> Iterator[Figure]:
    """Look who has a place: exactly those who drew the first numbers."""
    rows = seminar.registrations.order_by("line_number")
    drawn = list(rows.values_list("line_number", "status", "seat"))
    seated = [
        number
        for number, status, seat in drawn
        if status == RegistrationStatus.CONFIRMED and seat
    ]
    waiting = [
        number
        for number, status, seat in drawn
        if status == RegistrationStatus.WAITING and not seat
    ]
    in_order = seated + waiting == list(range(1, people + 1))
    yield Figure("race_confirmed", len(seated), "people", "=", places)
    yield Figure("race_waiting", len(waiting), "people", "=", people - places)
    yield Figure("race_in_order", int(in_order), "yes", "=", 1)
