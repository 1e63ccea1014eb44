"""What people are told while a seminar is postponed without a date: of no entry."""

import pytest

from mailing.models import Message
from registrations.models import CancelledBecause
from registrations.services import changes, nominations, offers, seats, substitutions
from tests.factories import (
    COMMAND,
    HOUR,
    LINK,
    NOW,
    make_mission,
    make_seminar,
    register,
    typed,
)

pytestmark = pytest.mark.django_db
ACTS = {"by": COMMAND, "at": NOW}
BY_LINK = {"by": LINK, "at": NOW}
LATER = "The calendar entry follows with the new date."
languages = pytest.mark.parametrize("language", ["en", "fr"])


def put_off(seminar):
    changes.postpone(seminar, None, **ACTS)


def offered(seminar):
    """Make a seminar's one place be on offer to who waited for it."""
    offers.change_hours(seminar, 24, **ACTS)
    holder, next_one = register(seminar), register(seminar)
    seats.cancel(holder, because=CancelledBecause.PERSON, **BY_LINK)
    next_one.refresh_from_db()
    return next_one


def letters(purpose):
    """Give the letters of a purpose: to whom, with how many entries, and the text."""
    found = Message.objects.filter(purpose=purpose).order_by("pk")
    return [(one.address, len(one.calendars), one.text) for one in found]


@languages
def test_who_cancels_is_told_of_no_entry_that_is_not_there(language):
    seminar = make_seminar(places=1)
    person = register(seminar, address="a@example.org", language=language)
    put_off(seminar)

    seats.cancel(person, because=CancelledBecause.PERSON, **BY_LINK)

    [(address, entries, text)] = letters("cancelled")
    assert (address, entries) == ("a@example.org", 0)
    assert "entry" not in text
    assert "entrée" not in text


@languages
def test_a_place_handed_on_speaks_of_no_entry_that_is_not_there(language):
    seminar, mission = make_seminar(places=1), make_mission()
    person = register(seminar, mission, address="a@example.org", language=language)
    put_off(seminar)

    named = typed(mission, address="b@example.org")
    substitutions.substitute(person, named, **BY_LINK)

    [(address, entries, text)] = letters("substituted")
    assert (address, entries) == ("a@example.org", 0)
    assert "entry" not in text
    assert "entrée" not in text
    [(address, entries, text)] = letters("successor")
    assert (address, entries) == ("b@example.org", 0)
    assert f"The place is confirmed. {LATER}" in text


def test_who_takes_up_a_place_gets_the_entry_with_the_date():
    seminar = make_seminar(places=1)
    person = offered(seminar)
    put_off(seminar)
    person.refresh_from_db()

    offers.accept(person, **BY_LINK)

    *_before, (address, entries, text) = letters("seat_confirmed")
    assert (address, entries) == (person.address, 0)
    assert f"confirm a place for {person.addressed_name}. {LATER}" in text


# Whose address was wrong


def correct(person):
    person.refresh_from_db()
    right = {"address": "right@example.org"}
    nominations.correct(person, right, why="Mistyped.", by=COMMAND, at=NOW + HOUR)


def told_anew():
    found = Message.objects.filter(address="right@example.org").order_by("pk")
    return [(one.purpose, len(one.calendars), one.not_after) for one in found]


@pytest.mark.parametrize(("places", "said"), [(1, "seat_confirmed"), (0, "waiting")])
def test_a_new_address_gets_the_new_link(places, said):
    seminar = make_seminar(places=places)
    person = register(seminar, address="wrong@example.org")
    put_off(seminar)

    correct(person)

    assert told_anew() == [(said, 0, None)]
    [message] = Message.objects.filter(address="right@example.org")
    assert message.merge == {"link": ["r", person.pk, 2]}


def test_a_new_address_is_told_of_an_offer_that_does_not_run_out():
    seminar = make_seminar(places=1)
    person = offered(seminar)
    put_off(seminar)

    correct(person)

    assert told_anew() == [("offered", 0, None)]
    [(_address, _entries, text)] = letters("offered")[1:]
    assert "kept until" not in text
    assert "It stays on offer while there is no new date" in text
