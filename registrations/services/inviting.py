"""Inviting people to a seminar: a link each, used once, handed on openly.

An invitation that ends when registration closes goes on doing so when that moves.
"""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mailing import outbox
from registrations import emails
from registrations.models import InvitationToRegister, Line, Nomination
from registrations.services import eligibility, nominations, versions
from registrations.services.nominations import Filing
from seminars.models import ChangeKind, Seminar, SeminarState
from unitar_seminars import hours
from unitar_seminars.db import key, save_or_refuse
from unitar_seminars.translated import Language
from users import audit
from users.models import Actor

WHILE_IT_IS_OPEN = _(
    "Let the invitation end after now, and before registration closes."
)


@dataclass(frozen=True)
class Guest:
    """Whom an organiser wants to come."""

    name: str
    address: str
    organisation_name: str = ""
    language: Language = Language.EN


@transaction.atomic
def invite(
    seminar: Seminar, guest: Guest, *, until: datetime, by: Actor, at: datetime
) -> InvitationToRegister:
    """Invite one person by a message with a link of their own."""
    line = lock_announced(seminar)
    closing = line.seminar.closing_hour()
    if until <= at or (closing and until > closing):
        raise ValidationError(WHILE_IT_IS_OPEN, code="until")
    invitation = InvitationToRegister(
        seminar=line.seminar,
        name=guest.name,
        organisation_name=guest.organisation_name,
        address=guest.address,
        language=guest.language,
        invited_at=at,
        expires_at=until,
    )
    save_or_refuse(invitation)
    emails.send_invitation(invitation, audit.record("invite", invitation, by=by, at=at))
    return invitation


@transaction.atomic
def withdraw(invitation: InvitationToRegister, *, by: Actor, at: datetime) -> None:
    """Make the link of an invitation void while nobody has used it."""
    Line.objects.lock(invitation.seminar_id)
    invitation.refresh_from_db()
    if invitation.nomination_id or invitation.withdrawn_at:
        raise ValidationError(
            _("This invitation was used or withdrawn: cancel what came of it."),
            code="used",
        )
    invitation.withdrawn_at = at
    invitation.link_generation += 1
    invitation.save(update_fields=["withdrawn_at", "link_generation"])
    outbox.drop([key(invitation)], ["invitation"], at=at)
    audit.record("withdraw", invitation, by=by, at=at)


@transaction.atomic
def accept(
    invitation: InvitationToRegister,
    filing: Filing,
    *,
    came_instead: bool,
    by: Actor,
    at: datetime,
) -> Nomination:
    """Register whoever holds the link, once; the same form again changes nothing."""
    line = nominations.draw(invitation.seminar, len(filing.people))
    invitation.refresh_from_db()
    filed = nominations.filed_before(line.seminar, filing)
    if filed and invitation.nomination_id == filed.pk:
        return filed
    refuse_what_does_not_hold(invitation, filing, at=at)
    if not line.seminar.takes_registrations(at=at):
        raise ValidationError(eligibility.over(line.seminar, at=at), code="closed")
    nomination = nominations.file(line, filing, by=by, at=at)
    invitation.nomination, invitation.came_instead = nomination, came_instead
    invitation.save(update_fields=["nomination", "came_instead"])
    why = "instead" if came_instead else ""
    audit.record("use", invitation, by=by, at=at, why=why)
    return nomination


def closing_of(seminar: Seminar) -> datetime | None:
    """Tell when registration closes, or would have before the date was taken off."""
    if closing := seminar.closing_hour():
        return closing
    dates = seminar.changes.standing(ChangeKind.DATE)
    last = dates.order_by("-version").values_list("former", flat=True)[:1]
    ends = [
        datetime.fromisoformat(old["ends_at"])
        for former in last
        for kind, _pk, old, _new in former
        if kind == versions.SESSION and "ends_at" in old
    ]
    return max(ends, default=None)


def follow_closing(seminar: Seminar, was: datetime | None) -> None:
    """Move the end of invitations along with that of registration.

    While there is no date they keep the old one: then nobody registers anyway.
    """
    closing = seminar.closing_hour()
    if was and closing:
        unused = seminar.invitations_to_register.filter(
            nomination=None, withdrawn_at=None
        )
        unused.filter(expires_at=was).update(expires_at=closing)


def refuse_what_does_not_hold(
    invitation: InvitationToRegister, filing: Filing, *, at: datetime
) -> None:
    """Refuse what the link no longer opens, and more than one person."""
    if invitation.withdrawn_at:
        raise ValidationError(
            _("This invitation was withdrawn. Write to us to ask for another."),
            code="withdrawn",
        )
    refuse_used_or_expired(invitation, at=at)
    if len(filing.people) != 1:
        raise ValidationError(
            _("An invitation is for one person: leave the others out."),
            code="one_person",
        )


def refuse_used_or_expired(invitation: InvitationToRegister, *, at: datetime) -> None:
    if invitation.nomination_id:
        raise ValidationError(
            _("This invitation was used: it is for one person, once. Write to us."),
            code="used",
        )
    if at >= invitation.expires_at:
        raise ValidationError(
            _("This invitation was valid until %s. Write to us to ask for another.")
            % hours.moment(invitation.expires_at),
            code="expired",
        )


def lock_announced(seminar: Seminar) -> Line:
    """Lock the line of a seminar to which people are invited now."""
    line = Line.objects.select_for_update().filter(pk=seminar.pk).first()
    if line is None or line.seminar.state != SeminarState.ANNOUNCED:
        raise ValidationError(
            _("Announce the seminar first: then people can be invited."),
            code="not_announced",
        )
    return line
