"""Who holds which post, from when until when. A successor is a new posting."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from partners.models import Organisation, Person, Posting
from unitar_seminars.db import save_or_refuse
from users import audit
from users.models import Actor


@transaction.atomic
def begin(
    person: Person,
    organisation: Organisation,
    *,
    rank: str,
    on: date,
    by: Actor,
    at: datetime,
) -> Posting:
    """Post somebody to an organisation from this day on."""
    posting = Posting(person=person, organisation=organisation, rank=rank, starts_on=on)
    save_or_refuse(posting)
    audit.record("begin", posting, by=by, at=at)
    return posting


@transaction.atomic
def end(posting: Posting, *, on: date, by: Actor, at: datetime) -> None:
    """End a posting: the day named is the first without it."""
    posting.refresh_from_db(from_queryset=Posting.objects.select_for_update())
    if posting.ends_on is not None and posting.ends_on <= on:
        text = _("This posting ends before that day already; nothing is left to end.")
        raise ValidationError(text, code="ended")
    posting.ends_on = on
    save_or_refuse(posting, update_fields=["ends_on"])
    audit.record("end", posting, by=by, at=at)
