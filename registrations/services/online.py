"""In the room, online or both: the way in which a whole seminar takes place."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from registrations import calendars
from registrations.circulars import Change
from registrations.models import Registration, Seat
from registrations.services import overflows, readiness, seats, versions
from registrations.services import places as places_of
from registrations.services.changeable import (
    give_addresses,
    lock_line,
    lock_running,
    running,
)
from registrations.services.overflows import KEEP, Overflow
from registrations.services.telling import both, spoken_place, tell_all
from seminars.models import ChangeKind, Mode, Room, Seminar, SeminarMode
from unitar_seminars.db import save_or_refuse
from users import audit
from users.models import Actor


@transaction.atomic
def move_online(
    seminar: Seminar, urls: dict[int, str], *, by: Actor, at: datetime, why: str = ""
) -> None:
    """Move everybody and every place online, at the same hours; rooms become free.

    `urls` gives the address online by session. Whoever had a place keeps it.
    """
    line = lock_line(seminar.pk)
    seminar = running(line)
    if seminar.mode == SeminarMode.ONLINE:
        raise ValidationError(_("It is online already."), code="unchanged")
    was = versions.look(seminar, versions.PEOPLE)
    give_addresses(seminar, urls)
    seminar.sessions.update(takes_room=False)
    seminar.registrations.filter(mode=Mode.ROOM).update(mode=Mode.ONLINE)
    seminar.seats.filter(mode=Mode.ROOM).update(mode=Mode.ONLINE)
    seminar.mode = SeminarMode.ONLINE
    seminar.save(update_fields=["mode"])
    entry = audit.record("move_online", seminar, by=by, at=at, why=why)
    tell_all(seminar, Change("online", why=why), entry, was=was)
    seats.fill(line, Mode.ONLINE, by=by, at=at)


@transaction.atomic
def change_address(
    seminar: Seminar, urls: dict[int, str], *, by: Actor, at: datetime, why: str = ""
) -> None:
    """Give sessions another address online, and tell whoever joins there."""
    seminar = lock_running(seminar.pk)
    if seminar.mode == SeminarMode.ROOM:
        raise ValidationError(
            _("It takes place in a room: move it online first."), code="other_mode"
        )
    known = dict(seminar.sessions.values_list("pk", "online_url"))
    changed = {pk: url for pk, url in urls.items() if url and url != known.get(pk, url)}
    if not changed:
        raise ValidationError(_("It has this address already."), code="unchanged")
    was = versions.look(seminar)
    for pk, url in changed.items():
        seminar.sessions.filter(pk=pk).update(online_url=url)
    entry = audit.record("change_address", seminar, by=by, at=at, why=why)
    change = Change("address", why=why)
    tell_all(seminar, change, entry, was=was, modes=[Mode.ONLINE])


@transaction.atomic
def open_online(
    seminar: Seminar,
    urls: Mapping[int, str],
    places: int,
    *,
    by: Actor,
    at: datetime,
    why: str = "",
) -> None:
    """Let people take part online as well, in places of its own; they choose."""
    line = lock_line(seminar.pk)
    seminar = running(line)
    if seminar.mode != SeminarMode.ROOM:
        raise ValidationError(
            _("People take part online already: change the places online."),
            code="unchanged",
        )
    if places < 1:
        raise ValidationError(
            _("Give at least one place online."), code="places_missing"
        )
    was = versions.look(seminar, versions.PEOPLE)
    give_addresses(seminar, urls)
    seminar.mode = SeminarMode.BOTH
    seminar.save(update_fields=["mode"])
    places_of.make(seminar, Mode.ONLINE, places)
    entry = audit.record("open_online", seminar, by=by, at=at, why=why)
    change = Change("partly", why=why, in_calendars=False)
    tell_all(seminar, change, entry, was=was)


@transaction.atomic
def back_to_room(
    seminar: Seminar,
    rooms: Mapping[int, Room],
    *,
    by: Actor,
    at: datetime,
    why: str = "",
    overflow: Overflow = KEEP,
) -> None:
    """Bring a seminar back from online, each session to its room or to a given one.

    Places that were in the room before it went online are there again, with whoever
    has them now; where none were, all places are. What then remains online stays.
    Where a room holds fewer, `overflow` says what becomes of whoever does not fit.
    """
    line = lock_line(seminar.pk)
    seminar = running(line)
    if seminar.mode != SeminarMode.ONLINE:
        raise ValidationError(_("It takes place in a room already."), code="unchanged")
    was, gone = versions.look(seminar, versions.PEOPLE), calendars.sessions_of(seminar)
    before = both(lambda: str(SeminarMode.ONLINE.label))
    smallest = take_rooms(seminar, rooms)
    return_places(seminar)
    moved = overflows.resolve(line, smallest, overflow, by=by, at=at)
    returned = overflows.seats_in_the_room(seminar).count()
    readiness.more_than_it_holds(seminar, returned, why=why)
    entry = audit.record("move_back", seminar, by=by, at=at, why=why)
    after = both(lambda: spoken_places(seminar))
    change = Change("back", before, after, why, **moved.said(gone))
    tell_all(seminar, change, entry, was=was)
    for mode in Mode:
        seats.fill(line, mode, by=by, at=at)


def take_rooms(seminar: Seminar, rooms: Mapping[int, Room]) -> int | None:
    """Let every session take its room, or another; tell what the smallest holds."""
    holds: list[int] = []
    for session in seminar.sessions.all():
        session.room = rooms.get(session.pk) or session.room
        if session.room is None:
            raise ValidationError(
                _("Choose the room of every session."), code="no_room"
            )
        session.takes_room = True
        save_or_refuse(session, update_fields=["room", "takes_room"])
        holds += [] if session.room.capacity is None else [session.room.capacity]
    return min(holds, default=None)


def return_places(seminar: Seminar) -> None:
    """Bring places and their holders back into the room; those who wait come along."""
    returning(seminar).update(mode=Mode.ROOM)
    remain = seminar.seats.places().filter(mode=Mode.ONLINE)
    seminar.mode = SeminarMode.BOTH if remain.exists() else SeminarMode.ROOM
    seminar.save(update_fields=["mode"])
    seated = Seat.objects.filter(seminar=seminar, mode=Mode.ROOM, holder__isnull=False)
    people = Registration.objects.filter(seminar=seminar)
    people.filter(pk__in=seated.values("holder")).update(mode=Mode.ROOM)
    if seminar.mode == SeminarMode.BOTH:
        people = people.filter(pk__in=were_in_the_room(seminar, versions.REGISTRATION))
    people.filter(seat=None).update(mode=Mode.ROOM)


def returning(seminar: Seminar) -> QuerySet[Seat]:
    """Find the places that would be in the room again, taken or not."""
    before = were_in_the_room(seminar, versions.SEAT)
    return seminar.seats.filter(pk__in=before) if before else seminar.seats.all()


def were_in_the_room(seminar: Seminar, kind: str) -> list[int]:
    """Name the rows of this kind that went online when the seminar did."""
    moves = seminar.changes.standing(ChangeKind.ONLINE)
    last = moves.order_by("-version").first()
    return [
        pk for found, pk, *_values in (last.former if last else []) if found == kind
    ]


def spoken_places(seminar: Seminar) -> str:
    """Name the rooms in which the sessions take place, each once."""
    sessions = seminar.sessions.select_related("room__venue").order_by("starts_at")
    return ", ".join(dict.fromkeys(spoken_place(session) for session in sessions))
