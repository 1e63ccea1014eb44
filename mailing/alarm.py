"""The alarm clock. What is due stands in the rows: a lost ring costs seconds."""

import logging

from celery import current_app
from django.db import connection, transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)
DELIVER_DUE = "mailing.deliver_due"


def nudge_on_commit() -> None:
    """Wake a worker when this transaction commits: once, for all its messages."""
    if nudge not in [waiting[1] for waiting in connection.run_on_commit]:
        transaction.on_commit(nudge, robust=True)


def nudge() -> None:
    """Wake a worker by the task's name, so that nothing here imports a task.

    Without a broker nobody is woken and nobody is disturbed: the timetable looks for
    due rows anyway.
    """
    try:
        current_app.send_task(DELIVER_DUE, retry=False, ignore_result=True)
    except OperationalError as error:
        logger.warning("no worker could be woken: %s", error)
