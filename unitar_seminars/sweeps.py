"""What the clock asks for: many things that are due, each done on its own."""

import logging
from collections.abc import Callable, Iterable
from typing import TypeVar

Due = TypeVar("Due")
Done = TypeVar("Done")
logger = logging.getLogger(__name__)


def one_by_one(due: Iterable[Due], verb: Callable[[Due], Done]) -> list[Done]:
    """Call a verb for each and return what came of those that went through.

    Each verb is a transaction of its own. One that breaks is logged, is due again at
    the next tick, and keeps no other from being done.
    """
    done = []
    for one in due:
        try:
            done.append(verb(one))
        except Exception:
            logger.exception("%s broke for %s", getattr(verb, "func", verb), one)
    return done
