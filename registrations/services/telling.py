"""Telling everybody who is registered of one change, each in their language."""

from collections.abc import Callable, Collection

from django.utils import translation

from registrations import emails
from registrations.emails import Change
from registrations.services import reminders
from seminars.models import Mode, Seminar, Session
from unitar_seminars import hours
from unitar_seminars.translated import Language
from users.models import AuditEntry


def tell_all(
    seminar: Seminar,
    change: Change,
    entry: AuditEntry,
    *,
    modes: Collection[str] = tuple(Mode),
) -> None:
    """Write one message to each person who is registered, in their language.

    What is queued for later is put right at once: nothing leaves that was true before.
    """
    seminar.refresh_from_db()
    meant = seminar.registrations.active().filter(mode__in=modes)
    for registration in meant.order_by("pk"):
        registration.seminar = seminar
        emails.send_changed(registration, change, entry)
    reminders.reconcile(seminar.pk, at=entry.at)


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


def spoken_hours(session: Session) -> str:
    if session.starts_at is None:
        return ""
    return hours.when(session.starts_at, session.ends_at)


def spoken_dates(seminar: Seminar) -> str:
    if seminar.starts_at is None:
        return ""
    return hours.when(seminar.starts_at, seminar.ends_at)
