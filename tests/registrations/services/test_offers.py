"""Places offered until an hour: answered in time, or passed on to whoever is next."""

from functools import partial

import pytest
from django.db import connection

from mailing.models import Message
from partners.models import Sector
from registrations.models import CancelledBecause, Registration
from registrations.models import RegistrationStatus as Status
from registrations.services import nominations, offers, reminders, seats
from seminars.models import RegistrationMode, Seminar
from tests.factories import (
    DAY,
    HOUR,
    LINK,
    NOW,
    SYSTEM,
    make_mission,
    make_organiser,
    make_planned,
    make_seats,
    make_seminar,
    make_waiting,
    register,
)
from tests.races import race
from tests.refusals import refusal
from tests.registrations.clock import hold_at
from tests.registrations.telling import told
from users.models import Actor, ActorKind

pytestmark = pytest.mark.django_db
really = pytest.mark.django_db(transaction=True)
cancel = partial(seats.cancel, because=CancelledBecause.PERSON, by=LINK)
expire_due = partial(offers.expire_due, by=SYSTEM)


@pytest.fixture
def mission():
    return make_mission()


def offering(hours=24, places=1, **fields):
    """Make a seminar whose freed places are offered for so many hours."""
    seminar = make_seminar(places=places, **fields)
    offers.change_hours(seminar, hours, by=organiser(), at=NOW)
    return seminar


def organiser():
    return Actor(ActorKind.ACCOUNT, user=make_organiser())


def offered(mission, waiting=1, **fields):
    """Make an offer to the first of so many who wait; return the seminar and them."""
    seminar = offering(**fields)
    holder, *others = [register(seminar, mission) for _ in range(1 + waiting)]
    cancel(holder, at=NOW)
    for one in others:
        one.refresh_from_db()
    return seminar, others


def statuses(seminar):
    rows = seminar.registrations.order_by("line_number")
    return list(rows.values_list("status", flat=True))


def test_a_freed_place_is_offered_to_whoever_waited_until_an_hour(mission):
    seminar, (first, second) = offered(mission, waiting=2)

    assert statuses(seminar) == [Status.CANCELLED, Status.OFFERED, Status.WAITING]
    assert first.offered_until == NOW + 24 * HOUR
    assert first.seat.seminar == seminar
    [message] = Message.objects.filter(purpose="offered")
    assert (message.address, message.calendars) == (first.address, [])
    assert message.not_after == first.offered_until
    assert "New York time" in message.text
    assert second.offered_until is None


def test_who_asks_while_places_are_free_has_one_at_once(mission):
    seminar = offering(places=2)

    assert register(seminar, mission).status == Status.CONFIRMED
    assert told("offered") == []


def test_who_is_approved_has_a_place_at_once(mission):
    seminar = offering(registration_mode=RegistrationMode.APPROVAL)
    pending = register(seminar, mission)

    seats.approve(pending, by=LINK, at=NOW)

    assert pending.status == Status.CONFIRMED


def test_who_left_no_address_is_confirmed_for_they_cannot_answer(mission):
    seminar = offering()
    holder = register(seminar, mission)
    silent = register(seminar, mission, address="")

    cancel(holder, at=NOW)

    silent.refresh_from_db()
    assert silent.status == Status.CONFIRMED


@pytest.mark.parametrize(
    ("fields", "hours", "until"),
    [
        ({"starts_at": NOW + 10 * HOUR}, 24, NOW + 10 * HOUR),
        ({"starts_at": NOW + DAY, "closes_at": NOW + 5 * HOUR}, 24, NOW + 5 * HOUR),
        ({"starts_at": NOW + 9 * DAY, "closes_at": NOW + DAY}, 3, NOW + 3 * HOUR),
    ],
)
def test_no_offer_outlasts_the_closing_or_the_beginning(mission, fields, hours, until):
    _seminar, [first] = offered(mission, hours=hours, **fields)

    assert (first.status, first.offered_until) == (Status.OFFERED, until)


