"""A relay to send to."""

import pytest

from tests.mailing import sink
from tests.scale import IS_LONG

# A server that only root can start belongs to the long suite.
collect_ignore = [] if IS_LONG else ["test_postfix.py"]


@pytest.fixture
def relay(settings):
    with sink.running() as relay:
        use(settings, relay.port)
        yield relay


def use(settings, port):
    settings.EMAIL_BACKEND = "mailing.backends.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_TIMEOUT = 5
