"""Naming somebody else: the place goes on in one step, the past stays where it was."""

from functools import partial

import pytest

from mailing.models import Message
from partners.models import Sector
from registrations.models import (
    Attendance,
    AttendanceMark,
    AttendanceSource,
    CancelledBecause,
    Registration,
    Substitution,
)
from registrations.models import RegistrationStatus as Status
from registrations.services import attendance, offers, seats
from registrations.services.substitutions import substitute
from seminars.models import Mode, RegistrationMode, Seminar
from tests.factories import (
    DAY,
    HOUR,
    LINK,
    NOW,
    make_mission,
    make_organisation,
    make_seminar,
    register,
    submit,
    typed,
)
from tests.races import race
from tests.refusals import refusal
from tests.registrations.clock import hold_at
from tests.registrations.telling import told
from users.models import AuditEntry

pytestmark = pytest.mark.django_db
really = pytest.mark.django_db(transaction=True)


@pytest.fixture
def mission():
    return make_mission()


def name_somebody(registration, at=NOW, **fields):
    fields = {"name": "Ndeye Sarr", "address": "ndeye@example.org"} | fields
    body = fields.pop("organisation", registration.organisation)
    return substitute(registration, typed(body, **fields), by=LINK, at=at)


def test_the_seat_goes_to_the_successor_in_one_step(mission):
    seminar = make_seminar(places=1)
    before, waiting = register(seminar, mission), register(seminar, mission)
    seat = before.seat

    after = name_somebody(before)

    seat.refresh_from_db()
    waiting.refresh_from_db()
    assert (seat.holder, after.status, after.seated_at) == (
        after,
        Status.CONFIRMED,
        NOW,
    )
    assert (before.status, before.cancelled_because) == (
        Status.CANCELLED,
        CancelledBecause.SUBSTITUTED,
    )
    assert waiting.status == Status.WAITING
    link = Substitution.objects.get()
    assert (link.predecessor, link.successor) == (before, after)
    assert (before.line_number, waiting.line_number, after.line_number) == (3, 2, 1)
    assert after.nomination == before.nomination
    assert (after.organisation_name_en, after.sector) == (
        mission.name_en,
        Sector.MISSION,
    )
    done = AuditEntry.objects.order_by("pk").values_list("verb", flat=True)
    assert list(done)[-2:] == ["substitute", "succeed"]


def test_each_is_told_with_the_entry_that_is_theirs(mission):
    seminar = make_seminar(places=1)
    before = register(seminar, mission)
    session = seminar.sessions.get()

    after = name_somebody(before, language="fr")

    assert told("substituted") == [(before.address, [("CANCEL", session.pk, 1)])]
    assert told("successor") == [(after.address, [("REQUEST", session.pk, 0)])]
    assert told("substitution_receipt") == [("mission@example.org", [])]
    cancelled, invited = (
        Message.objects.get(purpose=purpose).calendars[0]
        for purpose in ("substituted", "successor")
    )
    assert f"s{session.pk}-r{before.pk}@" in cancelled
    assert f"s{session.pk}-r{after.pk}@" in invited
    [receipt] = Message.objects.filter(purpose="substitution_receipt")
    assert after.addressed_name in receipt.text
    assert "Both have been told." in receipt.text
    assert after.name not in Message.objects.get(purpose="substituted").text


def test_sender_reads_whom_nobody_could_write_to(mission):
    before = submit(
        make_seminar(places=1), typed(mission, name="Ana", address="")
    ).registrations.get()
    untold = "We have no address of Ana: please tell them yourself."
    assert untold in Message.objects.get(purpose="receipt").text

    name_somebody(before)

    [receipt] = Message.objects.filter(purpose="substitution_receipt")
    assert untold in receipt.text
    assert "Both have been told." not in receipt.text


def test_without_a_senders_address_nobody_gets_a_receipt(mission):
    before = register(make_seminar(places=1), mission)
    before.nomination.sender_address = ""
    before.nomination.save()

    name_somebody(before)

    assert told("substitution_receipt") == []


def test_who_waits_hands_over_the_number_in_line(mission):
    seminar = make_seminar(places=1)
    holder, first, second = (register(seminar, mission) for _ in range(3))

    after = name_somebody(first)
    assert (after.status, after.line_number, first.line_number) == (
        Status.WAITING,
        2,
        4,
    )
    seats.cancel(holder, because=CancelledBecause.PERSON, by=LINK, at=NOW)

    after.refresh_from_db()
    second.refresh_from_db()
    assert (after.status, second.status) == (Status.CONFIRMED, Status.WAITING)


