"""A relay that refuses one addressee after the other by policy refuses us.

One such refusal (5.7.x) is its row's own. As the last of a run it says that nobody of
this mailing will be reached today: the rows of the run wait again, no attempt counted,
and the mailing is paused with the relay's words. The rows themselves tell a run, so
that it needs no counter that workers would share.
"""

from collections import Counter
from contextlib import suppress
from dataclasses import replace

from django.db import Error, transaction
from django.db.models import F, Q
from django.db.models.functions import Greatest

from mailing import counters, mailings
from mailing.answers import POLICY, Answer, Outcome
from mailing.models import Message, MessageState, Window

RUN = 20
ANSWERED = (MessageState.SENT, MessageState.FAILED, MessageState.UNCERTAIN)


def weigh(answer: Answer, row: Message, window: Window) -> Answer:
    """Return the answer, or what it means as the last one of a run."""
    if not answer.is_policy or row.mailing is None:
        return answer
    with suppress(Error), transaction.atomic():
        mailing = counters.lock([row.mailing_id])
        refused = run_before(row, window)
        if len(refused) == RUN - 1:
            given_back = give_back(refused)
            tally = Counter({(row.mailing_id, MessageState.FAILED): -given_back})
            counters.add(mailing, tally)
            mailings.pause_refused([row], answer.reply)
            return replace(answer, outcome=Outcome.UNTOUCHED, is_relay_failing=True)
    return answer


def run_before(row: Message, window: Window) -> list[int]:
    """Return the rows refused by policy just before this one, without a gap."""
    answered = Q(state__in=ANSWERED) | Q(window=window)
    before = Message.objects.filter(answered, mailing=row.mailing_id, pk__lt=row.pk)
    latest = before.order_by("-pk").values_list("pk", "state", "reply")[: RUN - 1]
    refused = []
    for pk, state, reply in latest:
        if state != MessageState.FAILED or not POLICY.search(reply):
            break
        refused.append(pk)
    return refused


def give_back(refused: list[int]) -> int:
    """Let rows wait again as if nobody had tried them."""
    rows = Message.objects.filter(pk__in=refused, state=MessageState.FAILED)
    attempt = Greatest(F("attempt") - 1, 0)
    return rows.update(state=MessageState.PENDING, attempt=attempt)