def test_after_the_closing_only_the_beginning_limits_an_offer(mission):
    seminar = offering(closes_at=NOW + HOUR, starts_at=NOW + 9 * DAY)
    holder, next_one = register(seminar, mission), register(seminar, mission)

    cancel(holder, at=NOW + 2 * HOUR)

    next_one.refresh_from_db()
    assert next_one.offered_until == NOW + 26 * HOUR


def test_where_less_than_an_hour_is_left_the_place_is_given(mission):
    _seminar, [first] = offered(mission, starts_at=NOW + HOUR / 2)

    assert (first.status, first.offered_until) == (Status.CONFIRMED, None)
    assert [address for address, _entries in told("promoted")] == [first.address]


def test_taking_it_up_confirms_the_place_and_brings_the_entry(mission):
    seminar, [first] = offered(mission)

    offers.accept(first, by=LINK, at=NOW + HOUR)

    assert (first.status, first.offered_until) == (Status.CONFIRMED, None)
    session = seminar.sessions.get()
    assert told("seat_confirmed")[-1] == (first.address, [("REQUEST", session.pk, 0)])


def test_giving_it_up_offers_it_to_the_next_and_takes_no_entry_back(mission):
    seminar, (first, second) = offered(mission, waiting=2)

    cancel(first, at=NOW + HOUR)

    assert statuses(seminar) == [Status.CANCELLED, Status.CANCELLED, Status.OFFERED]
    assert told("cancelled")[-1] == (first.address, [])
    second.refresh_from_db()
    assert second.offered_until == NOW + 25 * HOUR


def test_without_an_answer_the_place_goes_on_and_both_are_told(mission):
    seminar, (first, second) = offered(mission, waiting=2)

    assert expire_due(at=first.offered_until) == 1

    first.refresh_from_db()
    assert first.cancelled_because == CancelledBecause.EXPIRED
    assert statuses(seminar)[1:] == [Status.CANCELLED, Status.OFFERED]
    assert told("offer_expired") == [(first.address, [])]
    assert [address for address, _ in told("offered")] == [
        first.address,
        second.address,
    ]


@pytest.mark.parametrize("is_open", [True, False])
def test_who_lost_an_offer_reads_what_became_of_it(mission, is_open):
    seminar, [first] = offered(mission)
    if not is_open:
        Seminar.objects.filter(pk=seminar.pk).update(closes_at=NOW + HOUR)

    expire_due(at=first.offered_until)

    text = Message.objects.get(purpose="offer_expired").text
    assert "gone to the next person" not in text
    assert ("can register again" in text) is is_open


def test_before_its_hour_no_offer_ends(mission):
    seminar, [first] = offered(mission)

    assert expire_due(at=first.offered_until - HOUR) == 0
    assert not offers.expire(first, by=SYSTEM, at=NOW)
    assert statuses(seminar)[1:] == [Status.OFFERED]


def test_an_offer_ends_when_the_seminar_begins_earlier(mission):
    seminar, [first] = offered(mission)
    hold_at(seminar, NOW + HOUR)

    assert refusal(offers.accept, first, by=LINK, at=NOW + HOUR) == "offer_expired"
    assert expire_due(at=NOW + HOUR) == 1


def test_the_hour_does_not_run_out_while_a_seminar_is_postponed(mission):
    seminar, [first] = offered(mission)
    Seminar.objects.filter(pk=seminar.pk).update(state="postponed")

    assert expire_due(at=first.offered_until) == 0
    assert not offers.expire(first, by=SYSTEM, at=first.offered_until)
    offers.accept(first, by=LINK, at=first.offered_until + HOUR)
    assert statuses(seminar)[1:] == [Status.CONFIRMED]


def test_one_that_breaks_keeps_no_other_from_being_passed_on(mission, caplog):
    seminar, (first, second) = offered(mission, waiting=2)
    other, [third] = offered(mission)
    Registration.objects.filter(pk=first.pk).update(offered_until=NOW + HOUR)
    with connection.cursor() as cursor:
        cursor.execute(REFUSE_HER, [second.name])

    assert expire_due(at=third.offered_until) == 1

    assert statuses(seminar)[1:] == [Status.OFFERED, Status.WAITING]
    assert statuses(other)[1:] == [Status.CANCELLED]
    assert "broke for" in caplog.text


