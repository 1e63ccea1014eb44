"""Make the floor's tables and its twenty rows, in a database of its own."""

from datetime import UTC, datetime, timedelta

from django.core.management import call_command

import benchmarks.floor.wsgi  # noqa: F401  sets Django up for the floor
from benchmarks.floor.models import Seminar

FIRST = datetime(2008, 1, 15, 15, tzinfo=UTC)

call_command("migrate", run_syncdb=True, verbosity=0)
Seminar.objects.bulk_create(
    Seminar(title=f"Migration and the law, part {n}", starts_at=FIRST + timedelta(n))
    for n in range(1, 21)
)
