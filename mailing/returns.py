"""Mail that comes back to an address of ours, as the relay hands it over.

The address it came to names the message, sealed: whoever has no key changes nothing.
What the report says is read by libraries: the standard one where it follows RFC 3464,
else flufl.bounce, which knows how old servers put it.
"""

import logging
import re
from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes
from email.message import Message as Mail
from email.utils import getaddresses
from enum import Enum

from flufl.bounce import all_failures

from mailing import bounces, suppressions
from mailing.bounces import Report
from mailing.envelope import Envelope
from mailing.models import BounceKind, Message
from mailing.unsubscription import Unsubscription
from users.models import Actor, ActorKind

logger = logging.getLogger(__name__)
CAME_TO = ("Delivered-To", "X-Original-To", "Envelope-To", "To")
OUR_WORDS = re.compile(  # where a server's words end and the message begins
    r"^(.*(copy of|original message|returned (message|mail)|message (text )?follows)"
    r"|(Message-ID|Received|Return-Path|From): )",
    re.IGNORECASE | re.MULTILINE,
)
WENT_ON = ("delivered", "relayed", "expanded")
FAILED = ("fail", "error")  # also as old servers put it
Verdict = tuple[BounceKind, str]


class Received(Enum):
    """What a message turned out to be."""

    NOTED = "noted"
    KNOWN = "known before"
    UNSUBSCRIBED = "unsubscribed"
    NOT_OURS = "of no message of ours"
    NOT_READ = "not understood"


def receive(raw: bytes, *, recipient: str = "", at: datetime) -> Received:
    """Read what came to one of our addresses and draw the consequence."""
    mail = message_from_bytes(raw)
    for mailbox, _plus, token in local_parts(mail, recipient):
        if mailbox == "u" and (ending := Unsubscription.read(token)):
            return end(ending, at=at)
        if mailbox == "b" and (named := Envelope.read(token)):
            return note(named, mail, [token, body_of(raw)], at=at)
    logger.warning("%s bytes came back, of no message of ours", len(raw))
    return Received.NOT_OURS


def local_parts(mail: Mail, recipient: str) -> Iterator[tuple[str, str, str]]:
    """List what may be the mailbox and the token that the message came to."""
    values = [recipient]
    for header in CAME_TO:
        values += [str(value) for value in mail.get_all(header, [])]
    for _name, address in getaddresses(values):
        yield address.partition("@")[0].lower().partition("+")


def end(ending: Unsubscription, *, at: datetime) -> Received:
    """Take an address off, as its reader asked by mail."""
    ours = Message.objects.remembered().filter(mailing__isnull=False)
    message = ours.select_related("mailing").filter(pk=ending.message_id).first()
    if message is None:
        return Received.NOT_OURS
    link = Actor(ActorKind.LINK, label=f"message {message.pk}")
    suppressions.unsubscribe(message, by=link, at=at)
    return Received.UNSUBSCRIBED


def note(
    named: Envelope, mail: Mail, parts: list[str | bytes], *, at: datetime
) -> Received:
    """Write down what a report says about one of our messages."""
    message = Message.objects.remembered().filter(pk=named.message_id).first()
    if message is None:
        return Received.NOT_OURS
    found = verdict(mail)
    if found is None:
        kind = mail.get_content_type()
        logger.warning("message %s: its answer, %s, is no report", message.pk, kind)
        return Received.NOT_READ
    fingerprint = bounces.fingerprint_of(*parts)
    report = Report(message, message.address_folded, *found, fingerprint)
    return Received.NOTED if bounces.note(report, at=at) else Received.KNOWN


def body_of(raw: bytes) -> bytes:
    """Leave the headers out: each hand that a message goes through adds some."""
    return raw.replace(b"\r\n", b"\n").partition(b"\n\n")[2]


def verdict(mail: Mail) -> Verdict | None:
    """Say what a report says about its one addressee, if it is one."""
    blocks = list(addressees(mail))
    if blocks:
        return verdict_of(blocks)
    try:
        temporary, permanent = all_failures(mail)
    except Exception as error:  # it was written for reports, and this may be anything
        logger.warning("an answer could not be read: %s", type(error).__name__)
        return None
    words = text_of(mail)
    if permanent:
        return bounces.kind_in(words, unless_said=BounceKind.HARD), words
    return (BounceKind.SOFT, words) if temporary else None


def addressees(mail: Mail) -> Iterator[Mail]:
    """List the blocks of a report, one for each address it is about."""
    for part in mail.walk():
        if part.get_content_type() == "message/delivery-status":
            blocks = part.get_payload()
            for block in blocks if isinstance(blocks, list) else []:
                if isinstance(block, Mail) and "Action" in block:
                    yield block


def verdict_of(blocks: list[Mail]) -> Verdict | None:
    """Judge by the block that failed; one that went on has reached somebody."""
    actions = [str(block["Action"]).strip().lower() for block in blocks]
    if any(action.startswith(WENT_ON) for action in actions):
        return None
    for block, action in zip(blocks, actions, strict=True):
        words = " ".join(str(block.get(f, "")) for f in ("Status", "Diagnostic-Code"))
        if action.startswith(FAILED):
            return bounces.kind_in(words, unless_said=BounceKind.SOFT), words
        if action.startswith("delayed"):
            return BounceKind.SOFT, words
    return None


def text_of(mail: Mail) -> str:
    """Return what the server wrote, without the message that it sends back."""
    for part in mail.walk():
        if part.get_content_type() == "text/plain":
            payload = part.get_payload(decode=True)
            assert isinstance(payload, bytes)
            return OUR_WORDS.split(payload.decode(errors="replace"), maxsplit=1)[0]
    return ""
