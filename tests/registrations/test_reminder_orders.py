"""Whatever happens in whatever order, the queue holds what the facts call for.

A machine registers, moves, postpones, calls off, writes papers and marks, lets time
pass and mail leave. Beside it stands what should be queued, worked out from what the
machine remembers and from plain rows, by none of the code that is tested.
"""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from mailing.models import Message, Window
from registrations.models import Attendance, Registration
from registrations.services import attendance, changes, nominations, reminders, seats
from seminars.models import Document, DocumentContent, Seminar
from tests.factories import COMMAND, DAY, HOUR, NOW, make_room, make_seminar, register
from tests.scale import sized
from unitar_seminars import hours
from unitar_seminars.hours import NEW_YORK

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
TIMED = ["reminder", "materials", "thank_you"]
SWITCHES = ["has_reminder", "has_materials_notice", "has_thank_you"]
anybody, either = st.integers(0, 5), st.integers(0, 1)
some_hours = st.sampled_from([-60, -24, -1, 1, 5, 30, 70, 200])
GOING_ON = settings(
    max_examples=sized(15, 1000),
    stateful_step_count=sized(10, 30),
    derandomize=True,
    deadline=None,
    database=None,
)


class Desk(RuleBasedStateMachine):
    """One seminar of two sessions, three places, up to six people."""

    @initialize()
    def announce(self):
        self.block = transaction.atomic()
        self.block.__enter__()
        self.clock, self.moved_at, self.reminded = NOW, None, {}
        self.seminar = make_seminar(places=3, sessions=2, starts_at=NOW + 5 * DAY)
        last = self.seminar.sessions.last()
        self.move(last, last.starts_at + 2 * DAY)
        for language in ("en", "fr", "en", "fr"):
            register(self.seminar, at=self.clock, language=language)
        reminders.reconcile_near(at=self.clock)
        assert len(self.queued()) == 3

    def teardown(self):
        if hasattr(self, "block"):
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    # What happens

    def act(self, verb, *args, **named):
        """Do something a second later; what the verb refuses has not happened."""
        self.clock += SECOND
        try:
            verb(*args, by=COMMAND, at=self.clock, **named)
        except ValidationError:
            return False
        return True

    def move(self, session, starts_at):
        end = starts_at + 3 * HOUR
        if self.act(changes.move_hour, session, starts_at, end):
            self.moved_at = self.clock

    def sessions(self):
        return list(self.seminar.sessions.order_by("pk"))

    def people(self):
        return list(Registration.objects.order_by("pk"))

    def person(self, number):
        people = self.people()
        return people[number % len(people)]

    @rule(is_french=st.booleans(), has_address=st.sampled_from([True, True, False]))
    def register(self, is_french, has_address):
        self.clock += SECOND
        seminar = Seminar.objects.get()
        if seminar.takes_registrations(at=self.clock) and len(self.people()) < 6:
            given = {} if has_address else {"address": ""}
            language = "fr" if is_french else "en"
            register(seminar, at=self.clock, language=language, **given)

    @rule(who=anybody)
    def cancel(self, who):
        self.act(seats.cancel, self.person(who), because="person")

    @rule(who=anybody, language=st.sampled_from(["en", "fr"]), number=either)
    def correct(self, who, language, number):
        said = {"language": language, "address": f"corrected{number}@example.org"}
        self.act(nominations.correct, self.person(who), said, why="It was wrong.")

    @rule(who=anybody, which=either, mark=st.sampled_from(["present", "absent", ""]))
    def mark(self, who, which, mark):
        person, session = self.person(who), self.sessions()[which]
        if mark:
            self.act(attendance.record, person, session, mark, source="door")
        else:
            self.act(attendance.take_back, person, session)

    @rule(which=either, by_hours=some_hours)
    def move_hour(self, which, by_hours):
        session = self.sessions()[which]
        if session.starts_at:
            self.move(session, session.starts_at + by_hours * HOUR)

    @rule(which=either)
    def move_room(self, which):
        self.act(changes.move_room, self.sessions()[which], make_room())

    @rule()
    def move_online(self):
        urls = {one.pk: f"https://m.example/{one.pk}" for one in self.sessions()}
        self.act(changes.move_online, Seminar.objects.get(), urls)

    @rule(days=st.sampled_from([None, 1, 3, 9]))
    def postpone(self, days):
        new = None
        if days:
            starts = [self.clock + days * DAY, self.clock + (days + 1) * DAY]
            new = {
                one.pk: (hour, hour + 3 * HOUR)
                for one, hour in zip(self.sessions(), starts, strict=True)
            }
        if self.act(changes.postpone, Seminar.objects.get(), new):
            self.moved_at = self.clock

    @precondition(lambda self: self.queued())
    @rule()
    def call_off(self):
        self.act(changes.call_off, Seminar.objects.get(), why="Snow.")

    @rule(field=st.sampled_from(SWITCHES), is_on=st.booleans(), title=st.text("ab"))
    def edit(self, field, is_on, title):
        self.save(Seminar.objects.all(), **{field: is_on, "title_en": f"T {title}"})

    @rule(closed_for=st.sampled_from([None, 1, 20, 50]), title=st.text("cd"))
    def add_paper(self, closed_for, title):
        paper = Document.objects.create(
            seminar=self.seminar,
            kind="background",
            title=f"Paper {title}",
            language="en",
            visibility="participants",
        )
        DocumentContent.objects.create(document=paper, size=1, data=b"x")
        self.embargo(0, closed_for, newest=True)

    @precondition(lambda self: Document.objects.exists())
    @rule(which=either, closed_for=st.sampled_from([None, 1, 50]))
    def embargo(self, which, closed_for, newest=False):
        rows = Document.objects.order_by("-pk" if newest else "pk")
        until = self.clock + closed_for * HOUR if closed_for else None
        published = {"published_at": self.clock} if newest else {}
        chosen = rows[which % len(rows)]
        one = Document.objects.filter(pk=chosen.pk)
        self.save(one, embargo_until=until, **published)

    @precondition(lambda self: Document.objects.exists())
    @rule(which=either)
    def withdraw(self, which):
        chosen = Document.objects.order_by("pk")[which % Document.objects.count()]
        self.save(Document.objects.filter(pk=chosen.pk), withdrawn_at=self.clock)

    def save(self, rows, **values):
        """Save as the admin does, which then brings the queue into line."""
        self.clock += SECOND
        rows.update(**values)
        reminders.reconcile(self.seminar.pk, at=self.clock)

    # Time and the relay

    @rule(by_hours=st.sampled_from([1, 12, 24, 47, 80]))
    def pass_time(self, by_hours):
        self.clock += by_hours * HOUR
        self.sweep()

    @rule()
    def sweep(self):
        changes.mark_held(by=COMMAND, at=self.clock)
        reminders.reconcile_near(at=self.clock)
        assert self.queued() == self.called_for()

    @rule()
    def claim(self):
        """Let a worker take what is due, as `mailing` does."""
        self.clock += SECOND
        due = Message.objects.due(at=self.clock).filter(purpose__in=TIMED)
        due.filter(not_after__lt=self.clock).update(state="expired")
        lease = {"claimed_at": self.clock, "lease_until": self.clock, "stride": 1}
        due.update(state="sending", window=Window.objects.create(**lease))

    @rule(answer=st.sampled_from(["accepted", "accepted", "pending", "failed"]))
    def settle(self, answer):
        """Let what the worker holds leave, come back, or be refused for good."""
        self.clock += SECOND
        held = Message.objects.filter(state="sending")
        if answer != "accepted":
            held.update(state=answer, window=None)
        for message in held.filter(state="sending"):
            self.note(message)
            rows = Message.objects.filter(pk=message.pk)
            rows.update(state="sent", window=None, accepted_at=self.clock)

    def note(self, message):
        """Nobody is reminded twice of the same hours."""
        if message.purpose == "reminder":
            before = self.reminded.setdefault(message.person_key, [])
            assert message.not_after not in [hour for hour, _at in before]
            before.append((message.not_after, self.clock))

    # What should be

    def queued(self):
        """Name what would still leave: for whom, about what, where, when, in what."""
        rows = Message.objects.filter(
            purpose__in=TIMED, state="pending", not_after__gte=self.clock
        )
        return {said(row) for row in rows}

    def called_for(self):
        """Work out what should stand in the queue, by the machine's own memory."""
        seminar = Seminar.objects.get()
        if seminar.state not in ("announced", "held"):
            return set()
        rows = Message.objects.filter(state__in=["sending", "sent", "failed"])
        over = {
            (row.person_key, row.about, row.address if row.state == "failed" else "")
            for row in rows
        }
        return {
            (key, purpose, about, person.address, person.language, due, said)
            for person in self.people()
            if person.address and person.status not in ("cancelled", "declined")
            for key in [f"registrations.registration:{person.pk}"]
            for purpose, about, due, until, said in self.offers(seminar, person)
            if not over & {(key, about, ""), (key, about, person.address)}
            if due - 3 * DAY <= self.clock < until
        }

    def offers(self, seminar, person):
        return [
            *self.reminders(seminar, person),
            *self.materials(seminar, person),
            *self.thanks(seminar, person),
        ]

    def reminders(self, seminar, person):
        first, second = sorted(self.sessions(), key=lambda one: (one.starts_at, one.pk))
        is_apart = second.starts_at - first.starts_at >= 2 * DAY
        key = f"registrations.registration:{person.pk}"
        told = [at for _hour, at in self.reminded.get(key, [])]
        told += [row.next_attempt_at for row in held_reminders(key)]
        told += [at for at in (self.moved_at, person.seated_at) if at]
        for session in [first, second] if is_apart else [first]:
            local = session.starts_at.astimezone(NEW_YORK)
            due = (local.replace(tzinfo=None) - 2 * DAY).replace(tzinfo=NEW_YORK)
            if has_place(person) and max(told) < due and seminar.has_reminder:
                about = f"seminars.session:{session.pk} r{session.revision}"
                with translation.override(person.language):
                    when = hours.when(session.starts_at, session.ends_at)
                yield "reminder", about, due, session.starts_at, (when, person.mode)

    def materials(self, seminar, person):
        slots = {}
        for paper in Document.objects.filter(withdrawn_at=None):
            opened = max(paper.published_at, paper.embargo_until or paper.published_at)
            slots.setdefault(-int(-opened.timestamp() // 3600), []).append(paper.title)
        for number, titles in slots.items():
            due = NOW.fromtimestamp(number * 3600, NOW.tzinfo)
            until = min(due + 7 * DAY, seminar.ends_at + 30 * DAY)
            wants = has_place(person) and person.seated_at < due
            if wants and seminar.has_materials_notice:
                about = f"seminars.seminar:{seminar.pk} {due:%Y-%m-%dT%H}Z"
                yield "materials", about, due, until, tuple(sorted(titles))

    def thanks(self, seminar, person):
        there = Attendance.objects.filter(registration=person, mark="present")
        if there.exists() and seminar.has_thank_you:
            end = seminar.ends_at
            about = f"seminars.seminar:{seminar.pk}"
            yield "thank_you", about, end + DAY, end + 14 * DAY, ()

    @invariant()
    def nothing_wrong_can_leave(self):
        if hasattr(self, "block"):
            assert self.queued() - self.called_for() == set()


def has_place(person):
    return person.status == "confirmed"


def held_reminders(key):
    rows = Message.objects.filter(person_key=key, purpose="reminder")
    return rows.filter(state="sending")


def said(row):
    """Read a row as the machine speaks of it."""
    about, lines = row.about, row.text.splitlines()
    told = ()
    if row.purpose == "reminder":
        when = next(line for line in lines if "UTC" in line)
        told = (when, "online" if "https://m.example" in row.text else "room")
    elif row.purpose == "materials":
        listed = [
            line.partition(" (")[0] for line in lines if line.startswith("Paper ")
        ]
        told = tuple(sorted(listed))
    where = (row.address, row.language)
    return (row.person_key, row.purpose, about, *where, row.next_attempt_at, told)


def test_every_order_leaves_the_queue_as_the_facts_call_for():
    run_state_machine_as_test(Desk, settings=GOING_ON)


def mark_and_slip(desk):
    desk.mark(0, 0, "present")
    desk.pass_time(7 * 24)
    desk.mark(0, 0, "absent")


FORGETFUL = {
    "telling": lambda desk: desk.call_off(),
    "seats": lambda desk: desk.cancel(0),
    "nominations": lambda desk: desk.correct(0, "fr", 1),
    "attendance": mark_and_slip,
}


@pytest.mark.parametrize("service", FORGETFUL)
def test_the_machine_sees_a_verb_that_leaves_the_queue_alone(service, monkeypatch):
    forgetful = f"registrations.services.{service}.reminders"
    monkeypatch.setattr(forgetful, type("Forgetful", (), {"reconcile": forget}))
    desk = Desk()
    desk.announce()
    desk.nothing_wrong_can_leave()

    FORGETFUL[service](desk)

    with pytest.raises(AssertionError):
        desk.nothing_wrong_can_leave()
    desk.teardown()


def forget(*args, **named):
    """Bring nothing into line."""
