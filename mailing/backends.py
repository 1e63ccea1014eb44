"""Django's SMTP backend, and whether a message may have left before the line broke.

It also keeps what the relay last said, which often names the message over there, and
writes the usual message the short way.
"""

import re
import smtplib
from collections.abc import Sequence
from email.utils import parseaddr
from typing import Any

from django.core.mail.backends import smtp
from django.core.mail.message import sanitize_address

from mailing import skeleton

WORD, LABEL = (
    r"[\w!#$%&'*+/=?^`{|}~-]+",
    r"[A-Za-z0-9](?:[A-Za-z0-9-]{,61}[A-Za-z0-9])?",
)
ADDRESS = rf"{WORD}(?:\.{WORD})*@{LABEL}(?:\.{LABEL})*"
NAME = r"[\w !#$%&'*+/=?^`{|}~-]+" r'|"[^"\\]*"'
MAILBOX = re.compile(rf"(?:(?:{NAME}) <({ADDRESS})>|({ADDRESS}))", re.ASCII)
GO_ON = 354
END = b"\r\n.\r\n"


class Watched:
    """Raise a flag from the first byte of a message until its answer is here."""

    may_have_left = False
    last_answer = ""

    def mail(self: Any, sender: str, options: Sequence[str] = ()) -> Any:
        return self.docmd("mail", " ".join([f"FROM:<{sender}>", *options]))

    def rcpt(self: Any, recip: str, options: Sequence[str] = ()) -> Any:
        return self.docmd("rcpt", " ".join([f"TO:<{recip}>", *options]))

    def data(self: Any, msg: bytes) -> Any:
        code, words = self.docmd("data")
        if code != GO_ON:
            raise smtplib.SMTPDataError(code, words)
        self.may_have_left = True
        self.send(msg.replace(b"\n.", b"\n..").removesuffix(b"\r\n") + END)
        code, words = self.getreply()
        self.may_have_left = False
        self.last_answer = f"{code} {words.decode(errors='replace')}"
        return code, words


class Plain(Watched, smtplib.SMTP):
    pass


class Encrypted(Watched, smtplib.SMTP_SSL):
    pass


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
            self.connection.sendmail(sender, others, raw)
        except smtplib.SMTPException:
            if not self.fail_silently:
                raise
            return False
        return True


def bare(mailbox: str) -> str:
    """Return the address of a mailbox as it stands on the envelope."""
    if usual := MAILBOX.fullmatch(mailbox):
        return usual[1] or usual[2]
    return parseaddr(sanitize_address(mailbox, "utf-8"))[1]
