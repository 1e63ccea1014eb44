"""What people are told about a nomination or a registration, one function per fact.

A receipt goes to the sender; everything else goes to the person it concerns, in that
person's language, with the link of that person alone.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from mailing import outbox
from mailing.outbox import Addressee, Fact
from registrations import asking
from registrations import calendars as ics
from registrations.models import (
    CancelledBecause,
    InvitationToRegister,
    Nomination,
    Registration,
)
from seminars.models import ChangeKind, Seminar, SeminarState
from unitar_seminars.db import key
from unitar_seminars.links import Link
from users.models import AuditEntry

LINK_LIVES = timedelta(days=30)  # after the last session
# What everybody is told of a change, and what it means for some; it waits a little.
CIRCULARS = (
    *[f"changed_{kind}" for kind in ChangeKind],
    "overflow_online",
    "overflow_waiting",
    "reconfirm",
)

# Those that say no more than every letter does below: when and where it takes place.
OF_PLACE_AND_HOURS = tuple(
    f"changed_{kind}"
    for kind in ChangeKind
    if kind not in (ChangeKind.SPEAKER, ChangeKind.PARTLY, ChangeKind.CALLED_OFF)
)


def link_of(registration: Registration) -> Link:
    return Link("r", registration.pk, registration.link_generation)


def link_of_nomination(nomination: Nomination) -> Link:
    return Link("n", nomination.pk, nomination.link_generation)


def link_of_invitation(invitation: InvitationToRegister) -> Link:
    return Link("i", invitation.pk, invitation.link_generation)


def send_invitation(invitation: InvitationToRegister, entry: AuditEntry) -> None:
    """Invite one person to register, by a link that is theirs."""
    seminar = invitation.seminar
    context = {
        "invitation": invitation,
        "seminar": seminar,
        "sessions": ics.sessions_of(seminar),
        "action": _("Register, or say who comes instead"),
    }
    to = Addressee(
        person=invitation,
        address=invitation.address,
        language=invitation.language,
        name=invitation.name,
        link=link_of_invitation(invitation),
    )
    until = invitation.expires_at
    outbox.enqueue(
        Fact("registrations/invitation", entry, context, not_after=until), to
    )


def send_receipt(
    nomination: Nomination, registrations: Sequence[Registration], entry: AuditEntry
) -> None:
    """Tell the sender what arrived and how each person stands."""
    if not nomination.sender_address:
        return
    context = {
        "nomination": nomination,
        "registrations": registrations,
        "seminar": nomination.seminar,
        "sessions": ics.sessions_of(nomination.seminar),
        "asks": asks_of_sender(nomination.seminar, registrations),
    }
    _send_to_sender("receipt", nomination, entry, context)


def send_offer_expired(
    registration: Registration, entry: AuditEntry, *, passed_on: bool
) -> None:
    """Tell that an offer ended, whether somebody has it, and what is still open."""
    seminar = registration.seminar
    is_closed = seminar.is_by_invitation or not seminar.takes_registrations(at=entry.at)
    said = {"passed_on": passed_on, "is_open": not is_closed}
    _send("offer_expired", registration, entry, **said)


def send_declined(registration: Registration, entry: AuditEntry) -> None:
    _send("declined", registration, entry, why=entry.why)


def send_change_refused(registration: Registration, entry: AuditEntry) -> None:
    """Tell somebody that what they wished stays as it was, and why."""
    _send("change_refused", registration, entry, why=entry.why)


def send_cancelled(
    registration: Registration, entry: AuditEntry, *, had_place: bool
) -> None:
    """Tell the person; who had a place gets the calendar entry taken back."""
    taken_back = _taken_back(registration, entry, had_place=had_place)
    said = {
        "is_taken_back": bool(taken_back),
        "by_organiser": registration.cancelled_because == CancelledBecause.ORGANISER,
        "why": entry.why,
    }
    _send("cancelled", registration, entry, taken_back, **said)


def send_substituted(
    registration: Registration, entry: AuditEntry, *, had_place: bool
) -> None:
    """Tell the predecessor, without saying who comes; their entry is taken back."""
    taken_back = _taken_back(registration, entry, had_place=had_place)
    said = {"is_taken_back": bool(taken_back)}
    _send("substituted", registration, entry, taken_back, **said)


def send_substitution_receipt(
    predecessor: Registration, successor: Registration, entry: AuditEntry
) -> None:
    """Tell whoever filed the predecessor who comes now."""
    nomination = successor.nomination
    if not nomination.sender_address:
        return
    context = {
        "nomination": nomination,
        "predecessor": predecessor,
        "registration": successor,
        "both": [predecessor, successor],
        "seminar": successor.seminar,
        "sessions": ics.sessions_of(successor.seminar),
        "asks": asks_of_sender(successor.seminar, [successor]),
    }
    _send_to_sender("substitution_receipt", nomination, entry, context)


def asks_of_sender(
    seminar: Seminar, people: Sequence[Registration]
) -> list[dict[str, Any]]:
    """Say of each person whose answers are missing where the sender gives them."""
    still = asking.lacking_for_sender(seminar, people)
    return [
        ask(one.addressed_name, f"details/{one.pk}/")
        for one in people
        if one.pk in still
    ]


def ask(name: str, path: str = "details/") -> dict[str, Any]:
    """Say that answers are missing, and where they are given under the mailed link."""
    return {"text": asking.sentence(name), "path": path}


def _send_to_sender(
    purpose: str, nomination: Nomination, entry: AuditEntry, context: dict[str, Any]
) -> None:
    to = Addressee(
        person=nomination,
        address=nomination.sender_address,
        language=nomination.language,
        link=link_of_nomination(nomination),
    )
    outbox.enqueue(Fact(f"registrations/{purpose}", entry, context), to)


def _taken_back(
    registration: Registration, entry: AuditEntry, *, had_place: bool
) -> list[str]:
    """Take all entries out of the calendar of somebody who no longer comes.

    What still waits to be told of them is not worth telling any more. Where a seminar
    is called off or has no date, that itself has taken them back, or is about to.
    """
    people = [key(registration)]
    if not had_place or registration.seminar.state != SeminarState.ANNOUNCED:
        outbox.hurry(people, CIRCULARS, at=entry.at)
        return []
    outbox.drop(people, CIRCULARS, at=entry.at)
    if not registration.address:
        return []
    sessions = ics.sessions_of(registration.seminar)
    with translation.override(registration.language):
        return ics.cancel(registration, sessions, at=entry.at)


def _send(
    purpose: str,
    registration: Registration,
    entry: AuditEntry,
    calendars: Sequence[str] = (),
    not_after: datetime | None = None,
    **context: Any,
) -> None:
    """Write the message; somebody without an address (a walk-in) is not written to."""
    if not registration.address:
        return
    context |= {
        "registration": registration,
        "seminar": registration.seminar,
        "sessions": ics.sessions_of(registration.seminar),
    }
    to = Addressee(
        person=registration,
        address=registration.address,
        language=registration.language,
        name=registration.addressed_name,
        link=link_of(registration),
    )
    fact = Fact(f"registrations/{purpose}", entry, context, calendars, not_after)
    outbox.enqueue(fact, to)
