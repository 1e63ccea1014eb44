"""How long messages are kept, and what is left of one when its reader is erased.

After the period a finished message keeps whom it reached and when, without its words.
Erasure leaves a number: neither words nor address nor who was meant.
"""

from collections import Counter
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from mailing import counters
from mailing.counters import Tally
from mailing.models import ERASED, Bounce, Message, MessageState, Suppression
from users import audit
from users.models import Actor

KEPT = timedelta(days=90)
AT_ONCE = 1000
NO_WORDS = {"subject": "", "text": "", "html": "", "merge": {}, "calendars": []}
OPEN = (MessageState.PENDING, MessageState.SENDING, MessageState.UNCERTAIN)
FINISHED = ~Q(state__in=OPEN) | Q(state=MessageState.UNCERTAIN, left_at__isnull=False)


def purge(*, at: datetime) -> int:
    """Empty the finished messages of which nothing happened for the period."""
    old = Message.objects.filter(FINISHED, next_attempt_at__lt=at - KEPT)
    old = old.exclude(**NO_WORDS).exclude(accepted_at__gte=at - KEPT)
    emptied = last = 0
    while ids := list(next_ids(old, last)):
        emptied += Message.objects.filter(pk__in=ids).update(**NO_WORDS)
        last = ids[-1]
    return emptied


def next_ids(rows: QuerySet[Message], last: int) -> QuerySet[Message, int]:
    """Walk by id, so that no batch looks at what others have emptied."""
    rows = rows.filter(pk__gt=last).order_by("pk")
    return rows.values_list("pk", flat=True)[:AT_ONCE]


@transaction.atomic
def erase(address: str, *, by: Actor, at: datetime) -> int:
    """Forget an address and all that was written to it; return how many messages.

    What waits for it is cancelled. That nothing be sent to it is forgotten as well.
    """
    rows = Message.objects.filter(address_folded=address.lower())
    settle(rows, at=at)
    Bounce.objects.filter(address_folded=address.lower()).delete()
    Suppression.objects.filter(address_folded=address.lower()).delete()
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    number = Cast("pk", CharField())
    Message.objects.filter(pk__in=ids).update(
        **NO_WORDS,
        name="",
        reply="",
        person_key=Concat(Value(ERASED), number),
        address=Concat(Value("erased-"), number, Value("@erased.invalid")),
    )
    for pk in ids:
        audit.record("erase", Message(pk=pk), by=by, at=at)
    return len(ids)


def settle(rows: QuerySet[Message], *, at: datetime) -> None:
    """Cancel what waits; one that is being sent can't be caught."""
    open_rows = list(rows.filter(state__in=OPEN).values_list("mailing", flat=True))
    mailings = counters.lock(open_rows)
    waiting = rows.filter(state=MessageState.PENDING)
    found = list(waiting.select_for_update().values_list("pk", "mailing"))
    if rows.filter(state=MessageState.SENDING).exists():
        raise ValidationError(
            _("A message to this address is just being sent: try again in a minute."),
            code="sending",
        )
    cancelled = Message.objects.filter(pk__in=[pk for pk, _mailing in found])
    cancelled.update(state=MessageState.CANCELLED)
    unsure = rows.filter(state=MessageState.UNCERTAIN, left_at=None)
    unsure.update(left_at=at)
    tally: Tally = Counter((m, MessageState.CANCELLED) for _pk, m in found)
    counters.add(mailings, tally)
