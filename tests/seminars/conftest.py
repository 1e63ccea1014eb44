import pytest

from tests.factories import make_organiser


@pytest.fixture
def staff(client):
    """An organiser, signed in."""
    client.force_login(make_organiser())
    return client
