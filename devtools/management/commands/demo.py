"""`manage.py demo`: sample data, made once and then left alone."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from devtools.demo import build


class Command(BaseCommand):
    help = "Make the sample data that is missing. Nothing of it is ever mailed."

    def handle(self, *, verbosity, **options):
        made = build.build(at=timezone.now())
        if verbosity:
            self.stdout.write(build.summary(made))
