"""What a log of an online session says of who was there, worked out and not stored.

Lines become people, people become suggestions from the list, and the time that they
were there becomes a mark. A fixed number of queries for any length.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from registrations.imports import rows
from registrations.imports.attendees import (
    Attendee,
    Likeness,
    Listed,
    likeliest,
    people_of,
)
from registrations.imports.joins import (
    NOTHING,
    Clock,
    Join,
    Span,
    hours_of,
    join_of,
    time_within,
)
from registrations.imports.logs import LogColumn
from registrations.imports.rows import Problem
from registrations.imports.tables import Table
from registrations.models import (
    GONE,
    Attendance,
    AttendanceMark,
    AttendanceSource,
    Registration,
)
from seminars.models import Mode, Session

PRESENT_FROM = 75  # per cent of the session; whoever was there for less, in part


@dataclass(frozen=True)
class Wishes:
    """What the organiser says about a log: its columns, and whose clock it is on."""

    columns: Sequence[str]
    clock: Clock = Clock.NEW_YORK


@dataclass(frozen=True)
class Proposal:
    """One person of a log: how long, who it may be and why, and the mark that gives."""

    attendee: Attendee
    time: timedelta
    mark: str
    registration: Registration | None
    likeness: Likeness
    held: Attendance | None

    @property
    def row(self) -> int:
        return self.attendee.row

    @property
    def minutes(self) -> int:
        return round(self.time.total_seconds() / 60)

    @property
    def is_proposed(self) -> bool:
        return self.registration is not None and bool(self.mark)

    @property
    def is_held(self) -> bool:
        """Whether what is on record of who is proposed stands by itself."""
        return self.held is not None and stands(self.held, self.mark)


@dataclass
class Plan:
    """What would come of a log: who was there, what is wrong, who is not in it."""

    proposals: list[Proposal] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    meeting: Span | None = None
    people: dict[int, Registration] = field(default_factory=dict)

    @property
    def bad_rows(self) -> list[int]:
        return sorted({problem.row for problem in self.problems})

    @property
    def missing(self) -> list[Registration]:
        """Name who has a place online and is not proposed."""
        found = {one.registration for one in self.proposals if one.is_proposed}
        return [
            one
            for one in self.people.values()
            if one.mode == Mode.ONLINE and one.is_seated and one not in found
        ]

    @property
    def seal(self) -> str:
        """Tell one outcome from another, so that nobody records what they did not see.

        What the door records meanwhile is no other outcome: it stands.
        """
        shown = [
            (one.attendee, one.mark, one.registration and one.registration.pk)
            for one in self.proposals
        ]
        told = repr((shown, self.problems))
        return hashlib.sha256(told.encode()).hexdigest()[:32]


def best_clock(session: Session, table: Table, columns: Sequence[str]) -> Clock:
    """Guess the clock of a log: New York's, unless only the other one fits."""
    for clock in Clock:
        joins = joins_of(table, session, Wishes(columns, clock), [])
        if time_in(session, joins):
            return clock
    return Clock.NEW_YORK


def time_in(session: Session, joins: Sequence[Join]) -> timedelta:
    if session.starts_at is None or session.ends_at is None:
        return NOTHING
    return time_within(joins, session.starts_at, session.ends_at)


def joins_of(
    table: Table, session: Session, wishes: Wishes, problems: list[Problem]
) -> list[Join]:
    """Read the lines; whatever is wrong with one is added to the problems."""
    width, near = len(table.headings), session.starts_at
    joins: list[Join] = []
    if near is None:
        return joins
    for row in table.rows:
        reading = rows.read(row, wishes.columns, width, is_csv=False, kinds=LogColumn)
        join = join_of(reading, wishes.clock, near)
        problems += reading.problems
        if join and not reading.problems:
            joins.append(join)
    return joins


def plan(session: Session, table: Table, wishes: Wishes) -> Plan:
    """Work out what would be recorded; several lines of one person are added up."""
    made = Plan()
    joins = joins_of(table, session, wishes, made.problems)
    made.meeting = hours_of(joins)
    listed = session.seminar.registrations.exclude(status__in=GONE)
    made.people = {one.pk: one for one in listed.select_related("organisation")}
    everybody = [Listed(one) for _key, one in sorted(made.people.items())]
    held = {one.registration_id: one for one in session.attendances.all()}
    found = [(one, *likeliest(one, everybody)) for one in people_of(joins)]
    together: dict[int, list[Join]] = {}
    for attendee, meant, _why in found:
        if meant:
            together.setdefault(meant.pk, []).extend(attendee.joins)
    for attendee, meant, likeness in found:
        key = meant.pk if meant else 0
        mark = mark_of(session, together.get(key, attendee.joins))
        time = time_in(session, attendee.joins)
        made.proposals.append(
            Proposal(attendee, time, mark, meant, likeness, held.get(key))
        )
    return made


def mark_of(session: Session, joins: Sequence[Join]) -> str:
    """Tell by the time that somebody was there how they attended; `""` for not."""
    time = time_in(session, joins)
    if not time:
        return ""
    whole = session.ends_at - session.starts_at  # type: ignore[operator]
    is_enough = time * 100 >= whole * PRESENT_FROM
    return AttendanceMark.PRESENT if is_enough else AttendanceMark.PARTIAL


def stands(held: Attendance, by_time: str) -> bool:
    """Whether a log that gives this mark does not overwrite what is held by itself.

    A human wrote it; or an earlier log did, of which this one is another part, so that
    it knows less of the person.
    """
    knows_less = (held.mark, by_time) == (
        AttendanceMark.PRESENT,
        AttendanceMark.PARTIAL,
    )
    return held.source != AttendanceSource.ONLINE_LOG or knows_less
