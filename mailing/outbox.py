"""The only door out: a message is a row of the transaction whose fact it tells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.template.loader import render_to_string
from django.utils import translation

from mailing.alarm import nudge_on_commit
from mailing.models import Message
from unitar_seminars.db import key
from unitar_seminars.links import Link
from users.models import AuditEntry


@dataclass(frozen=True)
class Addressee:
    """Whom a message tells: a row that names them, where, and in which language."""

    person: Model
    address: str
    language: str
    name: str = ""
    link: Link | None = None


@dataclass(frozen=True)
class Fact:
    """What a message tells, as `<app>/<purpose>`, and the context of its templates.

    `<app>/emails/<purpose>.subject.txt` and `.lead.txt` say it; the rest of the body,
    plain and HTML, is the same for all, so that both always say the same.

    `about` is the key of the verb's audit entry. A calendar is one iCalendar
    object with its METHOD. After `not_after` the message is not worth sending.
    """

    purpose: str
    entry: AuditEntry
    context: Mapping[str, Any] = field(default_factory=dict)
    calendars: Sequence[str] = ()
    not_after: datetime | None = None


def enqueue(fact: Fact, to: Addressee) -> Message:
    """Tell one person of one fact, once; on commit, wake a worker."""
    app, _, name = fact.purpose.partition("/")
    with translation.override(to.language):
        written = texts(f"{app}/emails/{name}", fact.context)
    return post(
        name,
        fact.entry,
        written,
        to,
        calendars=list(fact.calendars),
        not_after=fact.not_after,
    )


def post(
    purpose: str,
    entry: AuditEntry,
    written: tuple[str, str, str],
    to: Addressee,
    **more: Any,
) -> Message:
    """Tell one person what is finished: subject, plain text and HTML."""
    link = [to.link.kind, to.link.pk, to.link.generation] if to.link else None
    subject, text, html = written
    message = Message.objects.create(
        person_key=key(to.person),
        purpose=purpose,
        about=key(entry),
        address=to.address,
        name=" ".join(to.name.split()),
        language=to.language,
        merge={"link": link} if link else {},
        subject=subject,
        text=text,
        html=html,
        next_attempt_at=entry.at,
        **more,
    )
    nudge_on_commit()  # no broker: the next sweep sends it
    return message


def texts(name: str, context: Mapping[str, Any]) -> tuple[str, str, str]:
    """Render subject, plain text and HTML in the active language."""
    language = translation.get_language() or "en"
    frame = {
        **context,
        "language": language,
        "direction": "rtl" if translation.get_language_bidi() else "ltr",
    }
    subject = render_to_string(f"{name}.subject.txt", frame)
    frame["lead"] = render_to_string(f"{name}.lead.txt", frame).strip()
    text = render_to_string("mailing/_body.txt", frame)
    html = render_to_string("mailing/_body.html", frame)
    return " ".join(subject.split()), text.strip() + "\n", html.strip()
