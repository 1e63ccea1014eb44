"""Whom a registration without a person may be, and what speaks for it.

A suggestion is never one that would be refused: who stands in that seminar already is
left out. All registrations of a page are looked up together.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Min, Prefetch, QuerySet, TextChoices
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from partners.likeness import FEW, similar, words
from partners.models import ContactUse, Person, PersonState, Posting
from registrations.models import GONE, Registration
from unitar_seminars.db import Folded

Found = dict[int, list["Reason"]]


class Reason(TextChoices):
    """What speaks for it, the strongest first."""

    NAME = "name", _("the same name")
    ADDRESS = "address", _("their e-mail address")
    SIMILAR = "similar", _("a similar name at the same organisation")


@dataclass(frozen=True)
class Match:
    person: Person
    reasons: list[Reason] = field(default_factory=list)

    @property
    def is_strong(self) -> bool:
        return len(self.reasons) > 1


def unknown() -> QuerySet[Registration]:
    """Give the registrations of which nobody has said who they are, oldest first."""
    found = Registration.objects.filter(person=None).exclude(status__in=GONE)
    named = found.annotate(folded=Folded("name"), address_folded=Lower("address"))
    return named.select_related("seminar", "organisation").order_by(
        "submitted_at", "pk"
    )


def of(registrations: Sequence[Registration], *, day: date) -> dict[int, list[Match]]:
    """Suggest people for each of these, best first, in a fixed number of queries."""
    found: dict[int, Found] = {one.pk: defaultdict(list) for one in registrations}
    for registration, person, reason in [
        *by_name(registrations),
        *by_address(registrations, day),
        *by_organisation(registrations),
    ]:
        found[registration.pk][person].append(reason)
    everybody = {person for one in found.values() for person in one}
    people = with_posts(everybody)
    taken = already_there(registrations, everybody)
    return {
        one.pk: best(
            Match(people[key], reasons)
            for key, reasons in found[one.pk].items()
            if (one.seminar_id, key) not in taken
        )
        for one in registrations
    }


def by_name(
    registrations: Sequence[Registration],
) -> Iterator[tuple[Registration, int, Reason]]:
    named = Person.objects.annotate(folded=Folded("name")).filter(
        state=PersonState.ACTIVE, folded__in={one.folded for one in registrations}
    )
    known = list(named.order_by("pk").values_list("pk", "folded"))
    for one in registrations:
        for key, folded in known:
            if folded == one.folded:
                yield one, key, Reason.NAME


def by_address(
    registrations: Sequence[Registration], day: date
) -> Iterator[tuple[Registration, int, Reason]]:
    uses = ContactUse.objects.on(day).filter(
        person__state=PersonState.ACTIVE,
        contact_point__address_folded__in={
            one.address_folded for one in registrations if one.address
        },
    )
    pairs = uses.values_list("person", "contact_point__address_folded").distinct()
    known = list(pairs.order_by("person"))
    for one in registrations:
        for key, address in known:
            if address == one.address_folded:
                yield one, key, Reason.ADDRESS


def by_organisation(
    registrations: Sequence[Registration],
) -> Iterator[tuple[Registration, int, Reason]]:
    """Compare with who has, or had, a post where they come from."""
    posts = Posting.objects.annotate(folded=Folded("person__name")).filter(
        person__state=PersonState.ACTIVE,
        organisation__in={one.organisation_id for one in registrations} - {None},
    )
    known = defaultdict(dict)
    for key, organisation, folded in posts.order_by("person").values_list(
        "person", "organisation", "folded"
    ):
        known[organisation][key] = folded
    for one in registrations:
        mine = words(one.folded)
        for key, folded in known[one.organisation_id].items():
            if folded == one.folded or similar(mine, words(folded)):
                yield one, key, Reason.SIMILAR


def with_posts(keys: Collection[int]) -> dict[int, Person]:
    posts = Posting.objects.select_related("organisation").order_by("-starts_on", "pk")
    found = Person.objects.filter(pk__in=keys)
    return {one.pk: one for one in found.prefetch_related(Prefetch("postings", posts))}


def already_there(
    registrations: Sequence[Registration], people: Collection[int]
) -> set[tuple[int, int]]:
    """Tell who of these people stands in which of these seminars."""
    seminars = {one.seminar_id for one in registrations}
    there = Registration.objects.active().filter(
        seminar__in=seminars, person__in=people
    )
    return set(there.values_list("seminar", "person"))


def best(matches: Iterator[Match]) -> list[Match]:
    order = list(Reason)
    ranked = sorted(
        matches,
        key=lambda one: (-len(one.reasons), order.index(one.reasons[0]), one.person.pk),
    )
    return ranked[:FEW]


def doubles() -> QuerySet[Person, dict[str, object]]:
    """List names that several entries go by, the most frequent first."""
    named = Person.objects.filter(state=PersonState.ACTIVE).annotate(
        folded=Folded("name")
    )
    counted = named.values("folded").annotate(entries=Count("pk"), name=Min("name"))
    return counted.filter(entries__gt=1).order_by("-entries", "folded")
