"""What the queries of addressees have in common, so that they can be united.

Counting reads few and narrow columns, writing to people all of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from django.db.models import Case, CharField, F, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, NullIf

from partners.models import FormOfAddress

PLACE = "rank, source, folded, language"
ADDRESS = "rank, source, person, form, name, address, folded, language"
NO_FORM = Value(FormOfAddress.NONE.value, output_field=CharField())
Query = QuerySet[Any, Any]
Column = Any  # the name of one, or an expression


class Rank(IntEnum):
    """Of what kind an address is; the least speaks where several share it."""

    OFFICIAL = 1
    FOCAL_POINT = 2
    DELEGATE = 3
    REGISTRANT = 4
    SUBSCRIBER = 5

    @property
    def of_subject(self) -> "Rank":
        """Say for whom it is: a focal point's is for the organisation, too."""
        return Rank.OFFICIAL if self is Rank.FOCAL_POINT else self


@dataclass(frozen=True)
class Addresses:
    """Rows that have an address each, and where its columns are read."""

    rank: Rank
    every: Query  # whoever is reached in this way
    rows: Query  # those of them whom a part means
    subject: Column  # for whom it is: the key of an organisation, of a person …
    person: Column
    name: Column
    address: Column
    folded: Column
    language: Column
    form: Column = NO_FORM
    reaches: Any = Q()  # of a subject: that a row is theirs

    def places(self) -> Query:
        """Ask only for what counting needs; the columns of `PLACE`."""
        columns = (self.folded, self.language)
        return self.rows.values_list(Value(self.rank.value), "pk", *columns)

    def reached(self, keys: Iterable[int]) -> Query:
        """Ask which of these subjects have a row, each with its rank."""
        rows = self.rows.filter(**{f"{self.subject}__in": keys})
        return rows.values_list(Value(self.rank.of_subject.value), self.subject)

    def letters(self, keys: Iterable[int] | None = None) -> Query:
        """Ask for all that a message needs; the columns of `ADDRESS`."""
        rows = self.rows if keys is None else self.every.filter(pk__in=keys)
        columns = (self.form, self.name, self.address, self.folded, self.language)
        return rows.values_list(Value(self.rank.value), "pk", self.person, *columns)


def key_of(model: Any, column: str) -> Concat:
    """Name a row as `unitar_seminars.db.key` does, within the database."""
    label = Value(f"{model._meta.label_lower}:", output_field=TextField())
    return Concat(label, Cast(column, TextField()), output_field=TextField())


def filled(column: str) -> NullIf:
    return NullIf(F(column), Value(""))


def either(path: str, first: str, second: str) -> Coalesce:
    return Coalesce(filled(f"{path}_{first}"), F(f"{path}_{second}"))


def in_language_of_use(path: str) -> Case:
    """Read a bilingual column in the language in which the address is written to."""
    french = When(language="fr", then=either(path, "fr", "en"))
    return Case(french, default=either(path, "en", "fr"))
