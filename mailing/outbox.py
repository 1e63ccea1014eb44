"""The only door out: a message is a row of the transaction whose fact it tells."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.template.loader import render_to_string
from django.utils import translation

from mailing.alarm import nudge_on_commit
from mailing.models import LONGEST_NAME, LONGEST_SUBJECT, Message, MessageState
from unitar_seminars.db import key
from unitar_seminars.links import Link
from users.models import AuditEntry

HAS_LEFT = (MessageState.SENDING, MessageState.SENT, MessageState.UNCERTAIN)


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
    message = letter(purpose, entry, written, to, **more)
    message.save(force_insert=True)
    nudge_on_commit()  # no broker: the next sweep sends it
    return message


def post_all(letters: Sequence[Message]) -> None:
    """Tell many people at once what `letter` wrote to each."""
    Message.objects.bulk_create(letters)
    nudge_on_commit()


def letter(
    purpose: str,
    entry: AuditEntry,
    written: tuple[str, str, str],
    to: Addressee,
    **more: Any,
) -> Message:
    """Write to one person what is finished; nothing is stored here."""
    told = {"next_attempt_at": entry.at, **more}
    return letter_about(key(entry), purpose, written, to, **told)


def letter_about(
    about: str,
    purpose: str,
    written: tuple[str, str, str],
    to: Addressee,
    **more: Any,
) -> Message:
    """Write the same of what no entry tells: an hour that comes.

    A name and a subject are cut to what a message has room for; the text says both in
    full.
    """
    link = [to.link.kind, to.link.pk, to.link.generation] if to.link else None
    subject, text, html = written
    return Message(
        **more,
        person_key=key(to.person),
        purpose=purpose,
        about=about,
        address=to.address,
        name=" ".join(to.name.split())[:LONGEST_NAME],
        language=to.language,
        merge={"link": link} if link else {},
        subject=subject[:LONGEST_SUBJECT],
        text=text,
        html=html,
    )


def recall(about: str, *, at: datetime) -> set[str]:
    """Call back what tells of a fact and has not left; name whom it has reached.

    What a worker holds at this moment, or could have taken, counts as having left: a
    message that was let out of its turn goes before one that builds on it.
    """
    rows = Message.objects.filter(mailing=None, about=about)
    due = rows.filter(state=MessageState.PENDING, next_attempt_at__lte=at)
    waiting = rows.filter(state=MessageState.PENDING, next_attempt_at__gt=at)
    keys = waiting.select_for_update(no_key=True).values_list("pk", flat=True)
    Message.objects.filter(pk__in=list(keys)).update(
        state=MessageState.CANCELLED, not_after=at
    )
    left = rows.filter(state__in=HAS_LEFT) | due
    return set(left.values_list("person_key", flat=True))


def hurry(people: Sequence[str], purposes: Sequence[str], *, at: datetime) -> None:
    """Let what waits for its hour leave before what these people are told now."""
    waiting = _waiting(people, purposes).filter(next_attempt_at__gt=at)
    waiting.update(next_attempt_at=at)


def drop(people: Sequence[str], purposes: Sequence[str], *, at: datetime) -> None:
    """Call back what waits to be told these people and is no longer worth it."""
    waiting = _waiting(people, purposes)
    waiting.update(state=MessageState.CANCELLED, not_after=at)


def put_off(people: Sequence[str], purposes: Sequence[str]) -> list[Message]:
    """Lock and list what a relay did not take from us at first, and nobody holds."""
    refused = _waiting(people, purposes).filter(attempt__gt=0)
    return list(refused.select_for_update(no_key=True).order_by("pk"))


def call_back(keys: Collection[int], *, at: datetime) -> None:
    """Let these messages, which the caller has locked, go nowhere."""
    rows = Message.objects.filter(pk__in=keys)
    rows.update(state=MessageState.CANCELLED, not_after=at)


def revive(people: Sequence[str], purposes: Sequence[str], *, since: datetime) -> None:
    """Let what a relay had put off when it was called back wait as it did."""
    rows = Message.objects.filter(
        mailing=None,
        person_key__in=people,
        purpose__in=purposes,
        state=MessageState.CANCELLED,
        attempt__gt=0,
        not_after=since,
    )
    rows.update(state=MessageState.PENDING, not_after=None)
    nudge_on_commit()


def _waiting(people: Sequence[str], purposes: Sequence[str]) -> QuerySet[Message]:
    return Message.objects.filter(
        mailing=None,
        person_key__in=people,
        purpose__in=purposes,
        state=MessageState.PENDING,
    )


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
