"""In the room or online: people choose, and may choose anew while a place is free.

Who changes keeps the number in line and goes through the same door as everybody; where
no place is open to them the other way, nothing changes. Whoever had a place has had one
all along: figures and reminders ask since when.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from registrations import place_letters
from registrations.models import Registration, RegistrationStatus, Seat
from registrations.services import reminders, seats
from seminars.models import Mode, SeminarMode
from users import audit
from users.models import Actor

NO_PLACE = {
    Mode.ROOM: _("No place in the room is free now: everything stays as it was."),
    Mode.ONLINE: _("No place online is free now: everything stays as it was."),
}
MAY_CHANGE = (RegistrationStatus.WAITING, RegistrationStatus.CONFIRMED)


@transaction.atomic
def change_mode(
    registration: Registration, mode: Mode, *, by: Actor, at: datetime
) -> None:
    """Give somebody a free place the other way; the one they had goes to the next."""
    line = seats.lock_open_line(registration)
    if line.seminar.mode != SeminarMode.BOTH:
        raise ValidationError(
            _("This seminar takes place one way only: there is nothing to choose."),
            code="one_mode",
        )
    if registration.status not in MAY_CHANGE or registration.mode == mode:
        raise ValidationError(
            _("There is nothing to change: this page says how things stand."),
            code="unchanged",
        )
    if seats.is_over(line.seminar, at=at):
        raise ValidationError(
            _("The seminar has been held: what happened stays on record."),
            code="held",
        )
    left = Mode(registration.mode)
    held_since = registration.seated_at if registration.is_confirmed else None
    Seat.objects.filter(holder=registration).update(holder=None)
    registration.mode, registration.status = mode, RegistrationStatus.WAITING
    registration.save(update_fields=["mode", "status"])
    audit.record("change_mode", registration, by=by, at=at, why=mode)
    news = {registration.pk: place_letters.send_seat_confirmed}
    got_one = seats.fill(line, mode, by=by, at=at, news=news)
    if registration not in got_one:
        raise ValidationError(NO_PLACE[mode], code="no_place")
    registration.refresh_from_db()
    if held_since:
        registration.seated_at = held_since
        registration.save(update_fields=["seated_at"])
    reminders.reconcile(registration.seminar_id, at=at, only=registration.pk)
    seats.fill(line, left, by=by, at=at)
