"""The sample data, made once for all tests that read it."""

from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import call_command

from briefings.models import Audience
from devtools.demo import build
from tests.devtools.sample import NOW


@pytest.fixture(scope="package", autouse=True)
def sample(django_db_setup, django_db_blocker):
    """Make it in empty tables, and leave them empty."""
    with django_db_blocker.unblock():
        if not Audience.objects.exists():  # emptied by tests before these
            standard = import_module("briefings.migrations.0004_audiences")
            standard.make_standard(apps)
        yield build.build(at=NOW)
        call_command("flush", interactive=False, verbosity=0)
