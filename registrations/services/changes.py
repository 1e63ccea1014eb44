"""What reaches the people registered: one edit, everything follows.

From *announced* on, a seminar's room, hours, mode, places and state change only here.
Each verb changes the facts, writes a version of the programme and one message to every
person who is registered, in one transaction; page, feed and door list read the facts.
The page that leads to a verb says beforehand who will be told and what does not fit
(`consequences`). Verbs with a module of their own are called by this one's name too.
"""

from datetime import datetime
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from registrations import calendars
from registrations.circulars import Change
from registrations.models import Line
from registrations.services import (
    inviting,
    kept,
    nominations,
    overflows,
    readiness,
    seats,
    versions,
)
from registrations.services import places as places_of
from registrations.services.changeable import (
    lock_line,
    lock_running,
    move_closing,
    refuse_past,
    running,
    set_state,
)
from registrations.services.online import (
    back_to_room,
    change_address,
    move_online,
    open_online,
)
from registrations.services.overflows import KEEP, Overflow, Way
from registrations.services.postponing import postpone
from registrations.services.replacing import replace_speaker
from registrations.services.telling import (
    both,
    spoken_hours,
    spoken_number,
    spoken_place,
    tell_all,
)
from registrations.services.undoing import undo
from seminars.models import (
    Mode,
    Room,
    Seminar,
    SeminarMode,
    SeminarState,
    Session,
    each_sector_once,
)
from seminars.services import agenda
from unitar_seminars.db import save_or_refuse
from unitar_seminars.sweeps import one_by_one
from users import audit
from users.models import Actor

__all__ = [
    "announce",
    "back_to_room",
    "call_off",
    "change_address",
    "change_places",
    "hold",
    "mark_held",
    "move_hour",
    "move_online",
    "move_room",
    "open_online",
    "postpone",
    "replace_speaker",
    "undo",
]


@transaction.atomic
def announce(seminar: Seminar, *, by: Actor, at: datetime, why: str = "") -> None:
    """Open the line; wished places become seats, and nothing reads the wish again."""
    seminar.refresh_from_db(from_queryset=Seminar.objects.select_for_update())
    if seminar.state != SeminarState.PLANNED:
        raise ValidationError(_("This was announced before."), code="announced")
    if lacking := readiness.missing(seminar, at=at):
        raise ValidationError(
            _("Still missing: %s.") % ", ".join(lacking), code="incomplete"
        )
    each_sector_once(seminar.tiers)
    in_the_room = places_of.wished(seminar).get(Mode.ROOM, 0)
    readiness.more_than_it_holds(seminar, in_the_room, why=why)

    Line.objects.create(seminar=seminar)
    places_of.make_wished(seminar)
    kept.fulfil(seminar, at=at)
    seminar.state = SeminarState.ANNOUNCED
    seminar.announced_at = at
    save_or_refuse(seminar, update_fields=["state", "announced_at"])
    audit.record("announce", seminar, by=by, at=at, why=why)


@transaction.atomic
def move_room(
    session: Session,
    room: Room,
    *,
    by: Actor,
    at: datetime,
    why: str = "",
    overflow: Overflow = KEEP,
) -> None:
    """Move one session to another room and tell everybody who is registered.

    Where the room holds fewer people than there are places, `overflow` says what
    becomes of them, in the same step and the same message.
    """
    line = lock_line(session.seminar_id)
    seminar = running(line)
    session.refresh_from_db()
    touched = versions.PROGRAMME if overflow.way == Way.KEEP else versions.PEOPLE
    was, gone = versions.look(seminar, touched), calendars.sessions_of(seminar)
    before = both(lambda: spoken_place(session))
    if seminar.mode == SeminarMode.ONLINE:
        raise ValidationError(
            _("It takes place online: no room is needed."), code="online"
        )
    if session.room == room:
        raise ValidationError(_("It is in this room already."), code="unchanged")
    moved = overflows.resolve(line, room.capacity, overflow, by=by, at=at)
    readiness.more_than_this_holds(room, room_places(seminar), why=why)
    session.refresh_from_db()
    session.room = room
    session.takes_room = True
    save_or_refuse(session, update_fields=["room", "takes_room"])
    entry = audit.record("move_room", seminar, by=by, at=at, why=why)
    after = both(lambda: spoken_place(session))
    change = Change("room", before, after, why, only=session.pk, **moved.said(gone))
    tell_all(seminar, change, entry, was=was)
    for mode in Mode:
        seats.fill(line, mode, by=by, at=at)


