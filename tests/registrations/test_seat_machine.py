"""Promises 1 and 2 under every order of what can happen to a small seminar.

A machine files, cancels, substitutes, resizes, keeps, releases, offers, answers and
lets hours pass. After each step every promise is worked out anew, and a model that
knows only the rule (higher tier first, then the lower number, each seat open to a tier
or not) says who has to have a place. A planted fault shows that it would be noticed.
"""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from partners.models import Sector
from registrations import auditing
from registrations.models import ACTIVE, CancelledBecause
from registrations.models import RegistrationStatus as Status
from registrations.services import (
    changes,
    kept,
    modes,
    offers,
    seats,
    substitutions,
)
from seminars.models import Mode, RegistrationMode
from tests.factories import (
    COMMAND,
    DAY,
    HOUR,
    LINK,
    NOW,
    SYSTEM,
    make_organisation,
    make_seminar,
    register,
    typed,
)
from tests.scale import sized

pytestmark = pytest.mark.django_db
RUNS, STEPS = sized(12, 2_000), sized(12, 30)
SECTORS = [Sector.MISSION, Sector.UN, Sector.NGO]
PLAYED = settings(
    max_examples=RUNS,
    stateful_step_count=STEPS,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)
anybody, mode, tier = st.integers(0, 50), st.sampled_from(Mode), st.integers(1, 3)


class SeatMachine(RuleBasedStateMachine):
    """One seminar, in the room and online, with very few places."""

    bodies: list = []

    def __init__(self):
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.at = NOW

    def teardown(self):
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    @initialize(
        room=st.integers(1, 3),
        asks=st.sampled_from([False, False, True]),
        crowd=st.lists(st.tuples(st.integers(0, 2), mode), min_size=5, max_size=8),
    )
    def announce(self, room, asks, crowd):
        """Begin with more people than places: the promises are about them."""
        how = RegistrationMode.APPROVAL if asks else RegistrationMode.OPEN
        start = NOW + 20 * DAY
        self.seminar = make_seminar(room, 1, registration_mode=how, starts_at=start)
        for body, mode in crowd:
            register(self.seminar, self.bodies[body], at=self.at, mode=mode)

    def one(self, which, *statuses):
        """Choose one registration in these states, or none."""
        found = list(
            self.seminar.registrations.filter(status__in=statuses).order_by("pk")
        )
        return found[which % len(found)] if found else None

    def tried(self, verb, *args, **kwargs):
        """Call a verb; a refusal is an answer, too."""
        try:
            with transaction.atomic():
                verb(*args, by=LINK, at=self.at, **kwargs)
        except ValidationError:
            self.seminar.refresh_from_db()

    @rule(body=st.integers(0, 2), mode=mode, silent=st.booleans())
    def request(self, body, mode, silent):
        more = {"address": ""} if silent else {}
        register(self.seminar, self.bodies[body], at=self.at, mode=mode, **more)

    @rule(which=anybody, yes=st.booleans())
    def decide(self, which, yes):
        if pending := self.one(which, Status.PENDING):
            if yes:
                self.tried(seats.approve, pending)
            else:
                self.tried(seats.decline, pending, why="full")

    @rule(which=anybody)
    def cancel(self, which):
        self.leave(which)

    @rule(which=anybody)
    def give_a_place_back(self, which):
        self.leave(which, Status.CONFIRMED, Status.OFFERED)

    @rule(first=anybody, second=anybody)
    def two_give_places_back(self, first, second):
        for which in (first, second):
            self.leave(which, Status.CONFIRMED, Status.OFFERED)

    def leave(self, which, *statuses):
        """Whoever gets the freed place is the first whom it is open to."""
        leaving = self.one(which, *(statuses or ACTIVE))
        if leaving is None:
            return
        seat = self.seminar.seats.filter(holder=leaving).first()
        waiting = self.seminar.registrations.filter(
            status=Status.WAITING, mode=leaving.mode
        ).queued()
        first = next((one for one in waiting if seat and self.is_open(seat, one)), None)

        seats.cancel(leaving, because=CancelledBecause.PERSON, by=LINK, at=self.at)

        if seat:
            seat.refresh_from_db()
            assert seat.holder == first

    @rule(which=anybody)
    def substitute(self, which):
        if active := self.one(which, *ACTIVE):
            self.tried(substitutions.substitute, active, typed(active.organisation))

    @rule(which=anybody, mode=mode)
    def choose_mode(self, which, mode):
        if active := self.one(which, *ACTIVE):
            self.tried(modes.change_mode, active, mode)

    @rule(mode=mode, places=st.integers(0, 5))
    def resize(self, mode, places):
        self.tried(changes.change_places, self.seminar, mode, places, why="so it is")

    @rule(mode=mode, tier=tier, places=st.integers(0, 3), days=st.integers(1, 9))
    def keep(self, mode, tier, places, days):
        until = self.at + days * DAY
        self.tried(kept.keep, self.seminar, mode, tier, places, until)

    @rule(hours=st.sampled_from([None, 1, 24, 72]))
    def offer(self, hours):
        self.tried(offers.change_hours, self.seminar, hours)

    @rule(which=anybody)
    def accept(self, which):
        if offered := self.one(which, Status.OFFERED):
            self.tried(offers.accept, offered)

    @rule(hours=st.sampled_from([1, 30, 80]))
    @precondition(lambda self: self.at < NOW + 16 * DAY)  # registration stays open
    def let_hours_pass(self, hours):
        """Both sweeps come by afterwards, as the timetable has them."""
        self.at += hours * HOUR
        offers.expire_due(by=SYSTEM, at=self.at)
        seats.release_due(by=SYSTEM, at=self.at)

    @invariant()
    def every_promise_is_kept(self):
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        swept = self.at + timedelta(minutes=1)
        assert [str(one) for one in auditing.findings(at=swept)] == []

    @invariant()
    def whoever_waits_has_no_seat_open_to_them(self):
        """Work out by the rule alone who could sit down now: nobody may."""
        places = list(self.seminar.seats.filter(holder=None, withdrawn_at=None))
        for one in self.seminar.registrations.filter(status=Status.WAITING):
            assert not [seat for seat in places if self.is_open(seat, one)]

    def is_open(self, seat, one):
        is_kept = seat.tier is not None and seat.held_until > self.at
        return seat.mode == one.mode and (not is_kept or seat.tier == one.tier)


