"""Whom not to write to, and why. Mail about a person's own matter always goes."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mailing.models import Message, Suppression, SuppressionReason
from users import audit
from users.models import Actor, ActorKind

EVERYTHING = "all"  # the scope of every mailing
DEAD = (SuppressionReason.HARD_BOUNCE, SuppressionReason.SOFT_BOUNCE)
DELIVERY = Actor(ActorKind.SYSTEM, label="delivery")


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
    why = SuppressionReason.HARD_BOUNCE
    suppress(message.address_folded, why, evidence, by=DELIVERY, at=at)


@transaction.atomic
def suppress(
    address: str,
    reason: SuppressionReason,
    evidence: str,
    *,
    scope: str = EVERYTHING,
    by: Actor,
    at: datetime,
) -> Suppression:
    """Stop mailings to an address; where they are stopped already, that stays.

    A wish that stops them gives way to a fact, for its owner may take a wish back.
    """
    why = {"reason": reason, "evidence": evidence, "at": at}
    where = {"address_folded": address.lower(), "scope": scope}
    wish = Suppression.objects.filter(**where, reason=SuppressionReason.UNSUBSCRIBED)
    is_fact = reason != SuppressionReason.UNSUBSCRIBED
    gave_way = is_fact and wish.update(**why)
    suppression, is_new = Suppression.objects.get_or_create(**where, defaults=why)
    if is_new or gave_way:
        audit.record("suppress", suppression, by=by, at=at)
    return suppression


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