@transaction.atomic
def move_hour(
    session: Session,
    starts_at: datetime,
    ends_at: datetime,
    *,
    by: Actor,
    at: datetime,
    why: str = "",
    closes_at: datetime | None = None,
) -> None:
    """Move one session to other hours of its room and tell everybody.

    With `closes_at`, registration closes then; else when it did.
    """
    seminar = lock_running(session.seminar_id)
    session.refresh_from_db()
    touched = (*versions.PROGRAMME, versions.SEAT, versions.INVITATION)
    was, before = versions.look(seminar, touched), both(lambda: spoken_hours(session))
    if (session.starts_at, session.ends_at) == (starts_at, ends_at):
        raise ValidationError(_("It has these hours already."), code="unchanged")
    refuse_past(session, starts_at, at=at)
    closed = seminar.closing_hour()
    began, session.starts_at, session.ends_at = session.starts_at, starts_at, ends_at
    save_or_refuse(session, update_fields=["starts_at", "ends_at"])
    agenda.follow(session, began)
    entry = audit.record("move_hour", seminar, by=by, at=at, why=why)
    seminar.refresh_from_db(fields=["starts_at", "ends_at"])
    move_closing(seminar, closes_at)
    inviting.follow_closing(seminar, closed)
    kept.end_with_the_beginning(seminar)
    after = both(lambda: spoken_hours(session))
    change = Change("hour", before, after, why, only=session.pk)
    tell_all(seminar, change, entry, was=was)


@transaction.atomic
def change_places(
    seminar: Seminar,
    mode: Mode,
    places: int,
    *,
    by: Actor,
    at: datetime,
    why: str = "",
) -> None:
    """Set how many places there are: new ones are given out, free ones withdrawn.

    Nobody loses a seat: shrinking below what is taken is refused. The programme says
    both numbers; written to is only who gets a place.
    """
    line = lock_line(seminar.pk)
    seminar = running(line)
    if seminar.mode not in (mode, SeminarMode.BOTH):
        raise ValidationError(
            _("Nobody takes part like that in this seminar: there are no such places."),
            code="other_mode",
        )
    now = seminar.seats.places().filter(mode=mode).count()
    if places == now:
        raise ValidationError(_("It has so many places already."), code="unchanged")
    if mode == Mode.ROOM:
        readiness.more_than_it_holds(seminar, places, why=why)
    was = versions.look(seminar, [versions.SEAT])
    if places > now:
        places_of.make(seminar, mode, places - now)
    else:
        places_of.withdraw(seminar, mode, now - places, at=at)
    entry = audit.record("change_places", seminar, by=by, at=at, why=why)
    before, after = (both(partial(spoken_number, mode, n)) for n in (now, places))
    versions.keep(seminar, Change("places", before, after), entry, was)
    seats.fill(line, mode, by=by, at=at)


@transaction.atomic
def call_off(seminar: Seminar, *, by: Actor, at: datetime, why: str) -> None:
    """Call a seminar off: people are told, entries leave calendars, rooms are free."""
    nominations.reason_given(why)
    seminar = lock_running(seminar.pk, also=SeminarState.POSTPONED)
    was, gone = versions.look(seminar), calendars.sessions_of(seminar)
    seminar.sessions.update(takes_room=False)
    seminar.state = SeminarState.CANCELLED
    seminar.cancelled_at = at
    seminar.save(update_fields=["state", "cancelled_at"])
    entry = audit.record("call_off", seminar, by=by, at=at, why=why)
    tell_all(seminar, Change("called_off", why=why, gone=gone), entry, was=was)


def mark_held(*, by: Actor, at: datetime) -> int:
    """Make announced seminars *held* once their last session is over; tell how many."""
    over = Seminar.objects.announced().filter(ends_at__lte=at)
    keys = list(over.values_list("pk", flat=True))
    return len(one_by_one(keys, partial(hold, by=by, at=at)))


@transaction.atomic
def hold(seminar_id: int, *, by: Actor, at: datetime) -> None:
    """Make one seminar held, unless a verb was faster."""
    Line.objects.lock(seminar_id)
    over = Seminar.objects.announced().filter(ends_at__lte=at)
    for seminar in over.filter(pk=seminar_id):
        set_state(seminar, SeminarState.HELD)
        audit.record("hold", seminar, by=by, at=at)


def room_places(seminar: Seminar) -> int:
    return seminar.seats.places().filter(mode=Mode.ROOM).count()
