"""Giving seats out and taking them back: one order, one door.

Whatever frees a place or adds a person ends in `fill`, under the lock of the line:
higher tier first, then the lower number. Nothing else gives a seat, so nobody is
passed over, and what it reads does not grow with the room or the queue. Every verb
tells whom it concerns by a message in its own transaction.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from itertools import groupby

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from registrations import emails, place_letters
from registrations.models import (
    ACTIVE,
    CancelledBecause,
    Line,
    Registration,
    RegistrationStatus,
    Seat,
)
from registrations.place_letters import Told
from registrations.services import reminders
from seminars.models import Mode, Seminar, SeminarState
from unitar_seminars.sweeps import one_by_one
from users import audit
from users.models import Actor, AuditEntry

Tell = Callable[[Sequence[Told]], None]
News = Mapping[int, Tell]


def seat_or_tell(
    line: Line,
    people: Sequence[Registration],
    entries: Sequence[AuditEntry],
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Seat whoever is next; tell those of these people who now wait, by its entry.

    A walk-in stands at the door and sees it. Nobody waits for what is over.
    """
    keys = {registration.pk: registration for registration in people}
    news = dict.fromkeys(keys, place_letters.send_seat_confirmed)
    for mode in sorted({registration.mode for registration in people}):
        for seated in fill(line, mode, by=by, at=at, news=news):
            if filed := keys.get(seated.pk):
                filed.status, filed.seated_at = seated.status, seated.seated_at
    if is_over(line.seminar, at=at):
        return
    told = zip(people, entries, strict=True)
    place_letters.send_waiting(
        [one for one in told if one[0].is_waiting and not one[0].is_walk_in]
    )


@transaction.atomic
def approve(registration: Registration, *, by: Actor, at: datetime) -> None:
    """Let a pending registration wait, on the number it drew when it was filed."""
    line = lock_open_line(registration)
    if registration.status != RegistrationStatus.PENDING:
        raise ValidationError(
            _("This registration doesn't await approval: it was decided before."),
            code="not_pending",
        )
    registration.status = RegistrationStatus.WAITING
    registration.save(update_fields=["status"])
    entry = audit.record("approve", registration, by=by, at=at)
    news = {registration.pk: place_letters.send_approved}
    fill(line, registration.mode, by=by, at=at, news=news)
    registration.refresh_from_db()
    if registration.is_waiting and not is_over(line.seminar, at=at):
        place_letters.send_waiting([(registration, entry)])


@transaction.atomic
def decline(registration: Registration, *, by: Actor, at: datetime, why: str) -> None:
    """Decline a pending registration, with a reason that the person is told."""
    Line.objects.lock(registration.seminar_id)
    registration.refresh_from_db()
    if registration.status != RegistrationStatus.PENDING:
        raise ValidationError(
            _("Only a registration that awaits approval can be declined: cancel it."),
            code="not_pending",
        )
    if not why.strip():
        raise ValidationError(
            _("Say why: the person will read it."), code="reason_missing"
        )
    registration.status = RegistrationStatus.DECLINED
    registration.declined_at = at
    registration.save(update_fields=["status", "declined_at"])
    entry = audit.record("decline", registration, by=by, at=at, why=why)
    emails.send_declined(registration, entry)


@transaction.atomic
def cancel(
    registration: Registration,
    *,
    because: CancelledBecause,
    by: Actor,
    at: datetime,
    why: str = "",
) -> None:
    """Take a registration back and give its seat to whoever is next."""
    line = Line.objects.lock(registration.seminar_id)
    registration.refresh_from_db()
    if registration.status not in ACTIVE:
        raise ValidationError(
            _("This registration is over: there is nothing left to cancel."),
            code="over",
        )
    if is_over(line.seminar, at=at):
        raise ValidationError(
            _("The seminar has been held: what happened stays on record."),
            code="held",
        )
    had_place = registration.is_confirmed
    end(registration, because, at=at)
    Seat.objects.filter(holder=registration).update(holder=None)
    entry = audit.record("cancel", registration, by=by, at=at, why=why)
    emails.send_cancelled(registration, entry, had_place=had_place)
    if line.seminar.state == SeminarState.ANNOUNCED:
        fill(line, registration.mode, by=by, at=at)


def end(registration: Registration, because: CancelledBecause, *, at: datetime) -> None:
    """Write down that a registration is over, and call back what is queued for it.

    Its seat is the caller's to give on. Who waits again has lost theirs before: no
    figure may read that it was held until now.
    """
    if registration.is_waiting and registration.seated_at:
        registration.seated_at = at
    registration.status = RegistrationStatus.CANCELLED
    registration.cancelled_at = at
    registration.cancelled_because = because
    registration.offered_until = None
    written = ["status", "cancelled_at", "cancelled_because", "offered_until"]
    registration.save(update_fields=[*written, "seated_at"])
    reminders.reconcile(registration.seminar_id, at=at, only=registration.pk)


def is_over(seminar: Seminar, *, at: datetime) -> bool:
    """Whether it took place, also where the sweep has yet to say so."""
    ended = seminar.ends_at is not None and seminar.ends_at <= at
    announced = seminar.state == SeminarState.ANNOUNCED
    return seminar.state == SeminarState.HELD or (announced and ended)


