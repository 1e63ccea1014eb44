"""A PostgreSQL and a Redis for one test, which stops and kills them as it likes."""

import os
import signal
import subprocess
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit

from django.db import connection

from devtools import services

STOPS = {"fast": signal.SIGINT, "immediate": signal.SIGQUIT}
NEVER = "10s"  # as long as PostgreSQL can be told to wait


class Postgres(services.Postgres):
    """Every commit reaches the disk, except hints: those wait there for long.

    So a crash loses them for certain, and not only when it comes within the fifth of
    a second that they wait otherwise.
    """

    def __init__(self, home):
        super().__init__(home, durable=True)

    def initialise(self, data):
        self.durable = False  # an empty cluster can be made again
        super().initialise(data)
        self.durable = True

    def command(self):
        return [*super().command(), f"--wal_writer_delay={NEVER}"]

    def end(self, how):
        self.process.send_signal(STOPS[how])
        self.process.wait()

    def restart(self, how):
        self.end(how)
        self.start()
        connection.close()  # ours was cut as well

    def crash_inside(self):
        """Kill one process of it, after which it recovers without a new start."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            (pid,) = cursor.fetchone()
        os.kill(pid, signal.SIGKILL)
        connection.close()

    def copy_of(self, source):
        """Fill it with the tables of another database."""
        dump = [self.program("pg_dump"), "--no-owner", "--schema-only", source]
        fill = [self.program("psql"), "--quiet", "--set=ON_ERROR_STOP=1", self.url]
        with subprocess.Popen(dump, stdout=subprocess.PIPE) as written:
            subprocess.run(
                fill, stdin=written.stdout, stdout=subprocess.DEVNULL, check=True
            )


@contextmanager
def standing_on(server):
    """Let this process's connection, and the workers started here, be to a server."""
    known = dict(connection.settings_dict)
    url = urlsplit(server.url)
    connection.close()
    connection.settings_dict.update(
        HOST=parse_qs(url.query)["host"][0],
        PORT=url.port,
        NAME=url.path.strip("/"),
        USER=url.username,
    )
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(known)


def address_of(name):
    """Write where the suite's database is, for a program of PostgreSQL."""
    known = connection.get_connection_params()
    parts = ("host", "port", "user", "password")
    said = [f"{part}={known[part]}" for part in parts if known.get(part)]
    return " ".join([*said, f"dbname={name}"])
