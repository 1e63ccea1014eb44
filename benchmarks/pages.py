"""Anonymous public pages, beside a bare list of twenty rows."""

import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from threading import Event, Thread

from benchmarks.client import getting, rate
from benchmarks.figures import Figure, told
from benchmarks.people import Registering
from benchmarks.rows import make_programme
from benchmarks.stage import Hosts

TARGET = 0.5
EVERY = 0.1  # seconds from one registration to the next, in the round with writes
WRITING = "programme_while_registering"


def figures(hosts: Hosts, *, quick: bool) -> Iterator[Figure]:
    rounds, seconds = (3, 0.5) if quick else (9, 1.5)
    series, seminars = make_programme()
    pages = {
        "home": "/",
        "programme": "/seminars/",
        "seminar": seminars[0].get_absolute_url(),
        "series": series.get_absolute_url(),
    }
    registering = Registering(hosts.ours, seminars[-1])
    found = defaultdict(list)
    for _ in range(rounds):
        found["client"].append(rate(hosts.floor, getting("/nothing/"), seconds))
        for name, path in pages.items():
            found["floor"].append(rate(hosts.floor, getting("/"), seconds))
            found[name].append(rate(hosts.ours, getting(path), seconds))
        with registrations_coming_in(registering):
            asked = rate(hosts.ours, getting(pages["programme"]), seconds)
        found[WRITING].append(asked)
    yield from compared(found, pages)


def compared(found: dict[str, list[float]], pages: dict[str, str]) -> Iterator[Figure]:
    floor = median(found["floor"])
    yield from told("client", found["client"], "requests/s")
    yield from told("floor", found["floor"], "requests/s")
    for name in pages:
        yield from told(name, found[name], "requests/s")
        yield Figure(f"{name}_to_floor", median(found[name]) / floor, "×", ">=", TARGET)
    yield from told(WRITING, found[WRITING], "requests/s")
    yield Figure(f"{WRITING}_to_floor", median(found[WRITING]) / floor, "×")


@contextmanager
def registrations_coming_in(registering: Registering) -> Iterator[None]:
    """Let somebody register every tenth of a second, so that pages grow old."""
    is_over = Event()

    def work() -> None:
        visitor = registering.visitor()
        began = time.monotonic()
        while not is_over.wait(EVERY - (time.monotonic() - began) % EVERY):
            registering(visitor)
        visitor.close()

    thread = Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()
