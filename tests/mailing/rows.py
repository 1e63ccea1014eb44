"""Rows of the queue, made by hand."""

from datetime import timedelta

from django.utils import timezone

from mailing.models import Mailing, MailingState, MailingText, Message
from users.models import Actor, ActorKind

SYSTEM = Actor(ActorKind.SYSTEM, label="test")
TEXTS = {
    "en": ("Update for [[name]]", "Dear [[name]],\n\nnews.\n", "<p>Dear [[name]]</p>"),
    "fr": ("Nouvelles", "Cher [[name]],\n\ndes nouvelles.\n", "<p>Cher [[name]]</p>"),
}


def a_minute_ago():
    return timezone.now() - timedelta(minutes=1)


def make_message(address="mission@example.org", **fields):
    """A message to one person, due since a minute."""
    return Message.objects.create(**values(address, **fields))


def make_messages(addresses, **fields):
    """Messages to several people, in one statement."""
    rows = [Message(**values(address, **fields)) for address in addresses]
    return Message.objects.bulk_create(rows)


def values(address, **fields):
    texts = {"subject": "Your place", "text": "You have a place.\n"}
    return {
        "person_key": f"registrations.registration:{address}",
        "purpose": "seat_confirmed",
        "about": "users.auditentry:1",
        "address": address,
        "language": "en",
        "next_attempt_at": a_minute_ago(),
        **({} if fields.get("mailing") else texts),
        **fields,
    }


def make_mailing(**fields):
    """A mailing with its texts, not started."""
    mailing = Mailing.objects.create(
        **{
            "purpose": "briefing",
            "scope": "briefings",
            "start_at": a_minute_ago(),
            "approved_hash": "0" * 64,
            **fields,
        }
    )
    for language, (subject, text, html) in TEXTS.items():
        MailingText.objects.create(
            mailing=mailing, language=language, subject=subject, text=text, html=html
        )
    return mailing


def make_running(addresses, **fields):
    """A mailing under way to these addresses, without its start."""
    mailing = make_mailing(state=MailingState.RUNNING, total=len(addresses), **fields)
    Message.objects.bulk_create(
        Message(**values(address, mailing=mailing, name=f"Reader {number}"))
        for number, address in enumerate(addresses)
    )
    return mailing


def states(**which):
    """The states of rows by address."""
    rows = Message.objects.filter(**which).order_by("address")
    return dict(rows.values_list("address", "state"))


def counters_of(mailing):
    """What a mailing says of its rows, the zeros left out."""
    mailing.refresh_from_db()
    names = ("sent", "failed", "suppressed", "cancelled", "expired", "uncertain")
    found = {name: getattr(mailing, name) for name in names}
    return {name: number for name, number in found.items() if number}
