"""Take a message that came back from the relay, through a pipe."""

import logging
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand
from django.utils import timezone

from mailing import delivery, returns

logger = logging.getLogger(__name__)
TRY_AGAIN = 75  # EX_TEMPFAIL: the relay keeps the message and comes again


class Command(BaseCommand):
    help = (
        "Read one returned message from standard input. Whatever it is, the relay need"
        " not send it back; only without settings or a database it is asked to come"
        " again."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--recipient", default="", help="the address it came to (on the envelope)"
        )

    def handle(self, *args: Any, recipient: str, **options: Any) -> None:
        raw = sys.stdin.buffer.read()
        try:
            received = returns.receive(raw, recipient=recipient, at=timezone.now())
        except ImproperlyConfigured as error:
            self.stderr.write(str(error))
            sys.exit(TRY_AGAIN)
        except Exception as error:
            if delivery.is_away(error):
                sys.exit(TRY_AGAIN)
            # Sent back it would go in circles; the log says of which kind it was.
            logger.exception("a returned message of %s bytes was not read", len(raw))
        else:
            self.stdout.write(received.value)
