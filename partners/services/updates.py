"""A host's, or a group chair's, word to missions on how preparations go.

Asked for, then delivered or cancelled. A delivered update is public from its embargo
hour on (`PreparatoryUpdate.objects.published`), and nothing of it before.
"""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from partners.models import (
    ChairTerm,
    HostTerm,
    HostTermState,
    PreparatoryUpdate,
    UpdateState,
)
from unitar_seminars.hours import local_day
from users import audit
from users.models import Actor

OPEN = (UpdateState.REQUESTED, UpdateState.SCHEDULED)


@dataclass(frozen=True)
class Words:
    """What an update says, in both languages or, until delivered, in one."""

    title_en: str = ""
    title_fr: str = ""
    text_en: str = ""
    text_fr: str = ""


@transaction.atomic
def request(
    giver: HostTerm | ChairTerm,
    words: Words,
    *,
    embargo_until: datetime | None = None,
    by: Actor,
    at: datetime,
) -> PreparatoryUpdate:
    """Ask for an update to be given; the words may still be completed."""
    refuse_if_over(giver, at)
    if not (words.title_en or words.title_fr):
        text = _("Give the update a title, in English or French.")
        raise ValidationError(text, code="untitled")
    update = PreparatoryUpdate(**asdict(words), embargo_until=embargo_until)
    if isinstance(giver, HostTerm):
        update.host_term = giver
    else:
        update.chair_term = giver
    update.save()
    audit.record("request", update, by=by, at=at)
    return update


def refuse_if_over(giver: HostTerm | ChairTerm, at: datetime) -> None:
    is_past = giver.ends_on is not None and giver.ends_on <= local_day(at)
    gone = (HostTermState.WITHDRAWN, HostTermState.CLOSED)
    if is_past or (isinstance(giver, HostTerm) and giver.state in gone):
        text = _("This term is over: ask whoever holds the chair now.")
        raise ValidationError(text, code="term_over")


@transaction.atomic
def deliver(update: PreparatoryUpdate, *, by: Actor, at: datetime) -> None:
    """Note that missions were given the update; it is public from its hour on."""
    lock_open(update)
    titles = (update.title_en, update.title_fr)
    if not all(titles) or bool(update.text_en) != bool(update.text_fr):
        text = _("Complete the title and the text in English and French first.")
        raise ValidationError(text, code="incomplete")
    update.state = UpdateState.DELIVERED
    update.delivered_at = at
    update.save(update_fields=["state", "delivered_at"])
    audit.record("deliver", update, by=by, at=at)


@transaction.atomic
def cancel(update: PreparatoryUpdate, *, why: str, by: Actor, at: datetime) -> None:
    """Take an update back that was not given yet."""
    lock_open(update)
    update.state = UpdateState.CANCELLED
    update.save(update_fields=["state"])
    audit.record("cancel", update, by=by, at=at, why=why)


def lock_open(update: PreparatoryUpdate) -> None:
    update.refresh_from_db(
        from_queryset=PreparatoryUpdate.objects.select_for_update(of=("self",))
    )
    if update.state not in OPEN:
        text = _("This was delivered or cancelled before: request a new update.")
        raise ValidationError(text, code="not_open")
