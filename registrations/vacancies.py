"""How many places are left, for one seminar or a page of them, in one query."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from registrations.models import Seat
from seminars.models import Mode

Vacancies = dict[int, list["Vacancy"]]


@dataclass(frozen=True)
class Vacancy:
    """The places of one seminar in one mode; `kept` are free for some sectors only."""

    mode: Mode
    total: int
    taken: int
    kept: int

    @property
    def left(self) -> int:
        return self.total - self.taken


def vacancies(seminar_ids: Collection[int], *, at: datetime) -> Vacancies:
    """Count places by seminar and mode; a seminar without any is left out."""
    rows = (
        Seat.objects.places()
        .filter(seminar__in=seminar_ids)
        .values("seminar", "mode")
        .annotate(
            total=Count("pk"),
            taken=Count("holder"),
            kept=Count("pk", filter=Q(holder=None, held_until__gt=at)),
        )
        .order_by("seminar", "-mode")
    )
    counted: Vacancies = defaultdict(list)
    for row in rows:
        counted[row["seminar"]].append(
            Vacancy(Mode(row["mode"]), row["total"], row["taken"], row["kept"])
        )
    return dict(counted)
