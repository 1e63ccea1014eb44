"""A sink in a process of its own, near or far, and what it took."""

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from benchmarks import sink
from benchmarks.stage import free_port
from devtools import children, services

OURS = "mailing.backends.EmailBackend"
DJANGOS = "django.core.mail.backends.smtp.EmailBackend"


@dataclass(frozen=True)
class Relay:
    """Where it listens, and its log."""

    port: int
    log: Path

    def taken(self) -> list[tuple[float, str]]:
        """Return the moment and the addressee of all that was accepted."""
        lines = (line.split() for line in self.log.read_text().splitlines())
        return [(int(moment) / 1e9, address) for moment, address in lines]


@contextmanager
def running(delay: float = 0) -> Iterator[Relay]:
    """Run a relay that waits so long before each answer, and send through it."""
    with tempfile.TemporaryDirectory(prefix="bench-", dir=services.VAR) as folder:
        relay = Relay(free_port(), Path(folder) / "log")
        relay.log.touch()
        program = [sys.executable, "-m", "benchmarks.sink"]
        process = children.spawn(
            [*program, str(relay.port), str(relay.log), str(delay)], cwd=services.ROOT
        )
        try:
            wait_for(relay)
            use(relay)
            yield relay
        finally:
            process.kill()
            process.wait()


def wait_for(relay: Relay) -> None:
    deadline = time.monotonic() + 10
    while not sink.answers(relay.port):
        if time.monotonic() > deadline:
            raise children.Unavailable("The relay of the benchmark did not start.")
        time.sleep(0.02)


def use(relay: Relay) -> None:
    """Let this process, and those it starts, send there."""
    os.environ["EMAIL_URL"] = f"smtp://{sink.HOST}:{relay.port}"
    settings.EMAIL_BACKEND = OURS
    settings.EMAIL_HOST, settings.EMAIL_PORT = sink.HOST, relay.port
