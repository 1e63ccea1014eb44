"""Who is meant by an audience, on a day: addresses, each with a name and a language.

The database unites what is meant and subtracts what is left out, by address: an
address that several share is one row, and what is left out is left out whoever is
reached there. `addressees` says what each part means.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import connection
from django.utils import translation
from django.utils.translation import gettext

from briefings import addressees
from briefings.addressees import ADDRESS, SUBJECT, Query
from briefings.models import Audience, AudiencePart, Briefing
from mailing.models import Suppression
from mailing.suppressions import EVERYTHING
from partners.models import FormOfAddress
from unitar_seminars.hours import local_day

SAMPLE = 5  # of each language


@dataclass(frozen=True)
class Recipient:
    """One address of an audience."""

    person_key: str
    name: str
    address: str
    language: str


@dataclass(frozen=True)
class Reach:
    """What an audience comes to before it is frozen."""

    addresses: int = 0
    without_address: list[str] = field(default_factory=list)
    suppressed: int = 0
    sample: list[Recipient] = field(default_factory=list)
    by_language: dict[str, int] = field(default_factory=dict)
    held_back: list[str] = field(default_factory=list)  # the suppressed addresses

    @property
    def to_send(self) -> int:
        return self.addresses - self.suppressed


def recipients(audience: Audience, *, at: datetime) -> list[Recipient]:
    """List the audience as it stands at this moment, one per address."""
    chosen, values = choice(parts_of(audience), local_day(at))
    rows = ask(chosen + EVERYONE, values) if chosen else []
    return [recipient(*row) for row in rows]


def reach(audience: Audience, *, scope: str, at: datetime) -> Reach:
    """Count an audience, and who of it can't or won't be written to."""
    parts, day = parts_of(audience), local_day(at)
    chosen, values = choice(parts, day)
    if not chosen:
        return Reach()
    refusing = Suppression.objects.filter(scope__in=[EVERYTHING, scope])
    barred, scopes = united([refusing.values_list("address_folded").distinct()])
    question = chosen + FIGURES.format(barred=barred)
    rows = [Row(*row) for row in ask(question, [*values, *scopes, SAMPLE])]
    by_language = {row.language: row.in_language for row in rows}
    held_back = [row.address for row in rows if row.is_barred]
    return Reach(
        addresses=sum(by_language.values()),
        without_address=without_address(parts, day),
        suppressed=len(held_back),
        sample=[recipient(*row[:9]) for row in rows if row.place <= SAMPLE],
        by_language=by_language,
        held_back=held_back,
    )


def rule_of(audience: Audience) -> str:
    """Write down what the audience means, alike in every language and order."""
    names = [column.attname for column in AudiencePart._meta.concrete_fields]
    said = [name for name in names if name not in ("id", "audience_id")]
    parts = AudiencePart.objects.filter(audience=audience.pk).values(*said)
    return json.dumps(sorted({json.dumps(part, sort_keys=True) for part in parts}))


def scope_of(briefing: Briefing) -> str:
    """Name what somebody unsubscribes from: updates, or briefings."""
    return briefing.kind


# The questions to the database

CHOSEN = """
WITH meant ({columns}) AS ({meant}), left_out (folded) AS ({left_out}), chosen AS (
    SELECT DISTINCT ON (folded COLLATE "C") * FROM meant
    WHERE NOT EXISTS (SELECT FROM left_out WHERE left_out.folded = meant.folded)
    ORDER BY folded COLLATE "C", rank, source
)
"""
NOBODY = "SELECT NULL::text WHERE FALSE"
EVERYONE = "SELECT * FROM chosen ORDER BY rank, source"
FIGURES = """
SELECT * FROM (
    SELECT chosen.*,
        row_number() OVER (PARTITION BY language ORDER BY rank, source) AS place,
        barred.folded IS NOT NULL AS is_barred,
        count(*) OVER (PARTITION BY language) AS in_language
    FROM chosen LEFT JOIN ({barred}) AS barred (folded) USING (folded)
) AS counted
WHERE place <= %s OR is_barred ORDER BY rank, source
"""
SILENT = """
WITH subjects ({subject}) AS ({subjects}),
    reached ({columns}) AS ({reached}), left_out (subject) AS ({left_out})
SELECT DISTINCT subject, form, name, folded(name) FROM subjects
WHERE NOT EXISTS (SELECT FROM reached WHERE reached.subject = subjects.subject)
    AND NOT EXISTS (SELECT FROM left_out WHERE left_out.subject = subjects.subject)
ORDER BY 4, 1
"""


class Row(NamedTuple):
    """One address as `FIGURES` answers."""

    rank: int
    source: int
    subject: str
    person: str
    form: str
    name: str
    address: str
    folded: str
    language: str
    place: int
    is_barred: bool
    in_language: int


Asked = tuple[str, list[Any]]


def parts_of(audience: Audience) -> list[AudiencePart]:
    return list(AudiencePart.objects.filter(audience=audience.pk).order_by("pk"))


def choice(parts: Iterable[AudiencePart], day: date) -> Asked:
    """Begin a question with the addresses that are chosen; nothing, if nobody is."""
    meant, values = addresses(parts, day, is_excluded=False)
    left_out, others = addresses(parts, day, is_excluded=True)
    if not meant:
        return "", []
    text = CHOSEN.format(
        columns=ADDRESS, meant=meant, left_out=column("folded", ADDRESS, left_out)
    )
    return text, values + others


def without_address(parts: Iterable[AudiencePart], day: date) -> list[str]:
    """Name whom the audience means and no address reaches."""
    meant, first = subjects(parts, day, is_excluded=False)
    reached, second = addresses(parts, day, is_excluded=False)
    left_out, third = subjects(parts, day, is_excluded=True)
    if not meant:
        return []
    question = SILENT.format(
        subject=SUBJECT,
        columns=ADDRESS,
        subjects=meant,
        reached=reached,
        left_out=column("subject", SUBJECT, left_out),
    )
    rows = ask(question, [*first, *second, *third])
    return [addressed(form, name) for _subject, form, name, _folded in rows]


def addresses(parts: Iterable[AudiencePart], day: date, *, is_excluded: bool) -> Asked:
    chosen = [part for part in parts if part.is_excluded == is_excluded]
    return united(q for part in chosen for q in addressees.addresses(part, day=day))


def subjects(parts: Iterable[AudiencePart], day: date, *, is_excluded: bool) -> Asked:
    chosen = [part for part in parts if part.is_excluded == is_excluded]
    return united(q for part in chosen for q in addressees.subjects(part, day=day))


def united(queries: Iterable[Query]) -> Asked:
    """Put queries of the same columns into one."""
    compiled = [query.query.sql_with_params() for query in queries]
    text = " UNION ALL ".join(f"({one})" for one, _values in compiled)
    return text, [value for _text, values in compiled for value in values]


def column(name: str, columns: str, query: str) -> str:
    """Keep one column of a query that may be none."""
    return f"SELECT {name} FROM ({query}) AS said ({columns})" if query else NOBODY


def ask(question: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return cursor.fetchall()


# How the answers read


def recipient(*row: Any) -> Recipient:
    _rank, _source, _subject, person, form, name, address, _folded, language = row
    with translation.override(language):
        called = addressed(form, name) if name else gettext("colleague")
    return Recipient(person, called, address, language)


def addressed(form: str, name: str) -> str:
    """Put the form of address before a name."""
    if form == FormOfAddress.NONE:
        return name
    return f"{FormOfAddress(form).label} {name}"
