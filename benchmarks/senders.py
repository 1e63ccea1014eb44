"""Ways to hand a letter to a relay, each timed for so many messages."""

import smtplib
import socket
import time

from django.conf import settings
from django.core.mail import get_connection
from django.db import connection
from django.utils import timezone

from benchmarks import letters
from benchmarks.relay import DJANGOS, OURS
from benchmarks.sink import AT_ONCE, END, HOST
from mailing import delivery, mailings
from mailing.models import Mailing, MailingState
from users.models import Actor, ActorKind

BENCH = Actor(ActorKind.COMMAND, label="bench")
FOR_EVER = 3600


class Lost(Exception):
    """Not everything arrived."""


def one_letter() -> bytes:
    message = letters.Django()(0, "Amina Diallo", "reader@example.org")
    return message.message().as_bytes(linesep="\r\n")


def bare(messages: int) -> float:
    """Speak SMTP over a bare socket, a ready letter each: what the sink can take."""
    letter = one_letter().removesuffix(b"\r\n") + END
    with socket.create_connection((HOST, settings.EMAIL_PORT)) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        line.recv(AT_ONCE)
        began = time.perf_counter()
        for number in range(messages):
            to = b"RCPT TO:<reader%d@example.org>\r\n" % number
            for said in (b"MAIL FROM:<a@example.org>\r\n", to, b"DATA\r\n", letter):
                line.sendall(said)
                line.recv(AT_ONCE)
        return time.perf_counter() - began


def ready(messages: int) -> float:
    """Give smtplib bytes that are ready."""
    letter = one_letter()
    with smtplib.SMTP(HOST, settings.EMAIL_PORT) as relay:
        relay.ehlo()
        began = time.perf_counter()
        for number in range(messages):
            relay.sendmail("a@example.org", f"reader{number}@example.org", letter)
        return time.perf_counter() - began


def by_django(messages: int) -> float:
    """Build and render each letter, and send all by Django, on one connection."""
    write = letters.Django()
    people = enumerate(letters.addressees(messages))
    with get_connection(DJANGOS) as backend:
        began = time.perf_counter()
        backend.send_messages(
            [write(number, name, address) for number, (_, name, address, _) in people]
        )
        return time.perf_counter() - began


def by_engine(messages: int) -> float:
    """Send a started mailing by the loop, as it is shipped."""
    return delivered(messages, OURS)


def by_engine_plainly(messages: int) -> float:
    """Send it through Django's own backend, which serialises each message."""
    return delivered(messages, DJANGOS)


def delivered(messages: int, backend: str) -> float:
    settings.EMAIL_BACKEND = backend
    mailing = started(messages)
    began = time.perf_counter()
    delivery.deliver_due(seconds=FOR_EVER)
    taken = time.perf_counter() - began
    settings.EMAIL_BACKEND = OURS
    mailing.refresh_from_db()
    if (mailing.state, mailing.sent) != (MailingState.DONE, messages):
        raise Lost(f"{mailing.sent} of {messages} were sent: {mailing.state}")
    return taken


def started(messages: int) -> Mailing:
    """Empty the queue and start a mailing to so many."""
    empty()
    mailing = letters.make_mailing()
    people = letters.addressees(messages)
    mailings.start(mailing, people, by=BENCH, at=timezone.now())
    return mailing


def empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE mailing_mailing, mailing_message, mailing_window, mailing_relay"
            " CASCADE"
        )
