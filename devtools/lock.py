"""One `manage.py up` per checkout, and the end of whatever an earlier one left.

The lock is on an open file that every child inherits, so it is free only when the last
of them is gone. The file names the supervisor, then each child.
"""

import fcntl
import os
import signal
import time
from contextlib import suppress
from pathlib import Path

from devtools.children import Unavailable
from devtools.services import STOP_SECONDS

LEFTOVER_SECONDS = 8  # for children whose parent was killed: the kernel told them


def take(folder):
    """Hold the checkout's lock; what has not ended in its time is ended."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = (folder / "up.lock").open("a+")
    for seconds in (LEFTOVER_SECONDS, STOP_SECONDS):
        if taken(lock, seconds):
            lock.truncate(0)
            remember(lock, os.getpid())
            return lock
        for group in pids_in(lock)[1:]:
            with suppress(ProcessLookupError):
                os.killpg(group, signal.SIGKILL)
    raise Unavailable(
        "Something that an earlier `make run` started does not end, even by kill -9:"
        " restart the machine."
    )


def taken(lock, seconds):
    """Try for some seconds, unless the supervisor that holds it is alive."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with suppress(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        if (pids := pids_in(lock)) and Path(f"/proc/{pids[0]}").exists():
            raise Unavailable(
                f"`make run` is at work in this checkout already (process {pids[0]}):"
                " use that one, or end it first."
            )
        time.sleep(0.1)
    return False


def remember(lock, pid):
    """Add a process; a child's number is also that of its process group."""
    lock.write(f"{pid}\n")
    lock.flush()


def pids_in(lock):
    lock.seek(0)
    return [int(pid) for pid in lock.read().split()]
