"""Who is meant by an audience, on a day: addresses, each with a name and a language.

The database unites what is meant and subtracts what is left out, by address: an
address that several share is one row, and what is left out is left out whoever is
reached there. `addressees` says what each part means.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple, Self

from django.db import connection
from django.utils import translation
from django.utils.translation import gettext

from briefings import addressees
from briefings.addressees import ADDRESS, PLACE, Addresses, Query, Rank
from briefings.models import Audience, AudiencePart, Briefing
from mailing.models import Suppression
from mailing.suppressions import EVERYTHING
from partners.models import FormOfAddress
from unitar_seminars.hours import local_day
from unitar_seminars.translated import LANGUAGES

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
    meant, left_out = parts_of(audience, at=at)
    if not meant.addresses:
        return []
    letters, values = united(one.letters() for one in meant.addresses)
    others, more = left_out.folded()
    question = LETTERS.format(columns=ADDRESS, letters=letters, left_out=others)
    return [recipient(*row) for row in ask(question, values + more)]


def reach(audience: Audience, *, scope: str, at: datetime) -> Reach:
    """Count an audience, and who of it can't or won't be written to."""
    meant, left_out = parts_of(audience, at=at)
    if not meant.addresses:
        return Reach()
    rows = counted(meant, left_out, scope)
    by_language = {row.language: row.number for row in rows if row.place is None}
    held_back = [row.place for row in rows if row.is_barred]
    others = [row for row in rows if row.place and not row.is_barred]
    sample = [row.place for row in others if row.language]
    shown = letters_at(meant, [*sample, *held_back])
    return Reach(
        addresses=sum(by_language.values()),
        without_address=named(row.place for row in others if not row.language),
        suppressed=len(held_back),
        sample=[shown[place] for place in sample],
        by_language=by_language,
        held_back=[shown[place].address for place in held_back],
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

NOBODY = "SELECT NULL::text WHERE FALSE"
NO_SUBJECT = "SELECT 0, 0 WHERE FALSE"
LEFT = "NOT EXISTS (SELECT FROM left_out WHERE left_out.folded = meant.folded)"
LETTERS = f"""
WITH meant ({{columns}}) AS ({{letters}}), left_out (folded) AS ({{left_out}}),
    chosen AS (
        SELECT DISTINCT ON (folded COLLATE "C") * FROM meant WHERE {LEFT}
        ORDER BY folded COLLATE "C", rank, source, language
    )
SELECT * FROM chosen ORDER BY rank, source
"""
# A place is rank, row and language in one number, for numbers are quick to compare.
# The least one of an address is that of whoever speaks for it.
RANK, SOURCE, LANGUAGE = 56, 3, 7
FIGURES = f"""
WITH meant ({{columns}}) AS ({{places}}), left_out (folded) AS ({{left_out}}),
    led (folded, place) AS (
        SELECT folded, min(
            (rank::bigint << {RANK}) + (source << {SOURCE})
            + array_position(%s, language::text)
        ) FROM meant WHERE {LEFT} GROUP BY folded
    ),
    chosen AS MATERIALIZED (
        SELECT folded, place, place & {LANGUAGE} AS language FROM led
    ),
    silent AS (
        SELECT rank, subject FROM ({{subjects}}) AS meant (rank, subject)
        EXCEPT (
            SELECT CASE rank WHEN {Rank.FOCAL_POINT} THEN {Rank.OFFICIAL} ELSE rank END,
                subject FROM meant
            UNION ALL {{away}}
        )
    )
SELECT NULL::bigint, language, count(*), FALSE FROM chosen GROUP BY language
UNION ALL SELECT (rank::bigint << {RANK}) + (subject << {SOURCE}), 0, 0, FALSE
    FROM silent
