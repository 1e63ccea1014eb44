"""Messages with an hour of their own, which are true only while the facts say so.

Somebody above works out what the facts call for; here the queue is brought into line
with it. What is missing is written, what has changed is corrected, what nothing calls
for any more is called back, and what has left stays, unless it reached nobody and there
is another address by now. Doing it twice changes nothing.
"""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Case, F, Q, Value, When

from mailing.models import Message, MessageQuerySet, MessageState

Identity = tuple[str, str, str]  # who is told, for what purpose, about what
AT_ONCE = 100
OPEN = (MessageState.PENDING, MessageState.SENDING)
CALLED_BACK = (MessageState.CANCELLED, MessageState.EXPIRED)
CORRECTABLE = (MessageState.PENDING, *CALLED_BACK)
CONTENT = ("address", "name", "language", "merge", "subject", "text", "html")
SENDING = ("next_attempt_at", "not_after", "state", "attempt", "accepted_at", "reply")
CORRECTED = (*CONTENT, *SENDING)


@transaction.atomic
def bring_into_line(
    letters: Collection[Message],
    *,
    people: Collection[str],
    purposes: Collection[str],
    at: datetime,
) -> None:
    """Let the queue hold exactly these letters, for these people and purposes.

    The caller keeps others from doing the same for these people meanwhile.
    """
    ours = Message.objects.filter(
        mailing=None, person_key__in=people, purpose__in=purposes
    )
    unsettled = ours.filter(state__in=(*OPEN, *CALLED_BACK))
    rows = {identity(row): row for row in unsettled}
    left = set(settled(ours).values_list("person_key", "purpose", "about"))
    wanted = {identity(letter): letter for letter in letters}
    lost = {
        identity(row): row
        for row in settled(ours).unreached()
        if identity(row) in wanted and goes_elsewhere(row, wanted[identity(row)])
    }
    rows |= lost
    Message.objects.bulk_create(
        [wanted[one] for one in wanted if one not in rows and one not in left],
        batch_size=AT_ONCE,
    )
    changed = {
        row.pk: wanted[one]
        for one, row in rows.items()
        if one in wanted and differs(row, wanted[one])
    }
    unwanted = {
        row.pk for one, row in rows.items() if one not in wanted and row.state in OPEN
    }
    again = {row.pk for row in lost.values()}
    call_back(unwanted | correct(changed, again=again), at=at)


def identity(message: Message) -> Identity:
    return message.person_key, message.purpose, message.about


def settled(rows: MessageQuerySet) -> MessageQuerySet:
    """Keep what has left, or was tried in vain: it isn't written to that address."""
    return rows.exclude(state__in=(*OPEN, *CALLED_BACK))


def goes_elsewhere(row: Message, letter: Message) -> bool:
    folded: str = row.address_folded
    return folded != letter.address.lower()


def differs(row: Message, letter: Message) -> bool:
    """Whether a row has to be corrected, or revived, to say what the letter says."""
    says_else = any(getattr(row, name) != getattr(letter, name) for name in CONTENT)
    return (
        says_else
        or row.state in CALLED_BACK
        or row.not_after != letter.not_after
        or row.next_attempt_at != hour_of(row, letter)
    )


def hour_of(row: Message, letter: Message) -> datetime:
    """Tell when the row is due: what a relay put off keeps its later hour there."""
    if row.attempt == 0 or goes_elsewhere(row, letter):
        return letter.next_attempt_at
    return max(row.next_attempt_at, letter.next_attempt_at)


def correct(changed: Mapping[int, Message], *, again: Collection[int]) -> set[int]:
    """Let rows say what their letters say, `again` though they are settled.

    Return those that a worker was faster with.
    """
    if not changed:
        return set()
    may_be = Q(state__in=CORRECTABLE) | Q(pk__in=again)
    rows = Message.objects.filter(may_be, pk__in=changed)
    free = list(rows.select_for_update(no_key=True).order_by("pk"))
    for row in free:
        letter = changed[row.pk]
        row.next_attempt_at = hour_of(row, letter)
        if goes_elsewhere(row, letter):
            row.attempt, row.accepted_at, row.reply = 0, None, ""
        for name in (*CONTENT, "not_after"):
            setattr(row, name, getattr(letter, name))
        row.state = MessageState.PENDING
    Message.objects.bulk_update(free, CORRECTED, batch_size=AT_ONCE)
    return set(changed) - {row.pk for row in free}


def call_back(keys: Collection[int], *, at: datetime) -> None:
    """Cancel rows that nobody has begun to send.

    One that a worker holds may leave; should it come back, it is worthless by then.
    """
    if keys:
        is_free = When(state=MessageState.PENDING, then=Value(MessageState.CANCELLED))
        rows = Message.objects.filter(pk__in=keys, state__in=OPEN)
        rows.update(state=Case(is_free, default=F("state")), not_after=at)
