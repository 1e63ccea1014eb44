"""What a relay's answer means, for the row and for the relay itself."""

import re
import smtplib
from dataclasses import dataclass
from enum import Enum, auto

ENHANCED = re.compile(r"([245]\.\d{1,3}\.\d{1,3})\b")
DEAD = re.compile(r"5\.1\.\d+|5\.2\.1")
ABOUT_US = ("5.1.7", "5.1.8")  # the sender's address, not the addressee's
DEAD_WITHOUT_A_BETTER_CODE = (550, 551, 553)
CLOSING = 421
TOO_LARGE = 552


class Outcome(Enum):
    """What becomes of a row that was not accepted."""

    UNTOUCHED = auto()  # nobody began with it: pending, no attempt counted
    LATER = auto()
    FAILED = auto()
    DOUBT = auto()  # it may have left


@dataclass(frozen=True)
class Answer:
    """The relay's words about one row, and what follows from them."""

    outcome: Outcome
    reply: str
    is_relay_failing: bool = False
    is_address_dead: bool = False
    refuses_us: bool = False


def answer_in(error: Exception, *, may_have_left: bool) -> Answer:
    """Read an error that came of sending one row."""
    code, words = spoken(error)
    reply = f"{code} {words}".strip()[:300] if code else describe(error)
    if not code:
        return without_a_code(error, reply, may_have_left=may_have_left)
    if isinstance(error, smtplib.SMTPSenderRefused) and is_about_size(code, words):
        return Answer(Outcome.FAILED, reply)
    if code == CLOSING or isinstance(
        error, smtplib.SMTPConnectError | smtplib.SMTPHeloError
    ):
        return Answer(Outcome.UNTOUCHED, reply, is_relay_failing=True)
    if isinstance(error, smtplib.SMTPSenderRefused | smtplib.SMTPAuthenticationError):
        is_final = code >= 500
        return Answer(Outcome.UNTOUCHED, reply, True, refuses_us=is_final)
    if code < 500:
        return Answer(Outcome.LATER, reply)
    return Answer(Outcome.FAILED, reply, is_address_dead=is_dead(code, words))


def without_a_code(error: Exception, reply: str, *, may_have_left: bool) -> Answer:
    """Judge silence by what was said before it."""
    if may_have_left:
        return Answer(Outcome.DOUBT, reply, is_relay_failing=True)
    if isinstance(error, OSError):
        return Answer(Outcome.UNTOUCHED, reply, is_relay_failing=True)
    return Answer(Outcome.FAILED, reply)  # this row can't be put on the wire


def spoken(error: Exception) -> tuple[int, str]:
    """Return the code and the words of the relay, or 0 if it said nothing."""
    code, words = 0, str(error)
    said: object = words
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
    elif isinstance(error, smtplib.SMTPResponseException):
        code, said = error.smtp_code, error.smtp_error
    if isinstance(said, bytes):
        said = said.decode(errors="replace")
    # Without a code that SMTP knows, the connection broke off in mid-answer.
    return (code if 200 <= code < 600 else 0), " ".join(str(said).split())


def describe(error: Exception) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())}"[:300]


def is_dead(code: int, words: str) -> bool:
    """Tell that there is no such mailbox from all other refusals."""
    if better := ENHANCED.search(words):
        return bool(DEAD.fullmatch(better[1])) and better[1] not in ABOUT_US
    return code in DEAD_WITHOUT_A_BETTER_CODE


def is_about_size(code: int, words: str) -> bool:
    """Tell a message that is too large, which its sender's line announces."""
    better = ENHANCED.search(words)
    return better[1] == "5.3.4" if better else code == TOO_LARGE
