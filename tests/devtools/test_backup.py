"""The README's two commands for backup and restore, as they stand there."""

import os
import re
import subprocess
from pathlib import Path
from urllib.parse import quote

import psycopg2
import pytest
from django.conf import settings
from django.db import connection

from devtools import services
from partners.models import Organisation
from tests.factories import make_mission, make_seminar, register

README = Path(settings.BASE_DIR) / "README.md"
pytestmark = pytest.mark.django_db(transaction=True)


def commands() -> list[str]:
    """Read the two lines that back up and restore."""
    return re.findall(r"^pg_(?:dump|restore) .*$", README.read_text(), re.MULTILINE)


def address(name: str) -> str:
    """Give the address of a database on the tests' server."""
    known = connection.get_connection_params()
    host, user = known["host"], quote(known.get("user") or "")
    return f"postgres://{user}@:{known.get('port') or 5432}/{name}?host={host}"


def run(command: str, folder: Path, database: str) -> None:
    programs = services.local()[0].program("pg_dump").parent
    environment = os.environ | {
        "PATH": f"{programs}:{os.environ['PATH']}",
        "DATABASE_URL": address(database),
    }
    subprocess.run(command, shell=True, check=True, cwd=folder, env=environment)


@pytest.fixture
def other_database():
    """Make an empty database beside the tests' own."""
    name = f"{connection.settings_dict['NAME']}_restored"
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    yield name
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_what_was_backed_up_is_there_again(tmp_path, other_database):
    seminar = make_seminar(places=1)
    held = register(seminar, make_mission())
    dump, restore = commands()

    run(dump, tmp_path, connection.settings_dict["NAME"])
    run(restore, tmp_path, other_database)
    run(restore, tmp_path, other_database)  # over what is there, too

    with psycopg2.connect(address(other_database)) as restored:
        cursor = restored.cursor()
        cursor.execute("SELECT name, status FROM registrations_registration")
        assert cursor.fetchall() == [(held.name, "confirmed")]
        cursor.execute("SELECT folded('Éloïse')")
        assert cursor.fetchall() == [("eloise",)]
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(psycopg2.IntegrityError):
            cursor.execute("UPDATE registrations_registration SET status = 'waiting'")
        restored.rollback()
    restored.close()
    assert Organisation.objects.count() == 1
