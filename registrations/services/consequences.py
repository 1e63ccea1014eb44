"""What a change would mean, counted before anybody makes it."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet

from mailing.models import Message, MessageState
from registrations.models import SEATED, Registration, RegistrationStatus, Seat
from registrations.services import reminders, unreached
from registrations.services.overflows import Way, those_who_do_not_fit
from registrations.services.unreached import Unreached
from registrations.services.versions import undo_until
from seminars.models import Mode, Room, Seminar, Venue
from unitar_seminars.translated import Language


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
    way: str = Way.KEEP
    beyond: list[Registration] = field(default_factory=list)

    @property
    def needs_reason(self) -> bool:
        """Whether more places stay than a room holds."""
        is_too_small = self.capacity is not None and self.capacity < self.places
        return is_too_small and self.way == Way.KEEP


def consequences(
    seminar: Seminar,
    *,
    room: Room | None = None,
    places: int | None = None,
    mode: str = Mode.ROOM,
    to: Collection[str] = tuple(Mode),
    way: str = Way.KEEP,
    seats: QuerySet[Seat] | None = None,
) -> Consequences:
    """Count, before a change is made, whom it reaches and what it leaves over.

    `to` are the modes of those who are told; `seats` the places that the room has to
    hold then, if they are others than those in the room now.
    """
    meant = seminar.registrations.active().filter(mode__in=to)
    active = list(meant.values_list("status", "address"))
    limit = room.capacity if room else places
    if seats is None:
        seats = seminar.seats.places().filter(mode=mode)
    beyond = those_who_do_not_fit(seats, limit) if limit is not None else []
    return Consequences(
        told=sum(bool(address) for _status, address in active),
        seated=sum(status in SEATED for status, *_rest in active),
        waiting=sum(status == RegistrationStatus.WAITING for status, *_rest in active),
        pending=sum(status == RegistrationStatus.PENDING for status, *_rest in active),
        without_address=sum(not address for _status, address in active),
        overflow=len(beyond),
        capacity=limit,
        places=seats.count() if room else 0,
        way=way,
        beyond=beyond if room else [],
    )


@dataclass(frozen=True)
class Reach:
    """How a change reaches people: in which language and mode, and whom it doesn't."""

    by_language: list[tuple[str, int]]
    by_mode: list[tuple[str, int]]
    unreached: list[Unreached]
    reminders: int
    waits: int
    desks: list[Venue]


def reach(seminar: Seminar, *, to: Collection[str], at: datetime) -> Reach:
    """Look at those who are told of a change, before it is made."""
    meant = seminar.registrations.active().filter(mode__in=to).exclude(address="")
    languages, modes = Counter[str](), Counter[str]()
    for language, mode in meant.values_list("language", "mode"):
        languages[language] += 1
        modes[mode] += 1
    queued = Message.objects.filter(
        mailing=None,
        state=MessageState.PENDING,
        purpose__in=reminders.PURPOSES,
        person_key__in=reminders.keys_of(seminar),
    )
    sent = seminar.access_lists.kept().filter(sent_at__isnull=False)
    starts = [seminar.starts_at] if seminar.starts_at else []
    until = undo_until(starts, at=at)
    return Reach(
        [(str(one.label), languages[one]) for one in Language if languages[one]],
        [(str(one.label), modes[one]) for one in Mode if modes[one]],
        [one for one in unreached.of(seminar) if not one.is_sender],
        queued.count(),
        round((until - at).total_seconds()) if until else 0,
        [one.venue for one in sent.select_related("venue").order_by("pk")],
    )
