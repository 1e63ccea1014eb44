"""What a report is made of, whichever page or file it is read from."""

from dataclasses import dataclass, field
from datetime import datetime

from reports.definitions import Definition, Measure
from reports.figures import Held
from unitar_seminars.translated import Text

Values = tuple[int | None, ...]


@dataclass(frozen=True)
class View:
    """Which part of what is covered a reader chose: whole series, whole years."""

    first: int
    last: int
    series: int | None = None

    @property
    def years(self) -> str:
        return (
            str(self.first) if self.first == self.last else f"{self.first}–{self.last}"
        )

    def takes(self, held: Held) -> bool:
        in_series = self.series is None or held.series == self.series
        return in_series and self.first <= held.day.year <= self.last


@dataclass(frozen=True)
class Row:
    """A label and its figures; None is hidden."""

    label: str
    values: Values
    day: str = ""

    @property
    def name(self) -> str:
        """The row in one line of plain text."""
        return f"{self.day}, {self.label}" if self.day else self.label


@dataclass(frozen=True)
class Table:
    """One table; `drawn` says which of its columns stand in a chart with it."""

    key: str
    definition: Definition
    head: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    total: Row | None = None
    drawn: tuple[int, ...] = ()
    chart_title: str = ""

    @property
    def title(self) -> str:
        return str(self.definition.title)

    @property
    def is_wide(self) -> bool:
        """Whether it needs the page's width, and stands under its chart."""
        return len(self.columns) > 2

    @property
    def series(self) -> tuple[str, ...]:
        """The names of what is drawn, where there is more than one."""
        names = tuple(self.columns[nth] for nth in self.drawn)
        return names if len(names) > 1 else ()

    @property
    def bars(self) -> list[tuple[str, list[int | None]]]:
        return [
            (row.label, [row.values[nth] for nth in self.drawn]) for row in self.rows
        ]


@dataclass(frozen=True)
class Glance:
    """One figure by itself."""

    key: Measure
    value: int | None
    definition: Definition
    remark: str = ""


@dataclass(frozen=True)
class Report:
    """Everything that a report says."""

    at: datetime
    threshold: int
    view: View
    series_title: Text | None
    seminars: tuple[Held, ...]
    glance: tuple[Glance, ...]
    tables: tuple[Table, ...]
    unrecorded: tuple[Held, ...] = field(default=(), repr=False)

    @property
    def by_key(self) -> dict[str, Table]:
        return {table.key: table for table in self.tables}
