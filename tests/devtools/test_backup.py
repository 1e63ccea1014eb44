"""The README's commands for backup and restore, as they stand there."""

import os
import re
import subprocess
import sys
from contextlib import closing
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
BLOCK = re.compile(r"^```\n(pg_.+?)^```", re.MULTILINE | re.DOTALL)
# What a later release would have added before it was taken back.
LATER = """
CREATE TABLE partners_later (
    organisation_id bigint REFERENCES partners_organisation
);
INSERT INTO django_migrations (app, name, applied)
VALUES ('partners', '9999_later', now());
"""


def commands() -> list[str]:
    """Read the two blocks that back up and restore."""
    return BLOCK.findall(README.read_text())


def address(name: str) -> str:
    """Give the address of a database on the tests' server."""
    known = connection.get_connection_params()
    host, user = known["host"], quote(known.get("user") or "")
    return f"postgres://{user}@:{known.get('port') or 5432}/{name}?host={host}"


def run(command: str, folder: Path, database: str) -> None:
    programs = services.local()[0].program("pg_dump").parent
    python = Path(sys.executable).parent
    environment = os.environ | {
        "PATH": f"{programs}:{python}:{os.environ['PATH']}",
        "DATABASE_URL": address(database),
    }
    subprocess.run(command, shell=True, check=True, cwd=folder, env=environment)


def change(database: str, lines: str) -> None:
    with closing(psycopg2.connect(address(database))) as changed, changed:
        changed.cursor().execute(lines)


@pytest.fixture
def folder(tmp_path):
    """Give a folder to stand in, as if the checkout were there."""
    (tmp_path / "manage.py").symlink_to(README.with_name("manage.py"))
    return tmp_path


@pytest.fixture
def other_database():
    """Make an empty database beside the tests' own."""
    name = f"{connection.settings_dict['NAME']}_restored"
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    yield name
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_what_was_backed_up_is_there_again(folder, other_database):
    seminar = make_seminar(places=1)
    held = register(seminar, make_mission())
    dump, restore = commands()

    run(dump, folder, connection.settings_dict["NAME"])
    run(restore, folder, other_database)
    change(other_database, LATER)
    run(restore, folder, other_database)  # over what is there, too

    with psycopg2.connect(address(other_database)) as restored:
        cursor = restored.cursor()
        cursor.execute("SELECT name, status FROM registrations_registration")
        assert cursor.fetchall() == [(held.name, "confirmed")]
        cursor.execute("SELECT folded('Éloïse')")
        assert cursor.fetchall() == [("eloise",)]
        cursor.execute("SELECT to_regclass('partners_later')")
        assert cursor.fetchall() == [(None,)]
        cursor.execute("SELECT name FROM django_migrations WHERE name = '9999_later'")
        assert cursor.fetchall() == []
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(psycopg2.IntegrityError):
            cursor.execute("UPDATE registrations_registration SET status = 'waiting'")
        restored.rollback()
    restored.close()
    assert Organisation.objects.count() == 1


def test_link_mailed_after_the_backup_opens_nothing_of_another(folder, other_database):
    seminar, mission = make_seminar(places=2), make_mission()
    dump, restore = commands()
    run(dump, folder, connection.settings_dict["NAME"])
    mailed = register(seminar, mission)

    run(restore, folder, other_database)

    number = (
        "SELECT nextval(pg_get_serial_sequence('registrations_registration', 'id'))"
    )
    with closing(psycopg2.connect(address(other_database))) as restored:
        cursor = restored.cursor()
        cursor.execute(number)
        assert cursor.fetchone()[0] > mailed.pk + 999_999


def test_backup_that_breaks_off_changes_nothing(folder, other_database):
    dump, restore = commands()
    run(dump, folder, connection.settings_dict["NAME"])
    file = folder / "seminars.dump"
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    change(other_database, "CREATE TABLE kept ()")

    with pytest.raises(subprocess.CalledProcessError):
        run(restore, folder, other_database)

    change(other_database, "DROP TABLE kept")


def test_lines_that_fail_half_way_change_nothing(folder, other_database):
    _dump, restore = commands()
    psql = next(line for line in restore.splitlines() if line.startswith("psql "))
    (folder / "seminars.sql").write_text("CREATE TABLE one (); CREATE TABLE one ();")
    change(other_database, "CREATE TABLE kept ()")

    with pytest.raises(subprocess.CalledProcessError):
        run(psql.removesuffix("&&"), folder, other_database)

    change(other_database, "DROP TABLE kept; CREATE TABLE one ()")
