"""Registering: over HTTP beside a bare form, in a crowd, and all at once."""

import time
from collections import defaultdict
from collections.abc import Iterator
from statistics import median

from benchmarks.client import Visitor, hidden, rate
from benchmarks.figures import Figure, told
from benchmarks.people import Registering
from benchmarks.race import raced
from benchmarks.rows import make_crowd, make_laden, make_seminar, mission, settle
from benchmarks.stage import Hosts
from registrations.services import nominations
from seminars.models import Seminar
from tests import factories

TARGET = 0.33
COST_TARGET = 1.2
PLACES = 600  # more than a round can give out


def figures(hosts: Hosts, *, quick: bool) -> Iterator[Figure]:
    yield from over_http(hosts, *((3, 1.0) if quick else (11, 3.0)))
    yield from cost_of_a_crowd(*((1_000, 30) if quick else (20_000, 300)))
    yield from raced(hosts, *((50, 20) if quick else (500, 200)))


def over_http(hosts: Hosts, rounds: int, seconds: float) -> Iterator[Figure]:
    """Form, post and thanks, one person each; a round is for a seminar of each kind."""
    found = defaultdict(list)
    for _ in range(rounds):
        registering = Registering(hosts.ours, make_seminar(PLACES))
        laden = Registering(hosts.ours, make_laden(PLACES))
        found["bare"].append(rate(hosts.bare, register_at_floor, seconds))
        found["floor"].append(rate(hosts.floor, register_at_floor, seconds))
        found["ours"].append(rate(hosts.ours, registering, seconds))
        found["laden"].append(rate(hosts.ours, laden, seconds))
    for name in ("bare", "floor", "ours", "laden"):
        yield from told(name, found[name], "sequences/s")
    bare, ours, laden = (median(found[name]) for name in ("bare", "ours", "laden"))
    yield Figure("ours_to_bare", ours / bare, "×", ">=", TARGET)
    yield Figure("laden_to_bare", laden / bare, "×", ">=", TARGET)
    yield Figure("ours_to_floor", ours / median(found["floor"]), "×")


def register_at_floor(visitor: Visitor) -> None:
    visitor.cookies.clear()
    values = hidden(visitor.get("/")) | {"name": "Somebody"}
    visitor.get(visitor.post("/1/register/", values))


def cost_of_a_crowd(people: int, calls: int) -> Iterator[Figure]:
    """File one person, in this process, where few or very many came before."""
    for case, kept in (("waiting", 0), ("seated", calls)):
        few, many = make_crowd(20, kept=kept), make_crowd(people, kept=kept)
        settle()
        spent = defaultdict(list)
        for _ in range(calls):
            for name, seminar in (("few", few), ("many", many)):
                spent[name].append(milliseconds_to_file(seminar))
        cost = {name: median(taken) for name, taken in spent.items()}
        yield Figure(f"{case}_among_20", cost["few"], "ms")
        yield Figure(f"{case}_among_{people}", cost["many"], "ms")
        ratio = cost["many"] / cost["few"]
        yield Figure(f"{case}_many_to_few", ratio, "×", "<=", COST_TARGET)


def milliseconds_to_file(seminar: Seminar) -> float:
    sheet = factories.filing(factories.typed(mission()))
    began = time.perf_counter()
    nominations.submit(seminar, sheet, by=factories.VISITOR, at=factories.NOW)
    return 1_000 * (time.perf_counter() - began)
