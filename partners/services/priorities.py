"""Agreeing on the year's training: what is proposed and answered, what comes of it.

A priority is never deleted. Once decided it stays so; a topic that comes back is
proposed anew. What each party answered is for the parties (`visible_to`); the public
sees the outcome.
"""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from partners.models import (
    Endorsement,
    HostTerm,
    Organisation,
    Position,
    Priority,
    PriorityState,
)
from unitar_seminars.db import save_or_refuse
from unitar_seminars.hours import local_day
from users import audit
from users.models import Actor


@dataclass(frozen=True)
class Topic:
    """What is proposed and why, in one language or both."""

    title_en: str = ""
    title_fr: str = ""
    rationale_en: str = ""
    rationale_fr: str = ""


@transaction.atomic
def propose(
    party: HostTerm | Organisation,
    topic: Topic,
    *,
    year: int,
    by: Actor,
    at: datetime,
) -> Priority:
    """Propose a topic for one year's training."""
    if not (topic.title_en or topic.title_fr):
        text = _("Give the topic a title, in English or French.")
        raise ValidationError(text, code="untitled")
    priority = Priority(year=year, **asdict(topic), **party_field(party))
    priority.save()
    audit.record("propose", priority, by=by, at=at)
    return priority


@transaction.atomic
def endorse(
    priority: Priority,
    party: HostTerm | Organisation,
    position: Position,
    *,
    comment: str = "",
    by: Actor,
    at: datetime,
) -> Endorsement:
    """Write down what one party answered, once."""
    lock_proposed(priority)
    answer = Endorsement(
        priority=priority,
        position=position,
        comment=comment,
        answered_on=local_day(at),
        **party_field(party),
    )
    save_or_refuse(answer)
    audit.record("endorse", priority, by=by, at=at)
    return answer


@transaction.atomic
def retain(priority: Priority, *, by: Actor, at: datetime) -> None:
    """Take a topic into the year's training."""
    lock_proposed(priority)
    priority.state = PriorityState.RETAINED
    priority.save(update_fields=["state"])
    audit.record("retain", priority, by=by, at=at)


@transaction.atomic
def decline(
    priority: Priority,
    *,
    reason_en: str,
    reason_fr: str = "",
    by: Actor,
    at: datetime,
) -> None:
    """Leave a topic out, and say why: it will still be found."""
    lock_proposed(priority)
    priority.state = PriorityState.NOT_RETAINED
    priority.reason_en = reason_en.strip()
    priority.reason_fr = reason_fr.strip()
    save_or_refuse(priority, update_fields=["state", "reason_en", "reason_fr"])
    audit.record("decline", priority, by=by, at=at, why=priority.reason_en)


@transaction.atomic
def merge(priority: Priority, into: Priority, *, by: Actor, at: datetime) -> None:
    """Treat a topic as part of another one of the same year."""
    lock_proposed(priority)
    into.refresh_from_db()
    live = (PriorityState.PROPOSED, PriorityState.RETAINED)
    if into == priority or into.year != priority.year or into.state not in live:
        text = _("Choose another priority of the same year, proposed or retained.")
        raise ValidationError(text, code="merge_target")
    priority.state = PriorityState.MERGED
    priority.merged_into = into
    priority.save(update_fields=["state", "merged_into"])
    audit.record("merge", priority, by=by, at=at)


@transaction.atomic
def carry_over(priority: Priority, *, to_year: int, by: Actor, at: datetime) -> None:
    """Put a topic off to a later year, where it can be proposed anew."""
    lock_proposed(priority)
    if to_year <= priority.year:
        text = _("Choose a year after %(year)s.") % {"year": priority.year}
        raise ValidationError(text, code="not_later")
    priority.state = PriorityState.CARRIED_OVER
    priority.carried_over_to = to_year
    priority.save(update_fields=["state", "carried_over_to"])
    audit.record("carry_over", priority, by=by, at=at)


def party_field(party: HostTerm | Organisation) -> dict[str, HostTerm | Organisation]:
    """Name the column in which this party stands."""
    return {"host_term" if isinstance(party, HostTerm) else "organisation": party}


def lock_proposed(priority: Priority) -> None:
    priority.refresh_from_db(
        from_queryset=Priority.objects.select_for_update(of=("self",))
    )
    if priority.state != PriorityState.PROPOSED:
        text = _("This priority was decided before: propose the topic anew.")
        raise ValidationError(text, code="decided")
