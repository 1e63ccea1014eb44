"""Drawing a report from what was counted: figures and tables, small ones hidden.

The page, the workbook and the CSV file are made from the one value it returns.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from partners.models import REGIONAL_GROUPS, CountryGroup, Gender, Sector
from reports import definitions, figures, grids
from reports.definitions import MEASURES, Definition, Measure
from reports.figures import Counts, Held
from reports.grids import INSIDE, OBSERVERS, PEOPLE, SPECIAL, Cube
from reports.report import Glance, Report, Row, Table, View
from reports.suppression import ALL

Named = Iterable[tuple[str, str | Promise]]
Draw = Callable[["Drawer"], "Table"]


@dataclass(frozen=True)
class Drawer:
    """What the tables of one view are drawn from."""

    counts: Counts
    cube: Cube
    view: View

    @cached_property
    def seminars(self) -> list[Held]:
        return [held for held in self.counts.seminars if self.view.takes(held)]

    @cached_property
    def years(self) -> list[int]:
        return sorted({held.day.year for held in self.seminars})

    def columns(self, year: int | None = None) -> frozenset[str]:
        held = [h for h in self.seminars if year in (None, h.day.year)]
        return frozenset(seminar.column for seminar in held)

    def figure(self, grid: str, row: str = ALL, year: int | None = None) -> int | None:
        return self.cube.shown(grid, row, self.columns(year))


def report(counts: Counts, view: View, *, threshold: int, at: datetime) -> Report:
    """Say what may be said about this view of what was counted."""
    drawer = Drawer(counts, grids.build(counts, threshold), view)
    held = drawer.seminars
    titles = {h.series: h.series_title for h in counts.seminars}
    return Report(
        at=at,
        threshold=threshold,
        view=view,
        series_title=titles.get(view.series) if view.series else None,
        seminars=tuple(held),
        glance=tuple(_glance(drawer)),
        tables=tuple(draw(drawer) for draw in DRAWN),
        unrecorded=tuple(h for h in held if not h.has_attendance),
    )


def _glance(drawer: Drawer) -> Iterable[Glance]:
    places = sum(held.places for held in drawer.seminars)
    yield Glance(Measure.PLACES, places, MEASURES[Measure.PLACES])
    for measure in PEOPLE:
        yield Glance(measure, drawer.figure(measure), MEASURES[measure])
    yield _participants(drawer)


def _participants(drawer: Drawer) -> Glance:
    """Count people; hidden where participations are, for there are no more of them."""
    seminars = {held.pk for held in drawer.seminars}
    threshold = drawer.cube.threshold
    facts = [fact for fact in drawer.counts.facts if fact.seminar in seminars]
    people, unlinked = figures.participants(facts)
    is_hidden = drawer.figure(Measure.PARTICIPATIONS) is None
    value = None if is_hidden or 0 < people < threshold else people
    is_whole = len(drawer.seminars) == len(drawer.counts.seminars)
    if is_whole and value is not None:
        remark = _unlinked(unlinked, people - unlinked, threshold)
    else:
        remark = _without_number()
    return Glance(Measure.PARTICIPANTS, value, MEASURES[Measure.PARTICIPANTS], remark)


def _unlinked(number: int, linked: int, threshold: int) -> str:
    """Say how many nobody could link, of the whole report and of nothing less.

    Said of one view after the other, it would give by subtraction what is hidden.
    """
    if number == 0:
        return _("Every one of them is known as a person.")
    if number < threshold:
        return _(
            "Fewer than {threshold} could not be linked to a person: each such"
            " registration counts as one."
        ).format(threshold=threshold)
    if 0 < linked < threshold:
        return _without_number()
    return ngettext(
        "{number} could not be linked to a person and counts as one.",
        "{number} could not be linked to a person and count as one each.",
        number,
    ).format(number=number)


def _without_number() -> str:
    return _("Whoever could not be linked to a person counts as one.")


def _breakdown(
    key: str, definition: Definition, head: Promise, total: Promise, rows: Named
) -> Draw:
    """Make a table of participations out of the grid of this name."""

    def draw(drawer: Drawer) -> Table:
        return Table(
            key=key,
            definition=definition,
            head=str(head),
            columns=(str(MEASURES[Measure.PARTICIPATIONS].title),),
            rows=tuple(
                Row(str(label), (drawer.figure(key, row),)) for row, label in rows
            ),
            total=Row(str(total), (drawer.figure(key),)),
            drawn=(0,),
            chart_title=str(definition.title),
        )

    return draw


def by_region(drawer: Drawer) -> Table:
    """Draw regional groups by year; with two years their bars stand side by side."""
    years: list[int | None] = list(drawer.years)
    columns = [str(year) for year in years]
    if len(years) != 1:
        years.append(None)
        columns.append(_("All years"))
    groups = [(group.value, str(group.label)) for group in REGIONAL_GROUPS]
    rows = [*groups, (OBSERVERS, _("Observers"))]
    return Table(
        key="region",
        definition=definitions.REGION,
        head=_("Regional group"),
        columns=tuple(columns),
        rows=tuple(
            Row(label, tuple(drawer.figure("region", row, year) for year in years))
            for row, label in rows
        ),
        total=Row(
            _("All missions"),
            tuple(drawer.figure("region", ALL, year) for year in years),
        ),
        drawn=(0, 1) if len(columns) == 3 else (len(columns) - 1,),
        chart_title=str(definitions.REGION.title),
    )


def by_special_situation(drawer: Drawer) -> Table:
    """Draw the three groups and their union, which is no sum of theirs."""
    names = (CountryGroup.LDC, CountryGroup.LLDC, CountryGroup.SIDS)
    rows = [(name.value, str(name.label)) for name in names]
    rows.append((SPECIAL, _("In any of these groups")))
    return Table(
        key="special",
        definition=definitions.SPECIAL,
        head=_("Group of countries"),
        columns=(str(MEASURES[Measure.PARTICIPATIONS].title),),
        rows=tuple(Row(label, (drawer.figure(row, INSIDE),)) for row, label in rows),
        total=Row(_("All missions"), (drawer.figure("region"),)),
        drawn=(0,),
        chart_title=_("Participations by situation"),
    )


def by_year(drawer: Drawer) -> Table:
    rows = [
        Row(
            str(year),
            (
                sum(held.places for held in drawer.seminars if held.day.year == year),
                *(drawer.figure(measure, ALL, year) for measure in PEOPLE),
            ),
        )
        for year in drawer.years
    ]
    table = _measured(drawer, "year", definitions.YEAR, _("Year"), rows)
    drawn = (1 + PEOPLE.index(Measure.PARTICIPATIONS),)
    return replace(table, drawn=drawn, chart_title=_("Participations by year"))


def by_seminar(drawer: Drawer) -> Table:
    rows = [
        Row(
            held.title,
            (
                held.places,
                *(
                    drawer.cube.shown(measure, str(held.pk), frozenset({held.column}))
                    for measure in PEOPLE
                ),
            ),
            day=held.when,
        )
        for held in drawer.seminars
    ]
    return _measured(drawer, "seminar", definitions.SEMINAR, _("Seminar"), rows)


def _measured(
    drawer: Drawer, key: str, definition: Definition, head: str, rows: list[Row]
) -> Table:
    """Make a table whose columns are the measures that can be added up."""
    measures = (Measure.PLACES, *PEOPLE)
    places = sum(held.places for held in drawer.seminars)
    return Table(
        key=key,
        definition=definition,
        head=head,
        columns=tuple(str(MEASURES[measure].title) for measure in measures),
        rows=tuple(rows),
        total=Row(_("Total"), (places, *(drawer.figure(m) for m in PEOPLE))),
    )


DRAWN: tuple[Draw, ...] = (
    _breakdown(
        "sector",
        definitions.SECTOR,
        gettext_lazy("Sector"),
        gettext_lazy("All sectors"),
        Sector.choices,
    ),
    by_region,
    by_special_situation,
    _breakdown(
        "gender",
        definitions.GENDER,
        gettext_lazy("Gender"),
        gettext_lazy("Everybody"),
        Gender.choices,
    ),
    by_year,
    by_seminar,
)
