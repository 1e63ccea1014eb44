"""Putting a seminar off, to new hours or without a date; people stay registered."""

from dataclasses import replace
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from registrations import calendars
from registrations.circulars import Change
from registrations.models import Registration, RegistrationStatus
from registrations.services import inviting, kept, seats, snapshots, versions
from registrations.services.changeable import (
    NewHours,
    lock_line,
    move_closing,
    refuse_same_hours,
    running,
    set_state,
)
from registrations.services.telling import both, spoken_dates, tell_all
from seminars.models import Seminar, SeminarMode, SeminarState
from seminars.services import agenda
from unitar_seminars.db import save_or_refuse
from users import audit
from users.models import Actor


@transaction.atomic
def postpone(
    seminar: Seminar,
    new_hours: NewHours,
    *,
    by: Actor,
    at: datetime,
    why: str = "",
    reconfirm_by: datetime | None = None,
    closes_at: datetime | None = None,
) -> None:
    """Put a seminar off, to new hours by session or without a date; people stay.

    With hours it is announced, and the snapshot of names and groups is taken for its
    new first day. Without, entries leave calendars and rooms are free. A seminar that
    was postponed without a date gets one by the same verb.

    With `reconfirm_by`, places are on offer until then to whoever had one: who doesn't
    take it up leaves it to the next. Who left no address can't answer and keeps it, and
    so does who was to answer by an hour that passed while there was no date.

    With `closes_at`, registration closes then; else when it did.
    """
    line = lock_line(seminar.pk)
    seminar = running(line, also=SeminarState.POSTPONED)
    was = versions.look(seminar, (*versions.PEOPLE, versions.INVITATION))
    before, closed = dates_of(seminar), inviting.closing_of(seminar)
    refuse_same_hours(seminar, new_hours, at=at)
    refuse_to_forget_what_was_held(seminar, new_hours, at=at)
    refuse_hour_to_reconfirm(new_hours, reconfirm_by, at=at)
    asked, lost = to_be_asked(seminar) if reconfirm_by else ([], [])
    gone = [] if new_hours and not lost else calendars.sessions_of(seminar)
    unanswered = []
    if new_hours and seminar.state == SeminarState.POSTPONED:
        unanswered = keep_for_who_could_not_answer(seminar, by=by, at=at)
    if new_hours:
        set_hours(seminar, dict(new_hours))
        set_state(seminar, SeminarState.ANNOUNCED)
    else:
        set_state(seminar, SeminarState.POSTPONED)
        clear_hours(seminar)
    seminar = Seminar.objects.get(pk=seminar.pk)
    move_closing(seminar, closes_at)
    inviting.follow_closing(seminar, closed)
    kept.end_with_the_beginning(seminar)
    snapshots.retake_countries(seminar)
    ask_again(asked, reconfirm_by)
    entry = audit.record("postpone", seminar, by=by, at=at, why=why)
    change = Change("date", before, dates_of(seminar), why, gone, lost, kept=unanswered)
    if asked:
        apart = dict.fromkeys(asked, "reconfirm")
        change = replace(change, apart=apart, until=reconfirm_by)
    tell_all(seminar, change, entry, was=was)
    if new_hours:
        seats.release(seminar, by=by, at=at)  # places left while it had no date


def dates_of(seminar: Seminar) -> dict[str, str]:
    return both(lambda: spoken_dates(seminar))


def refuse_to_forget_what_was_held(
    seminar: Seminar, new_hours: NewHours, *, at: datetime
) -> None:
    """Refuse to leave without hours what has a session that took place."""
    if not new_hours and seminar.sessions.filter(ends_at__lte=at).exists():
        raise ValidationError(
            _(
                "Part of it was held already and stays on record: leave those hours,"
                " and give the sessions to come new ones. They may move again."
            ),
            code="partly_held",
        )


def refuse_hour_to_reconfirm(
    new_hours: NewHours, until: datetime | None, *, at: datetime
) -> None:
    """Refuse to ask people about a date that nobody knows, or to ask too late."""
    if until is None:
        return
    if not new_hours:
        raise ValidationError(
            _("Without a new date there is nothing to confirm: ask once it has one."),
            code="nothing_to_reconfirm",
        )
    first = min(starts_at for starts_at, _ends_at in new_hours.values())
    if not at < until < first:
        raise ValidationError(
            _("Let people answer by an hour to come, before the first session."),
            code="reconfirm_hour",
        )


def to_be_asked(seminar: Seminar) -> tuple[list[int], list[int]]:
    """Find who has a place and can be written to; and who of them has an entry of it.

    A place that is on offer already has none.
    """
    seated = seminar.registrations.seated().exclude(address="")
    confirmed = seated.filter(status=RegistrationStatus.CONFIRMED)
    everybody = list(seated.values_list("pk", flat=True))
    return everybody, list(confirmed.values_list("pk", flat=True))


def keep_for_who_could_not_answer(
    seminar: Seminar, *, by: Actor, at: datetime
) -> list[int]:
    """Confirm places that were to be taken up while nobody knew for which day."""
    overdue = seminar.registrations.filter(
        status=RegistrationStatus.OFFERED, offered_until__lte=at
    )
    people = list(overdue)
    overdue.update(status=RegistrationStatus.CONFIRMED, offered_until=None)
    audit.record_all("keep", people, by=by, at=at)
    return [one.pk for one in people]


def ask_again(people: list[int], until: datetime | None) -> None:
    """Put the places of these people on offer to them."""
    Registration.objects.filter(pk__in=people).update(
        status=RegistrationStatus.OFFERED, offered_until=until
    )


def set_hours(seminar: Seminar, given: dict[int, tuple[datetime, datetime]]) -> None:
    """Give every session its new hours, in the room that it has."""
    seminar.sessions.update(takes_room=False)  # else two that swap would clash
    for session in seminar.sessions.all():
        if session.pk not in given:
            raise ValidationError(
                _("Give the new hours of every session."), code="hours_missing"
            )
        was = session.starts_at
        session.starts_at, session.ends_at = given[session.pk]
        session.takes_room = seminar.mode != SeminarMode.ONLINE
        save_or_refuse(session, update_fields=["starts_at", "ends_at", "takes_room"])
        agenda.follow(session, was)


def clear_hours(seminar: Seminar) -> None:
    """Leave every session without hours, and its room free."""
    seminar.sessions.update(starts_at=None, ends_at=None, takes_room=False)
