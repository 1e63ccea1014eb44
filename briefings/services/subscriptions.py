"""Asking for news, saying yes by a mailed link, choosing, and ending it.

Whoever types an address into the public form proves nothing. Until its owner says yes,
one question leaves for it and nothing else; without an answer it is forgotten. The form
answers the same whether an address is known or not, so it tells nobody who reads us.
"""

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from briefings import emails
from briefings.models import (
    ANSWER_WITHIN,
    SCOPES_OF,
    Frequency,
    Scope,
    Subscriber,
    Subscription,
)
from briefings.services import digests
from mailing import wishes
from mailing.suppressions import DEAD
from partners.models import ContactPoint, ContactUse
from partners.services import people
from seminars.models import Series, Theme
from unitar_seminars.hours import local_day
from users import audit
from users.models import Actor

AGAIN = timedelta(hours=1)  # until then the mailbox has what it needs
AT_ONCE = 500
KEPT = ("language", "frequency", "wants_everything", "told_until")


@dataclass(frozen=True)
class Choice:
    """What somebody wants to hear of, in which language and how often."""

    language: str
    frequency: str
    wants_everything: bool = False
    themes: Collection[Theme] = ()
    series: Collection[Series] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.wants_everything or self.themes or self.series)


@transaction.atomic
def ask(address: str, choice: Choice, *, by: Actor, at: datetime) -> None:
    """Ask the owner of an address whether they want this; tell one who has it so.

    Whoever said yes before and ended everything since is asked like anybody new.
    """
    subscriber, is_new = Subscriber.objects.get_or_create(
        contact_point=people.contact(address), defaults={"asked_at": at}
    )
    lock(subscriber)
    is_silent = wants_silence(subscriber)
    if has_ended(subscriber) and not is_silent:
        subscriber.confirmed_at, is_new = None, True
    if subscriber.confirmed_at is None:
        keep(subscriber, choice)
    was_asked = not is_new and at < subscriber.asked_at + AGAIN
    if was_asked or is_silent:
        return
    subscriber.asked_at = at
    subscriber.save(update_fields=["asked_at", "confirmed_at"])
    entry = audit.record("ask", subscriber, by=by, at=at)
    tell = emails.send_known if subscriber.confirmed_at else emails.send_question
    tell(subscriber, entry, not_after=at + ANSWER_WITHIN)


def wants_silence(subscriber: Subscriber) -> bool:
    """Tell an address whose owner complained, or which was taken off by hand."""
    bar = wishes.barred(subscriber.contact_point.address, ())
    return bar is not None and bar.reason not in DEAD


def has_ended(subscriber: Subscriber) -> bool:
    """Tell one who said yes and has nothing chosen any more."""
    is_open = subscriber.wants_everything or subscriber.subscriptions.exists()
    return subscriber.confirmed_at is not None and not is_open


@transaction.atomic
def confirm(subscriber: Subscriber, seen_hash: str, *, by: Actor, at: datetime) -> None:
    """Begin to write, to the scopes that were chosen; again changes nothing.

    Anybody may ask again for an address: a yes is to what was read, and no other.
    """
    lock(subscriber)
    if subscriber.confirmed_at:
        return
    if seen_hash != hash_of(subscriber):
        raise ValidationError(
            _(
                "Somebody asked for something else meanwhile, so nothing was confirmed:"
                " read the question again, then say yes."
            ),
            code="asked_again",
        )
    if subscriber.is_expired(at=at):
        raise ValidationError(
            _("The question is older than seven days: subscribe again."),
            code="expired",
        )
    subscriber.confirmed_at = at
    subscriber.save(update_fields=["confirmed_at"])
    audit.record("confirm", subscriber, by=by, at=at)
    address = subscriber.contact_point.address
    wanted = SCOPES_OF[Frequency(subscriber.frequency)]
    others = wishes.stopped(address, Scope.values) - wanted
    wishes.settle(address, wanted=wanted, unwanted=others, by=by, at=at)


def hash_of(subscriber: Subscriber) -> str:
    """Seal what the question says of a choice."""
    columns = ("language", "frequency", "wants_everything")
    topics = subscriber.subscriptions.order_by("theme", "series")
    said = [getattr(subscriber, name) for name in columns]
    said += topics.values_list("theme", "series")
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


