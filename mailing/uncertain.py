"""Messages of a mailing that may have left: nobody knows, so a person decides.

Each decision carries a note and stands in the history of its message. What is left
stays counted as uncertain, for that is what it is.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Case, F, Value, When
from django.utils.translation import gettext as _

from mailing import alarm, counters, mailings
from mailing.models import Mailing, MailingState, Message, MessageState
from users import audit
from users.models import Actor


@transaction.atomic
def send_again(ids: Iterable[int], *, by: Actor, at: datetime, why: str) -> int:
    """Let uncertain messages wait to be sent once more; tell how many."""
    expect_a_note(why)
    rows = lock(ids)
    if any(row.mailing and row.mailing.state == MailingState.RECALLED for row in rows):
        raise ValidationError(
            _("A mailing that was called back sends nothing more: leave its messages."),
            code="recalled",
        )
    found = Message.objects.filter(pk__in=[row.pk for row in rows])
    found.update(state=MessageState.PENDING, left_at=None, next_attempt_at=at)
    for mailing, number in Counter(row.mailing for row in rows if row.mailing).items():
        again = Mailing.objects.filter(pk=mailing.pk)
        again.update(
            uncertain=F("uncertain") - number,
            state=UNDER_WAY,
            give_up_at=mailings.patience_from(at),
        )
    record("send_again", rows, by=by, at=at, why=why)
    alarm.nudge_on_commit()
    return len(rows)


# Whoever had finished goes on; one that is paused stays so.
UNDER_WAY = Case(
    When(state=MailingState.DONE, then=Value(MailingState.RUNNING)), default="state"
)


@transaction.atomic
def leave(ids: Iterable[int], *, by: Actor, at: datetime, why: str) -> int:
    """Leave uncertain messages as they are, so that nobody is asked again."""
    expect_a_note(why)
    rows = [row for row in lock(ids) if row.left_at is None]
    Message.objects.filter(pk__in=[row.pk for row in rows]).update(left_at=at)
    record("leave", rows, by=by, at=at, why=why)
    return len(rows)


def expect_a_note(why: str) -> None:
    if not why:
        raise ValidationError(
            _("Write a note: what do you know of these messages?"), code="no_note"
        )


def lock(ids: Iterable[int]) -> list[Message]:
    """Lock the uncertain ones of these, their mailings first."""
    uncertain = Message.objects.remembered().filter(state=MessageState.UNCERTAIN)
    chosen = uncertain.filter(pk__in=list(ids))
    theirs = chosen.values_list("mailing", flat=True)
    locked = {mailing.pk: mailing for mailing in counters.lock(set(theirs))}
    rows = list(chosen.select_for_update(of=("self",)).order_by("pk"))
    for row in rows:
        row.mailing = locked[row.mailing_id or 0]
    return rows


def record(
    verb: str, rows: Iterable[Message], *, by: Actor, at: datetime, why: str
) -> None:
    for row in rows:
        audit.record(verb, row, by=by, at=at, why=why)
