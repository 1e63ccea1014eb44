"""What the demo has made, so that it makes nothing twice and sends nothing at all.

A block is written in one transaction with its line in the audit trail, and is never
looked at again: what somebody edits or deletes afterwards stays as they left it.
"""

from collections.abc import Callable
from datetime import date, datetime, time

from django.db import connection, transaction
from django.db.models import F

from mailing.alarm import nudge
from mailing.models import Message, MessageState
from unitar_seminars.hours import NEW_YORK
from users.models import Actor, ActorKind, AuditEntry

DEMO = Actor(ActorKind.COMMAND, label="demo")
AUDITED = "users.auditentry:"
MADE = "make_sample"
LOCK = 20_051_018  # of the database, for one demo at a time; any number will do


def made() -> set[str]:
    """Return the names of the blocks that were made."""
    return set(AuditEntry.objects.filter(verb=MADE).values_list("thing", flat=True))


@transaction.atomic
def make(name: str, block: Callable[..., object], *, at: datetime) -> bool:
    """Make a block, unless somebody else has just made it; tell whether it was made."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    if AuditEntry.objects.filter(verb=MADE, thing=name).exists():
        return False
    block(at=at)
    keep_messages()
    AuditEntry.objects.create(
        verb=MADE, thing=name, kind=DEMO.kind, label=DEMO.label, at=at
    )
    return True


def keep_messages() -> None:
    """Store what the demo's verbs tell as sent, each at the moment of its fact.

    It happens in the transaction that wrote them, so no worker ever sees them due,
    and nobody has to be woken for them.
    """
    pending = Message.objects.filter(state=MessageState.PENDING)
    facts = list(pending.values_list("about", flat=True))
    keys = [about.split(":")[1] for about in facts if about.startswith(AUDITED)]
    ours = AuditEntry.objects.filter(pk__in=keys, kind=DEMO.kind, label=DEMO.label)
    told = [f"{AUDITED}{pk}" for pk in ours.values_list("pk", flat=True)]
    pending.filter(about__in=told).update(
        state=MessageState.SENT, attempt=1, accepted_at=F("next_attempt_at")
    )
    connection.run_on_commit = [
        call for call in connection.run_on_commit if call[1] is not nudge
    ]


def ny(day: date, hour: int = 12, minute: int = 0) -> datetime:
    """Name a moment by New York's clock."""
    return datetime.combine(day, time(hour, minute), NEW_YORK)
