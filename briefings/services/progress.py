"""How far a mailing has come: read from its counters, never by counting messages.

The rate is that of the time in which the mailing ran; pauses don't count.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from mailing.counters import SETTLED
from mailing.models import Mailing, MailingState, MessageState, Relay
from mailing.relays import NAME
from unitar_seminars.db import key
from users.models import AuditEntry

OVER = (MailingState.DONE, MailingState.RECALLED, MailingState.MISSED)
BEGINS, ENDS = ("start", "resume"), ("pause", "recall")
Step = tuple[str, datetime, str]  # verb, moment, why


@dataclass(frozen=True)
class Progress:
    """One reading of a mailing, for a page that shows it."""

    mailing: Mailing
    ran: timedelta
    paused_because: str
    rests_until: datetime | None

    @property
    def settled(self) -> int:
        return sum(getattr(self.mailing, name) for name in SETTLED)

    @property
    def percent(self) -> int:
        """Whole percents, rounded down: a hundred is said when all is settled."""
        total = self.mailing.total
        return 100 * self.settled // total if total else 100

    @property
    def tens(self) -> int:
        """What is read aloud: a step only now and then."""
        return self.percent // 10 * 10

    @property
    def per_second(self) -> float:
        seconds = self.ran.total_seconds()
        return self.settled / seconds if seconds >= 1 else 0.0

    @property
    def time_left(self) -> timedelta | None:
        """Say how long the rest takes at this rate, if it is known and it runs."""
        if self.mailing.state != MailingState.RUNNING or not self.per_second:
            return None
        rest = self.mailing.total - self.settled
        return timedelta(seconds=rest / self.per_second)

    @property
    def is_over(self) -> bool:
        return self.mailing.state in OVER

    @property
    def counts(self) -> list[tuple[str, object, int]]:
        """Name each state with its number, the open ones first."""
        rest = self.mailing.total - self.settled
        found = [("pending", _("Not sent yet"), rest)]
        return found + [
            (name, MessageState(name).label, getattr(self.mailing, name))
            for name in SETTLED
        ]


def read(mailing: Mailing, *, at: datetime) -> Progress:
    """Read how far it is: its own row, when it ran, and whether the relay rests."""
    entries = AuditEntry.objects.filter(thing=key(mailing), verb__in=BEGINS + ENDS)
    steps = list(entries.order_by("at", "pk").values_list("verb", "at", "why"))
    resting = Relay.objects.filter(name=NAME, broken_until__gt=at)
    return Progress(
        mailing=mailing,
        ran=time_run(steps, until=at),
        paused_because=steps[-1][2] if steps and steps[-1][0] == "pause" else "",
        rests_until=resting.values_list("broken_until", flat=True).first(),
    )


def time_run(steps: Iterable[Step], *, until: datetime) -> timedelta:
    """Add up the stretches in which it ran."""
    ran, since = timedelta(), None
    for verb, moment, _why in steps:
        if verb in BEGINS:
            since = moment
        elif since is not None:
            ran, since = ran + (moment - since), None
    return ran + (until - since) if since is not None else ran
