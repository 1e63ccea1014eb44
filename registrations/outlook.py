"""Why somebody still waits: what is kept, what is on offer, and until when.

Counts only, in one query for a seminar: nothing here names anybody.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Max

from registrations.models import Registration, RegistrationStatus, Seat
from registrations.standing import names_of
from registrations.vacancies import Vacancy
from seminars.models import Mode, Seminar


@dataclass(frozen=True)
class Kept:
    """Free places that one tier alone may have, until an hour."""

    places: int
    sectors: list[str]
    until: datetime
    tier: int


@dataclass
class Outlook:
    """The places of one mode, as somebody without one has to know them."""

    mode: Mode
    total: int = 0
    open: int = 0
    kept: list[Kept] = field(default_factory=list)
    offered: int = 0
    offered_until: datetime | None = None

    def is_open_to(self, registration: Registration) -> bool:
        """Whether a place is free that this person may have."""
        return self.open > 0 or any(k.tier == registration.tier for k in self.kept)


def of(seminar: Seminar, *, at: datetime) -> dict[str, Outlook]:
    """Count the places of each mode by what they are: taken, on offer, kept, open."""
    rows = (
        Seat.objects.places()
        .filter(seminar=seminar)
        .values_list("mode", "tier", "held_until", "holder__status")
        .annotate(Count("pk"), Max("holder__offered_until"))
        .order_by("mode", "held_until", "tier")
    )
    found = {mode.value: Outlook(mode) for mode in Mode}
    for mode, tier, held_until, status, places, latest in rows:
        here = found[mode]
        here.total += places
        if status == RegistrationStatus.OFFERED:
            here.offered += places
            here.offered_until = max(latest, here.offered_until or latest)
        elif status is None and tier and held_until > at:
            sectors = names_of(seminar.tiers[tier - 1])
            here.kept.append(Kept(places, sectors, held_until, tier))
        elif status is None:
            here.open += places
    return found


def kept_of(seminar: Seminar, vacancies: Sequence[Vacancy]) -> list[Kept]:
    """Say what is kept for whom until when, of all modes together."""
    return [
        Kept(
            holding.places,
            names_of(seminar.tiers[holding.tier - 1]),
            holding.until,
            holding.tier,
        )
        for vacancy in vacancies
        for holding in vacancy.holdings
    ]
