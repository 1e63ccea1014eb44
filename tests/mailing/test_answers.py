"""Every answer of a relay has one consequence."""

import smtplib

import pytest

from mailing.answers import Outcome, answer_in

ONE = "a@example.org"


def at_rcpt(code, words):
    return smtplib.SMTPRecipientsRefused({ONE: (code, words.encode())})


def at_data(code, words):
    return smtplib.SMTPDataError(code, words.encode())


def at_mail_from(code, words):
    return smtplib.SMTPSenderRefused(code, words.encode(), ONE)


def at_login(code, words):
    return smtplib.SMTPAuthenticationError(code, words.encode())


def at_connect(code, words):
    return smtplib.SMTPConnectError(code, words.encode())


def at_helo(code, words):
    return smtplib.SMTPHeloError(code, words.encode())


@pytest.mark.parametrize("moment", [at_rcpt, at_data])
@pytest.mark.parametrize(
    ("code", "words", "outcome", "is_dead"),
    [
        (450, "4.2.1 mailbox busy", Outcome.LATER, False),
        (451, "greylisted", Outcome.LATER, False),
        (452, "4.2.2 mailbox full", Outcome.LATER, False),
        (550, "5.1.1 no such user", Outcome.FAILED, True),
        (550, "5.1.10 null MX", Outcome.FAILED, True),
        (553, "5.1.2 bad domain", Outcome.FAILED, True),
        (550, "5.2.1 mailbox disabled", Outcome.FAILED, True),
        (550, "no such user", Outcome.FAILED, True),
        (551, "user not local", Outcome.FAILED, True),
        (553, "not allowed", Outcome.FAILED, True),
        (550, "5.7.1 policy", Outcome.FAILED, False),
        (450, "4.7.1 greylisted", Outcome.LATER, False),
        (551, "5.1.6 moved away", Outcome.FAILED, True),
        (550, "5.2.2 over quota", Outcome.FAILED, False),
        (551, "5.7.1 not by you", Outcome.FAILED, False),
        (550, "5.1.7 bad address of the sender", Outcome.FAILED, False),
        (550, "5.1.8 bad sender", Outcome.FAILED, False),
        (552, "5.2.2 mailbox full", Outcome.FAILED, False),
        (552, "5.3.4 too large", Outcome.FAILED, False),
        (554, "refused", Outcome.FAILED, False),
        (500, "what?", Outcome.FAILED, False),
    ],
)
def test_refusal_of_one_addressee_touches_no_other(
    moment, code, words, outcome, is_dead
):
    answer = answer_in(moment(code, words), may_have_left=False)

    assert answer.outcome is outcome
    assert answer.is_address_dead is is_dead
    assert answer.reply == f"{code} {words}"
    assert not answer.is_relay_failing
    assert not answer.refuses_us


@pytest.mark.parametrize(
    ("error", "refuses_us"),
    [
        (at_connect(554, "no service"), False),
        (at_helo(501, "who?"), False),
        (at_login(535, "5.7.8 wrong password"), True),
        (at_login(454, "4.7.0 try later"), False),
        (at_mail_from(550, "5.7.1 not you"), True),
        (at_mail_from(451, "4.3.0 later"), False),
        (at_mail_from(421, "4.7.0 goodbye"), False),
        (at_rcpt(421, "4.7.0 goodbye"), False),
        (at_data(421, "4.7.0 goodbye"), False),
        (at_connect(-1, "nothing"), False),
        (smtplib.SMTPServerDisconnected("Connection unexpectedly closed"), False),
        (ConnectionRefusedError(111, "refused"), False),
        (TimeoutError("timed out"), False),
    ],
)
def test_trouble_of_the_relay_charges_nobody(error, refuses_us):
    answer = answer_in(error, may_have_left=False)

    assert answer.outcome is Outcome.UNTOUCHED
    assert answer.is_relay_failing
    assert answer.refuses_us is refuses_us


@pytest.mark.parametrize(
    "error", [smtplib.SMTPServerDisconnected("closed"), TimeoutError(), ValueError("?")]
)
def test_silence_behind_a_message_leaves_its_row_in_doubt(error):
    answer = answer_in(error, may_have_left=True)

    assert answer.outcome is Outcome.DOUBT
    assert answer.is_relay_failing
    assert answer.reply.startswith(type(error).__name__)


@pytest.mark.parametrize("words", ["5.3.4 too large", "too large"])
def test_size_is_the_messages_fault_and_not_the_senders(words):
    answer = answer_in(at_mail_from(552, words), may_have_left=False)

    assert answer.outcome is Outcome.FAILED
    assert not answer.is_relay_failing


def test_row_that_cannot_be_written_fails():
    answer = answer_in(ValueError("bad\naddress"), may_have_left=False)

    assert answer.outcome is Outcome.FAILED
    assert answer.reply == "ValueError: bad address"


@pytest.mark.parametrize("words", ["10.5.1.1 is listed", "15.1.1 is out of date"])
def test_number_of_a_host_says_nothing_of_the_mailbox(words):
    answer = answer_in(at_rcpt(554, words), may_have_left=False)

    assert not answer.is_address_dead


@pytest.mark.parametrize("moment", [at_rcpt, at_data])
@pytest.mark.parametrize(
    ("code", "words", "is_policy"),
    [
        (550, "5.7.1 not welcome", True),
        (554, "5.7.26 not authenticated", True),
        (550, "5.1.1 no such user", False),
        (550, "not welcome", False),
        (451, "4.7.1 greylisted", False),
        (550, "10.5.7.1 is unknown", False),
    ],
)
def test_policy_is_told_from_other_refusals(moment, code, words, is_policy):
    answer = answer_in(moment(code, words), may_have_left=False)

    assert answer.is_policy is is_policy
