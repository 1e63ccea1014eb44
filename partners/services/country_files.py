"""Reading `partners/data`: today's lists, and the dated facts that correct them.

Today's lists say what holds today; the history says since when, until when and what
was before. An empty start means since before the data. Every value is text: `NA` is
Namibia, `004` keeps its noughts.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from partners.models import (
    Country,
    CountryGroup,
    CountryName,
    GroupMembership,
    Precision,
)

FOLDER = Path(__file__).resolve().parent.parent / "data"
LANGUAGES = ("en", "fr", "es", "ru", "zh", "ar")
BEGINS = ("added", "admitted", "joined", "observer_state", "observer_organisation")
GROUPS = {
    "African": CountryGroup.AFRICAN,
    "Asia-Pacific": CountryGroup.ASIA_PACIFIC,
    "Eastern European": CountryGroup.EASTERN_EUROPEAN,
    "GRULAC": CountryGroup.GRULAC,
    "WEOG": CountryGroup.WEOG,
}
FLAGS = {
    "LDC": ("is_ldc", CountryGroup.LDC),
    "LLDC": ("is_lldc", CountryGroup.LLDC),
    "SIDS": ("is_sids", CountryGroup.SIDS),
}
Line = dict[str, str]


@dataclass
class Period:
    """What the history says of one status of one country."""

    starts_on: date | None = None
    ends_on: date | None = None
    precision: str = Precision.DAY
    notes: list[str] = field(default_factory=list)

    @property
    def source(self) -> str:
        return " ".join(self.notes)


def read(name: str) -> list[Line]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def countries() -> list[Country]:
    """Return every State and observer as today's list has it."""
    formal = {line["code"]: line["formal_en"] for line in read("member_states_names6")}
    return [
        Country(
            code=line["code"],
            iso2=line["iso2"],
            m49=line["m49"],
            name_en=line["name_en"],
            name_fr=line["name_fr"],
            formal_name_en=formal[line["code"]],
        )
        for line in read("member_states")
    ]


def names() -> Iterator[CountryName]:
    """Return each name in six languages, the former ones in English and French."""
    renamed = {
        line["code"]: line
        for line in read("country_status_history")
        if line["event"] == "renamed"
    }
    for line in read("member_states_names6"):
        for language in LANGUAGES:
            now = line[f"name_{language}"]
            yield from name_and_former(
                line["code"], language, now, renamed.get(line["code"], {})
            )


def name_and_former(
    code: str, language: str, now: str, change: Line
) -> Iterator[CountryName]:
    today = CountryName(country_id=code, language=language, name=now)
    if former := change.get(f"name_{language}_before"):
        changed_on = day_of(change)
        dated = {"precision": change["precision"], "source": source(change)}
        today = CountryName(
            country_id=code, language=language, name=now, starts_on=changed_on, **dated
        )
        yield CountryName(
            country_id=code, language=language, name=former, ends_on=changed_on, **dated
        )
    yield today


def memberships() -> Iterator[GroupMembership]:
    """Return each status with its period; what ended is in no list of today."""
    known = history()
    for line in read("member_states"):
        for scheme, group in statuses(line, known):
            period = known.get((line["code"], scheme), Period())
            yield GroupMembership(
                country_id=line["code"],
                group=group,
                starts_on=period.starts_on,
                ends_on=period.ends_on,
                precision=period.precision,
                source=period.source,
            )


def statuses(
    line: Line, known: dict[tuple[str, str], Period]
) -> Iterator[tuple[str, str]]:
    """Name what a country is today, and what it was until some day."""
    yield "membership", line["un_status"]
    if line["regional_group"]:
        yield "regional_group", GROUPS[line["regional_group"]]
    for scheme, (flag, group) in FLAGS.items():
        period = known.get((line["code"], scheme))
        if line[flag] == "true" or (period and period.ends_on):
            yield scheme, group


def history() -> dict[tuple[str, str], Period]:
    """Gather the dated facts by country and scheme.

    What is only scheduled, or only noted, begins and ends nothing.
    """
    periods: dict[tuple[str, str], Period] = defaultdict(Period)
    for line in read("country_status_history"):
        period = periods[line["code"], line["scheme"]]
        period.notes.append(source(line))
        if line["event"] in BEGINS:
            period.starts_on, period.precision = day_of(line), line["precision"]
        elif line["event"] == "graduated":
            period.ends_on, period.precision = day_of(line), line["precision"]
    return dict(periods)


def day_of(line: Line) -> date | None:
    written = line["effective_date"]
    return date.fromisoformat(written) if written else None


def source(line: Line) -> str:
    """Say how certain a fact is, and for a planned one what is planned."""
    planned = line["event"] == "scheduled_graduation"
    said = f"To leave on {line['effective_date']}. " if planned else ""
    return f"{said}({line['certainty']}) {line['source_note']}".strip()
