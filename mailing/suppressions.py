"""Whom not to write to, and why. Mail about a person's own matter always goes."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mailing.models import Message, Suppression, SuppressionReason
from users import audit
from users.models import Actor

EVERYTHING = "all"  # the scope of every mailing


def barred(rows: Iterable[Message]) -> set[int]:
    """Return the ids of mailings' rows whose address is suppressed for their scope.

    Such rows have their mailing at hand.
    """
    bulk = [(row, row.mailing) for row in rows if row.mailing]
    if not bulk:
        return set()
    addresses = {row.address_folded for row, _mailing in bulk}
    found = Suppression.objects.filter(address_folded__in=addresses)
    scopes = set(found.values_list("address_folded", "scope"))
    return {
        row.pk
        for row, mailing in bulk
        if scopes & {(row.address_folded, s) for s in (EVERYTHING, mailing.scope)}
    }


def note_hard_bounce(message: Message, evidence: str, *, at: datetime) -> None:
    """Write no mailing to an address of which the relay says that it isn't there."""
    bounce = Suppression(
        address_folded=message.address_folded,
        scope=EVERYTHING,
        reason=SuppressionReason.HARD_BOUNCE,
        evidence=evidence,
        at=at,
    )
    Suppression.objects.bulk_create([bounce], ignore_conflicts=True)


@transaction.atomic
def unsubscribe(message: Message, *, by: Actor, at: datetime) -> Suppression:
    """Stop mailings of one scope to the address of this message; again is the same."""
    if message.mailing is None:
        raise ValidationError(
            _("This message is about your own registration and belongs to no list."),
            code="no_list",
        )
    suppression, is_new = Suppression.objects.get_or_create(
        address_folded=message.address_folded,
        scope=message.mailing.scope,
        defaults={
            "reason": SuppressionReason.UNSUBSCRIBED,
            "evidence": f"message {message.pk}",
            "at": at,
        },
    )
    if is_new:
        audit.record("unsubscribe", suppression, by=by, at=at)
    return suppression
