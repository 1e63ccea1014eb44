"""Processes that this one starts, and that never outlive it."""

import os
import shutil
import signal
import subprocess
from contextlib import suppress


class Unavailable(Exception):
    """Something can't be had; the message is one sentence with the way out."""


def spawn(command, *, at_our_death=signal.SIGKILL, privileges=(), **options):
    """Start a child that the kernel ends when we die, whatever killed us.

    The signal is SIGKILL unless the child ends in order by itself: what it leans on
    disappears in the same moment, and Celery would wait for it. The child gets a
    session of its own, so that the terminal's Ctrl-C reaches only the parent.
    """
    if not shutil.which("setpriv"):
        raise Unavailable(
            "`setpriv` is missing, without which no child can be tied to its parent:"
            " install util-linux (on Linux; other systems set DATABASE_URL and"
            " REDIS_URL and start gunicorn, worker and beat themselves)."
        )
    name = at_our_death.name.removeprefix("SIG")
    tie = ["setpriv", f"--pdeathsig={name}", *privileges, "--"]
    return subprocess.Popen(
        [*tie, *command], start_new_session=True, stdin=subprocess.DEVNULL, **options
    )


def wait_or_kill(process, seconds):
    """Let a child end within its time, then end what is left of its group."""
    with suppress(subprocess.TimeoutExpired):
        process.wait(max(seconds, 0))
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
