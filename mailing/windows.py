"""Windows: the rows that one worker sends now, in order of id.

That order tells, after any crash, the rows that were sent from the few in doubt and
from the rest, which nobody began.
"""

import random
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, QuerySet

from mailing import counters, relays, suppressions
from mailing.answers import Answer, Outcome
from mailing.counters import Tally
from mailing.models import Mailing, MailingState, Message, MessageState, Window

ALL = 10**9
AGAIN = [timedelta(minutes=m) for m in (5, 15, 60, 180, 360, 720, 1440, 1440)]
A_WHILE = timedelta(minutes=1)
SPREAD = 0.2  # so that what was refused together does not come back together


@dataclass(frozen=True)
class Claim:
    """What a worker may send now. Idle: nothing is due, or the relay rests."""

    rows: list[Message] = field(default_factory=list)
    window: Window | None = None
    is_idle: bool = False
    is_over_rate: bool = False


@transaction.atomic
def claim(size: int) -> Claim:
    """Take up to so many due rows into a new window, in one commit."""
    relay = relays.lock()
    now = relays.clock()
    if relays.is_resting(relay, at=now):
        return Claim(is_idle=True)
    allowed = relays.allowance(relay, size, at=now)
    if allowed == 0:
        return Claim(is_idle=not is_due(), is_over_rate=True)
    rows, mailings = take(allowed, at=now)
    if not rows:
        return Claim(is_idle=True)
    good = settle_the_unsendable(rows, mailings, at=now)
    if not good:
        return Claim()
    relays.spend(relay, len(good), at=now)
    return Claim(good, open_window(good, at=now))


def take(size: int, *, at: datetime) -> tuple[list[Message], list[Mailing]]:
    """Lock due rows: mail for one person, else running mailings by id.

    One person's mail has windows of its own, so that it never waits behind the rows
    of a mailing that were claimed with it.
    """
    due = Message.objects.due(at=at).select_for_update(skip_locked=True, of=("self",))
    due = due.order_by("next_attempt_at", "pk")
    rows = list(due.filter(mailing=None)[:size])
    mailings: list[Mailing] = []
    if rows:
        return rows, mailings
    running = Mailing.objects.filter(state=MailingState.RUNNING).order_by("pk")
    for mailing in running.select_for_update(no_key=True):
        more = list(due.filter(mailing=mailing)[: size - len(rows)])
        for row in more:
            row.mailing = mailing
        if more:
            mailings.append(mailing)
        rows += more
        if len(rows) == size:
            break
    return rows, mailings


def settle_the_unsendable(
    rows: list[Message], mailings: list[Mailing], *, at: datetime
) -> list[Message]:
    """Settle what is worthless by now or not wanted; return the rest by id."""
    late = {row.pk for row in rows if row.not_after and row.not_after < at}
    barred = suppressions.barred(rows) - late
    tally: Tally = Counter()
    settled = ((MessageState.EXPIRED, late), (MessageState.SUPPRESSED, barred))
    for state, ids in settled:
        if ids:
            Message.objects.filter(pk__in=ids).update(state=state)
            tally.update((row.mailing_id, state) for row in rows if row.pk in ids)
    if tally:
        counters.add(mailings, tally)
    good = (row for row in rows if row.pk not in late | barred)
    return sorted(good, key=lambda row: row.pk)


OPEN = """
WITH opened AS (
    INSERT INTO mailing_window (claimed_at, lease_until, stride, handled_to)
    VALUES (%(claimed_at)s, %(lease_until)s, %(stride)s, 0) RETURNING id
)
UPDATE mailing_message AS message SET state = 'sending', window_id = opened.id
  FROM opened WHERE message.id = ANY(%(ids)s)
RETURNING opened.id
"""


