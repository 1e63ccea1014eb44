"""What came back of the mail to some of a seminar's people: somebody has to phone."""

from datetime import datetime, timedelta

from django.db.models import F, QuerySet

from mailing import bounces
from mailing.bounces import Report
from mailing.models import BounceKind, Message
from partners.models import Sector
from registrations.models import Registration
from seminars.models import Seminar
from unitar_seminars.db import key

HOUR = timedelta(hours=1)
SAID = (
    (BounceKind.HARD, "550 5.1.1 No such user here"),
    (BounceKind.SOFT, "452 4.2.2 Mailbox full"),
)


def return_some(seminar: Seminar, *, at: datetime) -> None:
    """Let the last message to two people come back, each for a reason of its own."""
    found = with_own_address(seminar)[: len(SAID)]
    for registration, (kind, words) in zip(found, SAID, strict=False):
        told = Message.objects.filter(person_key=key(registration))
        message = told.order_by("next_attempt_at", "pk").last()
        name = bounces.fingerprint_of("sample", key(registration))
        report = Report(message, registration.address, kind, words, name)
        bounces.note(report, at=at - HOUR)


def with_own_address(seminar: Seminar) -> QuerySet[Registration]:
    """Keep those with a place who filed for themselves, from outside the missions."""
    filed = seminar.registrations.seated().exclude(sector=Sector.MISSION)
    return filed.filter(address=F("nomination__sender_address")).queued()
