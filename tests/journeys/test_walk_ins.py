"""Somebody who is on no list comes to the door, and is written down in two fields."""

import pytest
from django.utils import timezone

from registrations.models import DoorDuty
from tests.factories import HOUR, make_mission, make_organiser, make_seminar, make_user
from tests.journeys.visitor import ask, signed_in

pytestmark = pytest.mark.django_db
GUEST = "Awa Diop"


@pytest.fixture
def mission():
    return make_mission()


@pytest.fixture
def seminar(mission):
    """Given a seminar that has begun, with one place left."""
    begun = timezone.now().replace(microsecond=0) - HOUR / 2
    seminar = make_seminar(places=2, starts_at=begun)
    ask(seminar, mission)
    return seminar


@pytest.fixture
def helper(seminar):
    user, begun = make_user(), timezone.now() - HOUR
    hours = {"starts_at": begun, "ends_at": begun + 3 * HOUR}
    DoorDuty.objects.create(seminar=seminar, user=user, **hours)
    return signed_in(user)


def add(helper, mission, name=GUEST):
    helper.follow("Add a walk-in")
    assert helper.sees("Tell them: we keep these details to run the seminar")
    return helper.send("Add and check in", name=name, organisation_name=mission.name_en)


def test_a_walk_in_is_present_at_once_and_completed_later(helper, seminar, mission):
    helper.open("/my/").follow("The doors that you keep today")
    helper.open(f"/door/{seminar.sessions.get().pk}/").send("Check in: Guest 1")

    add(helper, mission)

    assert helper.sees("2 of 2 present", GUEST, "walk-in")
    organiser = signed_in(make_organiser())
    organiser.open(f"/work/seminars/{seminar.pk}/people/").follow(f"Correct: {GUEST}")
    organiser.send("Correct", address="awa@example.org", why="She wrote to us.")
    assert organiser.sees("awa@example.org", "added at the door")


def test_where_no_place_is_left_a_walk_in_waits_and_was_there(helper, seminar, mission):
    helper.open(f"/door/{seminar.sessions.get().pk}/")

    for name in (GUEST, "Ben Diop"):
        add(helper, mission, name)

    assert helper.sees("Waiting for a place", "Ben Diop")
    assert helper.open(f"{helper.path}?show=present").sees(GUEST, "Ben Diop")
    assert "2 of 2 taken" in (
        signed_in(make_organiser()).open(f"/work/seminars/{seminar.pk}/").text
    )
