"""How much memory a mailing takes: `python -m benchmarks.weight MESSAGES` in MiB."""

import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import django

from devtools import services


def of_sending(messages: int) -> float:
    """Start and send a mailing in a fresh process; return its peak."""
    command = [sys.executable, "-m", "benchmarks.weight", str(messages)]
    done = subprocess.run(
        command, cwd=services.ROOT, check=True, stdout=subprocess.PIPE
    )
    return float(done.stdout)


def main(messages: int) -> None:
    django.setup()
    import_module("benchmarks.senders").by_engine(messages)
    sys.stdout.write(str(peak() / 1024))


def peak() -> int:
    """Read it from the kernel; `getrusage` would count what the parent held."""
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1])


if __name__ == "__main__":
    main(int(sys.argv[1]))
