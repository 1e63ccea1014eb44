"""Writing down who was there, session by session.

One mark per registration and session, with its source, who recorded it, and whether
they were in the room or online; no row means that nothing is on record. Whoever comes
without being on the list goes through the same door as everybody: a free place, or none
and marked present all the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from registrations.models import (
    GONE,
    Attendance,
    AttendanceMark,
    AttendanceSource,
    Line,
    Registration,
)
from registrations.models.attendance import CAME
from registrations.services import nominations, reminders
from registrations.services.nominations import Filing, TypedPerson
from seminars.models import Mode, SeminarMode, SeminarState, Session
from users import audit
from users.models import Actor

TAKES_ATTENDANCE = (SeminarState.ANNOUNCED, SeminarState.HELD)


@transaction.atomic
def record(
    registration: Registration,
    session: Session,
    mark: AttendanceMark,
    *,
    source: AttendanceSource,
    by: Actor,
    at: datetime,
) -> Attendance:
    """Write down how somebody attended a session; a later mark replaces it."""
    refuse_no_door(Line.objects.lock(registration.seminar_id))
    registration.refresh_from_db()
    attendance = write(registration, session, mark, source=source, by=by, at=at)
    if mark not in CAME:
        reminders.reconcile(registration.seminar_id, at=at, only=registration.pk)
    return attendance


@transaction.atomic
def take_back(
    registration: Registration, session: Session, *, by: Actor, at: datetime
) -> None:
    """Take a mark back; nothing is on record then."""
    Line.objects.lock(registration.seminar_id)
    erase(registration, session, by=by, at=at)
    reminders.reconcile(registration.seminar_id, at=at, only=registration.pk)


def write(
    registration: Registration,
    session: Session,
    mark: AttendanceMark,
    *,
    source: AttendanceSource,
    by: Actor,
    at: datetime,
) -> Attendance:
    """Store a mark in the place of what was there; the caller has locked the line."""
    refuse_who_is_gone(registration)
    attendance, _created = Attendance.objects.update_or_create(
        registration=registration,
        session=session,
        defaults={
            "mark": mark,
            "source": source,
            "mode": mode_of(registration, session, mark, source),
            "recorded_at": at,
            "recorder": by.user,
        },
    )
    audit.record(f"mark_{mark}", registration, by=by, at=at)
    return attendance


def mode_of(
    registration: Registration,
    session: Session,
    mark: AttendanceMark,
    source: AttendanceSource,
) -> Mode:
    """Say in which way somebody was there, or was to be.

    Whoever comes through the door is in the room, where there is one, and whoever
    stands in a log is online; of anything else the registration speaks.
    """
    if source == AttendanceSource.ONLINE_LOG:
        return Mode.ONLINE
    has_room = session.seminar.mode != SeminarMode.ONLINE
    if source == AttendanceSource.DOOR and mark in CAME and has_room:
        return Mode.ROOM
    return Mode(registration.mode)


def erase(
    registration: Registration, session: Session, *, by: Actor, at: datetime
) -> None:
    Attendance.objects.filter(registration=registration, session=session).delete()
    audit.record("take_back_mark", registration, by=by, at=at)


@transaction.atomic
def add_walk_in(
    session: Session, typed: TypedPerson, form_key: UUID, *, by: Actor, at: datetime
) -> Registration:
    """Register somebody at the door and mark them present; the same form counts once.

    Hours don't matter here. Where no place is free the person stays waiting, and is
    present nevertheless.
    """
    filing = Filing(form_key=form_key, people=[typed], language=typed.language)
    line = nominations.draw(session.seminar, 1)
    if filed := nominations.filed_before(session.seminar, filing):
        return filed.registrations.get()
    refuse_no_door(line)
    nomination = nominations.file(line, filing, by=by, at=at, is_walk_in=True)
    registration = nomination.registrations.get()
    record(
        registration,
        session,
        AttendanceMark.PRESENT,
        source=AttendanceSource.DOOR,
        by=by,
        at=at,
    )
    return registration


@dataclass(frozen=True)
class Recorded:
    """How many marks were written, and how many stood against it and were left."""

    marked: int
    left_standing: int


@transaction.atomic
def record_sheet(
    session: Session, marks: Mapping[int, tuple[str, str]], *, by: Actor, at: datetime
) -> Recorded:
    """Write down a sign-in sheet, registration by registration.

    Of each comes the mark that was on the page and the one that it got; an empty one
    takes back what was recorded. Whoever was left as they were on the page stays, and
    so does whoever somebody else has marked meanwhile.
    """
    refuse_no_door(Line.objects.lock(session.seminar_id))
    held = dict(session.attendances.values_list("registration", "mark"))
    named = session.seminar.registrations.exclude(status__in=GONE)
    marked = left_standing = 0
    for registration in named.filter(pk__in=marks).order_by("pk"):
        seen, mark = marks[registration.pk]
        now = held.get(registration.pk, "")
        if mark in (seen, now):
            continue
        if now != seen:
            left_standing += 1
            continue
        marked += 1
        if mark:
            paper = AttendanceSource.SHEET
            written = AttendanceMark(mark)
            write(registration, session, written, source=paper, by=by, at=at)
        else:
            erase(registration, session, by=by, at=at)
    if marked:
        reminders.reconcile(session.seminar_id, at=at)
    return Recorded(marked, left_standing)


def refuse_no_door(line: Line) -> None:
    """Refuse to record who came to what does not take place."""
    if line.seminar.state not in TAKES_ATTENDANCE:
        raise ValidationError(
            _("This seminar is called off or postponed: there is no door list."),
            code="no_door",
        )


def refuse_who_is_gone(registration: Registration) -> None:
    """Refuse to mark somebody who cancelled or was declined."""
    if registration.status in GONE:
        raise ValidationError(
            _("This registration is over: add the person as a walk-in instead."),
            code="gone",
        )
