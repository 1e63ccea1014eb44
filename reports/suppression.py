"""Which figures to hide, so that arithmetic brings no small one back.

A figure from 1 up to the threshold, not including it, is small and hidden; a zero is
shown. A reader knows sums of rows and columns, and that what is hidden is at least 1.
Seen so, a table is a network: each row and each column is a node where flows balance,
each figure is an arc. A hidden figure can be worked out exactly when no round trip
through its arc leaves all that is shown as it is; where there is none, the cheapest
one is hidden too. Hiding more never takes a round trip away, so one pass is enough.

Pure functions: nothing here knows a seminar.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field

ALL = ""  # the row of sums, and the column of sums
MARGIN_COST = 1000  # sums are what people read first: hide them last
Key = tuple[str, str]  # row, column
Node = tuple[str, str]  # "row" or "column", and which
Link = tuple[str, str]  # a grid, and one of its rows


@dataclass(frozen=True)
class Grid:
    """Whole numbers by row and column; sums are worked out, and published too."""

    cells: Mapping[Key, int]
    values: dict[Key, int] = field(init=False)

    def __post_init__(self) -> None:
        values: dict[Key, int] = defaultdict(int)
        for (row, column), value in self.cells.items():
            for key in ((row, column), (row, ALL), (ALL, column), (ALL, ALL)):
                values[key] += value
        object.__setattr__(self, "values", {k: v for k, v in values.items() if v})


def protect(grid: Grid, threshold: int, forced: Set[Key] = frozenset()) -> set[Key]:
    """Tell which figures to hide: the small, the forced, and what guards them."""
    small = {key for key, value in grid.values.items() if value < threshold}
    wanted = small | (forced & grid.values.keys())
    hidden = set(wanted)
    for key in sorted(wanted, key=lambda key: (grid.values[key], key)):
        hidden |= _round_trip(grid, key, hidden)
    return hidden


def protect_together(
    grids: Mapping[str, Grid], links: Iterable[tuple[Link, ...]], threshold: int
) -> dict[str, set[Key]]:
    """Protect tables that share rows: what one hides of such a row, all hide."""
    links = list(links)
    forced: dict[str, set[Key]] = {name: set() for name in grids}
    while True:
        hidden = {
            name: protect(grid, threshold, forced[name]) for name, grid in grids.items()
        }
        spread = _spread(hidden, links)
        if all(spread[n] & grids[n].values.keys() <= hidden[n] for n in grids):
            return hidden
        for name in grids:
            forced[name] = hidden[name] | spread[name]


def shown(
    grid: Grid, hidden: Set[Key], row: str, columns: Set[str], threshold: int
) -> int | None:
    """Add up some columns of a row, or None where that would tell something hidden.

    Only what follows from the published table is given: none of the columns is
    hidden, or all hidden ones of the row are among them and its sum is shown.
    """
    value = sum(grid.values.get((row, column), 0) for column in columns)
    closed = {column for at, column in hidden if at == row and column != ALL}
    inside = closed & columns
    if inside and (inside != closed or (row, ALL) in hidden):
        return None
    return value if value == 0 or value >= threshold else None


def _spread(
    hidden: Mapping[str, set[Key]], links: Iterable[tuple[Link, ...]]
) -> dict[str, set[Key]]:
    spread: dict[str, set[Key]] = {name: set() for name in hidden}
    for ends in links:
        closed = {c for name, row in ends for at, c in hidden[name] if at == row}
        for name, row in ends:
            spread[name] |= {(row, column) for column in closed}
    return spread


def _round_trip(grid: Grid, key: Key, hidden: Set[Key]) -> set[Key]:
    """Find the figures whose hiding lets this one take a second value, at least cost.

    More of it is always possible on paper; less only where it stays at least 1.
    """
    start, end = _arc(key)
    trips = [_cheapest(grid, key, hidden, end, start)]
    if grid.values[key] > 1:
        trips.append(_cheapest(grid, key, hidden, start, end))
    found = [trip for trip in trips if trip is not None]
    return set(min(found, key=lambda trip: trip[0])[1])


def _cheapest(
    grid: Grid, without: Key, hidden: Set[Key], start: Node, end: Node
) -> tuple[int, tuple[Key, ...]] | None:
    """Walk from node to node by the cheapest figures, hidden ones being free."""
    ways = _ways(grid, without)
    queue: list[tuple[int, Node, tuple[Key, ...]]] = [(0, start, ())]
    reached: set[Node] = set()
    while queue:
        cost, node, trip = heapq.heappop(queue)
        if node == end:
            return cost, trip
        if node in reached:
            continue
        reached.add(node)
        for target, key in ways[node]:
            price = 0 if key in hidden else _price(grid, key)
            heapq.heappush(queue, (cost + price, target, (*trip, key)))
    return None


def _ways(grid: Grid, without: Key) -> dict[Node, list[tuple[Node, Key]]]:
    ways: dict[Node, list[tuple[Node, Key]]] = defaultdict(list)
    for key, (start, end) in _arcs(grid):
        if key != without:
            ways[start].append((end, key))
            if grid.values[key] > 1:
                ways[end].append((start, key))
    return ways


def _arcs(grid: Grid) -> Iterator[tuple[Key, tuple[Node, Node]]]:
    return ((key, _arc(key)) for key in sorted(grid.values))


def _arc(key: Key) -> tuple[Node, Node]:
    """Direct a figure: a row's sum flows into the row, out by its cells, and so on."""
    row, column = key
    ends: tuple[Node, Node] = (("row", row), ("column", column))
    return ends if (row == ALL) == (column == ALL) else (ends[1], ends[0])


def _price(grid: Grid, key: Key) -> int:
    return grid.values[key] * (MARGIN_COST if ALL in key else 1)
