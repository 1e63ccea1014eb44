"""What beat wakes for briefings."""

from celery import shared_task
from django.utils import timezone

from briefings.services import briefings
from users.models import Actor, ActorKind

TIMETABLE = Actor(ActorKind.SYSTEM, label="briefings.start_due")


@shared_task(name="briefings.start_due")
def start_due(**_):
    """Send what is approved and whose hour has come."""
    briefings.start_due(by=TIMETABLE, at=timezone.now())
