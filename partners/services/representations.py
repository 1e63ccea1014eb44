"""Which account may act for whom, and until when."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from partners.models import (
    HostTerm,
    Organisation,
    Representation,
    RepresentationRole,
)
from unitar_seminars.db import save_or_refuse
from users import audit
from users.models import Actor, User


@transaction.atomic
def grant(
    user: User,
    whom: Organisation | HostTerm,
    role: RepresentationRole,
    *,
    on: date,
    by: Actor,
    at: datetime,
) -> Representation:
    """Let an account act for an organisation, or a host term, from this day on.

    For a host it ends with the term, whenever that is.
    """
    granted = Representation(user=user, role=role, starts_on=on)
    if isinstance(whom, HostTerm):
        granted.host_term, granted.ends_on = whom, whom.ends_on
    else:
        granted.organisation = whom
    save_or_refuse(granted)
    audit.record("grant", granted, by=by, at=at)
    return granted


@transaction.atomic
def end(representation: Representation, *, on: date, by: Actor, at: datetime) -> None:
    """Take the right away: the day named is the first without it.

    A right that would not have lasted one day is deleted; the audit entry stays.
    """
    locked = Representation.objects.select_for_update()
    representation.refresh_from_db(from_queryset=locked)
    if representation.ends_on is not None and representation.ends_on <= on:
        text = _("This right ends before that day already; nothing is left to end.")
        raise ValidationError(text, code="ended")
    audit.record("end", representation, by=by, at=at)
    if on <= representation.starts_on:
        representation.delete()
        return
    representation.ends_on = on
    representation.save(update_fields=["ends_on"])
