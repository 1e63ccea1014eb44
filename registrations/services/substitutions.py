"""Naming somebody else: a place goes from one registration to its successor.

It is the one exception to the door: whoever is named takes what the predecessor had,
in one step, and the number in line with it: seat and turn are the organisation's, which
says freely who fills them. Nobody else's turn changes by that, nor does whoever is
named become the last to come, who would go first where a room gets smaller. The past
stays where it was: the predecessor's registration, its attendance and its messages.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registrations import emails, place_letters
from registrations.models import (
    ACTIVE,
    CancelledBecause,
    Line,
    Registration,
    RegistrationStatus,
    Seat,
    Substitution,
)
from registrations.services import nominations, offers, seats, selection, snapshots
from registrations.services.nominations import TypedPerson
from seminars.models import SeminarState
from unitar_seminars.db import save_or_refuse
from users import audit
from users.models import Actor

ALLOWED_WHILE = (SeminarState.ANNOUNCED, SeminarState.POSTPONED)


@transaction.atomic
def substitute(
    registration: Registration,
    typed: TypedPerson,
    *,
    by: Actor,
    at: datetime,
    why: str = "",
) -> Registration:
    """Let somebody of the same organisation come instead; return who comes.

    What was decided for the predecessor holds for the successor. To name somebody is
    also to answer an offer. The predecessor, the successor and the sender are told.
    """
    line = nominations.draw(registration.seminar, 1)
    registration.refresh_from_db()
    refuse_what_is_over(line, registration, at=at)
    refuse_other_organisation(registration, typed)
    was_confirmed, seat = registration.is_confirmed, seat_of(registration)
    status = status_of_successor(registration)
    [successor] = nominations.registrations_of(line.seminar, [typed], by=by, at=at)
    snapshots.take([successor], line.seminar, on=timezone.localdate(at))
    successor.nomination_id = registration.nomination_id
    successor.mode, successor.tier = registration.mode, registration.tier
    successor.status, successor.submitted_at = status, at
    successor.line_number = line.last_number
    hand_over_number(registration, successor)
    if seat is not None:
        successor.seated_at = at
    save_or_refuse(successor)
    seats.end(registration, CancelledBecause.SUBSTITUTED, at=at)
    Seat.objects.filter(holder=registration).update(holder=successor)
    Substitution.objects.create(predecessor=registration, successor=successor, at=at)
    selection.pass_on(registration, successor)
    entry = audit.record("substitute", registration, by=by, at=at, why=why)
    audit.record("succeed", successor, by=by, at=at)
    emails.send_substituted(registration, entry, had_place=was_confirmed)
    place_letters.send_successor(successor, registration, entry)
    emails.send_substitution_receipt(registration, successor, entry)
    return successor


def seat_of(registration: Registration) -> Seat | None:
    return Seat.objects.filter(holder=registration).first()


def status_of_successor(registration: Registration) -> str:
    """To name somebody for a place on offer takes it up; else all stays as it is."""
    if registration.is_offered:
        return RegistrationStatus.CONFIRMED
    return registration.status


def hand_over_number(registration: Registration, successor: Registration) -> None:
    """Exchange the number in line with the one just drawn."""
    drawn, successor.line_number = successor.line_number, registration.line_number
    registration.line_number = drawn
    registration.save(update_fields=["line_number"])


def refuse_what_is_over(
    line: Line, registration: Registration, *, at: datetime
) -> None:
    """Refuse where there is nothing to hand over, or it is too late for it."""
    if registration.status not in ACTIVE:
        raise ValidationError(
            _("This registration is over: nominate the other person anew."),
            code="over",
        )
    if seats.is_over(line.seminar, at=at):
        raise ValidationError(
            _(
                "The seminar has been held: who came stays on record. Write to us if"
                " somebody else was there."
            ),
            code="held",
        )
    if line.seminar.state not in ALLOWED_WHILE:
        raise ValidationError(
            _("The seminar is called off: there is no place to hand on."),
            code="called_off",
        )
    if registration.is_offered:
        offers.refuse_no_offer(line, registration, at=at)


def refuse_other_organisation(registration: Registration, typed: TypedPerson) -> None:
    if registration.organisation_id is None or (
        typed.organisation != registration.organisation
    ):
        raise ValidationError(
            _(
                "Only somebody of the same organisation can come instead: cancel this"
                " place and nominate the other person."
            ),
            code="other_organisation",
        )
