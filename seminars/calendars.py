"""Calendar entries: RFC 5545 with New York's clock changes written out.

One entry is one session. A public file or feed has a UID per session; a person's own
invitation (made by the room above) has one per session and registration.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext, override
from icalendar import Calendar, Event, vDuration

from seminars.models import Seminar, SeminarMode, SeminarState, Session
from unitar_seminars.hours import NEW_YORK
from unitar_seminars.labels import labelled
from unitar_seminars.translated import in_language

PRODUCT = "-//UNITAR Seminars//EN"
# Which every calendar program reads: until 2006 for the first seminars, then for good.
NEW_YORK_RULES = """BEGIN:VTIMEZONE
TZID:America/New_York
BEGIN:DAYLIGHT
DTSTART:20040404T020000
RRULE:FREQ=YEARLY;UNTIL=20060402T070000Z;BYMONTH=4;BYDAY=1SU
TZNAME:EDT
TZOFFSETFROM:-0500
TZOFFSETTO:-0400
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:20041031T020000
RRULE:FREQ=YEARLY;UNTIL=20061029T060000Z;BYMONTH=10;BYDAY=-1SU
TZNAME:EST
TZOFFSETFROM:-0400
TZOFFSETTO:-0500
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:20070311T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU
TZNAME:EDT
TZOFFSETFROM:-0500
TZOFFSETTO:-0400
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:20071104T020000
RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU
TZNAME:EST
TZOFFSETFROM:-0400
TZOFFSETTO:-0500
END:STANDARD
END:VTIMEZONE
""".replace("\n", "\r\n")
FETCHED_AGAIN = timedelta(hours=1)
STATUS = {
    SeminarState.CANCELLED: "CANCELLED",
    SeminarState.POSTPONED: "TENTATIVE",
}


@dataclass(frozen=True)
class Entry:
    """One session as a calendar shows it."""

    session: Session
    uid: str
    sequence: int
    stamp: datetime
    language: str


def public_uid(session: Session) -> str:
    return f"s{session.pk}@{settings.SITE.hostname}"


def event(entry: Entry) -> Event:
    """Draw one VEVENT; hours are New York's, with their zone."""
    session, seminar = entry.session, entry.session.seminar
    drawn = Event()
    drawn.add("uid", entry.uid)
    drawn.add("sequence", entry.sequence)
    drawn.add("dtstamp", entry.stamp)
    drawn.add("dtstart", session.starts_at.astimezone(NEW_YORK))
    drawn.add("dtend", session.ends_at.astimezone(NEW_YORK))
    drawn.add("summary", summary(session, entry.language))
    if place := where(session, entry.language):
        drawn.add("location", place)
    drawn.add("url", settings.SITE_URL + page_of(seminar, entry.language))
    drawn.add("status", STATUS.get(SeminarState(seminar.state), "CONFIRMED"))
    return drawn


def public(
    sessions: Iterable[Session], language: str, *, at: datetime, name: str = ""
) -> str:
    """Draw what everybody may put into a calendar; a name makes it one to follow.

    A seminar that was called off stays as a cancelled entry. One put off without a
    date has no hours, thus no entry: a calendar that follows drops it at once.
    """
    return calendar(
        (
            event(Entry(one, public_uid(one), one.revision, at, language))
            for one in sessions
        ),
        name=name,
    )


def calendar(
    events: Iterable[Event], *, method: str = "PUBLISH", name: str = ""
) -> str:
    """Put events into one calendar object with the zone they need."""
    drawn = Calendar()
    drawn.add("version", "2.0")
    drawn.add("prodid", PRODUCT)
    drawn.add("method", method)
    if name:
        drawn.add("name", name)
        drawn.add("x-wr-calname", name)
        drawn.add("refresh-interval", vDuration(FETCHED_AGAIN, {"VALUE": "DURATION"}))
        drawn.add("x-published-ttl", vDuration(FETCHED_AGAIN))
    for one in events:
        drawn.add_component(one)
    return with_new_york(drawn.to_ical().decode())


def with_new_york(drawn: str) -> str:
    """Write the zone before the first event, or where one would be.

    As text, for drawing its rules anew takes longer than all the rest of an entry.
    """
    at = drawn.find("BEGIN:VEVENT")
    if at < 0:
        at = drawn.index("END:VCALENDAR")
    return f"{drawn[:at]}{NEW_YORK_RULES}{drawn[at:]}"


def summary(session: Session, language: str) -> str:
    """Name the session by its seminar, and by its own title where it has one."""
    title = in_language(session.seminar, "title", language)
    own = in_language(session, "title", language)
    if own in ("", title):
        return title
    with override(language):
        return labelled(title, own)


def where(session: Session, language: str) -> str:
    """Name the room and its venue; what moved online is no longer in its room."""
    if session.seminar.mode == SeminarMode.ONLINE:
        with override(language):
            return gettext("Online")
    if session.room is None:
        return ""
    room = in_language(session.room, "name", language)
    venue = in_language(session.room.venue, "name", language)
    return ", ".join(part for part in (room, venue, session.room.venue.address) if part)


def page_of(seminar: Seminar, language: str) -> str:
    """Give the public path of a seminar in this language."""
    prefix = "" if language == "en" else f"/{language}"
    return f"{prefix}/seminars/{seminar.slug}/"
