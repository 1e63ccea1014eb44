"""The dialogue with a relay, and whether a message may have left before it broke off.

It also keeps what the relay last said, which often names the message over there.
"""

import smtplib
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

Answer = tuple[int, bytes]
FINE, FORWARDED, GO_ON, GOODBYE = 250, 251, 354, 421
END = b"\r\n.\r\n"
REFUSED = 400  # and above
GROUP = 3  # commands that are sent together: sender, addressee, data


class Plain(smtplib.SMTP):
    """Raise a flag from the first byte of a message until its answer is here."""

    may_have_left = False
    last_answer = ""

    def mail(self, sender: str, options: Sequence[str] = ()) -> Answer:
        return self.docmd("mail", " ".join([f"FROM:<{sender}>", *options]))

    def rcpt(self, recip: str, options: Sequence[str] = ()) -> Answer:
        return self.docmd("rcpt", " ".join([f"TO:<{recip}>", *options]))

    def data(self, msg: Any) -> Answer:
        answer = self.docmd("data")
        if answer[0] != GO_ON:
            self.forget(answer[0])  # `sendmail` does so behind the message only
            raise smtplib.SMTPDataError(*answer)
        return self.content(msg)

    def content(self, message: bytes) -> Answer:
        self.may_have_left = True
        self.send(message.replace(b"\n.", b"\n..").removesuffix(b"\r\n") + END)
        code, words = self.getreply()
        self.may_have_left = code != FINE and not is_refusal(code)
        self.last_answer = f"{code} {words.decode(errors='replace')}"
        return code, words

    def hand_over(self, sender: str, to: str, message: bytes) -> None:
        """Do as `sendmail` does, in half the round trips where the relay allows it."""
        self.ehlo_or_helo_if_needed()
        if not self.has_extn("pipelining"):
            self.sendmail(sender, [to], message)
            return
        size = f" size={len(message)}" if self.has_extn("size") else ""
        self.send(f"mail FROM:<{sender}>{size}\r\nrcpt TO:<{to}>\r\ndata\r\n")
        answers = self.answers_to_a_group()
        error = refusal_in(answers, sender, to)
        if error is None:
            answers.append(self.content(message))
            if answers[-1][0] == FINE:
                return
            error = smtplib.SMTPDataError(*answers[-1])
        elif answers[-1][0] == GO_ON:
            with suppress(smtplib.SMTPServerDisconnected):
                self.docmd(".")  # it waits for a message that nobody would get
        self.forget(answers[-1][0])
        raise error

    def answers_to_a_group(self) -> list[Answer]:
        """Read them all; a relay that refuses and then hangs up has said enough."""
        answers = [self.getreply()]
        while len(answers) < GROUP and answers[-1][0] != GOODBYE:
            try:
                answers.append(self.getreply())
            except smtplib.SMTPServerDisconnected:
                if not is_refusal(answers[-1][0]):
                    raise
                break
        return answers

    def forget(self, code: int) -> None:
        """Begin anew with the next message, unless this dialogue is at its end."""
        if code == GOODBYE or self.may_have_left:
            return self.close()
        with suppress(smtplib.SMTPServerDisconnected):
            self.rset()


class Encrypted(Plain, smtplib.SMTP_SSL):
    """The same over a connection that is encrypted from its first byte."""


def is_refusal(code: int) -> bool:
    """Tell a refusal from an answer that broke off or makes no sense."""
    return REFUSED <= code < 600


def refusal_in(
    answers: Sequence[Answer], sender: str, to: str
) -> smtplib.SMTPException | None:
    """Find the first refusal in a group, behind which there may be no answers."""
    if answers[0][0] != FINE:
        return smtplib.SMTPSenderRefused(*answers[0], sender)
    if answers[1][0] not in (FINE, FORWARDED):
        return smtplib.SMTPRecipientsRefused({to: answers[1]})
    if answers[2][0] != GO_ON:
        return smtplib.SMTPDataError(*answers[2])
    return None
