"""A person's own calendar entries: one object per session, each with its METHOD."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import connection
from django.db.models import Prefetch, prefetch_related_objects
from icalendar import vCalAddress, vText

from registrations.models import Registration
from seminars.calendars import Entry, calendar, event
from seminars.models import Mode, Seminar, Session

# Each message about an entry raises its SEQUENCE; the first one starts at 0.
RAISE = """
INSERT INTO registrations_invitation (session_id, registration_id, sequence)
SELECT unnest(%s::bigint[]), %s, 0
    ON CONFLICT (session_id, registration_id)
    DO UPDATE SET sequence = registrations_invitation.sequence + 1
RETURNING session_id, sequence
"""


def sessions_of(seminar: Seminar) -> list[Session]:
    """Read a seminar's sessions that have hours, once per seminar object."""
    with_places = Session.objects.select_related("room__venue")
    prefetch_related_objects([seminar], Prefetch("sessions", with_places))
    dated = [session for session in seminar.sessions.all() if session.starts_at]
    return sorted(dated, key=lambda session: (session.starts_at, session.pk))


def request(
    registration: Registration, *, at: datetime, only: int | None = None
) -> list[str]:
    """Draw what puts sessions, or one alone, into the person's calendar."""
    sessions = [
        session
        for session in sessions_of(registration.seminar)
        if only in (None, session.pk)
    ]
    return draw(registration, sessions, "REQUEST", at=at)


def cancel(
    registration: Registration, sessions: Sequence[Session], *, at: datetime
) -> list[str]:
    """Draw what takes these sessions out of the person's calendar."""
    return draw(registration, sessions, "CANCEL", at=at)


def draw(
    registration: Registration,
    sessions: Sequence[Session],
    method: str,
    *,
    at: datetime,
) -> list[str]:
    sequences = raise_sequences(registration, sessions)
    return [
        calendar(
            [invitation(registration, session, sequences[session.pk], method, at)],
            method=method,
        )
        for session in sessions
    ]


def raise_sequences(
    registration: Registration, sessions: Sequence[Session]
) -> dict[int, int]:
    """Count one more message about each entry; give each its SEQUENCE."""
    keys = [session.pk for session in sessions]
    with connection.cursor() as cursor:
        cursor.execute(RAISE, [keys, registration.pk])
        return dict(cursor.fetchall())


def invitation(
    registration: Registration,
    session: Session,
    sequence: int,
    method: str,
    at: datetime,
):
    """Draw one VEVENT between the office and this person."""
    session.seminar = registration.seminar
    entry = Entry(
        session=session,
        uid=f"s{session.pk}-r{registration.pk}@{settings.SITE.hostname}",
        sequence=sequence,
        stamp=at,
        language=registration.language,
    )
    drawn = event(entry)
    if registration.mode == Mode.ONLINE and session.online_url:
        drawn["location"] = vText(session.online_url)
    if method == "CANCEL":
        drawn["status"] = vText("CANCELLED")
    drawn.add("organizer", address_of(settings.CONTACT_ADDRESS, "UNITAR Seminars"))
    attendee = address_of(registration.address, registration.addressed_name)
    attendee.params["partstat"] = vText("ACCEPTED")
    drawn.add("attendee", attendee)
    return drawn


def address_of(address: str, name: str) -> vCalAddress:
    """Write an address with its owner's name."""
    written = vCalAddress(f"mailto:{address}")
    written.params["cn"] = vText(name.replace('"', "'"))
    return written
