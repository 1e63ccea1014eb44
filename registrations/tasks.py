"""The alarm clock: each tick calls one verb, which looks for what is due."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from registrations.services import (
    access_lists,
    answers,
    changes,
    imports,
    offers,
    reminders,
    seats,
)
from users.models import Actor, ActorKind


@shared_task(name="registrations.release_due")
def release_due(**_: Any) -> None:
    seats.release_due(by=Actor(ActorKind.SYSTEM, label="release"), at=timezone.now())


@shared_task(name="registrations.expire_offers")
def expire_offers(**_: Any) -> None:
    offers.expire_due(by=Actor(ActorKind.SYSTEM, label="offers"), at=timezone.now())


@shared_task(name="registrations.mark_held")
def mark_held(**_: Any) -> None:
    changes.mark_held(by=Actor(ActorKind.SYSTEM, label="held"), at=timezone.now())


@shared_task(name="registrations.forget_answers")
def forget_answers(**_: Any) -> None:
    answers.forget_due(by=Actor(ActorKind.SYSTEM, label="answers"), at=timezone.now())


@shared_task(name="registrations.remind")
def remind(**_: Any) -> None:
    reminders.reconcile_near(at=timezone.now())


@shared_task(name="registrations.forget_lists")
def forget_lists(**_: Any) -> None:
    imports.forget_old(at=timezone.now())


@shared_task(name="registrations.purge_access_lists")
def purge_access_lists(**_: Any) -> None:
    by = Actor(ActorKind.SYSTEM, label="access lists")
    access_lists.purge_due(by=by, at=timezone.now())
