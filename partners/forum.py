"""What the public page of the Forum shows, read in a fixed number of queries.

Countries go by the name they had on the day in question.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.text import get_text_list
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from partners.models import (
    ChairTerm,
    CountryName,
    ForumEdition,
    HostTerm,
    HostTermState,
    Mechanism,
    PreparatoryUpdate,
    SummitMode,
)
from unitar_seminars.db import last_day


@dataclass(frozen=True)
class Summit:
    """An edition as it is printed."""

    edition: ForumEdition

    @property
    def is_online(self) -> bool:
        return self.edition.mode == SummitMode.ONLINE

    @property
    def last_on(self) -> date | None:
        return last_day(self.edition.ends_on)


@dataclass(frozen=True)
class Host:
    """A term as it is printed."""

    term: HostTerm
    names: str
    summits: list[Summit]
    is_shared: bool
    is_withdrawn: bool
    successor: str = ""

    @property
    def last_on(self) -> date | None:
        return last_day(self.term.ends_on)


@dataclass(frozen=True)
class Chair:
    """A chair of the Global Migration Group as it is printed."""

    term: ChairTerm

    @property
    def last_on(self) -> date | None:
        return last_day(self.term.ends_on)


Names = dict[str, list[CountryName]]


def hosts() -> list[Host]:
    """Return every host, the latest first."""
    terms = list(
        HostTerm.objects.prefetch_related("countries", "editions").order_by(
            "-starts_on", "-pk"
        )
    )
    names = names_of({c.pk for term in terms for c in term.countries.all()})
    called = {term.pk: called_then(term, names) for term in terms}
    return [
        Host(
            term=term,
            names=called[term.pk],
            summits=summits(term),
            is_shared=len(term.countries.all()) > 1,
            is_withdrawn=term.state == HostTermState.WITHDRAWN,
            successor=called.get(term.replaced_by_id, ""),
        )
        for term in terms
    ]


def summits(term: HostTerm) -> list[Summit]:
    editions = sorted(term.editions.all(), key=lambda edition: edition.number)
    return [Summit(edition) for edition in editions]


def names_of(codes: Iterable[str]) -> Names:
    """Read all names these countries had, in the language of the page."""
    language = (get_language() or "en")[:2]
    found: Names = {}
    for name in CountryName.objects.filter(country__in=codes, language=language):
        found.setdefault(name.country_id, []).append(name)
    return found


def called_then(term: HostTerm, names: Names) -> str:
    """Name a term's countries as on the day of its first summit."""
    days = [e.starts_on for e in term.editions.all() if e.starts_on]
    day = min(days, default=term.starts_on)
    countries = sorted(
        next(
            (name.name for name in names.get(country.pk, []) if holds(name, day)),
            str(country),
        )
        for country in term.countries.all()
    )
    return get_text_list(countries, _("and"))


def holds(name: CountryName, day: date) -> bool:
    begun = name.starts_on is None or name.starts_on <= day
    return begun and (name.ends_on is None or day < name.ends_on)


def chairs() -> list[Chair]:
    """Return who chaired the Global Migration Group, the latest first."""
    terms = ChairTerm.objects.filter(mechanism=Mechanism.GMG)
    ordered = terms.select_related("organisation").order_by("-starts_on")
    return [Chair(term) for term in ordered]


def updates(at: datetime) -> QuerySet[PreparatoryUpdate]:
    """Return what was delivered and may be read now, the latest first."""
    return PreparatoryUpdate.objects.published(at).order_by("-delivered_at", "-pk")[:12]
