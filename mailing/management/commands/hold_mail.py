"""Hold all mail back after a restore, and let it go again."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from mailing import holding
from users.models import Actor, ActorKind


class Command(BaseCommand):
    help = (
        "Let no mail leave, and pause what is under way: for a database that was"
        " restored and may not know what has left. Sign-in codes still go."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--release",
            action="store_true",
            help="let mail leave again; mailings stay paused, each to be resumed",
        )

    def handle(self, *args: Any, release: bool, **options: Any) -> None:
        by, now = Actor(ActorKind.COMMAND, label="hold_mail"), timezone.now()
        verb = holding.release if release else holding.hold
        try:
            paused = verb(by=by, at=now)
        except ValidationError as refusal:
            raise CommandError(refusal.message) from refusal
        said = "mail leaves again" if release else "no mail leaves"
        self.stdout.write(f"{said}; {paused} mailings were paused")
