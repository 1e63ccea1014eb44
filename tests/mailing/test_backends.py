"""The same mailing, whichever way out Django's settings name."""

import email
import email.policy
from email.header import decode_header, make_header
from email.utils import getaddresses

import pytest
from anymail.backends.test import EmailBackend as Service
from django.core import mail

from mailing import delivery
from mailing.models import Mailing, Message
from tests.mailing.rows import make_message, make_running, states

pytestmark = pytest.mark.django_db
HOSTILE = ["محمد العلي", "Zoë O'Brien", '<b>"bold"</b>', "Fürst, von und zu", "a\\b"]
CHANGING = ("date", "mime-version", "content-type", "message-id")


def mailing_to_all():
    mailing = make_running([])
    Mailing.objects.update(total=len(HOSTILE))
    for number, name in enumerate(HOSTILE):
        make_message(
            f"m{number}@example.org",
            mailing=mailing,
            name=name,
            language="fr" if number % 2 else "en",
        )
    return mailing


def parsed(raw):
    return email.message_from_bytes(raw, policy=email.policy.default)


def meant(message):
    """Return what a reader sees, in the words of the standard library."""
    headers = {name.lower(): str(value) for name, value in message.items()}
    text, html = (message.get_body((kind,)) for kind in ("plain", "html"))
    return (
        sorted((k, v) for k, v in headers.items() if k not in CHANGING),
        getaddresses([message["To"]]),
        text.get_content().split(),
        html.get_content().split(),
    )


def deliver():
    delivery.deliver_due(seconds=5)
    assert set(states().values()) == {"sent"}


def again():
    Message.objects.update(state="pending", accepted_at=None)
    Mailing.objects.update(state="running", sent=0)


def test_relay_and_files_get_the_same(relay, settings, tmp_path):
    mailing_to_all()
    deliver()
    by_relay = [meant(message) for message in relay.accepted]

    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    again()
    deliver()
    written = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    pieces = written.split(b"-" * 79 + b"\n")
    by_files = [meant(parsed(piece)) for piece in pieces if piece.strip()]

    assert len(by_files) == len(HOSTILE)
    assert by_relay == by_files


def test_mail_service_gets_the_same(relay, settings):
    mailing_to_all()
    deliver()
    by_relay = [meant(message) for message in relay.accepted]

    settings.EMAIL_BACKEND = f"{Service.__module__}.{Service.__name__}"
    again()
    deliver()
    by_service = [meant(parsed(m.message().as_bytes())) for m in mail.outbox]

    assert by_relay == by_service
    sent = [m.anymail_test_params for m in mail.outbox]
    assert [one["to"][0].addr_spec for one in sent] == [
        f"m{n}@example.org" for n in range(len(HOSTILE))
    ]
    names = [make_header(decode_header(one["to"][0].display_name)) for one in sent]
    assert [str(name) for name in names] == HOSTILE
    assert {one["from"].addr_spec for one in sent} == {settings.CONTACT_ADDRESS}
    assert not any("envelope_sender" in one for one in sent)
    listed = {"List-Unsubscribe", "List-Unsubscribe-Post", "List-Id", "Message-ID"}
    assert all(listed <= set(one["extra_headers"]) for one in sent)
