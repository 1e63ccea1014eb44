"""What may still be changed: locks and refusals that the changes share."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from registrations.models import Line
from seminars.models import Seminar, SeminarState, Session
from unitar_seminars.db import save_or_refuse

NewHours = Mapping[int, tuple[datetime, datetime]] | None


def lock_line(seminar_id: int) -> Line:
    """Lock the line of a seminar; one that is only planned has none."""
    if Line.objects.filter(pk=seminar_id).exists():
        return Line.objects.lock(seminar_id)
    raise ValidationError(
        _("It is only planned: change it in its form, then announce it."),
        code="not_announced",
    )


def running(line: Line, also: SeminarState | None = None) -> Seminar:
    """Refuse to change what is over; read after the lock."""
    if line.seminar.state not in (SeminarState.ANNOUNCED, also):
        raise ValidationError(
            _("It is %s: this can't be changed any more.")
            % line.seminar.get_state_display().lower(),
            code="over",
        )
    return line.seminar


def lock_running(seminar_id: int, also: SeminarState | None = None) -> Seminar:
    return running(lock_line(seminar_id), also)


def refuse_past(session: Session, starts_at: datetime, *, at: datetime) -> None:
    """Refuse to move a session back into what is over; its end may still change."""
    if starts_at != session.starts_at and starts_at <= at:
        raise ValidationError(
            _("This hour is over: choose one that is still to come."), code="past"
        )


def refuse_same_hours(
    seminar: Seminar,
    new_hours: NewHours,
    *,
    at: datetime,
) -> None:
    """Refuse to put off to the hours that are, or to no date what has none."""
    sessions = list(seminar.sessions.all())
    if not new_hours:
        is_same = all(session.starts_at is None for session in sessions)
    else:
        is_same = all(
            (session.starts_at, session.ends_at) == new_hours.get(session.pk)
            for session in sessions
        )
    if is_same:
        raise ValidationError(
            _("Nothing would change: give at least one session other hours."),
            code="unchanged",
        )
    for session in sessions:
        if new_hours and session.pk in new_hours:
            refuse_past(session, new_hours[session.pk][0], at=at)


def set_state(seminar: Seminar, state: SeminarState) -> None:
    seminar.state = state
    save_or_refuse(seminar, update_fields=["state"])


def refuse_late_closing(closes_at: datetime, ends_at: datetime | None) -> None:
    """Refuse to take people in when all is over; a later date may still be missing."""
    if ends_at is not None and closes_at > ends_at:
        raise ValidationError(
            _("Let registration close before the last session ends."),
            code="closes_too_late",
        )


def move_closing(seminar: Seminar, closes_at: datetime | None) -> None:
    """Let registration close at another hour; without one it closes when it did."""
    if closes_at is None:
        return
    refuse_late_closing(closes_at, seminar.ends_at)
    seminar.closes_at = closes_at
    save_or_refuse(seminar, update_fields=["closes_at"])


def give_addresses(seminar: Seminar, urls: Mapping[int, str]) -> None:
    """Give every session an address online, or leave the one that it has."""
    for session in seminar.sessions.all():
        session.online_url = urls.get(session.pk) or session.online_url
        if not session.online_url:
            raise ValidationError(
                _("Give the address online of every session."), code="no_url"
            )
        session.save(update_fields=["online_url"])