@transaction.atomic
def choose(
    address: str,
    choice: Choice,
    scopes: Collection[str],
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Keep what the reader of a mailbox wants there; a mailed link proved whose it is.

    The language is that of the mailbox: it holds for the subscription and for
    whoever is reached at this address today, a mission's official address included.
    """
    subscriber = subscriber_at(address)
    if subscriber is None and not choice.is_empty:
        subscriber, _is_new = Subscriber.objects.get_or_create(
            contact_point=people.contact(address),
            defaults={"asked_at": at, "confirmed_at": at},
        )
    if subscriber:
        lock(subscriber)
        subscriber.told_until = told_until(subscriber, choice, at=at)
        keep(subscriber, choice)
        Subscriber.objects.filter(pk=subscriber.pk, confirmed_at=None).update(
            confirmed_at=at
        )
        audit.record("choose", subscriber, by=by, at=at)
    uses_at(address, at=at).update(language=choice.language)
    unwanted = set(Scope.values) - set(scopes)
    wishes.settle(address, wanted=scopes, unwanted=unwanted, by=by, at=at)


@transaction.atomic
def stop(address: str, *, by: Actor, at: datetime) -> None:
    """Send this address nothing but what concerns its own registrations."""
    if subscriber := subscriber_at(address):
        lock(subscriber)
        subscriber.wants_everything, subscriber.told_until = False, None
        subscriber.save(update_fields=["wants_everything", "told_until"])
        subscriber.subscriptions.all().delete()
        audit.record("stop", subscriber, by=by, at=at)
    wishes.settle(address, wanted=(), unwanted=Scope.values, by=by, at=at)


@transaction.atomic
def revoke(subscriber: Subscriber, *, by: Actor, at: datetime) -> None:
    """Make every link void under which something can be chosen for this address.

    The way to unsubscribe stays open: it never ends, and can do nothing else.
    """
    lock(subscriber)
    subscriber.generation = F("generation") + 1
    subscriber.links_void_at = at
    subscriber.save(update_fields=["generation", "links_void_at"])
    subscriber.refresh_from_db()
    audit.record("revoke", subscriber, by=by, at=at)


@transaction.atomic
def forget_unconfirmed(*, by: Actor, at: datetime) -> int:
    """Forget who never said yes, and an address that nobody else is reached at.

    Whoever had links made void stays: without the row they would open again.
    """
    unanswered = Subscriber.objects.filter(
        confirmed_at=None, asked_at__lte=at - ANSWER_WITHIN, links_void_at=None
    )
    late = unanswered.select_for_update(skip_locked=True, of=("self",))
    gone = list(late.order_by("asked_at", "pk")[:AT_ONCE])
    for subscriber in gone:
        audit.record("forget", subscriber, by=by, at=at)
    points = [subscriber.contact_point_id for subscriber in gone]
    Subscriber.objects.filter(pk__in=[subscriber.pk for subscriber in gone]).delete()
    ContactPoint.objects.filter(pk__in=points, uses=None).delete()
    return len(gone)


def subscriber_at(address: str) -> Subscriber | None:
    """Find who is subscribed under this address."""
    found = Subscriber.objects.select_related("contact_point")
    return found.filter(contact_point__address_folded=address.lower()).first()


def uses_at(address: str, *, at: datetime) -> QuerySet[ContactUse]:
    """Find who is reached at this address today."""
    return ContactUse.objects.on(local_day(at)).filter(
        contact_point__address_folded=address.lower()
    )


def keep(subscriber: Subscriber, choice: Choice) -> None:
    """Write a choice over the one before. The caller has locked the row."""
    subscriber.language, subscriber.frequency = choice.language, choice.frequency
    subscriber.wants_everything = choice.wants_everything
    subscriber.save(update_fields=KEPT)
    subscriber.subscriptions.all().delete()
    rows = [Subscription(subscriber=subscriber, theme=one) for one in choice.themes]
    rows += [Subscription(subscriber=subscriber, series=one) for one in choice.series]
    Subscription.objects.bulk_create(rows)


def told_until(
    subscriber: Subscriber, choice: Choice, *, at: datetime
) -> datetime | None:
    """Say from when news are still to tell to one who changes from round to round."""
    old, new = subscriber.frequency, choice.frequency
    reads_on = subscriber.confirmed_at and not choice.is_empty
    if not (reads_on and {old, new} <= set(digests.ROUNDS)):
        return None
    if subscriber.told_until or old == new:
        return subscriber.told_until
    return digests.told_until(Frequency(old), before=at)


def lock(subscriber: Subscriber) -> None:
    """Read a subscriber again under its lock."""
    locked = Subscriber.objects.select_for_update(of=("self",))
    subscriber.refresh_from_db(from_queryset=locked.select_related("contact_point"))
