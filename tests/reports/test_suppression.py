"""Promise 7: no arithmetic brings a hidden figure back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.suppression import ALL, Grid, protect, protect_together, shown
from tests.scale import sized

EXAMPLES = sized(100, 2000)
THRESHOLD = 5
figures = st.one_of(st.integers(0, 6), st.integers(0, 60))


@st.composite
def grids(draw, most_rows=4, most_columns=4):
    rows = draw(st.integers(1, most_rows))
    columns = draw(st.integers(1, most_columns))
    return Grid(
        {
            (f"r{row}", f"c{column}"): draw(figures)
            for row in range(rows)
            for column in range(columns)
        }
    )


class Attack:
    """Everything that a reader can work out of a table, whole numbers being whole.

    Starts from what is shown and that anything hidden is at least 1, and tries each
    value of a cell: is there a table that fits?
    """

    def __init__(self, grid, hidden):
        self.grid, self.hidden = grid, hidden
        self.rows = sorted({row for row, _ in grid.values})
        self.columns = sorted({column for _, column in grid.values})
        self.most = 2 * grid.values.get((ALL, ALL), 0) + 2

    def fits(self, key, value):
        """Tell whether some table shows the same and has this value here."""
        bounds = {k: (v, v) for k, v in self.grid.values.items()}
        bounds |= dict.fromkeys(self.hidden, (1, self.most))
        bounds[key] = (value, value)
        return circulates(bounds)

    def known(self):
        """List the hidden figures that have no second value near the true one."""
        near = (-1, 1, 2, -2, 3, -3)
        return [
            key
            for key in sorted(self.hidden)
            if not any(
                self.fits(key, self.grid.values[key] + step)
                for step in near
                if self.grid.values[key] + step >= 1
            )
        ]


def circulates(bounds):
    """Decide by maximal flow whether whole numbers within these bounds add up."""
    capacity, excess = {}, {}
    for (row, column), (low, high) in bounds.items():
        start, end = ("r", row), ("c", column)
        if (row == ALL) != (column == ALL):
            start, end = end, start
        add_arc(capacity, start, end, high - low)
        excess[end] = excess.get(end, 0) + low
        excess[start] = excess.get(start, 0) - low
    for node, surplus in excess.items():
        if surplus > 0:
            add_arc(capacity, "source", node, surplus)
        elif surplus < 0:
            add_arc(capacity, node, "sink", -surplus)
    wanted = sum(surplus for surplus in excess.values() if surplus > 0)
    return flow(capacity) == wanted


def add_arc(capacity, start, end, room):
    capacity.setdefault(start, {})
    capacity.setdefault(end, {})
    capacity[start][end] = capacity[start].get(end, 0) + room
    capacity[end].setdefault(start, 0)


def flow(capacity):
    total = 0
    while trip := way(capacity):
        room = min(capacity[a][b] for a, b in trip)
        for start, end in trip:
            capacity[start][end] -= room
            capacity[end][start] += room
        total += room
    return total


def way(capacity):
    came_from, queue = {"source": None}, ["source"]
    for node in queue:
        for end, room in capacity.get(node, {}).items():
            if room > 0 and end not in came_from:
                came_from[end] = node
                queue.append(end)
    node, trip = "sink", []
    while came_from.get(node):
        trip.append((came_from[node], node))
        node = came_from[node]
    return trip


def small(grid):
    return {key for key, value in grid.values.items() if 0 < value < THRESHOLD}


def test_the_attack_finds_what_is_hidden_alone():
    grid = Grid({("a", "x"): 3, ("b", "x"): 20})

    assert Attack(grid, {("a", "x")}).known() == [("a", "x")]


def test_the_attack_finds_a_bridge_between_two_blocks():
    block = {(r, c): 9 for r in "ab" for c in "wx"} | {
        (r, c): 9 for r in "cd" for c in "yz"
    }
    grid = Grid(block | {("b", "y"): 3})

    assert Attack(grid, set(block) | {("b", "y")}).known() == [("b", "y")]


@settings(max_examples=EXAMPLES, derandomize=True, deadline=None)
@given(grid=grids())
def test_no_hidden_figure_can_be_worked_out(grid):
    hidden = protect(grid, THRESHOLD)

    assert small(grid) - hidden == set()
    assert Attack(grid, hidden).known() == []


@settings(max_examples=EXAMPLES, derandomize=True, deadline=None)
@given(grid=grids(most_rows=6, most_columns=1))
def test_a_row_or_column_never_hides_exactly_one_figure(grid):
    hidden = protect(grid, THRESHOLD)

    for row in {row for row, _ in hidden}:
        assert len([key for key in hidden if key[0] == row]) > 1
    for column in {column for _, column in hidden}:
        assert len([key for key in hidden if key[1] == column]) > 1


@settings(max_examples=EXAMPLES, derandomize=True, deadline=None)
@given(first=grids(), second=grids())
def test_what_one_table_hides_of_a_shared_row_the_other_hides(first, second):
    tables = {"one": first, "two": second}
    links = [(("one", "r0"), ("two", "r0"))]

    hidden = protect_together(tables, links, THRESHOLD)

    common = {
        key for key in first.values.keys() & second.values.keys() if key[0] == "r0"
    }
    assert hidden["one"] & common == hidden["two"] & common
    for name, grid in tables.items():
        assert Attack(grid, hidden[name]).known() == []


@settings(max_examples=EXAMPLES, derandomize=True, deadline=None)
@given(grid=grids(), data=st.data())
def test_a_view_adds_nothing_to_what_the_whole_table_tells(grid, data):
    """Whatever columns are chosen, a sum shown follows from the table shown."""
    columns = sorted({column for _, column in grid.values if column != ALL})
    chosen = frozenset(data.draw(st.sets(st.sampled_from(columns or ["c0"]))))
    hidden = protect(grid, THRESHOLD)

    for row in {row for row, _ in grid.values}:
        value = shown(grid, hidden, row, chosen, THRESHOLD)
        closed = {column for at, column in hidden if at == row} - {ALL}
        by_cells = not closed & chosen
        by_rest = (row, ALL) not in hidden and closed <= chosen
        assert value is None or by_cells or by_rest
        assert value is None or value == 0 or value >= THRESHOLD


@pytest.mark.parametrize(
    ("cells", "hidden"),
    [
        ({"a": 30, "b": 20}, []),
        ({"a": 0, "b": 20}, []),
        ({"a": 4, "b": 20, "c": 30}, ["a", "b"]),
        ({"a": 4, "b": 3, "c": 30}, ["a", "b"]),
        ({"a": 1, "b": 1, "c": 30}, ["a", "b", "c"]),
        ({"a": 5, "b": 20}, []),
        ({"a": 4, "b": 0, "c": 0}, ["a", "all"]),
    ],
)
def test_what_is_hidden_of_one_column(cells, hidden):
    grid = Grid({(row, "x"): value for row, value in cells.items()})

    found = {row or "all" for row, _ in protect(grid, THRESHOLD)}

    assert sorted(found) == sorted(hidden)


def test_a_view_of_hidden_columns_alone_shows_no_small_sum():
    grid = Grid({("a", "x"): 2, ("a", "y"): 1, ("a", "z"): 20, ("b", "x"): 30})
    hidden = {("a", "x"), ("a", "y")}

    assert shown(grid, hidden, "a", frozenset("xy"), THRESHOLD) is None
    assert shown(grid, hidden, "a", frozenset("xz"), THRESHOLD) is None
    assert shown(grid, hidden, "a", frozenset("xyz"), THRESHOLD) == 23
