"""All iCalendar output under any order of edits: each calendar can follow it."""

from collections import defaultdict

import pytest
import vobject
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from mailing.models import Message
from registrations.services import changes, offers, seats
from registrations.services.overflows import Overflow, Way
from seminars.models import Mode, SeminarState
from tests.factories import (
    COMMAND,
    DAY,
    HOUR,
    LINK,
    NOW,
    make_mission,
    make_room,
    make_seminar,
    register,
    ten_days_ahead,
)
from tests.registrations.telling import reread, sessions_of
from tests.scale import sized

pytestmark = pytest.mark.django_db
RUNS = sized(10, 200)
FIRST = ten_days_ahead()
PLAYED = settings(
    max_examples=RUNS,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)
pick = st.integers(0, 5)


def hours_of(seminar, days):
    return {
        one.pk: (FIRST + (days + n) * DAY, FIRST + (days + n) * DAY + HOUR)
        for n, one in enumerate(sessions_of(seminar))
    }


def urls(seminar):
    return {one.pk: "https://meet.example/42" for one in sessions_of(seminar)}


def chosen(rows, number):
    rows = list(rows)
    return rows[number % len(rows)]


def move_room(seminar, n, at):
    room = make_room(capacity=None if n % 2 else n)
    way = list(Way)[n % 3]
    overflow = Overflow(way, urls(seminar))
    session = chosen(sessions_of(seminar), n)
    changes.move_room(session, room, overflow=overflow, why="Why.", by=COMMAND, at=at)


def move_hour(seminar, n, at):
    session = chosen(sessions_of(seminar), n)
    start = FIRST + (n + 20) * DAY
    changes.move_hour(session, start, start + HOUR, by=COMMAND, at=at)


def postpone(seminar, n, at):
    changes.postpone(seminar, hours_of(seminar, n * 3), by=COMMAND, at=at)


def reconfirm(seminar, n, at):
    new = hours_of(seminar, n * 3 + 1)
    changes.postpone(seminar, new, reconfirm_by=NOW + DAY, by=COMMAND, at=at)


def put_off(seminar, _n, at):
    changes.postpone(seminar, None, by=COMMAND, at=at)


def online(seminar, _n, at):
    changes.move_online(seminar, urls(seminar), by=COMMAND, at=at)


def back(seminar, _n, at):
    changes.back_to_room(seminar, {}, why="Why.", by=COMMAND, at=at)


def call_off(seminar, _n, at):
    changes.call_off(seminar, why="Snow.", by=COMMAND, at=at)


def undo(seminar, _n, at):
    changes.undo(chosen(seminar.changes.order_by("-version"), 0), by=COMMAND, at=at)


def cancel(seminar, n, at):
    person = chosen(seminar.registrations.order_by("pk"), n)
    seats.cancel(person, because="person", by=LINK, at=at)


def accept(seminar, n, at):
    offered = chosen(seminar.registrations.filter(status="offered"), n)
    offers.accept(offered, by=LINK, at=at)


def enter(seminar, _n, at):
    register(seminar, make_mission(), at=at)


def more(seminar, n, at):
    changes.change_places(seminar, Mode.ROOM, n + 3, why="Why.", by=COMMAND, at=at)


EDITS = (
    *(move_room, move_hour, postpone, reconfirm, put_off, online, back),
    *(call_off, undo, cancel, accept, enter, more),
)
LETTERS_LEAVE = "letters leave"
steps = st.lists(st.tuples(st.sampled_from([*EDITS, LETTERS_LEAVE]), pick), max_size=9)


def leave(at):
    """Send what is due, in the order in which a worker takes it."""
    due = Message.objects.filter(state="pending", next_attempt_at__lte=at)
    keys = list(due.order_by("next_attempt_at", "pk").values_list("pk", flat=True))
    Message.objects.filter(pk__in=keys).update(state="sent", accepted_at=at)
    return keys


def play(edits):
    """Make these edits, refusals left out; return the letters as they left."""
    seminar = make_seminar(places=2, sessions=2, starts_at=FIRST)
    mission, at = make_mission(), NOW
    for language in ("en", "fr", "en"):
        register(seminar, mission, language=language)
    left = []
    for edit, number in edits:
        at += HOUR / 60
        if edit == LETTERS_LEAVE:
            left += leave(at)
            continue
        try:
            with transaction.atomic():
                edit(reread(seminar), number, at)
        except (ValidationError, ZeroDivisionError):
            continue
    left += leave(at + HOUR)
    by_key = Message.objects.in_bulk(left)
    return reread(seminar), [by_key[one] for one in left]


@PLAYED
@given(steps)
def test_every_calendar_can_follow_any_order_of_edits(edits):
    with transaction.atomic():
        seminar, letters = play(edits)
        heard = defaultdict(list)
        for letter in letters:
            for text in letter.calendars:
                read = vobject.readOne(text)
                entry = read.vevent
                heard[entry.uid.value].append(
                    (int(entry.sequence.value), read.method.value)
                )
        for entries in heard.values():
            numbers, methods = zip(*entries, strict=True)
            assert list(numbers) == sorted(set(numbers)), entries
            assert methods[0] == "REQUEST", entries
            assert ("CANCEL", "CANCEL") not in list(
                zip(methods, methods[1:], strict=False)
            ), entries
        shown = {uid for uid, entries in heard.items() if entries[-1][1] == "REQUEST"}
        assert shown == expected(seminar)
        transaction.set_rollback(True)


def expected(seminar):
    """Name the entries that calendars have to show in the end."""
    if seminar.state != SeminarState.ANNOUNCED:
        return set()
    people = seminar.registrations.filter(status="confirmed").exclude(address="")
    return {
        f"s{session.pk}-r{person.pk}@testserver"
        for session in sessions_of(seminar)
        for person in people
    }
