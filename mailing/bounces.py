"""What a report about an address means for the mailings to it.

A report counts once, however often it comes. A mailbox that does not exist, or a
reader who complains, ends mailings at once; one that can't be reached ends them after
several days; a rule of the other side, which may be about us, never does.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models.functions import TruncDate

from mailing import suppressions
from mailing.models import Bounce, BounceKind, Message, SuppressionReason
from users.models import Actor, ActorKind

DAYS, PERIOD = 5, timedelta(days=30)
BY = Actor(ActorKind.SYSTEM, label="returned mail")
ENHANCED = re.compile(r"(?<![\d.])[45]\.[1-9]\d{0,2}\.\d{1,3}(?!\.?\d)")  # no host
PLAIN = re.compile(r"(?<![\d.])([45]\d\d)[ -]")
RULES = re.compile(
    r"spam|block|black ?list|deny|denied|policy|reputation|dnsbl|rbl|spf|dkim|dmarc",
    re.IGNORECASE,
)
FULL = re.compile(r"quota|\bfull\b|too large|exceed", re.IGNORECASE)
ABOUT_US = ("5.1.7", "5.1.8")  # the sender's address, not the addressee's
NO_SUCH_MAILBOX = ("550", "551", "553")


@dataclass(frozen=True)
class Report:
    """One report, read. The fingerprint is the same whenever it comes again.

    A reason is given where it is another than what the kind says.
    """

    message: Message | None
    address: str
    kind: BounceKind
    evidence: str
    fingerprint: str
    reason: SuppressionReason | None = None


@transaction.atomic
def note(report: Report, *, at: datetime) -> bool:
    """Write a report down and draw the consequence; tell if it was new."""
    bounce, is_new = Bounce.objects.get_or_create(
        fingerprint=report.fingerprint,
        defaults={
            "message": report.message,
            "address_folded": report.address.lower(),
            "kind": report.kind,
            "evidence": storable(report.evidence)[:300],
            "at": at,
        },
    )
    if is_new and (reason := report.reason or consequence(bounce)):
        suppressions.suppress(
            bounce.address_folded, reason, bounce.evidence, by=BY, at=at
        )
    return is_new


def consequence(bounce: Bounce) -> SuppressionReason | None:
    """Decide whether mailings to the address end with this report."""
    if bounce.kind == BounceKind.HARD:
        return SuppressionReason.HARD_BOUNCE
    if bounce.kind == BounceKind.COMPLAINT:
        return SuppressionReason.COMPLAINT
    if bounce.kind == BounceKind.SOFT and soft_days(bounce) >= DAYS:
        return SuppressionReason.SOFT_BOUNCE
    return None


def soft_days(bounce: Bounce) -> int:
    """Count the days, up to this report's, on which the address wasn't reached."""
    lately = Bounce.objects.filter(
        address_folded=bounce.address_folded,
        kind=BounceKind.SOFT,
        at__gt=bounce.at - PERIOD,
        at__lte=bounce.at,
    )
    return lately.values(day=TruncDate("at")).distinct().count()


def kind_in(words: str, *, unless_said: BounceKind) -> BounceKind:
    """Judge by the codes in a server's words: the finer one, else the plain one.

    A code such as 5.0.0 says that it is final and not why; it is none here. Where a
    rule is named among others, it decides.
    """
    kinds = [kind_of(code) for code in ENHANCED.findall(words)]
    if kinds:
        return BounceKind.POLICY if BounceKind.POLICY in kinds else kinds[0]
    plain = PLAIN.search(words)
    if RULES.search(words):
        return BounceKind.POLICY
    if FULL.search(words) or (plain and plain[1] not in NO_SUCH_MAILBOX):
        return BounceKind.SOFT
    return BounceKind.HARD if plain else unless_said


def kind_of(code: str) -> BounceKind:
    """Judge an enhanced code (RFC 3463); what is final and unclear counts as soft."""
    if code.startswith("5.7."):
        return BounceKind.POLICY
    if code.startswith("5.1."):
        return BounceKind.POLICY if code in ABOUT_US else BounceKind.HARD
    return BounceKind.HARD if code == "5.2.1" else BounceKind.SOFT


def storable(words: str) -> str:
    """Make one line of what a stranger wrote, of letters that a database takes."""
    known = words.encode(errors="replace").decode().replace("\0", "")
    return " ".join(known.split())


def fingerprint_of(*parts: str | bytes) -> str:
    """Name a report by what it says."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.encode() if isinstance(part, str) else part)
        digest.update(b"\0")
    return digest.hexdigest()
