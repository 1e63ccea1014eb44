"""Mailings: one text to many, who are frozen in the moment it starts.

Pausing and recalling hold from the next claim on; what a worker has in its hands
leaves.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from mailing import alarm, counters, relays
from mailing.freezing import Addressee, freeze
from mailing.models import Mailing, MailingState, Message
from users import audit
from users.models import Actor, ActorKind

PATIENCE = timedelta(hours=72)  # with addresses that can't be reached for now


@transaction.atomic
def start(
    mailing: Mailing, addressees: Iterable[Addressee], *, by: Actor, at: datetime
) -> None:
    """Make one row for each address and let workers at them.

    A start that comes later than the mailing may be is noted as missed instead.
    """
    lock(mailing)
    if mailing.state != MailingState.SCHEDULED:
        refuse_to_start(mailing)
    if is_missed(mailing, at=at):
        return change(mailing, MailingState.MISSED, "miss", by=by, at=at)
    if not mailing.texts.exists():
        raise ValidationError(_("Write the text before it is sent."), code="no_text")
    mailing.total = freeze(mailing, addressees, at=at)
    mailing.give_up_at = mailing.give_up_at or at + PATIENCE
    mailing.save(update_fields=["total", "give_up_at"])
    change(mailing, MailingState.RUNNING, "start", by=by, at=at)
    counters.finish(mailing)
    transaction.on_commit(alarm.nudge, robust=True)


@transaction.atomic
def pause(mailing: Mailing, *, by: Actor, at: datetime, why: str = "") -> None:
    """Let nothing more be claimed until somebody resumes it."""
    lock(mailing)
    if mailing.state != MailingState.RUNNING:
        raise ValidationError(
            _("Only a running mailing can be paused; this one is: %(state)s."),
            code="not_running",
            params={"state": mailing.get_state_display()},
        )
    change(mailing, MailingState.PAUSED, "pause", by=by, at=at, why=why)


@transaction.atomic
def resume(mailing: Mailing, *, by: Actor, at: datetime) -> None:
    """Go on with a paused mailing, as patient with what is put off as at its start."""
    lock(mailing)
    if mailing.state != MailingState.PAUSED:
        raise ValidationError(
            _("Only a paused mailing can be resumed; this one is: %(state)s."),
            code="not_paused",
            params={"state": mailing.get_state_display()},
        )
    Mailing.objects.filter(pk=mailing.pk).update(give_up_at=patience_from(at))
    change(mailing, MailingState.RUNNING, "resume", by=by, at=at)
    counters.finish(mailing)
    transaction.on_commit(alarm.nudge, robust=True)


OPEN = (MailingState.SCHEDULED, MailingState.RUNNING, MailingState.PAUSED)


@transaction.atomic
def recall(mailing: Mailing, *, by: Actor, at: datetime, why: str = "") -> None:
    """Send it to nobody who has not got it yet, nor again to whoever may have it."""
    lock(mailing)
    if mailing.state not in OPEN and not mailing.uncertain:
        raise ValidationError(
            _("There is nothing left to recall; this mailing is: %(state)s."),
            code="over",
            params={"state": mailing.get_state_display()},
        )
    change(mailing, MailingState.RECALLED, "recall", by=by, at=at, why=why)
    counters.add([mailing], counters.Tally())


def pause_refused(rows: Iterable[Message], reply: str) -> None:
    """Pause mailings whose sender the relay refuses, with the relay's own words.

    Said to one person's mail, it holds for every mailing: all have the same sender.
    """
    by = Actor(ActorKind.SYSTEM, label="delivery")
    refused = {row.mailing.pk: row.mailing for row in rows if row.mailing}
    running = Mailing.objects.filter(state=MailingState.RUNNING)
    for mailing in list(refused.values()) or running.order_by("pk"):
        with transaction.atomic():
            lock(mailing)
            if mailing.state == MailingState.RUNNING:
                pause(mailing, by=by, at=relays.clock(), why=reply)


def lock(mailing: Mailing) -> None:
    """Lock a mailing and read it again."""
    locked = Mailing.objects.select_for_update(no_key=True)
    mailing.refresh_from_db(from_queryset=locked)


def change(
    mailing: Mailing,
    state: MailingState,
    verb: str,
    *,
    by: Actor,
    at: datetime,
    why: str = "",
) -> None:
    mailing.state = state
    mailing.save(update_fields=["state"])
    audit.record(verb, mailing, by=by, at=at, why=why)


def patience_from(moment: datetime) -> Greatest:
    """Try on for as long as a mailing that starts now, or as it may already."""
    return Greatest("give_up_at", Value(moment + PATIENCE))


def refuse_to_start(mailing: Mailing) -> None:
    raise ValidationError(
        _("This mailing was started or called back before; it is: %(state)s."),
        code="not_scheduled",
        params={"state": mailing.get_state_display()},
    )


def is_missed(mailing: Mailing, *, at: datetime) -> bool:
    """Tell a start that comes too late to be of use."""
    late = mailing.max_lateness
    is_late = late is not None and at > mailing.start_at + late
    return is_late or (mailing.not_after is not None and at > mailing.not_after)
