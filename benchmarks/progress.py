"""The progress page of a mailing that is under way, asked for while its rows settle.

A hundred thousand addressees wait while a worker claims and closes windows; the page
reads counters, so it should not matter how many there are.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median, quantiles
from threading import Event, Thread

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from benchmarks import letters, rows
from benchmarks.client import Visitor
from benchmarks.figures import Figure
from benchmarks.stage import Hosts
from briefings.models import Briefing, BriefingState
from mailing import mailings, windows
from mailing.models import Mailing
from tests import factories
from users.models import Actor, ActorKind, User

PEOPLE, FEW = 100_000, 20_000
TARGET = 50  # milliseconds, at the 95th percentile
WINDOW, EVERY = 100, 0.05  # rows that settle at once, seconds from one to the next
BENCH = Actor(ActorKind.COMMAND, label="bench")


def figures(hosts: Hosts, *, quick: bool) -> Iterator[Figure]:
    asked = 50 if quick else 300
    organiser = factories.make_organiser()
    briefing = make_running(organiser, FEW if quick else PEOPLE)
    visitor = signed_in(hosts.ours, organiser)
    for name in ("progress", "progress_now"):
        path = reverse(f"briefings:{name}", args=[briefing.pk])
        with rows_settling():
            took = sorted(milliseconds(visitor, path) for _ in range(asked))
        slow = quantiles(took, n=20)[-1]
        yield Figure(f"{name}_median", median(took), "ms")
        yield Figure(f"{name}_p95", slow, "ms", "<=", TARGET)
    briefing.mailing.refresh_from_db()
    yield Figure("settled_meanwhile", briefing.mailing.sent, "messages", ">=", 1)


def make_running(writer: User, people: int) -> Briefing:
    """Make a briefing whose mailing runs to so many people."""
    mailing: Mailing = letters.make_mailing()
    addressees = list(letters.addressees(people))
    mailings.start(mailing, addressees, by=BENCH, at=timezone.now())
    rows.settle()
    second = factories.make_organiser()
    return factories.make_briefing(
        writer,
        state=BriefingState.SENT,
        approved_by=second,
        approved_at=timezone.now(),
        mailing=mailing,
    )


def signed_in(port: int, user: User) -> Visitor:
    """Sign an organiser in by a session made here, with a second factor at hand."""
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    visitor = Visitor(port, "10.0.0.2")
    visitor.cookies[settings.SESSION_COOKIE_NAME] = session.session_key or ""
    return visitor


def milliseconds(visitor: Visitor, path: str) -> float:
    began = time.perf_counter()
    page = visitor.get(path)
    took = 1000 * (time.perf_counter() - began)
    if "data-live-part" not in page:
        raise ValueError("This is not the progress page.")
    return took


@contextmanager
def rows_settling() -> Iterator[None]:
    """Let windows be claimed and closed, as a worker does with a quick relay."""
    is_over = Event()

    def work() -> None:
        while not is_over.wait(EVERY):
            claim = windows.claim(WINDOW)
            if claim.window is not None:
                windows.close(claim.window.pk, handled_to=claim.rows[-1].pk)
        connection.close()

    thread = Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()
