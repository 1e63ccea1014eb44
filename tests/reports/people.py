"""Who came to what: rows for reports, with facts that a test chooses."""

from datetime import datetime, timedelta
from uuid import uuid4

from partners.models import Country, Sector
from registrations.models import (
    Attendance,
    AttendanceMark,
    AttendanceSource,
    Line,
    Nomination,
    Registration,
    RegistrationStatus,
    Seat,
)
from seminars.models import Seminar
from tests.factories import NOW, make_seminar, numbers
from unitar_seminars.hours import NEW_YORK

PRESENT, PARTIAL = AttendanceMark.PRESENT, AttendanceMark.PARTIAL
ABSENT, EXCUSED = AttendanceMark.ABSENT, AttendanceMark.EXCUSED


def on(year, month=3, day=1, hour=10) -> datetime:
    return datetime(year, month, day, hour, tzinfo=NEW_YORK)


def make_held(year=2007, *, places=60, month=3, day=1, **fields) -> Seminar:
    """Make a seminar that began that day, at 10:00 New York time."""
    return make_seminar(places=places, starts_at=on(year, month, day), **fields)


def add(seminar: Seminar, *marks, **fields) -> Registration:
    """Add a confirmed registration with a mark for each session, None for no mark.

    Without `seated_at` it has had its place since the day before.
    """
    seminar.refresh_from_db()
    fields.setdefault("sector", Sector.MISSION)
    fields.setdefault("status", RegistrationStatus.CONFIRMED)
    fields.setdefault("seated_at", seminar.starts_at - timedelta(days=1))
    line = Line.objects.draw(seminar.pk)
    sheet = Nomination.objects.create(
        seminar=seminar, form_key=uuid4(), filed_at=NOW, sender_address="s@example.org"
    )
    registration = Registration.objects.create(
        seminar=seminar,
        nomination=sheet,
        name=f"Person {next(numbers)}",
        tier=1,
        line_number=line.last_number,
        submitted_at=fields["seated_at"] or NOW,
        same_again=str(next(numbers)),
        **fields,
    )
    if fields["status"] == RegistrationStatus.CONFIRMED:
        seat = seminar.seats.free().order_by("pk").first()
        Seat.objects.filter(pk=seat.pk).update(holder=registration)
    mark(registration, *marks)
    return registration


def mark(registration: Registration, *marks) -> None:
    sessions = registration.seminar.sessions.order_by("starts_at")
    for session, value in zip(sessions, marks, strict=False):
        if value is not None:
            Attendance.objects.create(
                registration=registration,
                session=session,
                mark=value,
                source=AttendanceSource.SHEET,
                recorded_at=NOW,
            )


def add_many(seminar: Seminar, number: int, **fields) -> None:
    """Add people who all came to the first session."""
    for _ in range(number):
        add(seminar, PRESENT, **fields)


def from_country(group="african", **fields) -> dict:
    """Give the facts of somebody from a mission of this regional group."""
    if group:
        country = Country.objects.get_or_create(code=group[:3].upper())[0]
        fields["country"] = country
    return {"sector": Sector.MISSION, "regional_group": group, **fields}
