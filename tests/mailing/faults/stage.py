"""Processes that a test may kill, and what was found when the dust had settled."""

import multiprocessing
import os
import signal
import time
from collections import Counter
from dataclasses import dataclass

from django.db import Error, connection

from mailing.models import Message, Window
from tests.mailing.faults import hands
from tests.mailing.rows import counters_of
from tests.scale import sized

LEASE = 4  # seconds
PATIENCE = sized(60, 900)  # seconds
KEYS = ("HOST", "PORT", "NAME", "USER", "PASSWORD")
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload([hands.__name__])


class Stage:
    """Starts processes that share the test's database and relay, and ends them."""

    def __init__(self, port, *, broker=""):
        self.port, self.broker = port, broker
        self.processes = []

    def start(self, task=hands.work, *arguments, lease=LEASE, without=""):
        known = connection.settings_dict
        database = {key: known[key] for key in KEYS}
        orders = hands.Orders(self.port, lease, database, self.broker, without)
        process = FORKS.Process(target=task, args=(orders, *arguments), daemon=True)
        process.start()
        self.processes.append(process)
        return process

    def clear(self):
        for process in self.processes:
            process.kill()
            process.join()


def kill(*processes):
    for process in processes:
        assert process.is_alive(), "it ended before it was killed"
        process.kill()
        process.join()


def halt(process):
    os.kill(process.pid, signal.SIGSTOP)


def go_on(process):
    os.kill(process.pid, signal.SIGCONT)


def wait_until(question, seconds=PATIENCE):
    """Ask until the answer is yes; a database that is away is asked again."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if question():
                return
        except Error:
            connection.close()
        time.sleep(0.03)
    raise TimeoutError(f"It did not happen within {seconds} seconds.")


def is_settled():
    """Tell that no row waits and none is in anybody's hands."""
    return not Message.objects.filter(state__in=("pending", "sending")).exists()


@dataclass(frozen=True)
class Found:
    """What became of the rows, against what the relay says it took."""

    lost: int = 0  # called sent, and never taken
    unlisted: int = 0  # taken, and neither sent nor listed as uncertain
    doubled: int = 0  # mailing's rows taken twice
    doubled_own: int = 0  # messages to one person taken twice
    uncertain: int = 0
    windows: int = 0
    wrong_counters: int = 0


def look(relay, *mailings):
    """Compare rows, counters and windows with the log of the relay."""
    taken = Counter(int(id.split("@")[0].removeprefix("<m")) for id in relay.ids)
    rows = list(Message.objects.values_list("pk", "state", "mailing_id"))
    known = ("sent", "uncertain")
    return Found(
        lost=sum(state == "sent" and not taken[pk] for pk, state, _ in rows),
        unlisted=sum(taken[pk] > 0 and state not in known for pk, state, _ in rows),
        doubled=sum(taken[pk] > 1 for pk, _, mailing in rows if mailing),
        doubled_own=sum(taken[pk] > 1 for pk, _, mailing in rows if not mailing),
        uncertain=sum(state == "uncertain" for _, state, _ in rows),
        windows=Window.objects.count(),
        wrong_counters=sum(not counts_its_rows(mailing) for mailing in mailings),
    )


def counts_its_rows(mailing):
    states = mailing.messages.values_list("state", flat=True)
    return counters_of(mailing) == Counter(states)
