"""The alarm clock. What is due stands in the rows: a lost ring costs seconds."""

import logging

from celery import current_app
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)
DELIVER_DUE = "mailing.deliver_due"


def nudge() -> None:
    """Wake a worker by the task's name, so that nothing here imports a task.

    Without a broker nobody is woken and nobody is disturbed: the timetable looks for
    due rows anyway.
    """
    try:
        current_app.send_task(DELIVER_DUE, retry=False, ignore_result=True)
    except OperationalError as error:
        logger.warning("no worker could be woken: %s", error)
