"""Whom mail did not reach, so that somebody phones before the seminar.

What counts is the last message that has left for the address that a person has now:
it failed, or it came back. An address that is known to be dead counts without one.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch

from mailing.models import Bounce, BounceKind, Message, MessageState, Suppression
from mailing.suppressions import DEAD
from registrations.models import Nomination, Registration
from seminars.models import Seminar
from unitar_seminars.db import key

HAS_LEFT = (MessageState.SENT, MessageState.FAILED)


@dataclass(frozen=True)
class Unreached:
    """Somebody to phone: a person, or the sender of a nomination for several."""

    nomination: Nomination
    people: list[Registration]
    address: str
    is_sender: bool
    why: str
    message: Message | None = None
    evidence: str = ""


@dataclass(frozen=True)
class Reached:
    """What is known of a seminar's addresses, read in one go."""

    messages: dict[str, Message]
    stopped: dict[str, str]

    def look(
        self,
        thing: Registration | Nomination,
        people: list[Registration],
        address: str,
    ) -> list[Unreached]:
        """Tell that this address was not reached, or nothing."""
        message = self.messages.get(key(thing))
        if message and message.address_folded != address.lower():
            message = None  # the address was corrected since
        found = trouble(message) if message else None
        if found is None and address.lower() in self.stopped:
            message, found = None, (self.stopped[address.lower()], "")
        if found is None:
            return []
        is_sender = isinstance(thing, Nomination)
        nomination = people[0].nomination
        return [
            Unreached(
                nomination, people, address, is_sender, found[0], message, found[1]
            )
        ]


def of(seminar: Seminar) -> list[Unreached]:
    """List whom to phone, by name; senders come behind the people."""
    registered = seminar.registrations.active().select_related("nomination__filed_by")
    people = list(registered.order_by("name", "pk"))
    by_sender: dict[Nomination, list[Registration]] = {}
    for person in people:
        by_sender.setdefault(person.nomination, []).append(person)
    known = read(people, by_sender)
    found = []
    for person in people:
        found += known.look(person, [person], person.address)
    for nomination, filed in by_sender.items():
        found += known.look(nomination, filed, nomination.sender_address)
    return found


def read(people: list[Registration], senders: Iterable[Nomination]) -> Reached:
    """Read the last message to each, what came back of it, and dead addresses."""
    addresses = {person.address.lower() for person in people}
    addresses |= {sender.sender_address.lower() for sender in senders}
    keys = [key(thing) for thing in (*people, *senders)]
    left = Message.objects.filter(mailing=None, person_key__in=keys, state__in=HAS_LEFT)
    last = left.order_by("person_key", "-next_attempt_at", "-pk").distinct("person_key")
    failures = Bounce.objects.exclude(kind=BounceKind.COMPLAINT).order_by("-pk")
    bounces = Prefetch("bounces", failures)
    stopped = Suppression.objects.filter(address_folded__in=addresses, reason__in=DEAD)
    return Reached(
        {message.person_key: message for message in last.prefetch_related(bounces)},
        {row.address_folded: str(row.get_reason_display()) for row in stopped},
    )


def trouble(message: Message) -> tuple[str, str] | None:
    """Say what befell a message that did not arrive, and in which words."""
    for bounce in message.bounces.all():
        return str(bounce.get_kind_display()), bounce.evidence
    if message.state == MessageState.FAILED:
        return str(message.get_state_display()), message.reply
    return None


def stopped_for(registration: Registration) -> list[Suppression]:
    """Say which mailings do not go to somebody's address; their own mail does."""
    found = Suppression.objects.filter(address_folded=registration.address.lower())
    return list(found.order_by("scope"))
