"""The counters of mailings: they change in the transaction that changes the rows.

Whoever changes rows locks first the window, then the mailings in order of id, then
the rows, so that no two wait for each other.
"""

from collections import Counter
from collections.abc import Iterable

from django.db import connection

from mailing.models import Mailing, MailingState, MessageState

Tally = Counter[tuple[int | None, MessageState]]
SETTLED = ("sent", "failed", "suppressed", "cancelled", "expired", "uncertain")


def lock(ids: Iterable[int | None]) -> list[Mailing]:
    """Lock these mailings; rows that point to them may still be written."""
    wanted = {id for id in ids if id is not None}
    if not wanted:
        return []
    found = Mailing.objects.select_for_update(no_key=True).filter(pk__in=wanted)
    return list(found.order_by("pk"))


# A running mailing whose rows are all settled is done.
ADD = f"""
UPDATE mailing_mailing SET ({", ".join(SETTLED)}) = (
           {", ".join(f"{state} + %({state})s" for state in SETTLED)}
       ),
       state = CASE WHEN state = 'running'
                     AND total = {" + ".join(SETTLED)} + %(settled)s
                    THEN 'done' ELSE state END
 WHERE id = %(mailing)s
"""


def add(mailings: Iterable[Mailing], tally: Tally) -> None:
    """Add what was settled to locked mailings; one without open rows is done."""
    for mailing in mailings:
        if mailing.state == MailingState.RECALLED:
            tally[mailing.pk, MessageState.CANCELLED] += cancel_pending(mailing)
        rises = {state: tally[mailing.pk, MessageState(state)] for state in SETTLED}
        values = {"mailing": mailing.pk, "settled": sum(rises.values()), **rises}
        with connection.cursor() as cursor:
            cursor.execute(ADD, values)


def cancel_pending(mailing: Mailing) -> int:
    pending = mailing.messages.filter(state=MessageState.PENDING)
    return pending.update(state=MessageState.CANCELLED)


def finish(mailing: Mailing) -> None:
    """Call a running mailing done when every row is settled."""
    add([mailing], Counter())
