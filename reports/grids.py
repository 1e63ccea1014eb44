"""The tables behind a report, as grids, with what is hidden in each.

All filters of a report are views of one set of grids: rows by series and year. What
is hidden is decided there once, so no choice of filters shows what another hides.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from partners.models import CountryGroup, Sector
from reports import figures
from reports.definitions import Measure
from reports.figures import Counts, Fact
from reports.suppression import ALL, Grid, Key, Link, protect_together, shown

OBSERVERS = "observers"
SPECIAL = "special"
INSIDE, OUTSIDE = "inside", "outside"
PEOPLE = (Measure.REGISTERED, Measure.PARTICIPATIONS, Measure.PRESENCES)
GROUPS: dict[str, Callable[[Fact], bool]] = {
    CountryGroup.LDC: lambda fact: fact.is_ldc,
    CountryGroup.LLDC: lambda fact: fact.is_lldc,
    CountryGroup.SIDS: lambda fact: fact.is_sids,
    SPECIAL: lambda fact: fact.is_special,
}


@dataclass(frozen=True)
class Cube:
    """The grids of one report by name, and what is hidden in each."""

    grids: dict[str, Grid]
    hidden: dict[str, set[Key]]
    threshold: int

    def shown(self, name: str, row: str, columns: frozenset[str]) -> int | None:
        """Read one figure over some columns, None where it is hidden."""
        grid, hidden = self.grids[name], self.hidden[name]
        return shown(grid, hidden, row, columns, self.threshold)


def build(counts: Counts, threshold: int) -> Cube:
    """Lay out the grids of a report and decide what is hidden in them."""
    cells = _cells(counts)
    grids = {name: Grid(cells) for name, cells in cells.items()}
    links = _links(counts)
    return Cube(grids, protect_together(grids, links, threshold), threshold)


def _cells(counts: Counts) -> dict[str, Counter[Key]]:
    cells = {
        "sector": figures.participations(counts, lambda fact: fact.sector),
        "gender": figures.participations(counts, lambda fact: fact.gender),
        "region": figures.participations(counts, _region),
    }
    for name, holds in GROUPS.items():
        cells[name] = figures.participations(counts, _side(holds))
    for measure in PEOPLE:
        cells[measure] = figures.by_seminar(counts, measure)
    return cells


def _region(fact: Fact) -> str | None:
    return (fact.regional_group or OBSERVERS) if fact.is_mission else None


def _side(holds: Callable[[Fact], bool]) -> Callable[[Fact], str | None]:
    """Split missions in two: whoever knows one part and the sum knows the other."""

    def side(fact: Fact) -> str | None:
        if not fact.is_mission:
            return None
        return INSIDE if holds(fact) else OUTSIDE

    return side


def _links(counts: Counts) -> list[tuple[Link, ...]]:
    """Name the rows that stand in several grids, or tell of one another.

    The three groups of special situations overlap: beside their union two of them
    would bound the third. Measures of one seminar are close to one another, and in
    a seminar of one session equal.
    """
    missions = [("region", ALL), *((name, ALL) for name in GROUPS)]
    overlapping = [(name, INSIDE) for name in GROUPS if name != SPECIAL]
    seminars = [str(held.pk) for held in counts.seminars]
    return [
        (("sector", ALL), ("gender", ALL), (Measure.PARTICIPATIONS, ALL)),
        (("sector", Sector.MISSION), *missions),
        tuple(overlapping),
        *(tuple((measure, row) for measure in PEOPLE) for row in [ALL, *seminars]),
    ]
