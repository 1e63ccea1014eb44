"""What a mail service tells us of a message, through anymail's webhooks.

Whoever calls has shown the secret that only the service knows; the message is named
by the token that we gave along with it.
"""

import logging
from typing import Any

from anymail.signals import AnymailTrackingEvent, EventType, RejectReason
from django.utils import timezone

from mailing import bounces, suppressions
from mailing.bounces import Report
from mailing.envelope import Envelope
from mailing.models import ERASED, BounceKind, Message, SuppressionReason

logger = logging.getLogger(__name__)
# What a service says of an event. Where there are words of a server, they decide.
KINDS = {
    EventType.BOUNCED: BounceKind.SOFT,
    EventType.DEFERRED: BounceKind.SOFT,
    EventType.FAILED: BounceKind.POLICY,
    EventType.REJECTED: BounceKind.POLICY,
    EventType.COMPLAINED: BounceKind.COMPLAINT,
}
# What it says of its reason, mostly because of something that happened before.
REASONS = {
    RejectReason.INVALID: BounceKind.HARD,
    RejectReason.SPAM: BounceKind.POLICY,
    RejectReason.UNSUBSCRIBED: BounceKind.POLICY,
    RejectReason.BLOCKED: BounceKind.POLICY,
    RejectReason.TIMED_OUT: BounceKind.SOFT,
}


def hear(event: AnymailTrackingEvent, esp_name: str, **_: Any) -> None:
    """Take one event; what is not about a failure or a wish is left alone.

    What was dropped for a wish or a complaint of before has reached nobody, either.
    """
    is_wish = EventType.UNSUBSCRIBED in (event.event_type, event.reject_reason)
    if event.event_type not in KINDS and not is_wish:
        return
    message = message_of(event)
    address = address_of(event, message)
    if not address:
        logger.warning("%s reports on nobody that we know", esp_name)
        return
    if event.event_type in KINDS:
        report = Report(
            message,
            address,
            kind_of(event),
            words_of(event),
            name(event, esp_name),
            reason_for(event),
        )
        bounces.note(report, at=timezone.now())
    if is_wish:
        unsubscribe(message, address, esp_name)


def message_of(event: AnymailTrackingEvent) -> Message | None:
    """Find the message by the token that came back, if the service keeps such."""
    named = Envelope.read(str((event.metadata or {}).get("message", "")))
    found = Message.objects.select_related("mailing")
    return found.filter(pk=named.message_id).first() if named else None


def address_of(event: AnymailTrackingEvent, message: Message | None) -> str:
    """Name whom the event is about; the message's address may be a corrected one."""
    told: str = (event.recipient or "").lower()
    if message and (not told or message.person_key.startswith(ERASED)):
        told = message.address_folded
    return told


def kind_of(event: AnymailTrackingEvent) -> BounceKind:
    """Judge by the reason that the service gives, else by the other server's words."""
    kind = REASONS.get(event.reject_reason, KINDS[event.event_type])
    if event.event_type not in (EventType.BOUNCED, EventType.REJECTED):
        return KINDS[event.event_type]
    if kind == BounceKind.POLICY:
        return kind
    return bounces.kind_in(event.mta_response or "", unless_said=kind)


def reason_for(event: AnymailTrackingEvent) -> SuppressionReason | None:
    """Tell what a service drops since its reader complained from a filter's guess."""
    said = (event.event_type, event.reject_reason)
    is_dropped = said == (EventType.REJECTED, RejectReason.SPAM)
    return SuppressionReason.COMPLAINT if is_dropped else None


def words_of(event: AnymailTrackingEvent) -> str:
    words = event.mta_response or event.description or event.reject_reason
    return f"{event.event_type} {words or ''}"


def name(event: AnymailTrackingEvent, esp_name: str) -> str:
    """Name an event, which services send until they are sure that it arrived."""
    if event.event_id:
        return bounces.fingerprint_of(esp_name, str(event.event_id))
    parts = (event.message_id, event.recipient, event.event_type, event.timestamp)
    return bounces.fingerprint_of(esp_name, *map(str, parts))


def unsubscribe(message: Message | None, address: str, esp_name: str) -> None:
    """Take an address off: of the list that it came from, else of all."""
    now = timezone.now()
    if message and message.mailing:
        suppressions.unsubscribe(message, by=bounces.BY, at=now)
    else:
        why = SuppressionReason.UNSUBSCRIBED
        suppressions.suppress(address, why, esp_name, by=bounces.BY, at=now)
