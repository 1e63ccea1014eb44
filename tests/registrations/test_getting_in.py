"""Whoever is given a place reads how to get into the building, in their language."""

import pytest

from mailing.models import Message
from registrations.models import CancelledBecause
from registrations.services import seats
from seminars.models import Mode
from tests.factories import COMMAND, NOW, make_seminar, register
from tests.registrations.gating import guarded_room

pytestmark = pytest.mark.django_db


@pytest.fixture
def seminar():
    room = guarded_room(
        address="405 East 42nd Street",
        access_en="Show a photograph.",
        access_fr="Montrez une photographie.",
    )
    return make_seminar(places=1, online_places=1, sessions=2, room=room)


def text_to(registration, purpose):
    return Message.objects.get(purpose=purpose, address=registration.address).text


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Headquarters, 405 East 42nd Street\n\nShow a photograph.\n\n"),
        ("fr", "Siège, 405 East 42nd Street\n\nMontrez une photographie.\n\n"),
    ],
)
def test_confirmation_says_it_once(seminar, language, said):
    text = text_to(register(seminar, language=language), "seat_confirmed")

    assert text.count(said) == 1
    assert "\n\n\n" not in text


def test_place_that_became_free_says_it_too(seminar):
    first, second = register(seminar), register(seminar)

    seats.cancel(first, because=CancelledBecause.PERSON, by=COMMAND, at=NOW)

    assert text_to(second, "promoted").count("Show a photograph.") == 1


def test_whoever_joins_online_reads_nothing_of_doors(seminar):
    text = text_to(register(seminar, mode=Mode.ONLINE), "seat_confirmed")

    assert "Show a photograph." not in text


def test_building_with_an_open_door_says_nothing(seminar):
    text = text_to(register(make_seminar(places=1)), "seat_confirmed")

    assert "Getting in" not in text
    assert "\n\n\n" not in text
