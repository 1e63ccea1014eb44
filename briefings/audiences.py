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
from itertools import chain
from typing import Any, NamedTuple

from django.db import connection
from django.utils import translation
from django.utils.translation import gettext

from briefings import addressees
from briefings.addressees import ADDRESS, PLACE, Addresses, Query
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
    question = LETTERS.format(letters=letters, left_out=others)
    return [recipient(*row) for row in ask(question, values + more)]


def reach(audience: Audience, *, scope: str, at: datetime) -> Reach:
    """Count an audience, and who of it can't or won't be written to."""
    meant, left_out = parts_of(audience, at=at)
    if not meant.addresses:
        return Reach()
    counts = counted(meant, left_out, scope)
    sample = [place for one in counts for place in one.sample]
    held_back = sorted(place for one in counts for place in one.held_back)
    shown = letters_at(meant, [*sample, *held_back])
    return Reach(
        addresses=sum(one.number for one in counts),
        without_address=named(beyond_reach(meant, left_out)),
        suppressed=len(held_back),
        sample=[shown[place] for place in sample],
        by_language={one.language: one.number for one in counts},
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
NO_SUBJECT = NO_LETTER = "SELECT 0, 0 WHERE FALSE"
LEFT = """NOT EXISTS (
    SELECT FROM ({left_out}) AS left_out (folded) WHERE left_out.folded = meant.folded
)"""
LETTERS = f"""
SELECT * FROM (
    SELECT DISTINCT ON (folded COLLATE "C") * FROM ({{letters}}) AS meant ({ADDRESS})
    WHERE {LEFT} ORDER BY folded COLLATE "C", rank, source, language
) AS chosen ORDER BY rank, source
"""
# A place is rank, row and language in one number, for numbers are quick to compare.
# The least one of an address is that of whoever speaks for it.
RANK, SOURCE, LANGUAGE = 56, 3, 7
FIGURES = f"""
SELECT place & {LANGUAGE} AS language, count(*),
    (array_agg(place ORDER BY place))[:{SAMPLE}],
    array_agg(place ORDER BY place) FILTER (WHERE barred.folded IS NOT NULL)
FROM (
    SELECT folded, min(
        (rank::bigint << {RANK}) + (source << {SOURCE})
        + array_position(%s, language::text)
    ) AS place FROM ({{places}}) AS places ({PLACE}) GROUP BY folded
) AS meant LEFT JOIN ({{barred}}) AS barred (folded) USING (folded)
WHERE {LEFT} GROUP BY 1 ORDER BY 1
"""
Asked = tuple[str, list[Any]]
Place = tuple[int, int]  # the rank and the row


class Count(NamedTuple):
    """The addresses in one language: how many, a few, and those held back."""

    language: str
    number: int
    sample: list[Place]
    held_back: list[Place]


class Parts:
    """The parts of an audience that are meant, or those that are left out."""

    def __init__(self, parts: Iterable[AudiencePart], day: date) -> None:
        self.day = day
        self.ways = [(part, addressees.addresses(part, day=day)) for part in parts]

    @property
    def addresses(self) -> list[Addresses]:
        return [one for _part, ways in self.ways for one in ways]

    def silent(self) -> Asked:
        asked = [
            addressees.silent(part, ways, day=self.day) for part, ways in self.ways
        ]
        return united(chain.from_iterable(asked), NO_SUBJECT)

    def subjects(self) -> list[Query]:
        asked = [addressees.subjects(part, day=self.day) for part, _ways in self.ways]
        return list(chain.from_iterable(asked))

    def folded(self) -> Asked:
        return united(one.rows.values_list(one.folded) for one in self.addresses)


def parts_of(audience: Audience, *, at: datetime) -> tuple[Parts, Parts]:
    parts = list(AudiencePart.objects.filter(audience=audience.pk).order_by("pk"))
    meant = [part for part in parts if not part.is_excluded]
    left_out = [part for part in parts if part.is_excluded]
    return Parts(meant, local_day(at)), Parts(left_out, local_day(at))


def counted(meant: Parts, left_out: Parts, scope: str) -> list[Count]:
    places, values = united(one.places() for one in meant.addresses)
    refusing = Suppression.objects.filter(scope__in=[EVERYTHING, scope])
    barred, scopes = united([refusing.values_list("address_folded").distinct()])
    others, more = left_out.folded()
    question = FIGURES.format(places=places, barred=barred, left_out=others)
    known = list(LANGUAGES)
    return [
        Count(known[n - 1], number, placed(sample), placed(held_back or []))
        for n, number, sample, held_back in ask(
            question, [known, *values, *scopes, *more]
        )
    ]


def placed(places: Iterable[int]) -> list[Place]:
    return [(one >> RANK, one % (1 << RANK) >> SOURCE) for one in places]


def beyond_reach(meant: Parts, left_out: Parts) -> set[Place]:
    """Find those whom no part reaches; they are few, so these alone are looked for."""
    silent = set(ask(*meant.silent()))
    if not silent:
        return silent
    keys = {key for _rank, key in silent}
    reached = [one.reached(keys) for one in meant.addresses]
    away = [one.filter(pk__in=keys) for one in left_out.subjects()]
    return silent.difference(ask(*united([*reached, *away])))


def letters_at(meant: Parts, places: Iterable[Place]) -> dict[Place, Recipient]:
    """Read those few who are shown."""
    keys = defaultdict(set)
    for rank, source in places:
        keys[rank].add(source)
    ways = {one.rank: one for one in meant.addresses}
    letters = united((ways[rank].letters(keys[rank]) for rank in keys), NO_LETTER)
    return {(row[0], row[1]): recipient(*row) for row in ask(*letters)}


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
