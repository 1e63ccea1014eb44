"""Telling everybody who is registered of one change, each in their language."""

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime

from django.utils import translation
from django.utils.translation import ngettext

from mailing import outbox
from registrations import calendars, circulars
from registrations.circulars import Change
from registrations.emails import CIRCULARS, OF_PLACE_AND_HOURS
from registrations.models import Registration
from registrations.services import reminders, versions
from registrations.services.versions import Rows
from seminars.models import Mode, ProgrammeChange, Seminar, Session
from unitar_seminars import hours
from unitar_seminars.db import key
from unitar_seminars.translated import Language
from users.models import AuditEntry


def tell_all(
    seminar: Seminar,
    change: Change,
    entry: AuditEntry,
    *,
    was: Rows,
    modes: Collection[str] = tuple(Mode),
) -> ProgrammeChange:
    """Write a version, and one message to each person who is registered.

    Messages wait as long as the change can be undone. What is queued for later is put
    right at once: nothing leaves that was true before.
    """
    seminar.refresh_from_db()
    version = versions.keep(seminar, change, entry, was)
    meant = seminar.registrations.active().filter(mode__in=modes)
    people = list(meant.order_by("pk"))
    tell(seminar, people, change, entry, due_at=version.undo_until)
    reminders.reconcile(seminar.pk, at=entry.at)
    return version


def tell(
    seminar: Seminar,
    people: Collection[Registration],
    change: Change,
    entry: AuditEntry,
    *,
    due_at: datetime | None = None,
) -> None:
    """Write to these people, for now or for a little later, never out of turn."""
    for person in people:
        person.seminar = seminar
    overtaken = overtake(list(people), change, at=entry.at)
    change = replace(change, overtakes=overtaken)
    if due_at is None:
        keys = [key(person) for person in people]
        outbox.hurry(keys, CIRCULARS, at=entry.at)
    letters = circulars.letters(list(people), change, entry, due_at=due_at or entry.at)
    outbox.post_all(letters)


def overtake(
    people: list[Registration], change: Change, *, at: datetime
) -> Collection[int]:
    """Call back what a relay put off, lest it arrive behind this change; say for whom.

    That holds of what every letter says, place and hours, and where a calendar was to
    be told, only if it is told of all sessions now.
    """
    by_key = {key(person): person for person in people}
    moves = change.in_calendars
    waiting = outbox.put_off(list(by_key), OF_PLACE_AND_HOURS) if moves else []
    if not waiting:
        return ()
    sessions = calendars.sessions_of(people[0].seminar)
    whole, for_whom = replace(change, only=None), {}
    for row in waiting:
        person = by_key[row.person_key]
        _method, about = whole.entries(person, sessions)
        if about or not row.calendars:
            for_whom[row.pk] = person.pk
    outbox.call_back(for_whom, at=at)
    return set(for_whom.values())


def give_back(seminar: Seminar, version: ProgrammeChange) -> None:
    """Let what a change has overtaken wait again, for the change is taken back."""
    keys = [key(person) for person in seminar.registrations.active()]
    outbox.revive(keys, OF_PLACE_AND_HOURS, since=version.changed_at)


def both(say: Callable[[], str]) -> dict[str, str]:
    """Say something in each language that people are addressed in."""
    said = {}
    for language in Language.values:
        with translation.override(language):
            said[language] = say()
    return said


def spoken_place(session: Session) -> str:
    if session.room is None:
        return ""
    return f"{session.room.name}, {session.room.venue.name}"


def spoken_number(mode: Mode, places: int) -> str:
    """Say how many places there are of one kind."""
    said = {
        Mode.ROOM: ngettext("{n} place in the room", "{n} places in the room", places),
        Mode.ONLINE: ngettext("{n} place online", "{n} places online", places),
    }
    return said[mode].format(n=places)


def spoken_hours(session: Session) -> str:
    if session.starts_at is None:
        return ""
    return hours.when(session.starts_at, session.ends_at)


def spoken_dates(seminar: Seminar) -> str:
    if seminar.starts_at is None:
        return ""
    return hours.when(seminar.starts_at, seminar.ends_at)
