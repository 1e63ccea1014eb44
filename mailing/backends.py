"""Django's SMTP backend, and whether a message may have left before the line broke.

It also keeps what the relay last said, which often names the message over there.
"""

import smtplib
from typing import Any

from django.core.mail.backends import smtp


class Watched:
    """Raise a flag from the first byte of a message until its answer is here."""

    may_have_left = False
    last_answer = ""

    def data(self, msg: Any) -> tuple[int, bytes]:
        self.may_have_left = True
        try:
            code, words = super().data(msg)  # type: ignore[misc]
        except smtplib.SMTPResponseException:
            self.may_have_left = False
            raise
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
