"""Other processes that deliver beside this one."""

from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context

from django.db import connections

from mailing import delivery

FORK = get_context("fork")


@contextmanager
def delivering(workers: int, seconds: float) -> Iterator[None]:
    """Let so many processes deliver; they begin together and end by themselves."""
    together = FORK.Barrier(workers + 1)
    connections.close_all()  # a child must not speak on our connection
    hands = [
        FORK.Process(target=deliver, args=(together, seconds)) for _ in range(workers)
    ]
    for hand in hands:
        hand.start()
    together.wait()
    try:
        yield
    finally:
        for hand in hands:
            hand.join()


def deliver(together, seconds: float) -> None:
    together.wait()
    delivery.deliver_due(seconds=seconds)
