"""Nominations, seats and attendance of a held seminar, stored in few statements.

What the verbs would have written one by one is worked out in memory (`line`) and then
stored in bulk, with the audit entries and messages of each step on its own day.
"""

from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from devtools.demo import letters
from devtools.demo.guests import Crowd, Sheet, posted_on
from devtools.demo.ledger import DEMO
from devtools.demo.line import Guest, Line
from devtools.demo.topics import Topic
from devtools.demo.topics_2005 import TOPICS as TOPICS_2005
from devtools.demo.topics_2007 import TOPICS as TOPICS_2007
from devtools.demo.topics_2008 import TOPICS as TOPICS_2008
from registrations.models import (
    Attendance,
    AttendanceMark,
    AttendanceSource,
    Nomination,
    Registration,
    RegistrationStatus,
    Seat,
)
from registrations.models import Line as LineRow
from registrations.services import snapshots
from seminars.models import Seminar
from unitar_seminars.db import key
from users.models import AuditEntry

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
Events = list[tuple[datetime, int, str, Guest]]
MARKS = (
    (AttendanceMark.PRESENT, 79),
    (AttendanceMark.PARTIAL, 5),
    (AttendanceMark.EXCUSED, 3),
    (AttendanceMark.ABSENT, 8),
    ("", 5),  # nothing on record
)


def make_past(*, at: datetime) -> None:
    """Fill every seminar of both series of record."""
    crowd = Crowd(date(2007, 1, 1))
    for topic in (*TOPICS_2005, *TOPICS_2007, *TOPICS_2008):
        seminar = Seminar.objects.prefetch_related("sessions").get(slug=topic.slug)
        fill(seminar, topic, crowd)


def fill(seminar: Seminar, topic: Topic, crowd: Crowd) -> None:
    """Draw who filed, replay the line, store all of it."""
    rng = Random(f"past {topic.slug}")
    known = posted_on(seminar.first_day)
    known = rng.sample(known, min(9, len(known)))
    sheets = list(crowd.sheets(rng, seminar.opens_at, topic.people, known))
    sheets += walk_ins(rng, crowd, seminar, sheets)
    people = [one for sheet in sheets for one in sheet.people]
    snapshots.take(people, seminar, on=seminar.first_day)
    guests = replay(rng, seminar, topic.places, sheets)
    store(seminar, topic.places, sheets, guests)
    record_attendance(rng, seminar, guests)


def walk_ins(
    rng: Random, crowd: Crowd, seminar: Seminar, sheets: list[Sheet]
) -> list[Sheet]:
    """Draw a few who came without being on the list."""
    taken = {one.name for sheet in sheets for one in sheet.people}
    found = []
    for number in range(rng.randint(1, 4)):
        at = seminar.starts_at + (3 + 4 * number) * MINUTE
        sheet = crowd.draw_sheet(rng, at, 1, taken)
        sheet.people[0].is_walk_in = True
        sheet.people[0].address = ""
        found.append(Sheet("", sheet.language, at, sheet.people))
    return found


def replay(
    rng: Random, seminar: Seminar, places: int, sheets: list[Sheet]
) -> list[Guest]:
    """Let filings, decisions and cancellations happen in the order of their hours."""
    line, guests, events = Line(places), [], []
    for sheet in sheets:
        for one in sheet.people:
            one.seminar = seminar
            one.tier = seminar.tier_of(one.sector)
            guest = Guest(one)
            guests.append(guest)
            events += course_of(rng, seminar, sheet.at, guest, len(guests))
    for at, _, verb, guest in sorted(events, key=lambda event: event[:2]):
        if verb == "file":
            by_approval = seminar.is_by_approval and not guest.registration.is_walk_in
            line.file(guest, at, by_approval=by_approval)
        else:
            getattr(line, verb)(guest, at)
    LineRow.objects.create(seminar=seminar, last_number=line.last_number)
    return guests


def course_of(
    rng: Random, seminar: Seminar, at: datetime, guest: Guest, number: int
) -> Events:
    """Draw what happens to one person: filed, perhaps decided, perhaps cancelled."""
    events: Events = [(at, number, "file", guest)]
    if guest.registration.is_walk_in:
        return events
    if seminar.is_by_approval:
        verb = "decline" if rng.random() < 0.1 else "approve"
        decided = min(at + 50 * HOUR, seminar.starts_at - 20 * HOUR)
        return [*events, (max(decided, at + HOUR), number, verb, guest)]
    if rng.random() < 0.08:
        cancelled = min(at + rng.uniform(20, 200) * HOUR, seminar.starts_at - 2 * HOUR)
        events.append((cancelled, number, "cancel", guest))
    return events


def store(
    seminar: Seminar, places: int, sheets: list[Sheet], guests: list[Guest]
) -> None:
    """Store nominations, people, seats, the trail and what was told."""
    nominations = Nomination.objects.bulk_create(
        nomination_of(seminar, number, sheet) for number, sheet in enumerate(sheets)
    )
    for nomination, sheet in zip(nominations, sheets, strict=True):
        for one in sheet.people:
            one.nomination = nomination
    Registration.objects.bulk_create(guest.registration for guest in guests)
    holders: list[Registration | None] = [
        guest.registration
        for guest in guests
        if guest.status == RegistrationStatus.CONFIRMED
    ]
    holders += [None] * (places - len(holders))
    Seat.objects.bulk_create(Seat(seminar=seminar, holder=one) for one in holders)
    letters.send_all(sheets, nominations, guests, trail(guests))


def nomination_of(seminar: Seminar, number: int, sheet: Sheet) -> Nomination:
    drawn = Random(f"form {seminar.slug} {number}").getrandbits(128)
    return Nomination(
        seminar=seminar,
        form_key=UUID(int=drawn, version=4),
        sender_address=sheet.sender,
        language=sheet.language,
        filed_at=sheet.at,
    )


def trail(guests: list[Guest]) -> list[list[AuditEntry]]:
    """Leave an audit entry for each step of each person."""
    entries = [
        [
            AuditEntry(
                verb=step.verb,
                thing=key(guest.registration),
                kind=DEMO.kind,
                label=DEMO.label,
                at=step.at,
                why=step.why,
            )
            for step in guest.steps
        ]
        for guest in guests
    ]
    AuditEntry.objects.bulk_create(entry for steps in entries for entry in steps)
    return entries


def record_attendance(rng: Random, seminar: Seminar, guests: list[Guest]) -> None:
    """Type the sign-in sheets: most came, some in part, some not at all."""
    marks, often = zip(*MARKS, strict=True)
    found = []
    for guest in guests:
        if guest.status == RegistrationStatus.CONFIRMED:
            usual = rng.choices(marks, often)[0]
        elif guest.registration.is_walk_in or (
            guest.status == RegistrationStatus.WAITING and rng.random() < 0.1
        ):
            usual = AttendanceMark.PRESENT
        else:
            continue
        if guest.registration.is_walk_in:
            usual = AttendanceMark.PRESENT
        for n, session in enumerate(seminar.sessions.all()):
            mark = usual if n == 0 or rng.random() < 0.85 else AttendanceMark.ABSENT
            if mark:
                found.append(
                    Attendance(
                        registration=guest.registration,
                        session=session,
                        mark=mark,
                        source=AttendanceSource.SHEET,
                        mode=guest.registration.mode,
                        recorded_at=session.ends_at + HOUR,
                    )
                )
    Attendance.objects.bulk_create(found)
