"""Work out every promise about places anew; say what is broken, change nothing."""

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from registrations import auditing


class Command(BaseCommand):
    help = "Check every promise about places and the queue. Reads only; 1: one broke."

    def handle(self, *args: Any, **options: Any) -> None:
        found = auditing.findings(at=timezone.now())
        for finding in found:
            self.stdout.write(str(finding))
        if found:
            sys.exit(1)
        self.stdout.write("Every promise about places is kept.")
