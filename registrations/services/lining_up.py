"""Where new registrations stand: in the order in which they were filed, with a number.

Nobody is seated here: that is the door's, see `seats`.
"""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from registrations.models import Line, Registration, RegistrationStatus
from seminars.models import Mode, Seminar, SeminarMode
from unitar_seminars.db import save_or_refuse


def line_up(line: Line, people: Sequence[Registration], *, at: datetime) -> None:
    """Store new registrations in their order, on the numbers just drawn.

    The caller drew a number for each from this line, and so holds its lock. Where
    the seminar wants approval, they are pending and keep the number.
    """
    first = line.last_number - len(people) + 1
    for number, registration in enumerate(people, first):
        registration.seminar = line.seminar
        registration.mode = mode_in(line.seminar, registration)
        registration.line_number = number
        registration.tier = line.seminar.tier_of(registration.sector)
        registration.status = status_when_filed(line.seminar, registration)
        registration.submitted_at = at
    if len(people) == 1 or not store_at_once(people):
        for row, registration in enumerate(people):
            save_or_name_the_row(registration, row)


def store_at_once(people: Sequence[Registration]) -> bool:
    """Store them in one statement; tell whether nothing stood against it."""
    try:
        with transaction.atomic():
            Registration.objects.bulk_create(people)
    except IntegrityError:
        return False
    return True


def save_or_name_the_row(registration: Registration, row: int) -> None:
    """Save; a refusal says at which row of the form it belongs."""
    try:
        save_or_refuse(registration)
    except ValidationError as refusal:
        raise ValidationError(
            refusal.message, code=refusal.code, params={"row": row}
        ) from refusal


def mode_in(seminar: Seminar, registration: Registration) -> str:
    """Where there is one way to take part it is that, whatever a form still showed."""
    is_free = seminar.mode == SeminarMode.BOTH
    return registration.mode if is_free else Mode(seminar.mode)


def status_when_filed(seminar: Seminar, registration: Registration) -> str:
    """A walk-in is decided at the door; others await approval where one is wanted."""
    if seminar.is_by_approval and not registration.is_walk_in:
        return RegistrationStatus.PENDING
    return RegistrationStatus.WAITING
