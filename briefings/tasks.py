"""What beat wakes for briefings."""

from celery import shared_task
from django.utils import timezone

from briefings.services import briefings, digests, subscriptions
from users.models import Actor, ActorKind

TIMETABLE = Actor(ActorKind.SYSTEM, label="briefings.start_due")
DIGESTS = Actor(ActorKind.SYSTEM, label="briefings.send_digests")
FORGETTING = Actor(ActorKind.SYSTEM, label="briefings.forget_unconfirmed")


@shared_task(name="briefings.start_due")
def start_due(**_):
    """Send what is approved and whose hour has come."""
    briefings.start_due(by=TIMETABLE, at=timezone.now())


@shared_task(name="briefings.send_digests")
def send_digests(**_):
    """Make the digests whose hour has come."""
    digests.send_due(by=DIGESTS, at=timezone.now())


@shared_task(name="briefings.forget_unconfirmed")
def forget_unconfirmed(**_):
    """Forget addresses whose owner never said yes."""
    subscriptions.forget_unconfirmed(by=FORGETTING, at=timezone.now())
