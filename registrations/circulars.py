"""One change told to everybody: a text for each language, an entry for each person.

SEQUENCES are raised in one statement.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import groupby
from operator import attrgetter

from django.utils import translation
from django.utils.translation import gettext as _

from mailing import outbox
from mailing.models import Message
from mailing.outbox import Addressee
from registrations import calendars
from registrations.emails import link_of
from registrations.models import Registration
from registrations.texts import SOMEBODY, Texts, Written
from seminars.models import Session
from unitar_seminars import hours
from users.models import AuditEntry

Entries = tuple[str, Sequence[Session]]  # METHOD, and what it is about


@dataclass(frozen=True)
class Change:
    """What a verb changed about a seminar, as a message tells it.

    Old and new value stand by language. `gone` are sessions whose entry has to leave
    calendars; they carry the hours that calendars still show. It leaves that of
    everybody, or of those `lost` alone where somebody is named there. Where only one
    session has changed, `only` is its key: entries of the others stay as they are.
    `apart` gives people for whom it means more than for others a text of their own.
    It `overtakes` an earlier letter to some: theirs says so and carries all entries.
    Some have `kept` a place that they could not take up: it is confirmed now.
    """

    what: str
    before: Mapping[str, str] = field(default_factory=dict)
    after: Mapping[str, str] = field(default_factory=dict)
    why: str = ""
    gone: Sequence[Session] = ()
    lost: Collection[int] = ()
    only: int | None = None
    apart: Mapping[int, str] = field(default_factory=dict)
    overtakes: Collection[int] = ()
    kept: Collection[int] = ()
    in_calendars: bool = True
    until: datetime | None = None

    def purpose(self, person: Registration) -> str:
        return self.apart.get(person.pk, f"changed_{self.what}")

    def said_to(self, person: Registration) -> dict[str, bool]:
        """Tell what a text depends on besides what has changed."""
        return {
            "has_place": person.is_confirmed,
            "overtakes": person.pk in self.overtakes,
            "is_kept": person.pk in self.kept,
        }

    def entries(self, person: Registration, sessions: Sequence[Session]) -> Entries:
        """Say which entries of this person follow; a place on offer has none yet."""
        if person.pk in self.lost:
            return "CANCEL", self.gone
        if not person.is_confirmed or not self.in_calendars:
            return "REQUEST", []
        if self.gone and not self.lost:
            return "CANCEL", self.gone
        if person.pk in self.apart or person.pk in self.overtakes:
            return "REQUEST", sessions
        return "REQUEST", [one for one in sessions if self.only in (None, one.pk)]


def letters(
    people: Sequence[Registration],
    change: Change,
    entry: AuditEntry,
    *,
    due_at: datetime,
) -> list[Message]:
    """Write to each of these people of one seminar; without an address, to nobody."""
    people = [person for person in people if person.address]
    if not people:
        return []
    sessions = calendars.sessions_of(people[0].seminar)
    wanted = {person.pk: change.entries(person, sessions) for person in people}
    sequences = calendars.raise_sequences(
        [(one.pk, pk) for pk, (_method, about) in wanted.items() for one in about]
    )
    forms, texts = calendars.Forms(entry.at), Texts()
    found: dict[int, Message] = {}
    for language, group in by_language(people):
        with translation.override(language):
            for person in group:
                method, about = wanted[person.pk]
                purpose, name = change.purpose(person), person.addressed_name
                said = change.said_to(person) | {"has_entries": bool(about)}
                kind = (purpose, language, person.mode, *said.values())
                found[person.pk] = outbox.letter(
                    purpose,
                    entry,
                    texts.of(name, kind, partial(text_of, change, person, said)),
                    addressee(person),
                    calendars=forms.fill(person, about, method, sequences),
                    next_attempt_at=due_at,
                )
    return [found[person.pk] for person in people]


def by_language(
    people: Sequence[Registration],
) -> Iterable[tuple[str, Iterable[Registration]]]:
    """Put people together who read the same language."""
    language = attrgetter("language")
    return groupby(sorted(people, key=language), key=language)


def addressee(person: Registration) -> Addressee:
    return Addressee(
        person,
        person.address,
        person.language,
        person.addressed_name,
        link_of(person),
    )


def text_of(change: Change, person: Registration, said: dict[str, bool]) -> Written:
    """Render a change to anybody for whom it means what it does for this person."""
    context = {
        "name": SOMEBODY,
        "seminar": person.seminar,
        "sessions": calendars.sessions_of(person.seminar),
        "before": change.before.get(person.language, ""),
        "after": change.after.get(person.language, ""),
        "why": change.why,
        "registration": person,
        "until": hours.moment(change.until) if change.until else "",
    } | said
    if change.until and person.pk in change.apart:
        context["action"] = _("Confirm the place, or give it up")
    return outbox.texts(f"registrations/emails/{change.purpose(person)}", context)
