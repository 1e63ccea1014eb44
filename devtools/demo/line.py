"""One door, replayed: how a line of the past came to stand as it did.

The same order as in `registrations.services.seats`: higher tier first, then the lower
number. Here it runs over rows that are stored afterwards, all at once.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from heapq import heappop, heappush

from registrations.models import CancelledBecause, Registration, RegistrationStatus


@dataclass(frozen=True)
class Step:
    """What was done, when, and the message that told of it, if one did."""

    verb: str
    at: datetime
    tells: str = ""
    why: str = ""
    position: int | None = None


@dataclass
class Guest:
    """One person on the way to a place; `steps` is the way so far.

    `filed_as` is how it stood when the sender got the receipt."""

    registration: Registration
    steps: list[Step] = field(default_factory=list)
    filed_as: str = ""

    @property
    def status(self) -> str:
        return self.registration.status

    def waits(self, position: int) -> None:
        """Say that the latest step was told as a place in the queue."""
        self.steps[-1] = replace(self.steps[-1], tells="waiting", position=position)


class Line:
    """The places of one seminar while they are given out."""

    def __init__(self, places: int) -> None:
        self.free = places
        self.waiting: list[tuple[int, int, Guest]] = []
        self.last_number = 0

    def file(self, guest: Guest, at: datetime, *, by_approval: bool = False) -> None:
        self.last_number += 1
        guest.registration.line_number = self.last_number
        guest.registration.submitted_at = at
        guest.steps.append(Step("request", at))
        if by_approval:
            guest.registration.status = RegistrationStatus.PENDING
        else:
            self.wait(guest, at, "seat_confirmed")
        guest.filed_as = guest.status

    def approve(self, guest: Guest, at: datetime) -> None:
        guest.steps.append(Step("approve", at))
        self.wait(guest, at, "approved")

    def decline(self, guest: Guest, at: datetime) -> None:
        guest.registration.status = RegistrationStatus.DECLINED
        guest.registration.declined_at = at
        why = "The course is meant for delegates who follow the topic."
        guest.steps.append(Step("decline", at, "declined", why))

    def cancel(self, guest: Guest, at: datetime) -> None:
        had_place = guest.status == RegistrationStatus.CONFIRMED
        guest.registration.status = RegistrationStatus.CANCELLED
        guest.registration.cancelled_at = at
        guest.registration.cancelled_because = CancelledBecause.SENDER
        guest.steps.append(Step("cancel", at, "cancelled"))
        self.free += had_place
        self.fill(at)

    def wait(self, guest: Guest, at: datetime, tells: str) -> None:
        """Join the queue; who isn't served at once is told so, a walk-in sees it."""
        guest.registration.status = RegistrationStatus.WAITING
        numbers = (guest.registration.tier, guest.registration.line_number)
        heappush(self.waiting, (*numbers, guest))
        self.fill(at, news={id(guest): tells})
        is_told = not guest.registration.is_walk_in
        if is_told and guest.status == RegistrationStatus.WAITING:
            guest.waits(self.position(guest))

    def position(self, guest: Guest) -> int:
        """Count from the head of the queue, 1 first."""
        mine = (guest.registration.tier, guest.registration.line_number)
        return sum(
            one.status == RegistrationStatus.WAITING and numbers <= mine
            for *pair, one in self.waiting
            if (numbers := tuple(pair))
        )

    def fill(self, at: datetime, news: dict[int, str] | None = None) -> None:
        while self.free and self.waiting:
            guest = heappop(self.waiting)[-1]
            if guest.status != RegistrationStatus.WAITING:
                continue
            guest.registration.status = RegistrationStatus.CONFIRMED
            guest.registration.seated_at = at
            tells = (news or {}).get(id(guest), "promoted")
            guest.steps.append(Step("confirm", at, tells))
            self.free -= 1
