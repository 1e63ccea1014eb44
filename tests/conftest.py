"""Every test starts in English and with rate limits that count from nothing."""

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import TransactionTestCase
from django.utils import translation

from tests.emptying import empty_what_is_filled

TransactionTestCase._fixture_teardown = empty_what_is_filled


@pytest.fixture(autouse=True)
def start_afresh():
    cache.clear()
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(database_from_template):
    """Begin with migrated tables, see `devtools.migrated`."""


@pytest.fixture(scope="module")
def kept_for_the_module(django_db_setup, django_db_blocker):
    """Let fixtures of a module make rows once; they go when its tests are done."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
