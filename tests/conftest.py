"""Every test starts in English and with rate limits that count from nothing."""

import pytest
from django.conf import settings
from django.core.cache import cache
from django.utils import translation


@pytest.fixture(autouse=True)
def start_afresh():
    cache.clear()
    translation.activate(settings.LANGUAGE_CODE)
