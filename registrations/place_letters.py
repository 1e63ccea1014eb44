"""What people are told of their place, to one or to many of a seminar at once.

Each text is rendered once for all whom it fits; they differ by name and link. Whoever
left no address (a walk-in) is not written to.
"""

from collections.abc import Mapping, Sequence
from copy import copy
from functools import partial
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from mailing import outbox
from mailing.models import Message
from mailing.outbox import Addressee
from partners.models import FormOfAddress
from registrations import asking, calendars, standing
from registrations.emails import CIRCULARS, ask, link_of
from registrations.models import Registration, RegistrationStatus
from registrations.texts import SOMEBODY, Texts, Written
from unitar_seminars.db import key
from users.models import AuditEntry

Told = tuple[Registration, AuditEntry]
Said = Mapping[str, Any]
NOTHING: Mapping[int, Any] = {}


def send_seat_confirmed(told: Sequence[Told]) -> None:
    send("seat_confirmed", told, entries=draw(told))


def send_promoted(told: Sequence[Told]) -> None:
    """Tell those who waited that a place is theirs now."""
    send("promoted", told, entries=draw(told))


def send_approved(told: Sequence[Told]) -> None:
    send("approved", told, entries=draw(told))


def send_offered(told: Sequence[Told]) -> None:
    """Tell those who waited that a place is theirs if they say so in time.

    While there is no date no offer runs out, whatever its hour.
    """
    action = _("Confirm the place, or give it up")
    until = {
        one.pk: one.offered_until if one.seminar.starts_at else None
        for one, _entry in told
    }
    said = {pk: {"until": hour, "action": action} for pk, hour in until.items()}
    send("offered", told, said)


def send_waiting(told: Sequence[Told]) -> None:
    """Tell people that they wait, and where: a long queue is not counted out."""
    if not told:
        return
    few = standing.FEW
    ahead = standing.few_ahead([one.pk for one, _entry in told])
    places = {pk: number + 1 if number < few else None for pk, number in ahead.items()}
    said = {pk: {"position": place, "few": few} for pk, place in places.items()}
    send("waiting", told, said)


def send_pending(told: Sequence[Told]) -> None:
    """Tell people that the organiser has yet to decide; they have the link."""
    send("pending", told)


LETTERS = {
    RegistrationStatus.PENDING: send_pending,
    RegistrationStatus.WAITING: send_waiting,
    RegistrationStatus.OFFERED: send_offered,
    RegistrationStatus.CONFIRMED: send_seat_confirmed,
}


def send_standing(registration: Registration, entry: AuditEntry) -> None:
    """Tell somebody how they stand now; once that is over there is nothing to say."""
    if tell := LETTERS.get(RegistrationStatus(registration.status)):
        tell([(registration, entry)])


def send_successor(
    successor: Registration, predecessor: Registration, entry: AuditEntry
) -> None:
    """Tell whoever was named instead how they stand; with a place, the entry comes."""
    told = [(successor, entry)]
    entries = draw(told) if successor.is_confirmed else {}
    send("successor", told, {successor.pk: {"predecessor": predecessor}}, entries)


def draw(told: Sequence[Told]) -> dict[int, list[str]]:
    """Draw the calendar entries of these people, each in their language.

    What still waits to tell somebody of entries that they have leaves first.
    """
    reached = [one for one, _entry in told if one.address]
    if not reached:
        return {}
    at = told[0][1].at
    sessions = calendars.sessions_of(reached[0].seminar)
    pairs = [(session.pk, one.pk) for one in reached for session in sessions]
    sequences = calendars.raise_sequences(pairs)
    forms, drawn = calendars.Forms(at), {}
    for one in reached:
        with translation.override(one.language):
            drawn[one.pk] = forms.fill(one, sessions, "REQUEST", sequences)
    known = [one for one in reached if not all(map(calendars.is_first, drawn[one.pk]))]
    if known:
        outbox.hurry([key(one) for one in known], CIRCULARS, at=at)
    return drawn


def send(
    purpose: str,
    told: Sequence[Told],
    said: Mapping[int, Said] = NOTHING,
    entries: Mapping[int, Sequence[str]] = NOTHING,
) -> None:
    """Write to each of these people of one seminar, in one statement."""
    reached = [(one, entry) for one, entry in told if one.address]
    if not reached:
        return
    people = [one for one, _entry in reached]
    still_asked, texts = asking.lacking(people[0].seminar, people), Texts()
    letters = []
    for one, entry in reached:
        words, is_asked = said.get(one.pk, {}), one.pk in still_asked
        kind = (one.language, one.mode, is_asked, *words.items())
        render = partial(text_of, purpose, one, words, is_asked=is_asked)
        with translation.override(one.language):  # a form of address has one, too
            written = texts.of(one.addressed_name, kind, render)
            letters.append(letter(purpose, one, entry, written))
        letters[-1].calendars = list(entries.get(one.pk, ()))
        letters[-1].not_after = words.get("until")
    outbox.post_all(letters)


def letter(
    purpose: str, person: Registration, entry: AuditEntry, written: Written
) -> Message:
    to = Addressee(
        person=person,
        address=person.address,
        language=person.language,
        name=person.addressed_name,
        link=link_of(person),
    )
    return outbox.letter(purpose, entry, written, to)


def text_of(
    purpose: str, person: Registration, said: Said, *, is_asked: bool
) -> Written:
    """Render it to anybody who is told the same of their place."""
    anybody = copy(person)
    anybody.name, anybody.form_of_address = SOMEBODY, FormOfAddress.NONE
    context = {
        **said,
        "asks": [ask(SOMEBODY)] if is_asked else [],
        "registration": anybody,
        "seminar": person.seminar,
        "sessions": calendars.sessions_of(person.seminar),
    }
    return outbox.texts(f"registrations/emails/{purpose}", context)
