"""A relay to send to."""

import pytest

from tests.mailing import sink


@pytest.fixture
def relay(settings):
    with sink.running() as relay:
        use(settings, relay.port)
        yield relay


def use(settings, port):
    settings.EMAIL_BACKEND = "mailing.backends.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_TIMEOUT = 5
