"""Where it is measured: servers of this run alone, and three sites behind gunicorn.

Every commit reaches the disk. All sites have the same PostgreSQL, the same number of
workers and threads, and settings of production. The data stand under `var/`, for in
many a temp folder nothing is written to a disk at all.
"""

import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg2

from devtools import children, environment, reachable, services

HOST = "127.0.0.1"
WEB = [
    *[sys.executable, "-m", "gunicorn", "--workers=2", "--threads=4"],
    *["--worker-class=gthread", "--log-level=warning", "--no-control-socket"],
]
# All that is needed besides servers and keys; nothing of the caller's counts.
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "unitar_seminars.settings",
    "ALLOWED_HOSTS": f"{HOST},localhost",
    "EMAIL_URL": "dummymail://",
    "DEBUG": "0",
    "SAMPLE_SETUP": "0",
    "STAFF_NEED_SECOND_FACTOR": "1",
    "STATIC_MANIFEST": "1",
    "PROXIES_IN_FRONT": "1",
    "LOG_LEVEL": "ERROR",
}


@dataclass(frozen=True)
class Hosts:
    """The ports of the sites: ours, plain Django made fast, and as it is started."""

    ours: int
    floor: int
    bare: int


@contextmanager
def built() -> Iterator[Hosts]:
    """Start everything, and end it again."""
    services.VAR.mkdir(exist_ok=True)
    with ExitStack() as cleanup:
        temporary = tempfile.TemporaryDirectory(prefix="bench-", dir=services.VAR)
        folder = Path(cleanup.enter_context(temporary))
        hosts = Hosts(free_port(), free_port(), free_port())
        fill_environment(folder, hosts)
        for service in services.local(folder, durable=True):
            cleanup.callback(service.stop)
            service.start()
            os.environ[service.variable] = service.url
        prepare(os.environ["DATABASE_URL"])
        serve(cleanup, "unitar_seminars.wsgi", hosts.ours)
        serve(cleanup, "benchmarks.floor.wsgi", hosts.floor)
        serve(cleanup, "benchmarks.floor.wsgi_bare", hosts.bare)
        yield hosts


def fill_environment(folder: Path, hosts: Hosts) -> None:
    os.environ |= PRODUCTION
    os.environ["SITE_URL"] = f"http://{HOST}:{hosts.ours}"
    os.environ["STATIC_ROOT"] = str(folder / "static")
    for name in environment.KEYS:
        os.environ[name] = secrets.token_urlsafe(60)


def prepare(url: str) -> None:
    """Make tables and static files, each site by the commands that it would use."""
    connection = psycopg2.connect(url)
    connection.autocommit = True
    connection.cursor().execute("CREATE DATABASE floor")
    connection.close()
    os.environ["FLOOR_DATABASE_URL"] = url.replace("/postgres?", "/floor?")
    for command in (
        ["manage.py", "migrate", "--verbosity=0"],
        ["manage.py", "collectstatic", "--noinput", "--verbosity=0"],
        ["-m", "benchmarks.floor"],
    ):
        done = subprocess.run([sys.executable, *command], cwd=services.ROOT)
        if done.returncode:
            raise children.Unavailable(f"`{' '.join(command)}` failed, as said above.")


def serve(cleanup: ExitStack, application: str, port: int) -> None:
    """Start gunicorn and wait until it answers."""
    process = children.spawn(
        [*WEB, f"--bind={HOST}:{port}", application], cwd=services.ROOT
    )
    cleanup.callback(children.wait_or_kill, process, 5)
    cleanup.callback(process.terminate)
    while not reachable.answers(HOST, port):
        if process.poll() is not None:
            raise children.Unavailable(f"{application} did not start, as said above.")
        time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]
