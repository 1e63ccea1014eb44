"""What runs in processes of their own, which nobody asks before they are killed."""

import ctypes
import logging
import os
import signal
import time
import warnings
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import Error, connection
from django.utils import timezone

from mailing import delivery, mailings, windows
from mailing.models import Mailing
from tests.mailing.rows import SYSTEM
from unitar_seminars.celery import app

DIES_WITH_ITS_PARENT = 1  # PR_SET_PDEATHSIG
NO_LIMIT = 10**6


@dataclass(frozen=True)
class Orders:
    """Where a process works, and which rule it does not know."""

    port: int
    lease: float
    database: dict[str, Any] = field(default_factory=dict)
    broker: str = ""
    without: str = ""


def work(orders: Orders) -> None:
    """Sweep and deliver until killed, as worker and timetable do together."""
    begin(orders)
    while True:
        try:
            delivery.sweep()
            if not delivery.deliver_due(seconds=2):
                time.sleep(0.05)
        except Error:
            connection.close()
            time.sleep(0.1)


def celery_worker(orders: Orders) -> None:
    begin(orders)
    quiet = ["--without-gossip", "--without-mingle", "--loglevel=CRITICAL"]
    app.worker_main(["--quiet", "worker", "--pool=solo", *quiet])


def celery_beat(orders: Orders) -> None:
    begin(orders)
    app.Beat(quiet=True, loglevel="CRITICAL", scheduler="celery.beat:Scheduler").run()


def start_mailing(orders: Orders, pk: int, addressees: list, gate: Any) -> None:
    """Start a mailing in the same moment as others do; the slower one is refused."""
    begin(orders)
    mailing = Mailing.objects.get(pk=pk)
    gate.wait()
    mailings.start(mailing, addressees, by=SYSTEM, at=timezone.now())


def begin(orders: Orders) -> None:
    ctypes.CDLL(None).prctl(DIES_WITH_ITS_PARENT, signal.SIGKILL)
    os.setsid()
    logging.disable()
    warnings.simplefilter("ignore")  # of Celery, about root
    settings.EMAIL_BACKEND = "mailing.backends.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", orders.port
    settings.MAIL_LEASE_SECONDS = orders.lease
    connection.settings_dict.update(orders.database)
    if orders.broker:
        app.conf.broker_url = orders.broker
    if orders.without:
        WITHOUT[orders.without]()


def forget_when_the_database_started() -> None:
    """Trust every hint, also where a crash of PostgreSQL may have lost some."""
    windows.ALL = None


def doubt_nothing() -> None:
    """Take rows behind the last hint for rows that nobody began."""
    windows.mark_doubtful = lambda rows, doubtful: Counter()


def look_at_no_lease() -> None:
    """Begin rows whatever the hour is, and whoever has closed their window."""
    hint = windows.hint
    delivery.lease = lambda: NO_LIMIT
    windows.hint = lambda window, message: hint(window, message) or True


WITHOUT = {
    "start time": forget_when_the_database_started,
    "doubt": doubt_nothing,
    "lease": look_at_no_lease,
}
