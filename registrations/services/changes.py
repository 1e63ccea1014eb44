"""What reaches the people registered: one edit, everything follows.

From *announced* on, a seminar's room, hours, mode, places and state change only here.
Each verb changes the facts and writes one message to every person who is registered,
in one transaction; page, feed and door list read the facts. The page that leads to a
verb says beforehand who will be told and what does not fit (`consequences`).
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from registrations import calendars
from registrations.emails import Change
from registrations.models import (
    Line,
)
from registrations.services import kept, nominations, readiness, seats, snapshots
from registrations.services import places as places_of
from registrations.services.changeable import (
    NewHours,
    lock_line,
    lock_running,
    refuse_past,
    refuse_same_hours,
    running,
)
from registrations.services.telling import (
    both,
    spoken_dates,
    spoken_hours,
    spoken_place,
    tell_all,
)
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
from users import audit
from users.models import Actor


@transaction.atomic
def announce(seminar: Seminar, *, by: Actor, at: datetime, why: str = "") -> None:
    """Open the line; wished places become seats, and nothing reads the wish again."""
    seminar.refresh_from_db(from_queryset=Seminar.objects.select_for_update())
    if seminar.state != SeminarState.PLANNED:
        raise ValidationError(_("This was announced before."), code="announced")
    if lacking := readiness.missing(seminar):
        raise ValidationError(
            _("Still missing: %s.") % ", ".join(lacking), code="incomplete"
        )
    each_sector_once(seminar.tiers)
    readiness.more_than_it_holds(seminar, seminar.places_planned, why=why)

    Line.objects.create(seminar=seminar)
    places_of.make_wished(seminar)
    kept.fulfil(seminar, at=at)
    seminar.state = SeminarState.ANNOUNCED
    seminar.announced_at = at
    save_or_refuse(seminar, update_fields=["state", "announced_at"])
    audit.record("announce", seminar, by=by, at=at, why=why)


@transaction.atomic
def move_room(
    session: Session, room: Room, *, by: Actor, at: datetime, why: str = ""
) -> None:
    """Move one session to another room and tell everybody who is registered."""
    seminar = lock_running(session.seminar_id)
    session.refresh_from_db()
    before = both(lambda: spoken_place(session))
    if seminar.mode == SeminarMode.ONLINE:
        raise ValidationError(
            _("It takes place online: no room is needed."), code="online"
        )
    if session.room == room:
        raise ValidationError(_("It is in this room already."), code="unchanged")
    readiness.more_than_this_holds(room, room_places(seminar), why=why)
    session.room = room
    session.takes_room = True
    save_or_refuse(session, update_fields=["room", "takes_room"])
    entry = audit.record("move_room", seminar, by=by, at=at, why=why)
    after = both(lambda: spoken_place(session))
    tell_all(seminar, Change("room", before, after, why, only=session.pk), entry)


@transaction.atomic
def move_hour(
    session: Session,
    starts_at: datetime,
    ends_at: datetime,
    *,
    by: Actor,
    at: datetime,
    why: str = "",
) -> None:
    """Move one session to other hours of its room and tell everybody."""
    seminar = lock_running(session.seminar_id)
    session.refresh_from_db()
    before = both(lambda: spoken_hours(session))
    if (session.starts_at, session.ends_at) == (starts_at, ends_at):
        raise ValidationError(_("It has these hours already."), code="unchanged")
    refuse_past(session, starts_at, at=at)
    was, session.starts_at, session.ends_at = session.starts_at, starts_at, ends_at
    save_or_refuse(session, update_fields=["starts_at", "ends_at"])
    agenda.follow(session, was)
    entry = audit.record("move_hour", seminar, by=by, at=at, why=why)
    seminar.refresh_from_db(fields=["starts_at", "ends_at"])
    after = both(lambda: spoken_hours(session))
    tell_all(seminar, Change("hour", before, after, why, only=session.pk), entry)


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
    for session in seminar.sessions.all():
        session.online_url = urls.get(session.pk) or session.online_url
        if not session.online_url:
            raise ValidationError(
                _("Give the address online of every session."), code="no_url"
            )
        session.takes_room = False
        session.save(update_fields=["online_url", "takes_room"])
    seminar.registrations.filter(mode=Mode.ROOM).update(mode=Mode.ONLINE)
    seminar.seats.filter(mode=Mode.ROOM).update(mode=Mode.ONLINE)
    seminar.mode = SeminarMode.ONLINE
    seminar.save(update_fields=["mode"])
    entry = audit.record("move_online", seminar, by=by, at=at, why=why)
    tell_all(seminar, Change("online", {}, {}, why), entry)
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
    for pk, url in changed.items():
        seminar.sessions.filter(pk=pk).update(online_url=url)
    entry = audit.record("change_address", seminar, by=by, at=at, why=why)
    tell_all(seminar, Change("address", {}, {}, why), entry, modes=[Mode.ONLINE])


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

    Nobody loses a seat: shrinking below what is taken is refused.
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
    if places > now:
        places_of.make(seminar, mode, places - now)
    else:
        places_of.withdraw(seminar, mode, now - places, at=at)
    audit.record("change_places", seminar, by=by, at=at, why=why)
    seats.fill(line, mode, by=by, at=at)


@transaction.atomic
def postpone(
    seminar: Seminar,
    new_hours: NewHours,
    *,
    by: Actor,
    at: datetime,
    why: str = "",
) -> None:
    """Put a seminar off, to new hours by session or without a date; people stay.

    With hours it is announced, and the snapshot of names and groups is taken for its
    new first day. Without, entries leave calendars and rooms are free. A seminar that
    was postponed without a date gets one by the same verb.
    """
    line = lock_line(seminar.pk)
    seminar = running(line, also=SeminarState.POSTPONED)
    before = both(lambda: spoken_dates(seminar))
    refuse_same_hours(seminar, new_hours, at=at)
    gone = [] if new_hours else calendars.sessions_of(seminar)
    if new_hours:
        set_hours(seminar, dict(new_hours))
        set_state(seminar, SeminarState.ANNOUNCED)
    else:
        set_state(seminar, SeminarState.POSTPONED)
        clear_hours(seminar)
    seminar = Seminar.objects.get(pk=seminar.pk)
    snapshots.retake_countries(seminar)
    entry = audit.record("postpone", seminar, by=by, at=at, why=why)
    after = both(lambda: spoken_dates(seminar))
    tell_all(seminar, Change("date", before, after, why, gone), entry)
    if new_hours:
        seats.release(seminar, by=by, at=at)  # places left while it had no date


@transaction.atomic
def call_off(seminar: Seminar, *, by: Actor, at: datetime, why: str) -> None:
    """Call a seminar off: people are told, entries leave calendars, rooms are free."""
    nominations.reason_given(why)
    seminar = lock_running(seminar.pk, also=SeminarState.POSTPONED)
    gone = calendars.sessions_of(seminar)
    seminar.sessions.update(takes_room=False)
    seminar.state = SeminarState.CANCELLED
    seminar.cancelled_at = at
    seminar.save(update_fields=["state", "cancelled_at"])
    entry = audit.record("call_off", seminar, by=by, at=at, why=why)
    tell_all(seminar, Change("called_off", {}, {}, why, gone), entry)


def mark_held(*, by: Actor, at: datetime) -> int:
    """Make announced seminars *held* once their last session is over; tell how many."""
    over = Seminar.objects.announced().filter(ends_at__lte=at)
    keys = list(over.values_list("pk", flat=True))
    for key in keys:
        hold(key, by=by, at=at)
    return len(keys)


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


def set_hours(seminar: Seminar, given: dict[int, tuple[datetime, datetime]]) -> None:
    """Give every session its new hours, in the room that it has."""
    seminar.sessions.update(takes_room=False)  # else two that swap would clash
    for session in seminar.sessions.all():
        if session.pk not in given:
            raise ValidationError(
                _("Give the new hours of every session."), code="hours_missing"
            )
        was = session.starts_at
        session.starts_at, session.ends_at = given[session.pk]
        session.takes_room = seminar.mode != SeminarMode.ONLINE
        save_or_refuse(session, update_fields=["starts_at", "ends_at", "takes_room"])
        agenda.follow(session, was)


def clear_hours(seminar: Seminar) -> None:
    """Leave every session without hours, and its room free."""
    seminar.sessions.update(starts_at=None, ends_at=None, takes_room=False)


def set_state(seminar: Seminar, state: SeminarState) -> None:
    seminar.state = state
    save_or_refuse(seminar, update_fields=["state"])
