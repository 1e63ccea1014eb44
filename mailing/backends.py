"""Django's SMTP backend, writing and sending the usual message the short way."""

import re
import smtplib
from email.utils import parseaddr
from typing import Any

from django.core.mail.backends import smtp
from django.core.mail.message import sanitize_address

from mailing import skeleton
from mailing.dialogue import Encrypted, Plain

WORD = r"[\w!#$%&'*+/=?^`{|}~-]+"
LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{,61}[A-Za-z0-9])?"
ADDRESS = rf"{WORD}(?:\.{WORD})*@{LABEL}(?:\.{LABEL})*"
NAME = r"[\w !#$%&'*+/=?^`{|}~-]+" r'|"[^"\\]*"'
MAILBOX = re.compile(rf"(?:(?:{NAME}) <({ADDRESS})>|({ADDRESS}))", re.ASCII)


class EmailBackend(smtp.EmailBackend):
    """Used for every `smtp…` address of a relay."""

    @property
    def connection_class(self) -> Any:
        return Encrypted if self.use_ssl else Plain

    def _send(self, message: Any) -> bool:
        """Send the bytes that Django would, where they can be had for less."""
        if not message.recipients():
            return False
        sender, *others = map(bare, [message.from_email, *message.recipients()])
        raw = skeleton.serialised(message)
        if raw is None:
            raw = message.message().as_bytes(linesep="\r\n")
        try:
            self.deliver(sender, others, raw)
        except smtplib.SMTPException:
            if not self.fail_silently:
                raise
            return False
        return True

    def deliver(self, sender: str, others: list[str], raw: bytes) -> None:
        relay: Any = self.connection
        if len(others) == 1:
            relay.hand_over(sender, others[0], raw)
        else:
            relay.sendmail(sender, others, raw)


def bare(mailbox: str) -> str:
    """Return the address of a mailbox as it stands on the envelope."""
    if usual := MAILBOX.fullmatch(mailbox):
        return usual[1] or usual[2]
    return parseaddr(sanitize_address(mailbox, "utf-8"))[1]
