"""More people than a smaller room holds: what becomes of those who don't fit.

Whoever came last in the lowest tier is the first to go: online, or back to waiting
with the number they have. Or all stay, and the reason is on record.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from registrations.models import Line, Registration, RegistrationStatus, Seat
from registrations.services import places
from registrations.services.changeable import give_addresses
from seminars.models import Mode, Seminar, SeminarMode, Session
from users import audit
from users.models import Actor


class Way(TextChoices):
    KEEP = "keep", _("All keep their place: give the reason")
    ONLINE = "online", _("Whoever does not fit takes part online")
    BY_TIER = "by_tier", _("Whoever does not fit waits again, with their number")


@dataclass(frozen=True)
class Overflow:
    """What an organiser chose, and the addresses online where they are needed."""

    way: str = Way.KEEP
    urls: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Moved:
    """Whom the choice concerned, for the message that tells them."""

    people: Sequence[int] = ()
    purpose: str = ""
    lost: Sequence[int] = ()

    def said(self, sessions: Sequence[Session]) -> dict[str, Any]:
        """Say in a change what these people are told apart from all others."""
        apart = dict.fromkeys(self.people, self.purpose)
        if self.lost:
            return {"apart": apart, "gone": sessions, "lost": self.lost}
        return {"apart": apart}


KEEP = Overflow()
GO_ONLINE, WAIT_AGAIN = "overflow_online", "overflow_waiting"


def resolve(
    line: Line, capacity: int | None, overflow: Overflow, *, by: Actor, at: datetime
) -> Moved:
    """Make places as few as a room holds, in the way that was chosen.

    Free places go first. The caller has locked the line.
    """
    seminar = line.seminar
    in_the_room = seats_in_the_room(seminar)
    total = in_the_room.count()
    if capacity is None or overflow.way == Way.KEEP or total <= capacity:
        return Moved()
    last = those_who_do_not_fit(in_the_room, capacity)
    free = seminar.seats.free().filter(mode=Mode.ROOM).count()
    spare = min(free, total - capacity)
    places.withdraw(seminar, Mode.ROOM, spare, at=at)
    keys = [person.pk for person in last]
    if overflow.way == Way.ONLINE:
        move_online(seminar, keys, overflow.urls)
        moved = Moved(keys, GO_ONLINE)
    else:
        let_wait(keys, at=at)
        had_entries = [person.pk for person in last if person.is_confirmed]
        moved = Moved(keys, WAIT_AGAIN, had_entries)
    audit.record(f"overflow_{overflow.way}", seminar, by=by, at=at)
    return moved


def seats_in_the_room(seminar: Seminar) -> QuerySet[Seat]:
    return seminar.seats.places().filter(mode=Mode.ROOM)


def those_who_do_not_fit(seats: QuerySet[Seat], capacity: int) -> list[Registration]:
    """List who has one of these places too many, lowest tier and last first."""
    seated = Registration.objects.filter(seat__in=seats)
    beyond = max(0, seated.count() - capacity)
    return list(seated.order_by("-tier", "-line_number")[:beyond])


def move_online(seminar: Seminar, people: list[int], urls: Mapping[int, str]) -> None:
    """Let these people take part online, in places that were in the room."""
    if people and seminar.mode == SeminarMode.ROOM:
        give_addresses(seminar, urls)
        seminar.mode = SeminarMode.BOTH
        seminar.save(update_fields=["mode"])
    places_of = Seat.objects.filter(holder__in=people)
    places_of.update(mode=Mode.ONLINE, tier=None, held_until=None)
    Registration.objects.filter(pk__in=people).update(mode=Mode.ONLINE)


def let_wait(people: list[int], *, at: datetime) -> None:
    """Take the places of these people away; their number in line stays."""
    Seat.objects.filter(holder__in=people).update(holder=None, withdrawn_at=at)
    Registration.objects.filter(pk__in=people).update(
        status=RegistrationStatus.WAITING, offered_until=None
    )
