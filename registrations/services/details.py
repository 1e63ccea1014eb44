"""What people put right themselves, on the page that their link opens.

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
    """Take what concerns nobody but the person at once, with their answers."""
    line = Line.objects.lock(registration.seminar_id)
    registration.refresh_from_db()
    refuse_what_is_over(line, registration)
    changed = [n for n in AT_ONCE if getattr(registration, n) != values[n]]
    for name in changed:
        setattr(registration, name, values[name])
    registration.save(update_fields=changed)
    audit.record("put_right", registration, by=by, at=at, why=", ".join(changed))
    answers.replace(registration, given, by=by, at=at)


def refuse_what_is_over(line: Line, registration: Registration) -> None:
    if registration.status not in ACTIVE or line.seminar.state not in WHILE:
        raise ValidationError(
            _("This registration is over: what it says stays on record."), code="over"
        )