REFUSE_HER = """
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE mailing_message ADD CHECK (purpose <> 'offered' OR name NOT LIKE %s)
NOT VALID;
SET CONSTRAINTS ALL DEFERRED
"""


def test_who_takes_a_place_up_late_is_not_reminded_of_what_the_letter_says(mission):
    seminar, [first] = offered(mission, hours=300)
    starts_at = seminar.starts_at

    offers.accept(first, by=LINK, at=starts_at - DAY)
    reminders.reconcile_near(at=starts_at - DAY + HOUR)

    assert not Message.objects.filter(purpose="reminder").exists()


def test_too_late_or_without_an_offer_nothing_is_taken_up(mission):
    seminar, (first, second) = offered(mission, waiting=2)
    accept = partial(offers.accept, by=LINK)

    assert refusal(accept, first, at=first.offered_until) == "offer_expired"
    assert refusal(accept, second, at=NOW) == "not_offered"
    accept(first, at=NOW)
    assert refusal(accept, first, at=NOW) == "not_offered"
    assert statuses(seminar)[1:] == [Status.CONFIRMED, Status.WAITING]


def test_offers_of_a_seminar_called_off_are_void(mission):
    seminar, [first] = offered(mission)
    Seminar.objects.filter(pk=seminar.pk).update(state="cancelled", cancelled_at=NOW)

    assert refusal(offers.accept, first, by=LINK, at=NOW) == "not_offered"


@pytest.mark.parametrize(
    ("hours", "code"),
    [(0, "hours_out_of_range"), (337, "hours_out_of_range"), (None, "unchanged")],
)
def test_odd_hours_to_answer_are_refused(hours, code):
    change = partial(offers.change_hours, make_seminar(places=1), by=LINK, at=NOW)

    assert refusal(change, hours) == code


def test_a_planned_seminar_has_nothing_to_offer_yet():
    change = partial(offers.change_hours, make_planned(), by=LINK, at=NOW)

    assert refusal(change, 24) == "not_announced"


def test_offers_that_are_out_stay_when_places_are_given_at_once_again(mission):
    seminar, (first, second) = offered(mission, waiting=2)

    offers.change_hours(seminar, None, by=LINK, at=NOW)
    cancel(first, at=NOW)

    second.refresh_from_db()
    assert second.status == Status.CONFIRMED


def test_places_of_higher_tiers_are_offered_first():
    seminar = offering(places=1)
    holder = register(seminar)
    make_waiting(seminar, 1, Sector.NGO)
    make_waiting(seminar, 1, Sector.MISSION)
    make_seats(seminar, 1)

    cancel(holder, at=NOW)

    assert statuses(seminar) == [Status.CANCELLED, *[Status.OFFERED] * 2]


@really
def test_answer_expiry_and_cancelling_at_once_leave_one_holder(mission):
    seminar, (first, second) = offered(mission, waiting=2)
    copies = [Registration.objects.get(pk=first.pk) for _ in range(4)]
    late = first.offered_until

    outcomes = race(
        partial(offers.accept, copies[0], by=LINK, at=NOW),
        partial(offers.accept, copies[1], by=LINK, at=NOW),
        partial(offers.expire, copies[2], by=SYSTEM, at=late),
        partial(cancel, copies[3], at=NOW),
    )

    refused = {one.code for one in outcomes if isinstance(one, Exception)}
    assert refused <= {"not_offered", "over"}
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.is_seated != second.is_seated
    assert seminar.seats.free().count() == 0


def test_a_corrected_address_is_told_of_the_offer_and_not_of_a_place(mission):
    _seminar, (first,) = offered(mission)
    anew = {"address": "new@example.org"}

    nominations.correct(first, anew, by=LINK, at=NOW, why="Typing error.")

    told_anew = Message.objects.filter(address="new@example.org")
    assert [(one.purpose, one.calendars) for one in told_anew] == [("offered", [])]
