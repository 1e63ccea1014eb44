"""Workers for a test, and servers of its own that it may stop."""

import pytest
from django.db import connection

from tests.mailing.faults import servers
from tests.mailing.faults.stage import Stage


@pytest.fixture
def stage(transactional_db, relay):
    stage = Stage(relay.port)
    yield stage
    relay.go_on.set()
    stage.clear()


@pytest.fixture(scope="session")
def database_server(django_db_setup, django_db_blocker, tmp_path_factory):
    """A PostgreSQL with the suite's tables."""
    server = servers.Postgres(tmp_path_factory.mktemp("pg"))
    with django_db_blocker.unblock():
        source = servers.address_of(connection.settings_dict["NAME"])
    server.start()
    server.copy_of(source)
    yield server
    server.stop()


@pytest.fixture
def server(database_server, django_db_blocker):
    """That PostgreSQL, empty, in the place of the suite's."""
    with django_db_blocker.unblock(), servers.standing_on(database_server):
        yield database_server
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE mailing_mailing, mailing_window CASCADE")


@pytest.fixture
def stage_there(server, relay):
    stage = Stage(relay.port)
    yield stage
    relay.go_on.set()
    stage.clear()
