"""The alarm clock. Tasks may be lost or doubled: what is due stands in the rows."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from mailing import alarm, delivery, retention

SECONDS = 2  # and one window: a worker that has to stop is given three


@shared_task(name=alarm.DELIVER_DUE)
def deliver_due(**_: Any) -> None:
    if delivery.deliver_due(seconds=SECONDS):
        alarm.nudge()


@shared_task(name="mailing.sweep")
def sweep(**_: Any) -> None:
    for _worker in range(delivery.sweep()):
        alarm.nudge()


@shared_task(name="mailing.purge")
def purge(**_: Any) -> None:
    retention.purge(at=timezone.now())
