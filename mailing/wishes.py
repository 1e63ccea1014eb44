"""What the owner of an address wants to receive, by scope.

A wish is kept as a suppression that says *unsubscribed*; wanting something again takes
that one away. What else keeps an address from being written to (it bounced, somebody
complained, we were told) is a fact and no wish: it stays.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from mailing.models import Suppression, SuppressionReason
from mailing.suppressions import EVERYTHING
from users import audit
from users.models import Actor

OWN = SuppressionReason.UNSUBSCRIBED


def stopped(address: str, scopes: Collection[str]) -> set[str]:
    """Tell which of these scopes the owner of an address has ended."""
    found = Suppression.objects.filter(address_folded=address.lower(), reason=OWN)
    ended = set(found.values_list("scope", flat=True))
    return set(scopes) if EVERYTHING in ended else ended & set(scopes)


def barred(address: str, scopes: Collection[str]) -> Suppression | None:
    """Tell what keeps us from writing to this address, whatever its owner wants."""
    found = Suppression.objects.filter(
        address_folded=address.lower(), scope__in=[EVERYTHING, *scopes]
    )
    return found.exclude(reason=OWN).order_by("pk").first()


@transaction.atomic
def settle(
    address: str,
    *,
    wanted: Collection[str],
    unwanted: Collection[str],
    by: Actor,
    at: datetime,
) -> None:
    """End some scopes for an address and take others up again; the rest stays."""
    folded = address.lower()
    mine = Suppression.objects.filter(address_folded=folded, reason=OWN)
    lifted = [EVERYTHING, *wanted] if wanted else []
    for gone in mine.filter(scope__in=lifted).order_by("pk").select_for_update():
        audit.record("resubscribe", gone, by=by, at=at)
        gone.delete()
    for scope in unwanted:
        end(folded, scope, by=by, at=at)


def end(folded: str, scope: str, *, by: Actor, at: datetime) -> None:
    """End one scope for an address, unless it has ended for whatever reason."""
    suppression, is_new = Suppression.objects.get_or_create(
        address_folded=folded,
        scope=scope,
        defaults={"reason": OWN, "evidence": "preferences", "at": at},
    )
    if is_new:
        audit.record("unsubscribe", suppression, by=by, at=at)
