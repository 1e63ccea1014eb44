"""What a subscriber is told about the subscription itself."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from briefings.models import Subscriber
from mailing import outbox
from mailing.outbox import Addressee, Fact
from users.models import AuditEntry


def send_question(
    subscriber: Subscriber, entry: AuditEntry, *, not_after: datetime
) -> None:
    """Ask whoever owns the address whether they want it."""
    action = _("Yes, write to me")
    _send(
        Fact("briefings/question", entry, {"action": action}, (), not_after), subscriber
    )


def send_known(
    subscriber: Subscriber, entry: AuditEntry, *, not_after: datetime
) -> None:
    """Remind a subscriber who was asked for again of what they chose."""
    action = _("See or change what you receive")
    _send(Fact("briefings/known", entry, {"action": action}, (), not_after), subscriber)


def _send(fact: Fact, subscriber: Subscriber) -> None:
    to = Addressee(
        person=subscriber,
        address=subscriber.contact_point.address,
        language=subscriber.language,
        link=subscriber.link,
    )
    outbox.enqueue(fact, to)
