"""What was told about past seminars, stored as sent on its day and never sent.

The texts are the house's own, rendered by the outbox and stored in bulk. People of one
seminar who are told the same in one language differ by their name alone, so each such
text is rendered once. Calendar parts are left out: an entry of years ago belongs in
nobody's calendar.
"""

from collections.abc import Iterator
from copy import copy
from functools import partial

from django.utils import translation

from devtools.demo.guests import Sheet
from devtools.demo.ledger import DEMO
from devtools.demo.line import Guest, Step
from mailing import outbox
from mailing.models import Message, MessageState
from partners.models import FormOfAddress
from registrations import calendars, standing
from registrations.emails import link_of, link_of_nomination
from registrations.models import Nomination, Registration
from registrations.texts import SOMEBODY, Texts, Written
from unitar_seminars.db import key
from unitar_seminars.links import Link
from users.models import AuditEntry


def send_all(
    sheets: list[Sheet],
    nominations: list[Nomination],
    guests: list[Guest],
    entries: list[list[AuditEntry]],
) -> None:
    """Write the messages of one seminar, in the order of their moments."""
    texts = Texts()
    told = [
        message
        for guest, steps in zip(guests, entries, strict=True)
        for message in letters_to(guest, steps, texts)
    ]
    filed_as = {id(guest.registration): guest.filed_as for guest in guests}
    told += receipts(sheets, nominations, filed_as)
    Message.objects.bulk_create(sorted(told, key=lambda message: message.accepted_at))


def letters_to(
    guest: Guest, entries: list[AuditEntry], texts: Texts
) -> Iterator[Message]:
    """Write what one person was told; who left no address was told at the door."""
    registration = guest.registration
    for step, entry in zip(guest.steps, entries, strict=True):
        if step.tells and registration.address:
            yield Message(
                about=key(entry),
                person_key=key(registration),
                address=registration.address,
                **sent(step, link_of(registration)),
                **letter(step, registration, texts),
            )


def letter(step: Step, to: Registration, texts: Texts) -> dict:
    """Put a name into the text that all share; render that once."""
    kind = (step.tells, to.language, to.mode, step.why, step.position)
    anybody = copy(to)
    anybody.name, anybody.form_of_address = SOMEBODY, FormOfAddress.NONE
    with translation.override(to.language):
        name = to.addressed_name
    render = partial(text_of, step, anybody, registration=anybody)
    return {"name": name, **worded(texts.of(name, kind, render), to.language)}


def receipts(
    sheets: list[Sheet], nominations: list[Nomination], filed_as: dict[int, str]
) -> Iterator[Message]:
    """Write the receipt of each nomination to its sender, as things stood then."""
    filed = AuditEntry.objects.bulk_create(
        AuditEntry(
            verb="submit",
            thing=key(nomination),
            kind=DEMO.kind,
            label=DEMO.label,
            at=nomination.filed_at,
        )
        for nomination in nominations
    )
    for sheet, nomination, entry in zip(sheets, nominations, filed, strict=True):
        step = Step("submit", nomination.filed_at, "receipt")
        then = [as_filed(one, filed_as[id(one)]) for one in sheet.people]
        shown = {"nomination": nomination, "registrations": then}
        if sheet.sender:
            yield Message(
                about=key(entry),
                person_key=key(nomination),
                address=sheet.sender,
                **sent(step, link_of_nomination(nomination)),
                **worded(text_of(step, nomination, **shown), nomination.language),
            )


def as_filed(registration: Registration, status: str) -> Registration:
    shown = copy(registration)
    shown.status = status
    return shown


def sent(step: Step, link: Link) -> dict:
    """Give the columns of a message that a relay took at the moment of its fact."""
    return {
        "purpose": step.tells,
        "merge": {"link": [link.kind, link.pk, link.generation]},
        "state": MessageState.SENT,
        "attempt": 1,
        "next_attempt_at": step.at,
        "accepted_at": step.at,
    }


def text_of(step: Step, whom: Registration | Nomination, **shown) -> Written:
    """Render subject, text and HTML in the language of whoever is told."""
    context = {
        "seminar": whom.seminar,
        "sessions": calendars.sessions_of(whom.seminar),
        "why": step.why,
        "position": step.position,
        "few": standing.FEW,
        **shown,
    }
    with translation.override(whom.language):
        return outbox.texts(f"registrations/emails/{step.tells}", context)


def worded(written: Written, language: str) -> dict:
    """Give the columns of a message for what it says."""
    return {
        "language": language,
        **dict(zip(("subject", "text", "html"), written, strict=True)),
    }
