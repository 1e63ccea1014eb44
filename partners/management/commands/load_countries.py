"""Fill the tables of States and observers from the files."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from partners.services import countries, missions
from unitar_seminars.hours import local_day


class Command(BaseCommand):
    help = "Load States, observers and their missions. May run any number of times."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        for group, size in countries.load(at=now).items():
            self.stdout.write(f"{size:>4}  {group}")
        made = missions.make_missions(at=now)
        self.stdout.write(f"{made:>4}  new missions")
        silent = missions.without_address(day=local_day(now))
        self.stdout.write(f"{silent:>4}  missions without an official address")
