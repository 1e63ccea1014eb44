"""Which names may be one: compared as sets of folded words, so that order is free."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from partners.models import Organisation, OrganisationAlias, OrganisationState
from unitar_seminars.db import Folded

WORD = re.compile(r"\w{2,}")
FEW = 3  # suggestions shown for one name


@dataclass(frozen=True)
class Likeness:
    """An organisation of the list that a proposed one may be, and why."""

    organisation: Organisation
    reason: str


def words(folded: str) -> frozenset[str]:
    """Take a folded name apart; single letters are initials and say little."""
    return frozenset(WORD.findall(folded))


def similar(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two names share half of their words, or one is part of the other."""
    shared = one & other
    smaller = min(len(one), len(other))
    if len(shared) == smaller >= 2:
        return True
    return bool(shared) and 2 * len(shared) >= len(one | other)


def proposed() -> QuerySet[Organisation]:
    """Give what somebody typed and nobody has settled, oldest first."""
    found = Organisation.objects.filter(state=OrganisationState.PROPOSED)
    return (
        found.select_related("country")
        .annotate(folded=Folded("name_en"))
        .order_by("pk")
    )


def of(typed: Sequence[Organisation]) -> dict[int, list[Likeness]]:
    """Suggest what each proposed organisation may be, in two queries for all."""
    known = list(Organisation.objects.active().order_by("pk"))
    by_key = {one.pk: one for one in known}
    folded = folded_names()
    return {one.pk: alike(one.folded, folded, by_key)[:FEW] for one in typed}


def folded_names() -> list[tuple[int, str]]:
    """Read every name, short name and alias of the list, folded by the database."""
    active = Organisation.objects.active()
    names = [
        active.order_by().values_list("pk", Folded(column))
        for column in ("name_en", "name_fr", "short_name_en", "short_name_fr")
    ]
    aliases = OrganisationAlias.objects.filter(
        organisation__state=OrganisationState.ACTIVE
    ).order_by()
    names.append(aliases.values_list("organisation", Folded("name")))
    first, *others = names
    found = first.union(*others)
    return sorted((key, name) for key, name in found if name)


def alike(
    typed: str, known: Iterable[tuple[int, str]], by_key: dict[int, Organisation]
) -> list[Likeness]:
    """List the same names before the similar ones, each organisation once."""
    same, near, mine = {}, {}, words(typed)
    for key, name in known:
        if name == typed:
            same[key] = Likeness(by_key[key], str(_("the same name")))
        elif similar(mine, words(name)):
            near[key] = Likeness(by_key[key], str(_("a similar name")))
    return [*same.values(), *[one for key, one in near.items() if key not in same]]
