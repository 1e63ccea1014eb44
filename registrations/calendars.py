"""A person's own calendar entries: one object per session, each with its METHOD."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.db import connection
from django.db.models import Prefetch, prefetch_related_objects
from icalendar import vCalAddress, vText
from icalendar.parser import Contentline

from registrations.models import Registration
from seminars.calendars import Entry, calendar, event
from seminars.models import Mode, Seminar, Session

# Each message about an entry raises its SEQUENCE; the first one starts at 0.
RAISE = """
INSERT INTO registrations_invitation (session_id, registration_id, sequence)
SELECT wanted.session, wanted.registration, 0
  FROM unnest(%s::bigint[], %s::bigint[]) AS wanted(session, registration)
    ON CONFLICT (session_id, registration_id)
    DO UPDATE SET sequence = registrations_invitation.sequence + 1
RETURNING session_id, registration_id, sequence
"""
FOLDED_FROM = 60
WHOSE = "whose-entry"  # stands for the UID in a form
Pair = tuple[int, int]  # session, registration
Pairs = Collection[Pair]


def sessions_of(seminar: Seminar) -> list[Session]:
    """Read a seminar's sessions that have hours, once per seminar object."""
    with_places = Session.objects.select_related("room__venue")
    prefetch_related_objects([seminar], Prefetch("sessions", with_places))
    dated = [session for session in seminar.sessions.all() if session.starts_at]
    return sorted(dated, key=lambda session: (session.starts_at, session.pk))


def request(registration: Registration, *, at: datetime) -> list[str]:
    """Draw what puts a seminar's sessions into the person's calendar."""
    return draw(registration, sessions_of(registration.seminar), "REQUEST", at=at)


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
    sequences = raise_sequences([(one.pk, registration.pk) for one in sessions])
    return Forms(at).fill(registration, sessions, method, sequences)


def raise_sequences(pairs: Pairs) -> dict[Pair, int]:
    """Count one more message about each of these entries; give each its SEQUENCE."""
    sessions, registrations = zip(*pairs, strict=True) if pairs else ((), ())
    with connection.cursor() as cursor:
        cursor.execute(RAISE, [list(sessions), list(registrations)])
        return {(row[0], row[1]): row[2] for row in cursor.fetchall()}


class Forms:
    """Entries drawn once for all who share them; UID, SEQUENCE and guest differ."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.drawn: dict[tuple[int, str, str, str], str] = {}

    def fill(
        self,
        registration: Registration,
        sessions: Sequence[Session],
        method: str,
        sequences: Mapping[Pair, int],
    ) -> list[str]:
        """Write the calendar objects of one person, one for each session."""
        guest = line("ATTENDEE", attendee(registration))
        return [
            self.form(registration, session, method)
            .replace(f"UID:{WHOSE}\r\n", line("UID", uid(session, registration)))
            .replace(
                "SEQUENCE:0\r\n",
                f"SEQUENCE:{sequences[session.pk, registration.pk]}\r\n{guest}",
            )
            for session in sessions
        ]

    def form(self, registration: Registration, session: Session, method: str) -> str:
        kind = (session.pk, registration.language, registration.mode, method)
        if kind not in self.drawn:
            entry = invitation(registration, session, 0, method, self.at)
            entry["uid"] = WHOSE
            del entry["attendee"]
            self.drawn[kind] = calendar([entry], method=method)
        return self.drawn[kind]


def is_first(entry: str) -> bool:
    """Whether this is the first that a calendar hears of an entry."""
    return "SEQUENCE:0\r\n" in entry


def line(name: str, value: vCalAddress | vText) -> str:
    """Write one line of a calendar, folded where it is long."""
    if not value.params and len(value) < FOLDED_FROM and value.isascii():
        return f"{name}:{value}\r\n"
    written = Contentline.from_parts(name, value.params, value)
    return f"{written.to_ical().decode()}\r\n"


def uid(session: Session, registration: Registration) -> vText:
    return vText(f"s{session.pk}-r{registration.pk}@{settings.SITE.hostname}")


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
        uid=uid(session, registration),
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
    drawn.add("attendee", attendee(registration))
    return drawn


def attendee(registration: Registration) -> vCalAddress:
    guest = address_of(registration.address, registration.addressed_name)
    guest.params["partstat"] = vText("ACCEPTED")
    return guest


def address_of(address: str, name: str) -> vCalAddress:
    """Write an address with its owner's name."""
    written = vCalAddress(f"mailto:{address}")
    written.params["cn"] = vText(name.replace('"', "'"))
    return written
