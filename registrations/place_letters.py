"""What people are told of their place, to one or to many of a seminar at once.

Each text is rendered once for all whom it fits; they differ by name and link. Whoever
left no address (a walk-in) is not written to.
"""

from collections.abc import Mapping, Sequence
from copy import copy
from typing import Any

from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from mailing import outbox
from mailing.models import Message
from mailing.outbox import Addressee
from partners.models import FormOfAddress
from registrations import asking, calendars, standing
from registrations.emails import CIRCULARS, ask, link_of
from registrations.models import Registration
from registrations.notices import SOMEBODY
from unitar_seminars.db import key
from users.models import AuditEntry

Told = tuple[Registration, AuditEntry]
Written = tuple[str, str, str]  # subject, plain text, HTML
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
    """Tell those who waited that a place is theirs if they say so in time."""
    action = _("Confirm the place, or give it up")
    until = {one.pk: one.offered_until for one, _entry in told}
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
    texts = Texts(purpose, asking.lacking(people[0].seminar, people))
    letters = []
    for one, entry in reached:
        words = said.get(one.pk, {})
        with translation.override(one.language):  # a form of address has one, too
            letters.append(letter(purpose, one, entry, texts.of(one, words)))
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


class Texts:
    """The texts of one purpose, each rendered when somebody first needs it."""

    def __init__(self, purpose: str, lacking: set[int]) -> None:
        self.purpose, self.lacking = purpose, lacking
        self.rendered: dict[tuple[Any, ...], Written] = {}

    def of(self, person: Registration, said: Said) -> Written:
        """Put a name into the text of everybody who is told the same."""
        is_asked = person.pk in self.lacking
        kind = (person.language, person.mode, is_asked, *said.items())
        if kind not in self.rendered:
            asks = [ask(SOMEBODY)] if is_asked else []
            self.rendered[kind] = self.render(person, {**said, "asks": asks})
        subject, text, html = self.rendered[kind]
        name = person.addressed_name
        return (
            " ".join(subject.replace(SOMEBODY, name).split()),
            text.replace(SOMEBODY, name),
            html.replace(SOMEBODY, escape(name)),
        )

    def render(self, person: Registration, said: Said) -> Written:
        anybody = copy(person)
        anybody.name, anybody.form_of_address = SOMEBODY, FormOfAddress.NONE
        context = {
            **said,
            "registration": anybody,
            "seminar": person.seminar,
            "sessions": calendars.sessions_of(person.seminar),
        }
        return outbox.texts(f"registrations/emails/{self.purpose}", context)