def test_who_awaits_approval_is_decided_as_the_predecessor_would_be(mission):
    seminar = make_seminar(places=1, registration_mode=RegistrationMode.APPROVAL)
    before, other = register(seminar, mission), register(seminar, mission)

    after = name_somebody(before)
    assert (after.status, after.line_number) == (Status.PENDING, 1)
    seats.approve(other, by=LINK, at=NOW)
    later = name_somebody(other, name="Awa Diop", address="awa@example.org")

    assert later.status == Status.CONFIRMED


def test_to_name_somebody_takes_up_an_offer_while_it_lasts(mission):
    seminar = make_seminar(places=1)
    offers.change_hours(seminar, 24, by=LINK, at=NOW)
    holder, before = register(seminar, mission), register(seminar, mission)
    seats.cancel(holder, because=CancelledBecause.PERSON, by=LINK, at=NOW)
    before.refresh_from_db()

    assert refusal(name_somebody, before, before.offered_until) == "offer_expired"
    after = name_somebody(before)

    assert (after.status, after.offered_until) == (Status.CONFIRMED, None)
    assert told("substituted") == [(before.address, [])]


def test_a_place_online_stays_online_and_in_its_tier(mission):
    seminar = make_seminar(places=1, online_places=1)
    before = register(seminar, mission, mode=Mode.ONLINE)
    Registration.objects.update(tier=2)

    after = name_somebody(before)

    assert (after.mode, after.tier, after.seat.mode) == (Mode.ONLINE, 2, Mode.ONLINE)


def test_attendance_of_the_past_stays_where_it_was(mission):
    seminar = make_seminar(places=1, sessions=2, starts_at=NOW - 2 * HOUR)
    first, second = seminar.sessions.order_by("pk")
    before = register(seminar, mission)
    was_there = partial(
        attendance.record,
        mark=AttendanceMark.PRESENT,
        source=AttendanceSource.DOOR,
        by=LINK,
        at=NOW,
    )
    was_there(before, first)

    after = name_somebody(before)
    was_there(after, second)

    marks = Attendance.objects.order_by("pk").values_list("registration", "session")
    assert list(marks) == [(before.pk, first.pk), (after.pk, second.pk)]
    assert seminar.seats.places().count() == 1


def test_somebody_of_another_organisation_is_nominated_anew(mission):
    before = register(make_seminar(places=1), mission)
    other = make_organisation(Sector.MISSION)

    assert refusal(name_somebody, before, organisation=other) == "other_organisation"
    Registration.objects.update(organisation=None)
    assert refusal(name_somebody, before, organisation=mission) == "other_organisation"


def test_somebody_who_is_registered_already_is_not_named_again(mission):
    seminar = make_seminar(places=2)
    before = register(seminar, mission)
    register(seminar, mission, name="Ndeye Sarr", address="ndeye@example.org")

    assert refusal(name_somebody, before) == "already_registered"
    before.refresh_from_db()
    assert before.status == Status.CONFIRMED


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"state": "held"}, "held"),
        ({"state": "cancelled", "cancelled_at": NOW}, "called_off"),
    ],
)
def test_nothing_is_handed_on_once_it_is_over(mission, fields, code):
    before = register(make_seminar(places=1), mission)
    Seminar.objects.update(**fields)

    assert refusal(name_somebody, before) == code


def test_nothing_is_handed_on_after_the_end_even_before_the_sweep(mission):
    seminar = make_seminar(places=1)
    before = register(seminar, mission)
    hold_at(seminar, NOW - 3 * HOUR)

    assert refusal(name_somebody, before) == "held"


def test_a_place_is_handed_on_while_a_seminar_is_postponed(mission):
    before = register(make_seminar(places=1), mission)
    Seminar.objects.update(state="postponed")

    assert name_somebody(before).status == Status.CONFIRMED


def test_who_has_been_replaced_is_not_replaced_again(mission):
    before = register(make_seminar(places=1), mission)
    after = name_somebody(before)

    assert refusal(name_somebody, before) == "over"
    third = name_somebody(after, at=NOW + DAY, name="Awa Diop")
    assert third.seat.holder == third


@really
def test_naming_two_successors_and_cancelling_at_once_leaves_one_holder(mission):
    seminar = make_seminar(places=1)
    before, waiting = register(seminar, mission), register(seminar, mission)
    copies = [Registration.objects.get(pk=before.pk) for _ in range(3)]
    give_up = partial(seats.cancel, because=CancelledBecause.SENDER, by=LINK, at=NOW)

    outcomes = race(
        partial(name_somebody, copies[0]),
        partial(name_somebody, copies[1], name="Awa Diop"),
        partial(give_up, copies[2]),
    )

    refused = [one.code for one in outcomes if isinstance(one, Exception)]
    assert refused == ["over"] * 2
    waiting.refresh_from_db()
    assert Substitution.objects.exists() != waiting.is_confirmed
    assert seminar.seats.free().count() == 0
