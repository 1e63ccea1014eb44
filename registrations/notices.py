"""What timed notices say: one text for each notice, language and way of taking part."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from mailing import outbox
from mailing.models import Message
from mailing.outbox import Addressee
from registrations import calendars
from registrations.emails import link_of
from registrations.models import Registration
from registrations.texts import SOMEBODY, Texts, Written
from seminars.models import Document, Session, Venue


@dataclass(frozen=True)
class Notice:
    """One thing to tell, to whomever it is told, and the hours between which."""

    purpose: str
    about: str
    due_at: datetime
    not_after: datetime
    sessions: Sequence[Session] = ()
    papers: Sequence[Document] = ()

    @property
    def subject_of_it(self) -> str:
        """What it is about, whatever the revision: who knows of it knows this."""
        return self.about.partition(" r")[0]


def letters(meant: Iterable[tuple[Notice, Registration]]) -> list[Message]:
    """Write each notice to each person it is meant for; nothing is stored here."""
    texts = Texts()
    return [letter(notice, person, texts) for notice, person in meant]


def letter(notice: Notice, person: Registration, texts: Texts) -> Message:
    kind = (notice.purpose, notice.about, person.language, person.mode)
    with translation.override(person.language):
        name = person.addressed_name
        written = texts.of(name, kind, partial(text_of, notice, person))
    to = Addressee(person, person.address, person.language, name, link_of(person))
    hours = {"next_attempt_at": notice.due_at, "not_after": notice.not_after}
    return outbox.letter_about(notice.about, notice.purpose, written, to, **hours)


def text_of(notice: Notice, person: Registration) -> Written:
    """Render a notice to anybody who takes part as this person does."""
    context: dict[str, Any] = {
        "name": SOMEBODY,
        "seminar": person.seminar,
        "sessions": notice.sessions or calendars.sessions_of(person.seminar),
        "papers": notice.papers,
        "is_online": person.mode == "online",
        "venues": venues_of(notice.sessions),
    }
    if notice.purpose != "reminder":
        context["action"] = _("Open your page and its papers")
    return outbox.texts(f"registrations/emails/{notice.purpose}", context)


def venues_of(sessions: Sequence[Session]) -> list[Venue]:
    """List the buildings that these sessions take rooms in, each once."""
    rooms = [one.room for one in sessions if one.room and one.takes_room]
    return list({room.venue.pk: room.venue for room in rooms}.values())