@transaction.atomic
def release(seminar: Seminar, *, by: Actor, at: datetime) -> None:
    """Give out what has become open: kept seats whose hour passed, added places."""
    line = Line.objects.lock(seminar.pk)
    if line.seminar.state == SeminarState.ANNOUNCED:
        for mode in Mode:
            fill(line, mode, by=by, at=at)


def release_due(*, by: Actor, at: datetime) -> int:
    """Release, seminar by seminar, kept seats whose hour has passed; tell how many."""
    due = Seminar.objects.announced().filter(
        pk__in=Seat.objects.free().filter(held_until__lte=at).values("seminar"),
        registrations__status=RegistrationStatus.WAITING,
    )
    return len(one_by_one(list(due.distinct()), partial(release, by=by, at=at)))


def lock_open_line(registration: Registration) -> Line:
    """Lock the line, re-read the registration, and refuse once nothing is open."""
    line = Line.objects.lock(registration.seminar_id)
    registration.refresh_from_db()
    if line.seminar.state != SeminarState.ANNOUNCED:
        raise ValidationError(
            _("The seminar is not announced now: nobody can be given a place."),
            code="not_announced",
        )
    return line


def fill(
    line: Line, mode: str, *, by: Actor, at: datetime, news: News | None = None
) -> list[Registration]:
    """Seat heads of tiers until no pair is left; return who got a seat.

    The caller has locked the line. Who gets a seat is told by what `news` has for
    them; anybody else waited for it, and where the seminar wants an answer first, has
    it on offer. Who left no address can't answer and is confirmed.
    """
    where = {
        "seminar": line.seminar_id,
        "mode": mode,
        "tiers": len(line.seminar.tiers),
        "at": at,
        "until": line.answer_by(at=at),
        "asked_now": list(news or {}),
    }
    got_one = []
    while seated := list(Registration.objects.raw(SEAT_THE_NEXT, where)):
        got_one += seated
        if not any(vars(one)["others_wait"] for one in seated):
            break
    tell_of_seats(line.seminar, got_one, news or {}, by=by, at=at)
    return got_one


def tell_of_seats(
    seminar: Seminar,
    seated: Sequence[Registration],
    news: News,
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Note in their order who got a seat, or has it on offer, and write to them.

    Once it is over a seat is a matter of record alone.
    """

    def how(registration: Registration) -> tuple[str, Tell]:
        if registration.is_offered:
            verb, waited = "offer", place_letters.send_offered
        else:
            verb, waited = "confirm", place_letters.send_promoted
        return verb, news.get(registration.pk, waited)

    for (verb, tell), group in groupby(seated, how):
        people = list(group)
        for registration in people:
            registration.seminar = seminar
        entries = audit.record_all(verb, people, by=by, at=at)
        if not is_over(seminar, at=at):
            tell(list(zip(people, entries, strict=True)))


# One probe of an index per tier for the person, three for the seat: one kept for
# that tier, else one for all, else one whose hour has passed. Each ORDER BY is one
# that its index serves: without it LIMIT 1 may read the whole table. Who asked just
# now needs no offer: they are there.
SEAT_THE_NEXT = """
WITH free AS NOT MATERIALIZED (
    SELECT id, tier, held_until FROM registrations_seat
     WHERE seminar_id = %(seminar)s AND mode = %(mode)s
       AND holder_id IS NULL AND withdrawn_at IS NULL
), open_to_head AS (
    SELECT head.id, head.tier, head.address, COALESCE(
        (SELECT id FROM free WHERE tier = head.tier ORDER BY tier, held_until LIMIT 1),
        (SELECT id FROM free WHERE tier IS NULL ORDER BY tier, held_until LIMIT 1),
        (SELECT id FROM free WHERE held_until <= %(at)s ORDER BY held_until LIMIT 1)
    ) AS seat_id
    FROM generate_series(1, %(tiers)s) AS tiers(tier)
    CROSS JOIN LATERAL (
        SELECT id, tier, address FROM registrations_registration
         WHERE seminar_id = %(seminar)s AND mode = %(mode)s
           AND status = 'waiting' AND tier = tiers.tier
         ORDER BY line_number LIMIT 1
    ) AS head
), pair AS (
    SELECT id, seat_id, CASE
        WHEN address <> '' AND id <> ALL(%(asked_now)s::bigint[])
        THEN %(until)s::timestamptz END AS until
      FROM open_to_head WHERE seat_id IS NOT NULL ORDER BY tier LIMIT 1
), seated AS (
    UPDATE registrations_seat SET holder_id = pair.id
      FROM pair WHERE registrations_seat.id = pair.seat_id
)
UPDATE registrations_registration AS registration
   SET status = CASE WHEN pair.until IS NULL THEN 'confirmed' ELSE 'offered' END,
       offered_until = pair.until, seated_at = %(at)s
  FROM pair WHERE registration.id = pair.id
RETURNING registration.*, EXISTS (
    SELECT FROM (
        SELECT id FROM registrations_registration
         WHERE seminar_id = %(seminar)s AND mode = %(mode)s AND status = 'waiting'
         ORDER BY tier, line_number LIMIT 2
    ) AS first_two
    WHERE first_two.id <> pair.id
) AS others_wait
"""