@pytest.fixture(autouse=True)
def bodies():
    SeatMachine.bodies = [make_organisation(sector) for sector in SECTORS]


def test_no_order_of_events_breaks_a_promise():
    run_state_machine_as_test(SeatMachine, settings=PLAYED)


LAST_FIRST = ("ORDER BY line_number LIMIT 1", "ORDER BY line_number DESC LIMIT 1")
LOW_FIRST = ("ORDER BY tier LIMIT 1\n", "ORDER BY tier DESC LIMIT 1\n")


@pytest.mark.plants_a_fault
@pytest.mark.parametrize(("right", "wrong"), [LAST_FIRST, LOW_FIRST])
def test_a_planted_fault_is_noticed(right, wrong, monkeypatch):
    assert right in seats.SEAT_THE_NEXT
    monkeypatch.setattr(
        seats, "SEAT_THE_NEXT", seats.SEAT_THE_NEXT.replace(right, wrong)
    )

    with pytest.raises(AssertionError):
        run_state_machine_as_test(
            SeatMachine, settings=settings(PLAYED, max_examples=60)
        )


def test_a_place_kept_for_nobody_is_no_place(monkeypatch):
    seminar = make_seminar(places=1)
    kept.keep(seminar, Mode.ROOM, 1, 1, NOW + DAY, by=COMMAND, at=NOW)
    register(seminar, make_organisation(Sector.NGO))

    assert auditing.findings(at=NOW) == []
    named = [one.promise for one in auditing.findings(at=NOW + 2 * DAY)]
    assert named == ["no open place while somebody waits"]
