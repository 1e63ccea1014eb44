"""Whoever is given a place reads how to get into the building, in their language."""

import pytest

from mailing.models import Message
from registrations.models import CancelledBecause
from registrations.services import changes, seats
from registrations.services.substitutions import substitute
from seminars.models import Mode, Seminar
from tests.factories import COMMAND, NOW, make_mission, make_seminar, register, typed
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
    written = Message.objects.get(purpose=purpose, address=registration.address)
    assert "\n\n\n" not in written.text
    return written.text


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


def test_place_that_became_free_says_it_too(seminar):
    first, second = register(seminar), register(seminar)

    seats.cancel(first, because=CancelledBecause.PERSON, by=COMMAND, at=NOW)

    assert text_to(second, "promoted").count("Show a photograph.") == 1


def test_whoever_is_approved_or_named_instead_reads_it(seminar):
    Seminar.objects.filter(pk=seminar.pk).update(registration_mode="approval")
    one = register(Seminar.objects.get(pk=seminar.pk), make_mission())
    seats.approve(one, by=COMMAND, at=NOW)
    assert text_to(one, "approved").count("Show a photograph.") == 1

    one.refresh_from_db()
    other = substitute(one, typed(one.organisation), by=COMMAND, at=NOW)

    assert text_to(other, "successor").count("Show a photograph.") == 1


def test_whoever_has_a_place_reads_it_when_the_room_changes():
    seminar = make_seminar(places=1)
    seated, waiting = register(seminar), register(seminar)
    room = guarded_room(access_en="Show a photograph.", access_fr="Montrez-la.")

    changes.move_room(seminar.sessions.get(), room, by=COMMAND, at=NOW)

    assert text_to(seated, "changed_room").count("Show a photograph.") == 1
    assert "Show a photograph." not in text_to(waiting, "changed_room")


def test_whoever_joins_online_reads_nothing_of_doors(seminar):
    text = text_to(register(seminar, mode=Mode.ONLINE), "seat_confirmed")

    assert "Show a photograph." not in text


def test_building_with_an_open_door_says_nothing(seminar):
    text = text_to(register(make_seminar(places=1)), "seat_confirmed")

    assert "Getting in" not in text
    assert "\n\n\n" not in text
