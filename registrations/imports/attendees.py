"""Who in a log is whom on the list, and what speaks for it.

A log knows people by what they typed when they joined: an address that several share,
a device, a name in another order. So this only suggests, and where several people
could be meant, nobody.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from partners.likeness import similar, words
from registrations.imports.joins import Join
from registrations.imports.words import without_form
from registrations.models import Registration
from registrations.services.rosters import folded

Names = dict[str, frozenset[str]]  # folded, with their words
BRACKETED = re.compile(r"(.*?)\s*\(([^()]*)\)")


class Likeness(TextChoices):
    """What speaks for a suggestion, the strongest first."""

    BOTH = "both", _("same address and same name")
    ADDRESS = "address", _("same address, another name")
    NAME = "name", _("same name")
    SIMILAR = "similar", _("similar name")
    SEVERAL = "several", _("several people could be meant: choose one")
    NOBODY = "nobody", _("nobody on the list")


@dataclass(frozen=True)
class Attendee:
    """Everything that a log says of one person, under the first of its lines."""

    joins: tuple[Join, ...]

    @property
    def row(self) -> int:
        return self.joins[0].row

    @property
    def name(self) -> str:
        return next((join.name for join in self.joins if join.name), "")

    @property
    def address(self) -> str:
        return next((join.address for join in self.joins if join.address), "")

    @cached_property
    def names(self) -> Names:
        """Take “Nick (Original Name)” for both, without forms of address."""
        found = set()
        for said in {join.name for join in self.joins if join.name}:
            bracketed = BRACKETED.fullmatch(said)
            parts = bracketed.groups() if bracketed else (said,)
            found |= {folded(without_form(part)[1]) for part in parts if part}
        return {name: words(name) for name in found}


@dataclass(frozen=True)
class Listed:
    """Somebody on the list, with what is compared."""

    registration: Registration

    @cached_property
    def name(self) -> str:
        return folded(self.registration.name)

    @cached_property
    def words(self) -> frozenset[str]:
        return words(self.name)

    def is_at(self, address: str) -> bool:
        return bool(address) and self.registration.address.casefold() == address

    def is_called(self, names: Names) -> bool:
        """Whether one of these is the name, its words in whatever order."""
        return self.name in names or (
            len(self.words) > 1 and self.words in names.values()
        )

    def is_like(self, names: Names) -> bool:
        return any(similar(said, self.words) for said in names.values())


def people_of(joins: Iterable[Join]) -> list[Attendee]:
    """Put the lines of each person together: by address and name.

    Several may share an address. Who joins once with it and once without goes by one
    name.
    """
    found: dict[tuple[str, str], list[Join]] = {}
    joins = list(joins)
    owners: dict[str, set[str]] = {}
    for join in joins:
        if join.address:
            owners.setdefault(folded(join.name), set()).add(join.address)
    for join in joins:
        name = folded(join.name)
        addresses = owners.get(name, set())
        address = join.address or (min(addresses) if len(addresses) == 1 else "")
        found.setdefault((address, name), []).append(join)
    people = (sorted(mine, key=lambda join: join.row) for mine in found.values())
    return sorted((Attendee(tuple(mine)) for mine in people), key=lambda one: one.row)


def likeliest(
    attendee: Attendee, everybody: Sequence[Listed]
) -> tuple[Registration | None, Likeness]:
    """Suggest one of the list, or nobody, with the reason.

    The address of one and the name of another speak against each other.
    """
    names = attendee.names
    here = [one for one in everybody if one.is_at(attendee.address)]
    called = [one for one in everybody if one.is_called(names)]
    like = [one for one in everybody if one.is_like(names)]
    steps = [([one for one in here if one in called], Likeness.BOTH)]
    if not called:
        steps.append(([one for one in here if one in like], Likeness.ADDRESS))
        steps.append((here, Likeness.ADDRESS))
    if not here:
        steps.append((called, Likeness.NAME))
        steps.append((like, Likeness.SIMILAR))
    for found, likeness in steps:
        if len(found) == 1:
            return found[0].registration, likeness
    anybody = here or called or like
    return None, Likeness.SEVERAL if anybody else Likeness.NOBODY
