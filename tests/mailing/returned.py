"""Mail that came back, as the servers of this world word it, and what it means.

Each sample names the kind that it is; `None` is no report about a failure.
"""

from email import message_from_bytes
from email.policy import SMTP

HARD, SOFT, POLICY = "hard", "soft", "policy"
OURS = """Message-ID: <m1@testserver>
From: UNITAR Seminars <seminars@unitar.example>
To: desk@mission.example
Subject: Full programme: policy, a block of sessions and 550 seats

You are in.
"""
REPORT = """Return-Path: <>
Delivered-To: {to}
From: {sender}
To: {to}
Subject: {subject}
MIME-Version: 1.0
Auto-Submitted: auto-replied
Content-Type: multipart/report; report-type=delivery-status; boundary="b0unce"

This is a MIME-encapsulated message.

--b0unce
Content-Type: text/plain; charset=us-ascii

{text}

--b0unce
Content-Type: message/delivery-status

Reporting-MTA: dns; {host}
Arrival-Date: Mon, 5 May 2008 10:00:00 -0400

{blocks}

--b0unce
Content-Type: message/rfc822

{ours}
--b0unce--
"""
PLAIN = """Return-Path: <>
Delivered-To: {to}
From: {sender}
To: {to}
Subject: {subject}
{headers}
{text}
{ours}"""
BLOCK = """Final-Recipient: {final}
Action: {action}
Status: {status}
{more}"""


def report(status, said="", *, action="failed", final="rfc822; desk@mission.example"):
    """A report by RFC 3464 about one addressee."""
    more = f"Diagnostic-Code: {said}" if said else "Remote-MTA: dns; mx.mission.example"
    block = BLOCK.format(final=final, action=action, status=status, more=more)
    return of_blocks(block.strip())


def of_blocks(*blocks, text="I'm sorry to have to inform you of this."):
    return lambda to: REPORT.format(
        to=to,
        sender="MAILER-DAEMON@relay.example (Mail Delivery System)",
        subject="Undelivered Mail Returned to Sender",
        host="relay.example",
        text=text,
        blocks="\n\n".join(blocks),
        ours=OURS,
    )


def words(text, *, sender="MAILER-DAEMON@relay.example", headers="", ours=OURS):
    """A report in free words, with the message behind them."""
    return lambda to: PLAIN.format(
        to=to,
        sender=sender,
        subject="failure notice",
        headers=f"{headers}\n" if headers else "",
        text=text,
        ours=ours,
    )


def mixed(text, *, headers=""):
    """The same in the first of two parts."""
    kind = 'Content-Type: multipart/mixed; boundary="b0unce"'
    part = "--b0unce\nContent-Description: Notification"
    parts = f"{part}\n\n{text}\n\n--b0unce\nContent-Type: message/rfc822\n\n{OURS}"
    return words(
        f"{parts}\n--b0unce--\n",
        headers=f"{headers}\nMIME-Version: 1.0\n{kind}".strip(),
        ours="",
    )


def made(sample, to):
    """Return the bytes that a relay would pipe, with the line ends of the wire."""
    raw = sample(to).encode()
    assert message_from_bytes(raw, policy=SMTP)["To"] == to
    return raw.replace(b"\n", b"\r\n")


