"""What a change would mean, counted before anybody makes it."""

from collections.abc import Collection
from dataclasses import dataclass

from registrations.models import SEATED, RegistrationStatus
from seminars.models import Mode, Room, Seminar


@dataclass(frozen=True)
class Consequences:
    """What a change would mean: who is told, who has a place, what does not fit."""

    told: int
    seated: int
    waiting: int
    pending: int
    without_address: int
    overflow: int = 0
    capacity: int | None = None
    places: int = 0

    @property
    def needs_reason(self) -> bool:
        """Whether a room holds fewer people than there are places."""
        return self.capacity is not None and self.capacity < self.places


def consequences(
    seminar: Seminar,
    *,
    room: Room | None = None,
    places: int | None = None,
    mode: str = Mode.ROOM,
    to: Collection[str] = tuple(Mode),
) -> Consequences:
    """Count, before a change is made, whom it reaches and what it leaves over.

    `to` are the modes of those who are told.
    """
    meant = seminar.registrations.active().filter(mode__in=to)
    active = list(meant.values_list("status", "address", "mode"))
    taken = sum(
        status in SEATED and attends == mode for status, _address, attends in active
    )
    limit = room.capacity if room else places
    return Consequences(
        told=sum(bool(address) for _status, address, _mode in active),
        seated=sum(status in SEATED for status, *_rest in active),
        waiting=sum(status == RegistrationStatus.WAITING for status, *_rest in active),
        pending=sum(status == RegistrationStatus.PENDING for status, *_rest in active),
        without_address=sum(not address for _status, address, _mode in active),
        overflow=max(0, taken - limit) if limit is not None else 0,
        capacity=limit,
        places=seminar.seats.places().filter(mode=Mode.ROOM).count() if room else 0,
    )
