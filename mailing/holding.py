"""Holding all mail back, because the database may not know what has left.

A backup knows nothing of what was sent after it was made. While the relay is held
nothing is claimed, whoever it is for. Released, what tells people of their own matter
leaves: better twice than never. Mailings stay paused, each until somebody has looked
at it; so do those whose hour came while all was held.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mailing import alarm, mailings, relays
from mailing.models import Mailing, MailingState
from users import audit
from users.models import Actor


@transaction.atomic
def hold(*, by: Actor, at: datetime) -> int:
    """Let nothing leave; return how many mailings were paused for it."""
    relay = relays.lock()
    if relay.held_at is None:
        relay.held_at = at
        relay.save(update_fields=["held_at"])
        audit.record("hold", relay, by=by, at=at)
    return pause_all(by=by, at=at)


@transaction.atomic
def release(*, by: Actor, at: datetime) -> int:
    """Let mail leave again; return how many more mailings were paused before."""
    relay = relays.lock()
    if relay.held_at is None:
        raise ValidationError(
            _("Nothing is held back: there is nothing to release."), code="not_held"
        )
    paused = pause_all(by=by, at=at)
    relay.held_at = None
    relay.save(update_fields=["held_at"])
    audit.record("release", relay, by=by, at=at)
    alarm.nudge_on_commit()
    return paused


def pause_all(*, by: Actor, at: datetime) -> int:
    """Pause what runs. The caller has locked the relay, so nobody claims meanwhile."""
    running = Mailing.objects.filter(state=MailingState.RUNNING).order_by("pk")
    paused = 0
    for mailing in running:
        mailings.lock(mailing)
        if mailing.state == MailingState.RUNNING:
            mailings.pause(mailing, by=by, at=at, why=_("All mail is held back."))
            paused += 1
    return paused
