"""What people put right themselves, or who filed them, on the page of a link.

What the person has said is theirs: the sender neither sees nor changes it any more.
Nothing here touches number, tier or place.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from registrations.models import ACTIVE, Line, Registration
from registrations.services import answers
from registrations.services.answers import Given
from seminars.models import SeminarState
from users import audit
from users.models import Actor

AT_ONCE = ("language", "gender", "needs")
WHILE = (SeminarState.ANNOUNCED, SeminarState.POSTPONED)


@transaction.atomic
def put_right(
    registration: Registration,
    values: Mapping[str, str],
    given: Sequence[Given],
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Take at once what concerns nobody but the person, with their answers.

    From now on these are in the person's own hands.
    """
    lock_what_goes_on(registration)
    take_into_own_hands(registration, at=at)
    take(registration, values, given, by=by, at=at)


@transaction.atomic
def put_right_for(
    registration: Registration,
    values: Mapping[str, str],
    given: Sequence[Given],
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Take the same from the sender, while the person has said nothing themselves."""
    lock_what_goes_on(registration)
    if registration.is_in_own_hands:
        raise ValidationError(
            _(
                "Meanwhile this person has put the details right. Send this again: it"
                " then changes the form of address, the name and the rank alone."
            ),
            code="in_own_hands",
        )
    take(registration, values, given, by=by, at=at)


def take_into_own_hands(registration: Registration, *, at: datetime) -> None:
    """Let only the person say where they are written to; a sender's wish of that ends.

    The caller has the lock, and saves the registration.
    """
    if registration.is_in_own_hands:
        return
    registration.in_own_hands_at = at
    wishes = registration.change_requests.waiting()
    for wish in wishes.filter(values__has_key="address"):
        del wish.values["address"]
        wish.save(update_fields=["values"]) if wish.values else wish.delete()


def lock_what_goes_on(registration: Registration) -> None:
    line = Line.objects.lock(registration.seminar_id)
    registration.refresh_from_db()
    refuse_what_is_over(line, registration)


def take(
    registration: Registration,
    values: Mapping[str, str],
    given: Sequence[Given],
    *,
    by: Actor,
    at: datetime,
) -> None:
    changed = [n for n in AT_ONCE if getattr(registration, n) != values[n]]
    for name in changed:
        setattr(registration, name, values[name])
    registration.save(update_fields=[*changed, "in_own_hands_at"])
    audit.record("put_right", registration, by=by, at=at, why=", ".join(changed))
    answers.replace(registration, given, by=by, at=at)


def refuse_what_is_over(line: Line, registration: Registration) -> None:
    if registration.status not in ACTIVE or line.seminar.state not in WHILE:
        raise ValidationError(
            _("This registration is over: what it says stays on record."), code="over"
        )
