"""What a relay's answer means, for the row and for the relay itself."""

import re
import smtplib
from dataclasses import dataclass
from enum import Enum, auto

ENHANCED = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?!\.?\d)")  # no host
DEAD = re.compile(r"5\.1\.\d+|5\.2\.1")
POLICY = re.compile(r"(?<![\d.])5\.7\.\d{1,3}(?!\.?\d)")
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
    is_policy: bool = False
    refuses_us: bool = False
    is_silent: bool = False


def answer_in(error: Exception, *, may_have_left: bool) -> Answer:
    """Read an error that came of sending one row."""
    names = names_in(error)
    if "AnymailError" in names:
        return answer_of_a_service(error, names)
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
    is_policy = bool(POLICY.search(words))
    dead = is_dead(code, words)
    return Answer(Outcome.FAILED, reply, is_address_dead=dead, is_policy=is_policy)


def without_a_code(error: Exception, reply: str, *, may_have_left: bool) -> Answer:
    """Judge silence by what was said before it."""
    if may_have_left:
        return Answer(Outcome.DOUBT, reply, is_relay_failing=True)
    if isinstance(error, OSError):
        return Answer(Outcome.UNTOUCHED, reply, is_relay_failing=True, is_silent=True)
    return Answer(Outcome.FAILED, reply)  # this row can't be put on the wire


# A mail service speaks HTTP through django-anymail, which need not be installed: its
# errors are known by name, and so are those of the libraries below it.
NEVER_LEFT = {"AnymailUnsupportedFeature", "AnymailSerializationError"}
NEVER_LEFT |= {"AnymailInvalidAddress", "AnymailRecipientsRefused"}
NEVER_CONNECTED = {"NewConnectionError", "ConnectTimeoutError", "NameResolutionError"}
NEVER_CONNECTED |= {"SSLCertVerificationError"}
REFUSES_US = (401, 402, 403, 404)  # the key, the bill, the account, the domain
TOO_MANY = 429
ANSWER_LOST = (408, 502, 504)  # a gateway asked on and heard nothing


def answer_of_a_service(error: Exception, names: set[str]) -> Answer:
    status, reply = getattr(error, "status_code", None), describe(error)
    if status is None:
        return without_a_status(names, reply)
    if status in REFUSES_US:
        return Answer(Outcome.UNTOUCHED, reply, True, refuses_us=True)
    if status == TOO_MANY:
        return Answer(Outcome.UNTOUCHED, reply, is_relay_failing=True)
    if status in ANSWER_LOST:
        return Answer(Outcome.DOUBT, reply, is_relay_failing=True)
    if status >= 500:  # perhaps because of this very row: its attempt counts
        return Answer(Outcome.LATER, reply, is_relay_failing=True)
    if status >= 400:
        return Answer(Outcome.FAILED, reply)
    return Answer(Outcome.DOUBT, reply)  # it took something, and said what nobody knows


def without_a_status(names: set[str], reply: str) -> Answer:
    if names & NEVER_LEFT:
        return Answer(Outcome.FAILED, reply)
    if names & NEVER_CONNECTED:
        return Answer(Outcome.UNTOUCHED, reply, is_relay_failing=True)
    return Answer(Outcome.DOUBT, reply, is_relay_failing=True)


def names_in(error: BaseException | None) -> set[str]:
    """Name the classes of an error and of all that led to it."""
    names: set[str] = set()
    while error:
        names |= {kind.__name__ for kind in type(error).__mro__}
        error = error.__cause__ or error.__context__
    return names


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
    # Without a code that refuses, the connection broke off in mid-answer.
    return (code if 400 <= code < 600 else 0), " ".join(str(said).split())


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
