"""`make bench`: measure, print one line per figure, fail when one is short.

Django is set up for a PostgreSQL of this run alone, so everything that knows tables
is imported only after that.
"""

import os
import sys
from importlib import import_module

import django

from benchmarks import stage
from devtools.children import Unavailable

NAMES = ("audiences", "changes", "mail", "pages", "progress", "registrations")


def main() -> int:
    chosen = os.environ.get("B") or ""
    if chosen and chosen not in NAMES:
        raise SystemExit(f"There is no benchmark {chosen}: choose {', '.join(NAMES)}.")
    quick = bool(os.environ.get("QUICK"))
    try:
        with stage.built() as hosts:
            django.setup()
            return measure([chosen] if chosen else NAMES, hosts, quick=quick)
    except Unavailable as problem:
        raise SystemExit(str(problem)) from None
    except KeyboardInterrupt:
        return 130


def measure(names, hosts, *, quick: bool) -> int:
    short = 0
    for name in names:
        for figure in import_module(f"benchmarks.{name}").figures(hosts, quick=quick):
            sys.stdout.write(figure.line(name) + "\n")
            sys.stdout.flush()
            short += not figure.is_reached
    return int(short > 0)


if __name__ == "__main__":
    sys.exit(main())
