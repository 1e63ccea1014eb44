"""After each test of this app every promise about places is worked out anew."""

import pytest
from django.utils import timezone

from registrations import auditing


def pytest_configure(config):
    config.addinivalue_line(
        "markers", "plants_a_fault: leaves rows that break a promise about places"
    )


@pytest.fixture(autouse=True)
def keep_every_promise(request):
    """Fail a test that used the database and left a promise broken."""
    marked = request.node.get_closest_marker("django_db")
    if marked is None or request.node.get_closest_marker("plants_a_fault"):
        yield
        return
    commits = marked.kwargs.get("transaction", False)
    request.getfixturevalue("transactional_db" if commits else "db")
    yield
    assert [str(one) for one in auditing.findings(at=timezone.now())] == []
