"""Places that are offered until an hour: taken up, given up, or passed on.

Where an organiser wants an answer, whoever waited has a freed place on offer; it is
theirs until the hour that they were told, and nobody else's. Without an answer the
registration is over and the place goes to whoever is next, under the line's lock. A
person takes up an offer here and gives it up by cancelling.
"""

from datetime import datetime
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registrations import emails, place_letters
from registrations.models import (
    OFFER_HOURS,
    CancelledBecause,
    Line,
    Registration,
    RegistrationStatus,
    Seat,
)
from registrations.services import seats
from registrations.services.changeable import lock_line, running
from seminars.models import Seminar, SeminarState
from unitar_seminars import hours
from unitar_seminars.sweeps import one_by_one
from users import audit
from users.models import Actor

ANSWERED_WHILE = (SeminarState.ANNOUNCED, SeminarState.POSTPONED)


@transaction.atomic
def change_hours(
    seminar: Seminar, to_answer: int | None, *, by: Actor, at: datetime, why: str = ""
) -> None:
    """Offer freed places for so many hours from now on, or give them out at once.

    Offers that are out keep their hour.
    """
    line = lock_line(seminar.pk)
    running(line)
    fewest, most = OFFER_HOURS
    if to_answer is not None and not fewest <= to_answer <= most:
        raise ValidationError(
            _("Give people between one hour and two weeks to answer."),
            code="hours_out_of_range",
        )
    if line.offer_hours == to_answer:
        raise ValidationError(_("This is how it is already."), code="unchanged")
    line.offer_hours = to_answer
    line.save(update_fields=["offer_hours"])
    audit.record("change_offer_hours", line.seminar, by=by, at=at, why=why)


@transaction.atomic
def accept(registration: Registration, *, by: Actor, at: datetime) -> None:
    """Take up the place that is on offer, while its hour has not passed."""
    line = Line.objects.lock(registration.seminar_id)
    registration.refresh_from_db()
    refuse_no_offer(line, registration, at=at)
    registration.status = RegistrationStatus.CONFIRMED
    registration.offered_until, registration.seated_at = None, at
    registration.save(update_fields=["status", "offered_until", "seated_at"])
    entry = audit.record("accept", registration, by=by, at=at)
    place_letters.send_seat_confirmed([(registration, entry)])


def refuse_no_offer(line: Line, registration: Registration, *, at: datetime) -> None:
    """Refuse to answer what is not on offer, or is no longer."""
    if not registration.is_offered or line.seminar.state not in ANSWERED_WHILE:
        raise ValidationError(
            _("There is no offer to answer now: this page says how things stand."),
            code="not_offered",
        )
    if has_passed(line.seminar, registration, at=at):
        raise ValidationError(
            _(
                "The offer could be answered until %s. Register again to join the"
                " waiting list, or write to us."
            )
            % hours.moment(registration.offered_until or at),
            code="offer_expired",
        )


def has_passed(seminar: Seminar, registration: Registration, *, at: datetime) -> bool:
    """Whether the hour for an answer is over: its own, or the seminar's beginning.

    None runs out while nobody knows for which day the place is.
    """
    if seminar.state != SeminarState.ANNOUNCED:
        return False
    limits = (registration.offered_until, seminar.starts_at)
    return any(hour is not None and hour <= at for hour in limits)


def expire_due(*, by: Actor, at: datetime) -> int:
    """Pass on, one by one, offers whose hour has passed; tell how many."""
    over = Q(offered_until__lte=at) | Q(seminar__starts_at__lte=at)
    due = Registration.objects.filter(
        over,
        status=RegistrationStatus.OFFERED,
        seminar__state=SeminarState.ANNOUNCED,
    )
    offered = list(due.order_by("offered_until", "pk"))
    return sum(one_by_one(offered, partial(expire, by=by, at=at)))


@transaction.atomic
def expire(registration: Registration, *, by: Actor, at: datetime) -> bool:
    """End an offer that nobody answered, unless an answer or a verb was faster."""
    line = Line.objects.lock(registration.seminar_id)
    registration.refresh_from_db()
    if not registration.is_offered or not has_passed(line.seminar, registration, at=at):
        return False
    seats.end(registration, CancelledBecause.EXPIRED, at=at)
    Seat.objects.filter(holder=registration).update(holder=None)
    entry = audit.record("expire", registration, by=by, at=at)
    next_ones = seats.fill(line, registration.mode, by=by, at=at)
    emails.send_offer_expired(registration, entry, passed_on=bool(next_ones))
    return True
