"""Taking attendance from the log of an online session: it proposes, a human records.

A log is read as text and kept for a day between the pages. Who is meant by its lines,
and how long they were there, is worked out anew each time it is shown and once more
when it is recorded, so what was seen is what is recorded. What the door or the sheet
says stands, unless the human says otherwise; what an earlier log said does not.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from registrations.imports import logs
from registrations.imports.attendees import people_of
from registrations.imports.joins import Join, moment
from registrations.imports.tables import Table
from registrations.models import (
    AttendanceMark,
    AttendanceSource,
    ImportDraft,
    Line,
    Registration,
)
from registrations.services import attendance
from registrations.services.attendance import Recorded
from registrations.services.log_plans import (
    Plan,
    Wishes,
    joins_of,
    mark_of,
    plan,
    stands,
)
from seminars.models import Session
from unitar_seminars import hours
from users import audit
from users.models import Actor

MOST_PEOPLE = 400
HALF_A_DAY = timedelta(hours=12)
Meant = dict[int, tuple[list[Join], list["Choice"]]]


@dataclass(frozen=True)
class Choice:
    """What the organiser says of one person of a log; nobody leaves them out."""

    who: int | None
    mark: str = ""  # as the time tells
    overwrites: bool = False


@transaction.atomic
def keep(
    session: Session, name: str, data: bytes, *, by: Actor, at: datetime
) -> ImportDraft:
    """Read a log and keep what it says for a day; nothing is recorded by it."""
    attendance.refuse_no_door(Line.objects.get(seminar=session.seminar_id))
    if session.starts_at is None:
        text = _("This session has no hours yet: say first when it took place.")
        raise ValidationError(text, code="no_hours")
    log = logs.read(data)
    wishes = Wishes(logs.guess(log.table.headings))
    said = [moment(cell, wishes.clock, session.starts_at) for cell in log.above]
    joins = joins_of(log.table, session, wishes, [])
    refuse_crowd(joins)
    refuse_other_day(session, [*filter(None, said), *beginnings(joins)])
    draft = ImportDraft.objects.create(
        seminar=session.seminar,
        session=session,
        file_name=name[:200],
        table=log.table.as_json(),
        uploaded_at=at,
    )
    audit.record("upload_log", session.seminar, by=by, at=at)
    return draft


def beginnings(joins: Sequence[Join]) -> list[datetime]:
    return [join.span[0] for join in joins if join.span]


def refuse_crowd(joins: Sequence[Join]) -> None:
    """Refuse what one page can't show and send back."""
    if len(people_of(joins)) > MOST_PEOPLE:
        text = _("This log names more than %s people: upload it in several parts.")
        raise ValidationError(text % MOST_PEOPLE, code="too_many")


def refuse_other_day(session: Session, moments: Collection[datetime]) -> None:
    """Refuse a log that tells hours, and none of them near the session.

    Half a day is let pass on either side: a log may be on another clock.
    """
    if session.starts_at is None or session.ends_at is None or not moments:
        return
    first, last = session.starts_at - HALF_A_DAY, session.ends_at + HALF_A_DAY
    if not any(first <= one <= last for one in moments):
        text = _(
            "This log is of %(its)s, the session of %(ours)s: download the log of that"
            " day, or open the session to which this one belongs."
        )
        days = {
            "its": hours.days(min(moments)),
            "ours": hours.days(session.starts_at),
        }
        raise ValidationError(text % days, code="other_day")


@transaction.atomic
def record(
    draft: ImportDraft,
    wishes: Wishes,
    choices: Mapping[int, Choice],
    *,
    leave_out: Collection[int] = (),
    by: Actor,
    at: datetime,
) -> Recorded:
    """Write down who was there, one mark for each person, and forget the log."""
    Line.objects.lock(draft.seminar_id)
    session = session_of(draft)
    made = plan(session, Table.from_json(draft.table), wishes)
    if set(made.bad_rows).difference(leave_out):
        text = _("Some lines can’t be read: correct the log, or leave them out.")
        raise ValidationError(text, code="bad_rows")
    meant = meant_by(made, choices)
    joins = [join for mine, _said in meant.values() for join in mine]
    refuse_other_day(session, beginnings(joins))
    held = {one.registration_id: one for one in session.attendances.all()}
    marked = 0
    for key, (mine, said) in meant.items():
        person = made.people[key]
        by_time = mark_of(session, mine)
        mark = mark_said(person, by_time, said)
        overwrites = any(one.overwrites for one in said)
        if key in held and stands(held[key], by_time) and not overwrites:
            continue
        source = AttendanceSource.ONLINE_LOG
        attendance.record(person, session, mark, source=source, by=by, at=at)
        marked += 1
    audit.record("record_log", session.seminar, by=by, at=at)
    draft.delete()
    return Recorded(marked, len(meant) - marked)


def session_of(draft: ImportDraft) -> Session:
    """Read what a log is of, unless it was recorded while its line was locked."""
    found = Session.objects.select_related("seminar").filter(log_drafts=draft).first()
    if found is None:
        text = _("This log was recorded meanwhile: look at the door list.")
        raise ValidationError(text, code="recorded")
    return found


def meant_by(made: Plan, choices: Mapping[int, Choice]) -> Meant:
    """Put together what the lines say of each person that the organiser chose."""
    meant: Meant = {}
    for proposal in made.proposals:
        choice = choices.get(proposal.row)
        if choice is None or choice.who is None:
            continue
        if choice.who not in made.people:
            text = _("Somebody chosen here is no longer on the list: look again.")
            raise ValidationError(text, code="not_listed")
        joins, said = meant.setdefault(choice.who, ([], []))
        joins += proposal.attendee.joins
        said.append(choice)
    if not meant:
        text = _("Nobody of this log is chosen: choose who was there.")
        raise ValidationError(text, code="nobody")
    return meant


def mark_said(
    person: Registration, by_time: str, said: Sequence[Choice]
) -> AttendanceMark:
    """Take the mark that the organiser chose, else the one that the time gives."""
    marks = {one.mark for one in said if one.mark} or {by_time}
    if len(marks) > 1:
        text = _("Two lines give %s two marks: choose the same one in both.")
        raise ValidationError(text % person.addressed_name, code="two_marks")
    if marks == {""}:
        text = _(
            "%s was not in the meeting during the session: choose a mark, or nobody."
        )
        raise ValidationError(text % person.addressed_name, code="no_time_there")
    return AttendanceMark(marks.pop())
