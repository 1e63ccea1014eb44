#!/usr/bin/env python
"""The developer's door: whatever the environment leaves open, this checkout fills."""

import os
import sys


def main() -> None:
    from devtools import environment

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unitar_seminars.settings")
    environment.fill(sys.argv[1:])

    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
