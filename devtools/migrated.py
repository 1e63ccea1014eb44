"""A cluster whose database `migrated` has every migration behind it.

Migrating takes longer than many tests together. So a run that starts its own server
keeps a copy under `var/`, named by what the migrations say; the next run begins with
the copy, and each worker's database is made from that one by PostgreSQL itself.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import psycopg2

from devtools.children import Unavailable
from devtools.services import ROOT, VAR, Postgres

NAME, TEMPLATE = "migrated", "TEST_DATABASE_TEMPLATE"
KEPT = VAR / "tests"


def start(server: Postgres) -> None:
    """Start a new server with the database `migrated` in it."""
    kept = KEPT / digest()
    if not kept.exists():
        build(server, kept)
    copy(kept, server.home / "data")
    server.start()
    os.environ[TEMPLATE] = NAME


def build(server: Postgres, kept: Path) -> None:
    """Migrate once and keep the result; what was kept for other migrations goes."""
    server.start()
    connection = psycopg2.connect(server.url)
    connection.autocommit = True
    connection.cursor().execute(f"CREATE DATABASE {NAME}")
    connection.close()
    url = server.url.replace("/postgres?", f"/{NAME}?")
    migrate = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    done = subprocess.run(migrate, cwd=ROOT, env=os.environ | {server.variable: url})
    server.stop()
    if done.returncode:
        raise Unavailable("The migrations failed, as said above.")
    for old in KEPT.glob("*"):
        shutil.rmtree(old, ignore_errors=True)
    data, unfinished = server.home / "data", KEPT / f"unfinished-{os.getpid()}"
    copy(data, unfinished)
    with suppress(OSError):  # another run was faster
        unfinished.rename(kept)
    shutil.rmtree(data)


def copy(source: Path, target: Path) -> None:
    """Copy a cluster with its owner, who may be another account."""
    target.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["cp", "-a", source, target], check=True)


def digest() -> str:
    """Name the migrations, and the versions of what runs them."""
    said = hashlib.sha256(sys.version.encode())
    files = [*ROOT.glob("*/migrations/*.py"), *ROOT.glob("requirements*.txt")]
    for path in sorted(files):
        said.update(path.read_bytes())
    return said.hexdigest()[:20]
