"""How much memory a mailing takes: `python -m benchmarks.weight MESSAGES` in MiB."""

import resource
import subprocess
import sys
from importlib import import_module

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
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    sys.stdout.write(str(peak / 1024))


if __name__ == "__main__":
    main(int(sys.argv[1]))
