"""Who came to what: rows for reports, with facts that a test chooses."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction

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
from seminars.models import Seminar, Session
from tests.factories import NOW, make_seminar, numbers
from unitar_seminars.hours import NEW_YORK

PRESENT, PARTIAL = AttendanceMark.PRESENT, AttendanceMark.PARTIAL
ABSENT, EXCUSED = AttendanceMark.ABSENT, AttendanceMark.EXCUSED


def on(year, month=3, day=1, hour=10) -> datetime:
    return datetime(year, month, day, hour, tzinfo=NEW_YORK)


def make_held(year=2007, *, places=60, month=3, day=1, **fields) -> Seminar:
    """Make a seminar that began that day, at 10:00 New York time."""
    return make_seminar(places=places, starts_at=on(year, month, day), **fields)


@transaction.atomic
def add(seminar: Seminar, *marks, **fields) -> Registration:
    """Add a registration with a mark for each session, None for no mark.

    It is confirmed and has had its place since the day before, unless said otherwise.
    """
    (registration,) = store(seminar, 1, **fields)
    mark(registration, *marks)
    return registration


@transaction.atomic
def add_many(seminar: Seminar, number: int, **fields) -> None:
    """Add people who all came to the first session."""
    people = store(seminar, number, **fields)
    session = seminar.sessions.order_by("starts_at").first()
    Attendance.objects.bulk_create([came(one, session, PRESENT) for one in people])


def store(seminar: Seminar, number: int, **fields) -> list[Registration]:
    """Store registrations beside the verbs, which ask for today's hours."""
    seminar.refresh_from_db()
    fields.setdefault("sector", Sector.MISSION)
    fields.setdefault("status", RegistrationStatus.CONFIRMED)
    fields.setdefault("seated_at", seminar.starts_at - timedelta(days=1))
    last = Line.objects.draw(seminar.pk, number).last_number
    sheet = Nomination.objects.create(
        seminar=seminar, form_key=uuid4(), filed_at=NOW, sender_address="s@example.org"
    )
    rows = [
        Registration(
            seminar=seminar,
            nomination=sheet,
            name=f"Person {next(numbers)}",
            tier=1,
            line_number=last - nth,
            submitted_at=fields["seated_at"] or NOW,
            same_again=str(next(numbers)),
            **fields,
        )
        for nth in range(number)
    ]
    people = Registration.objects.bulk_create(rows)
    if fields["status"] == RegistrationStatus.CONFIRMED:
        seats = list(seminar.seats.free().order_by("pk")[:number])
        for seat, holder in zip(seats, people, strict=True):
            seat.holder = holder
        Seat.objects.bulk_update(seats, ["holder"])
    return people


def mark(registration: Registration, *marks) -> None:
    """Write down how somebody attended each session, None for no mark."""
    sessions = registration.seminar.sessions.order_by("starts_at")
    rows = zip(sessions, marks, strict=False)
    Attendance.objects.bulk_create(
        [came(registration, session, value) for session, value in rows if value]
    )


def came(registration: Registration, session: Session, value) -> Attendance:
    return Attendance(
        registration=registration,
        session=session,
        mark=value,
        source=AttendanceSource.SHEET,
        mode=registration.mode,
        recorded_at=NOW,
    )


def from_country(group="african", **fields) -> dict:
    """Give the facts of somebody from a mission of this regional group."""
    if group:
        country = Country.objects.get_or_create(code=group[:3].upper())[0]
        fields["country"] = country
    return {"sector": Sector.MISSION, "regional_group": group, **fields}