QMAIL = "Hi. This is the qmail-send program at relay.example.\nI'm afraid I wasn't able"
QMAIL += (
    " to deliver your message to the following addresses.\n\n<desk@mission.example>"
)
COPY = "\n\n--- Below this line is a copy of the message.\n"
EXIM = "This message was created automatically by mail delivery software.\n\nA message"
EXIM += " that you sent could not be delivered to one or more of its recipients.\n\n"
EXIM += "  desk@mission.example\n"
EXIM_COPY = (
    "\n\n------ This is a copy of the message, including all the headers. ------\n"
)
FAILED = "X-Failed-Recipients: desk@mission.example\nAuto-Submitted: auto-replied"
DELAYED = {"action": "delayed"}
SAMPLES = {
    "postfix user unknown": (
        HARD,
        report("5.1.1", "smtp; 550 5.1.1 <desk@mission.example>: User unknown"),
    ),
    "says failure, as no standard does": (
        HARD,
        report("550", "smtp; 550 5.1.1 no such user", action="failure"),
    ),
    "says error": (SOFT, report("5.0.0", action="error")),
    "postfix local": (HARD, report("5.1.1", 'x-unix; user unknown: "desk"')),
    "postfix no such domain": (
        SOFT,
        report("5.4.4", "X-Postfix; Host or domain name not found. Name service error"),
    ),
    "postfix null mx": (
        HARD,
        report("5.1.0", "X-Postfix; Domain does not accept mail"),
    ),
    "postfix generic status, fine words": (
        HARD,
        report("5.0.0", "smtp; 550 5.1.1 no mailbox here by that name"),
    ),
    "postfix expired": (SOFT, report("4.4.1", "X-Postfix; connect: timed out")),
    "postfix address in words": (
        SOFT,
        report("4.4.2", "X-Postfix; lost connection with mx[5.1.1.9] while receiving"),
    ),
    "postfix warns": (
        SOFT,
        report("4.4.1", "X-Postfix; Connection refused", **DELAYED),
    ),
    "postfix greylisted to the end": (
        SOFT,
        report("4.2.0", "smtp; 450 4.2.0 <desk@mission.example>: Greylisted"),
    ),
    "postfix other's blocklist": (
        POLICY,
        report("5.7.1", "smtp; 554 5.7.1 Service unavailable; Client host blocked"),
    ),
    "gmail no such user": (
        HARD,
        report(
            "5.1.1",
            "smtp; 550-5.1.1 The email account that you tried to reach\n"
            "    550-5.1.1 does not exist. Please try double-checking\n"
            "    550 5.1.1 the recipient's email address a1si12345qkb.5",
        ),
    ),
    "gmail inactive": (
        HARD,
        report("5.2.1", "smtp; 550-5.2.1 The email account is inactive. 5si7qvb.12"),
    ),
    "gmail over quota": (
        SOFT,
        report("5.2.2", "smtp; 552-5.2.2 The recipient's inbox is out of storage"),
    ),
    "gmail over quota, for now": (
        SOFT,
        report("4.2.2", "smtp; 452-4.2.2 The recipient's inbox is out of storage"),
    ),
    "gmail unauthenticated": (
        POLICY,
        report("5.7.26", "smtp; 550-5.7.26 This mail has been blocked because the"),
    ),
    "gmail rate": (
        SOFT,
        report("4.2.1", "smtp; 450-4.2.1 receiving mail too quickly. 9si.4", **DELAYED),
    ),
    "exchange online not found": (
        HARD,
        report("5.1.10", "smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found"),
    ),
    "exchange online restricted": (
        POLICY,
        report(
            "5.7.133", "smtp;550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup"
        ),
    ),
    "exchange online banned": (
        POLICY,
        report(
            "5.7.606", "smtp;550 5.7.606 Access denied, banned sending IP [1.2.3.4]"
        ),
    ),
    "exchange online direct blocked": (
        POLICY,
        report("5.4.1", "smtp;550 5.7.1 Recipient address rejected: Access denied"),
    ),
    "exchange mailbox full": (
        SOFT,
        report("5.2.2", "smtp;554 5.2.2 STOREDRV.Deliver: mailbox full; QuotaExceeded"),
    ),
    "exchange too large": (SOFT, report("5.3.4", "smtp;550 5.3.4 ROUTING.SizeLimit")),
    "exchange bare": (HARD, report("5.1.1")),
    "exchange on premises, capital action": (
        HARD,
        report("5.1.1", "smtp;550 5.1.1 User unknown", action="Failed"),
    ),
    "sendmail": (
        HARD,
        report(
            "5.1.1",
            "SMTP; 550 5.1.1 <desk@mission.example>... User unknown",
            final="RFC822; desk@mission.example",
        ),
    ),
    "sendmail commented status": (HARD, report("5.1.1 (bad destination mailbox)")),
    "sendmail host unknown": (HARD, report("5.1.2", "SMTP; 550 Host unknown")),
    "sendmail warning": (
        SOFT,
        report("4.4.7", "SMTP; 451 4.4.7 still trying", action="delayed (4 hours)"),
    ),
    "exim, by the book": (HARD, report("5.0.0", "smtp; 550 Unrouteable address")),
    "exim, by the book, spam": (
        POLICY,
        report("5.0.0", "smtp; 550 Message classified as spam, rejected"),
    ),
    "exim, by the book, unclear": (SOFT, report("5.0.0")),
    "amazon": (
        HARD,
        report(
            "5.1.1", "smtp; 550 5.1.1 user unknown", final="rfc822;other@forward.ex"
        ),
    ),
    "sender's own address refused": (
        POLICY,
        report("5.1.8", "smtp; 553 5.1.8 Domain of sender address does not exist"),
    ),
    "delivered": (None, report("2.0.0", action="delivered")),
    "relayed to a system without reports": (None, report("2.6.0", action="relayed")),
    "alias that reached one of two": (
        None,
        of_blocks(
            "Final-Recipient: rfc822; a@m.example\nAction: relayed\nStatus: 2.0.0",
            "Final-Recipient: rfc822; b@m.example\nAction: failed\nStatus: 5.1.1",
        ),
    ),
    "qmail": (
        HARD,
        words(f"{QMAIL}:\nSorry, no mailbox here by that name. (#5.1.1){COPY}"),
    ),
    "qmail, remote words": (
        HARD,
        words(
            f"{QMAIL}:\n192.0.2.1 does not like recipient.\nRemote host said: 550 No"
            f" such user\nGiving up on 192.0.2.1.{COPY}"
        ),
    ),
    "qmail, full": (
        SOFT,
        words(f"{QMAIL}:\nRemote host said: 552 over quota\nGiving up.{COPY}"),
    ),
    "qmail, policy": (
        POLICY,
        words(f"{QMAIL}:\nRemote host said: 554 5.7.1 rejected{COPY}"),
    ),
    "exim": (
        HARD,
        words(
            f"{EXIM}    SMTP error from remote mail server after RCPT TO:"
            f"<desk@mission.example>:\n    550 unknown user{EXIM_COPY}",
            headers=FAILED,
        ),
    ),
    "exim, unrouteable": (
        HARD,
        words(f"{EXIM}    Unrouteable address{EXIM_COPY}", headers=FAILED),
    ),
    "exim, blocklist": (
        POLICY,
        words(
            f"{EXIM}    550 rejected because 192.0.2.1 is in a black list{EXIM_COPY}",
            headers=FAILED,
        ),
    ),
    "exim, quota": (
        SOFT,
        words(
            f"{EXIM}    mailbox is full: retry timeout exceeded{EXIM_COPY}",
            headers=FAILED,
        ),
    ),
    "exim, warning": (
        SOFT,
        words(
            "A message that you sent has not yet been delivered to one or more of its"
            " recipients.\nThe address to which the message has not yet been delivered"
            " is:\n\n  desk@mission.example\n\nNo action is required on your part."
        ),
    ),
    "old postfix": (
        HARD,
        mixed(
            "This is the Postfix program at host relay.example.\n\n"
            "            The Postfix program\n\n"
            "<desk@mission.example>: host mx[192.0.2.1] said: 550 User unknown"
        ),
    ),
    "old exchange": (
        HARD,
        words(
            "Your message did not reach the following recipient(s):\n\n"
            "desk@mission.example on Mon, 5 May 2008 10:00:00 -0400\n"
            "    The recipient name is not recognized\n    MSEXCH:IMS:X:Y:Z"
        ),
    ),
    "groupwise": (
        HARD,
        mixed(
            "The message that you sent was undeliverable to the following:\n"
            "        desk (user not found)\n<desk@mission.example>",
            headers="X-Mailer: Novell GroupWise Internet Agent 7.0",
        ),
    ),
    "yahoo": (
        HARD,
        words(
            "Message from yahoo.com.\nUnable to deliver message to the following"
            " address(es).\n\n<desk@mission.example>:\n550 This user doesn't have an"
            " account here\n\n--- Original message follows.\n",
            sender="MAILER-DAEMON@yahoo.com",
        ),
    ),
    "old gmail": (
        HARD,
        words(
            "Delivery to the following recipient failed permanently:\n\n"
            "     desk@mission.example\n\nTechnical details: 550 5.1.1 no such user\n\n"
            "----- Original message -----"
        ),
    ),
    "prodigy, full": (
        SOFT,
        words(
            "User's mailbox is full: <desk@mission.example>\nUnable to deliver mail."
        ),
    ),
    "reader answers": (None, words("Thank you, I shall come.", sender="d@m.example")),
    "out of office": (
        None,
        words(
            "I am out of the office until Monday, 550 e-mails behind.",
            sender="desk@mission.example",
            headers="Auto-Submitted: auto-replied",
        ),
    ),
    "challenge": (
        None,
        words(
            "Click here to prove that you are no spam.", sender="desk@mission.example"
        ),
    ),
}
