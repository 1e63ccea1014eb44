"""The loop: claim a window, send it on one connection, settle every row.

PostgreSQL is the queue. Nothing here is in a transaction while a relay is spoken to,
and whatever dies, each row is found in a state that says how far it had come.
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import (
    DatabaseError,
    Error,
    InterfaceError,
    OperationalError,
    connection,
)

from mailing import mailings, refusals, relays, windows
from mailing.answers import Answer, Outcome, answer_in, describe
from mailing.models import Message, Window
from mailing.rendering import Renderer

logger = logging.getLogger(__name__)
Render = Callable[[Message], EmailMultiAlternatives]
FIRST_SIZE, SMALLEST, LARGEST = 20, 5, 100
WORK_SECONDS = 1  # of work that a window should hold
PAUSE = 0.3  # seconds between looks at a database that is away
TURN = 0.05  # seconds between looks at a rate that is spent


def deliver_due(*, seconds: float) -> bool:
    """Send what is due, for so many seconds; return whether more is due now."""
    size, render = FIRST_SIZE, Renderer()
    with relays.one_connection() as is_ours, kept_open() as backend:
        until = time.monotonic() + seconds
        while is_ours and time.monotonic() < until:
            began = time.monotonic()
            claim = windows.claim(size)
            if claim.is_idle:
                return False
            if claim.is_over_rate:
                time.sleep(TURN)
            if claim.window is None:
                continue
            deadline = began + lease()
            sending = Sending(claim.window, render, backend, deadline)
            if not sending.run(claim.rows):
                return False  # the relay fails: the timetable tries again
            size = size_for(sending.sent, time.monotonic() - began)
        return is_ours and windows.is_due()


@contextmanager
def kept_open() -> Iterator[Any]:
    """Keep a backend for several windows; the first of them opens it."""
    backend = get_connection()
    try:
        yield backend
    finally:
        hang_up(backend)


def hang_up(backend: Any) -> None:
    with suppress(Exception):
        backend.close()


def lease() -> float:
    """Return for how long rows may be begun: the lease less the longest dialogue."""
    whole: float = settings.MAIL_LEASE_SECONDS
    return whole - min(settings.EMAIL_TIMEOUT or whole, whole / 3)


def size_for(sent: int, seconds: float) -> int:
    """Return how many rows are about a second of work, as last measured."""
    return max(SMALLEST, min(LARGEST, int(sent * WORK_SECONDS / seconds)))


@dataclass
class Sending:
    """One worker's way through one window."""

    window: Window
    render: Render
    backend: Any
    deadline: float
    handled_to: int = 0
    sent: int = 0
    answered: int = 0  # of them or of others that were refused
    unhinted: int = 0
    replies: dict[int, str] = field(default_factory=dict)
    unsaved: tuple[Message, Answer] | None = None
    failure: Answer | None = None
    hung_up_at: Message | None = None

    def run(self, rows: list[Message]) -> bool:
        """Send rows and settle them; return whether the relay is worth asking on."""
        is_used = False
        try:
            is_used = self.backend.open() is False
            self.send(rows)
        except Exception as error:  # no connection: nobody was begun
            logger.warning("mail could not be handed over: %s", describe(error))
            self.failure = answer_in(error, may_have_left=False)
        if self.failure:
            hang_up(self.backend)
        self.keep_trying(self.settle)
        if self.failure and self.failure.refuses_us:
            mailings.pause_refused(rows, self.failure.reply)
        if self.failure and not self.answered and not is_used:
            relays.failed()
            if self.hung_up_at:
                windows.let_others_pass(self.hung_up_at)
            return False
        if not is_used:
            relays.worked()
        return True

    def send(self, rows: list[Message]) -> None:
        """Send in order of id until all are handled or something breaks."""
        for row in rows:
            if time.monotonic() > self.deadline:
                return
            answer = self.try_one(row)
            if answer and answer.is_relay_failing:
                self.failure = answer
            if answer and answer.outcome is Outcome.UNTOUCHED:
                self.hung_up_at = row if answer.is_silent else None
                return
            self.handled_to = row.pk
            self.answered += self.failure is None
            if not self.is_noted(row, answer) or self.failure:
                return

    def try_one(self, row: Message) -> Answer | None:
        """Send one row; return the answer unless it was accepted."""
        try:
            message = self.render(row)
        except Error as error:  # the database, which has the text, is away
            return Answer(Outcome.UNTOUCHED, describe(error))
        except Exception as error:  # one row must not hold up all others
            logger.exception("message %s could not be rendered", row.pk)
            return Answer(Outcome.FAILED, describe(error))
        try:
            self.backend.send_messages([message])
        except Exception as error:  # each backend has errors of its own
            relay = getattr(self.backend, "connection", None)
            unknown = getattr(relay, "may_have_left", True)
            answer = answer_in(error, may_have_left=unknown)
            return refusals.weigh(answer, row, self.window)
        self.sent += 1
        relay = getattr(self.backend, "connection", None)
        self.replies[row.pk] = getattr(relay, "last_answer", "")
        return None

    def is_noted(self, row: Message, answer: Answer | None) -> bool:
        """Write down how far we are; tell if that could be noted and all is ours."""
        self.unhinted += 1
        try:
            if answer:
                self.unsaved = row, answer
                return self.save()
            if self.unhinted >= self.window.stride:
                self.unhinted = 0
                return windows.hint(self.window, row)
        except Error as error:
            if is_away(error):
                return False
            raise
        return True

    def save(self) -> bool:
        is_ours = True
        if self.unsaved:
            is_ours = windows.record(self.window, *self.unsaved)
            self.unsaved, self.unhinted = None, 0
        return is_ours

    def settle(self) -> None:
        self.save()
        windows.close(self.window.pk, handled_to=self.handled_to, replies=self.replies)

    def keep_trying(self, write: Callable[[], None]) -> None:
        """Write what is known as soon as the database is back, while it is ours."""
        while True:
            try:
                return write()
            except Error as error:
                connection.close()
                if not is_away(error) or time.monotonic() > self.deadline:
                    raise
                time.sleep(PAUSE)


def is_away(error: Exception) -> bool:
    """Tell a database that is gone; one that falls may leave no better class."""
    is_plain = type(error) is DatabaseError
    return is_plain or isinstance(error, OperationalError | InterfaceError)


def sweep() -> int:
    """Close windows whose worker is gone; return how many workers are wanted."""
    windows.close_stale()
    relay = relays.current()
    if relays.is_resting(relay, at=relays.clock()) or not windows.is_due():
        return 0
    return relay.connections