def open_window(rows: list[Message], *, at: datetime) -> Window:
    """Put rows into a window of their own; one person's mail is hinted each time."""
    is_personal = rows[0].mailing_id is None
    window = Window(
        claimed_at=at,
        lease_until=at + timedelta(seconds=settings.MAIL_LEASE_SECONDS),
        stride=1 if is_personal else max(1, len(rows) // 10),
    )
    with connection.cursor() as cursor:
        cursor.execute(OPEN, vars(window) | {"ids": [row.pk for row in rows]})
        window.pk = cursor.fetchone()[0]
    return window


# Seen by others at once; the disk may learn of it later, `close` is durable.
HINT = """
WITH fast AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true) AS set)
UPDATE mailing_window SET handled_to = %s FROM fast WHERE id = %s AND fast.set = 'off'
"""


def hint(window: Window, message: Message) -> bool:
    """Say that everything up to this row is accepted; tell if the window is ours."""
    with connection.cursor() as cursor:
        cursor.execute(HINT, [message.pk, window.pk])
        return bool(cursor.rowcount)


@transaction.atomic
def record(window: Window, message: Message, answer: Answer) -> bool:
    """Let a row that was not accepted leave its window; tell if that is ours.

    Whoever never heard that this was written may say it again: it counts once.
    """
    mine = Window.objects.filter(pk=window.pk)
    if not mine.update(handled_to=message.pk):
        return False  # its lease is over and others closed it
    mailings = counters.lock([message.mailing_id])
    changes = consequence(message, answer, at=relays.clock())
    rows = Message.objects.filter(pk=message.pk, window=window)
    changes |= {"window": None, "reply": answer.reply, "attempt": F("attempt") + 1}
    if not rows.update(**changes):
        return True
    if answer.is_address_dead:
        suppressions.note_hard_bounce(message, answer.reply, at=relays.clock())
    counters.add(mailings, Counter({(message.mailing_id, changes["state"]): 1}))
    return True


def let_others_pass(message: Message) -> None:
    """Put a row behind others, for the relay hung up at it without a word."""
    waiting = Message.objects.filter(pk=message.pk, state=MessageState.PENDING)
    waiting.update(next_attempt_at=relays.clock() + A_WHILE)


def consequence(message: Message, answer: Answer, *, at: datetime) -> dict[str, Any]:
    """Decide the next state of a row that was not accepted."""
    if answer.outcome is Outcome.FAILED:
        return {"state": MessageState.FAILED}
    if answer.outcome is Outcome.DOUBT and message.mailing_id:
        return {"state": MessageState.UNCERTAIN}
    again = next_attempt(message, at=at)
    if again is None:
        return {"state": MessageState.FAILED}
    return {"state": MessageState.PENDING, "next_attempt_at": again}


def next_attempt(message: Message, *, at: datetime) -> datetime | None:
    """Return when to try again, or nothing when it is not worth trying."""
    if message.attempt >= len(AGAIN):
        return None
    wait = AGAIN[message.attempt] * random.uniform(1 - SPREAD, 1 + SPREAD)
    mailing = message.mailing
    limits = [message.not_after, mailing.give_up_at if mailing else None]
    is_too_late = any(limit and at + wait > limit for limit in limits)
    return None if is_too_late else at + wait


SENT = """
UPDATE mailing_message AS message
   SET state = 'sent', window_id = NULL, attempt = attempt + 1,
       accepted_at = clock_timestamp(),
       reply = COALESCE((SELECT said.reply
                           FROM unnest(%(ids)s::bigint[], %(replies)s::text[])
                             AS said(id, reply)
                          WHERE said.id = message.id), '')
 WHERE window_id = %(window)s AND id <= %(handled_to)s
RETURNING mailing_id
"""


@transaction.atomic
def close(
    window_id: int,
    *,
    handled_to: int | None = None,
    replies: Mapping[int, str] | None = None,
    doubt: int | None = None,
) -> None:
    """Settle a window: rows up to `handled_to` are sent, the rest was never begun.

    Whoever closes for a worker that is gone takes the window's own word and leaves
    the next rows in doubt: as many as its stride, unless another number is given.
    """
    window = Window.objects.select_for_update().filter(pk=window_id).first()
    if window is None:
        return  # others were faster
    rows = Message.objects.filter(window=window)
    found = list(rows.order_by("pk").values_list("pk", "mailing_id"))
    mailings = counters.lock(mailing for _, mailing in found)
    if handled_to is None:
        handled_to, doubt = window.handled_to, doubt or window.stride
    rest = [row for row in found if row[0] > handled_to]
    tally = mark_sent(window, handled_to, replies or {})
    if rest:
        tally += mark_doubtful(rows, rest[: doubt or 0])
        rows.update(state=MessageState.PENDING, window=None)
    counters.add(mailings, tally)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM mailing_window WHERE id = %s", [window_id])


def mark_sent(window: Window, handled_to: int, replies: Mapping[int, str]) -> Tally:
    values: dict[str, Any] = {
        "window": window.pk,
        "handled_to": handled_to,
        "ids": list(replies),
        "replies": [reply[:300] for reply in replies.values()],
    }
    with connection.cursor() as cursor:
        cursor.execute(SENT, values)
        return Counter((row[0], MessageState.SENT) for row in cursor.fetchall())


def mark_doubtful(
    rows: QuerySet[Message], doubtful: Iterable[tuple[int, int | None]]
) -> Tally:
    """Let a person decide about a mailing's row; one person's mail goes again."""
    unsure = {pk: mailing for pk, mailing in doubtful if mailing is not None}
    again = [pk for pk, mailing in doubtful if mailing is None]
    tried = {"window": None, "attempt": F("attempt") + 1}
    rows.filter(pk__in=unsure).update(state=MessageState.UNCERTAIN, **tried)
    mine = rows.filter(pk__in=again)
    # A message that ends whoever sends it must itself end some day.
    mine.filter(attempt__gte=len(AGAIN)).update(state=MessageState.FAILED, **tried)
    mine.update(state=MessageState.PENDING, **tried)
    return Counter((mailing, MessageState.UNCERTAIN) for mailing in unsure.values())


# When one of its processes is killed, PostgreSQL recovers as after a crash, and yet
# says that it started long ago. Its statistics tell: a crash empties them.
BEGAN_ANEW = """
SELECT greatest(pg_postmaster_start_time(), stats_reset) FROM pg_stat_bgwriter
"""


def close_stale() -> None:
    """Close the windows whose worker is gone, told by their lease.

    If PostgreSQL itself began anew after the claim, its last hints may be lost: then
    all rows behind them are in doubt.
    """
    with connection.cursor() as cursor:
        cursor.execute(BEGAN_ANEW)
        started = cursor.fetchone()[0]
    for window in Window.objects.filter(lease_until__lt=relays.clock()).order_by("pk"):
        close(window.pk, doubt=ALL if window.claimed_at < started else None)


def is_due() -> bool:
    """Tell whether a worker would find something to send."""
    due = Message.objects.due(at=relays.clock())
    if due.filter(mailing=None).exists():
        return True
    return due.filter(mailing__state=MailingState.RUNNING).exists()
