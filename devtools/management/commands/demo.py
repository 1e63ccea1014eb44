"""`manage.py demo`: sample data, made once and then left alone."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from devtools.demo import build
from devtools.roles import ROLES
from users.models import User


class Command(BaseCommand):
    help = "Make the sample data that is missing. Nothing of it is ever mailed."

    def handle(self, *, verbosity, **options):
        refuse_where_people_work()
        made = build.build(at=timezone.now())
        if verbosity:
            self.stdout.write(build.summary(made))


def refuse_where_people_work():
    """Keep sample accounts, organisers among them, out of a database in use."""
    others = User.objects.exclude(email__in=[role.email for role in ROLES])
    if not settings.SAMPLE_SETUP and others.exists():
        raise CommandError(
            "This database has accounts of its own, and the sample's organisers would"
            " join them: name an empty one in DATABASE_URL, or call `make run`."
        )