UNION ALL {{samples}}
UNION ALL (
    SELECT place, language, 1, TRUE
    FROM chosen JOIN ({{barred}}) AS barred (folded) USING (folded) ORDER BY place
)
"""
SAMPLE_OF = """(
    SELECT place, language, 1, FALSE FROM chosen WHERE language = {number}
    ORDER BY place LIMIT {most}
)"""
Asked = tuple[str, list[Any]]
Place = tuple[int, int]  # the rank and the row


class Row(NamedTuple):
    """A number of addresses in one language, or one that is shown or held back.

    Without a language it is somebody whom no address reaches.
    """

    place: Place | None
    language: str
    number: int
    is_barred: bool


@dataclass(frozen=True)
class Parts:
    """The parts of an audience that are meant, or those that are left out."""

    addresses: list[Addresses]
    subjects: list[Query]

    @classmethod
    def of(cls, parts: Iterable[AudiencePart], day: date) -> Self:
        return cls(
            [way for part in parts for way in addressees.addresses(part, day=day)],
            [query for part in parts for query in addressees.subjects(part, day=day)],
        )

    def folded(self) -> Asked:
        return united(one.rows.values_list(one.folded) for one in self.addresses)


def parts_of(audience: Audience, *, at: datetime) -> tuple[Parts, Parts]:
    parts = list(AudiencePart.objects.filter(audience=audience.pk).order_by("pk"))
    meant = [part for part in parts if not part.is_excluded]
    left_out = [part for part in parts if part.is_excluded]
    return Parts.of(meant, local_day(at)), Parts.of(left_out, local_day(at))


def counted(meant: Parts, left_out: Parts, scope: str) -> list[Row]:
    places, values = united(one.places() for one in meant.addresses)
    others, more = left_out.folded()
    subjects, of_these = united(meant.subjects, NO_SUBJECT)
    away, of_those = united(left_out.subjects, NO_SUBJECT)
    refusing = Suppression.objects.filter(scope__in=[EVERYTHING, scope])
    barred, scopes = united([refusing.values_list("address_folded").distinct()])
    samples = [
        SAMPLE_OF.format(number=number, most=SAMPLE)
        for number, _language in enumerate(LANGUAGES, 1)
    ]
    question = FIGURES.format(
        columns=PLACE,
        places=places,
        left_out=others,
        subjects=subjects,
        away=away,
        samples=" UNION ALL ".join(samples),
        barred=barred,
    )
    known = list(LANGUAGES)
    rows = ask(question, [*values, *more, known, *of_these, *of_those, *scopes])
    called = ["", *known]
    return [Row(place and placed(place), called[n], *rest) for place, n, *rest in rows]


def placed(place: int) -> Place:
    rank, rest = divmod(place, 1 << RANK)
    return rank, rest >> SOURCE


def letters_at(meant: Parts, places: Iterable[Place]) -> dict[Place, Recipient]:
    """Read those few who are shown."""
    keys = defaultdict(set)
    for rank, source in places:
        keys[rank].add(source)
    if not keys:
        return {}
    shown = [one for one in meant.addresses if one.rank in keys]
    letters, values = united(one.letters(keys[one.rank]) for one in shown)
    question = LETTERS.format(columns=ADDRESS, letters=letters, left_out=NOBODY)
    return {(row[0], row[1]): recipient(*row) for row in ask(question, values)}


def named(silent: Iterable[Place]) -> list[str]:
    """Name those whom the audience means and no address reaches."""
    keys = defaultdict(list)
    for rank, subject in silent:
        keys[rank].append(subject)
    return [
        name for rank in sorted(keys) for name in addressees.names(rank, keys[rank])
    ]


def united(queries: Iterable[Query], nothing: str = NOBODY) -> Asked:
    """Put queries of the same columns into one."""
    compiled = [query.query.sql_with_params() for query in queries]
    text = " UNION ALL ".join(f"({one})" for one, _values in compiled)
    return text or nothing, [value for _text, values in compiled for value in values]


def ask(question: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return cursor.fetchall()


# How the answers read


def recipient(*row: Any) -> Recipient:
    _rank, _source, person, form, name, address, _folded, language = row
    with translation.override(language):
        called = addressed(form, name) if name else gettext("colleague")
    return Recipient(person, called, address, language)


def addressed(form: str, name: str) -> str:
    """Put the form of address before a name."""
    if form == FormOfAddress.NONE:
        return name
    return f"{FormOfAddress(form).label} {name}"
