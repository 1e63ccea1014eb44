"""How many places are left, for one seminar or a page of them, in one query."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count

from registrations.models import Seat
from seminars.models import Mode

Vacancies = dict[int, list["Vacancy"]]


@dataclass(frozen=True)
class Holding:
    """Free places of one mode that one tier alone may have, until an hour."""

    tier: int
    places: int
    until: datetime


@dataclass
class Vacancy:
    """The places of one seminar in one mode; `kept` are free for some sectors only."""

    mode: Mode
    total: int = 0
    taken: int = 0
    holdings: list[Holding] = field(default_factory=list)

    @property
    def kept(self) -> int:
        return sum(holding.places for holding in self.holdings)

    @property
    def left(self) -> int:
        return self.total - self.taken


def vacancies(seminar_ids: Collection[int], *, at: datetime) -> Vacancies:
    """Count places by seminar and mode; a seminar without any is left out."""
    rows = (
        Seat.objects.places()
        .filter(seminar__in=seminar_ids)
        .values_list("seminar", "mode", "tier", "held_until")
        .annotate(Count("pk"), Count("holder"))
        .order_by("seminar", "-mode", "held_until", "tier")
    )
    counted: dict[tuple[int, str], Vacancy] = {}
    for seminar, mode, tier, until, total, taken in rows:
        here = counted.setdefault((seminar, mode), Vacancy(Mode(mode)))
        here.total += total
        here.taken += taken
        if tier and until > at and total > taken:
            here.holdings.append(Holding(tier, total - taken, until))
    found: Vacancies = defaultdict(list)
    for (seminar, _mode), vacancy in counted.items():
        found[seminar].append(vacancy)
    return dict(found)
