"""Where somebody who waits stands, and who is ahead: the queue explains itself."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import connection

from partners.models import Sector
from registrations.models import Registration, RegistrationStatus
from seminars.models import Mode, Seminar

# How many are counted for a message: the cost of filing must not grow with the queue.
FEW = 100

AHEAD_BY_TIER = """
SELECT mine.id, ahead.tier, count(*)
  FROM registrations_registration AS mine
  JOIN registrations_registration AS ahead
    ON ahead.seminar_id = mine.seminar_id AND ahead.mode = mine.mode
   AND ahead.status = 'waiting'
   AND (ahead.tier, ahead.line_number) < (mine.tier, mine.line_number)
 WHERE mine.id = ANY(%s) AND mine.status = 'waiting'
 GROUP BY mine.id, ahead.tier
 ORDER BY ahead.tier
"""

FEW_AHEAD = """
SELECT mine.id, (
    SELECT count(*) FROM (
        SELECT 1 FROM registrations_registration
         WHERE seminar_id = mine.seminar_id AND mode = mine.mode AND status = 'waiting'
           AND (tier, line_number) < (mine.tier, mine.line_number)
         LIMIT %s
    ) AS ahead)
  FROM registrations_registration AS mine WHERE mine.id = ANY(%s)
"""


@dataclass(frozen=True)
class Ahead:
    """How many of one tier are served first, and what that tier is."""

    people: int
    sectors: list[str]
    is_own_tier: bool


@dataclass(frozen=True)
class Standing:
    """One person of a nomination and, where they wait, who is ahead."""

    registration: Registration
    ahead: list[Ahead] = field(default_factory=list)

    @property
    def people_ahead(self) -> int:
        return sum(tier.people for tier in self.ahead)

    @property
    def position(self) -> int:
        return self.people_ahead + 1

    @property
    def is_waiting(self) -> bool:
        return self.registration.status == RegistrationStatus.WAITING

    @property
    def is_pending(self) -> bool:
        return self.registration.status == RegistrationStatus.PENDING

    @property
    def is_seated_online(self) -> bool:
        return self.registration.is_seated and self.registration.mode == Mode.ONLINE


def of(registrations: Iterable[Registration], seminar: Seminar) -> list[Standing]:
    """Tell where each of these people stands, in one query for all who wait."""
    people = [Standing(registration) for registration in registrations]
    tiers = {
        one.registration.pk: one.registration.tier for one in people if one.is_waiting
    }
    if not tiers:
        return people
    counted: dict[int, list[Ahead]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(AHEAD_BY_TIER, [list(tiers)])
        for pk, tier, number in cursor.fetchall():
            sectors = names_of(seminar.tiers[tier - 1])
            counted[pk].append(Ahead(number, sectors, tier == tiers[pk]))
    return [Standing(one.registration, counted[one.registration.pk]) for one in people]


def positions(people: Sequence[int]) -> dict[int, int]:
    """Tell the place in the queue of each of those who wait, in one query."""
    if not people:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(AHEAD_BY_TIER, [list(people)])
        ahead = Counter(dict.fromkeys(people, 0))
        for pk, _tier, number in cursor.fetchall():
            ahead[pk] += number
    return {pk: number + 1 for pk, number in ahead.items()}


def names_of(sectors: Sequence[str]) -> list[str]:
    return [str(Sector(sector).label) for sector in sectors]


def few_ahead(people: Sequence[int]) -> dict[int, int]:
    """Count who is ahead of each of those who wait, up to `FEW`."""
    with connection.cursor() as cursor:
        cursor.execute(FEW_AHEAD, [FEW, list(people)])
        return dict(cursor.fetchall())
