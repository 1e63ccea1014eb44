"""Story 4: a delegate rotates out; the successor takes the seat and not the past."""

from datetime import timedelta

import pytest
from django.utils import timezone

from partners.models import Representation, RepresentationRole
from tests.factories import (
    FAR_BACK,
    HOUR,
    make_mission,
    make_organiser,
    make_seminar,
    make_user,
)
from tests.journeys.visitor import Visitor, letters, link_in, nominate, signed_in

pytestmark = pytest.mark.django_db
BOX = "mission@example.org"
ANA = {
    "form_of_address": "ms",
    "name": "Ana Ortiz",
    "rank": "Counsellor",
    "organisation": "Permanent Mission of Senegal",
    "address": "ana@example.org",
    "language": "en",
}
BEN = {
    "form_of_address": "mr",
    "name": "Ben Diop",
    "address": "ben@example.org",
    "language": "fr",
}


@pytest.fixture
def mission():
    return make_mission()


@pytest.fixture
def focal_point(mission):
    user = make_user(email=BOX)
    Representation.objects.create(
        user=user,
        organisation=mission,
        role=RepresentationRole.FOCAL_POINT,
        starts_on=FAR_BACK,
    )
    return signed_in(user)


@pytest.fixture
def running(mission):
    """A seminar that has begun, in which she has a place."""
    begun = timezone.now().replace(microsecond=0) - HOUR
    seminar = make_seminar(places=1, starts_at=begun, title_en="Running")
    nominate(seminar, ANA, sender=BOX)
    return seminar


@pytest.fixture
def coming(mission):
    """Two seminars to come, with one place each, which she has."""
    seminars = [make_seminar(places=1, title_en=f"Coming {n}") for n in (1, 2)]
    for seminar in seminars:
        nominate(seminar, ANA, sender=BOX)
    return seminars


def say_who(focal_point, mission):
    """Say once that she is somebody new, then that the others are she."""
    home = f"/my/mission/{mission.pk}/"
    focal_point.open(home).follow("Say who this is").send(
        "It is this person", person="new"
    )
    while "Say who this is" in focal_point.open(home).text:
        focal_point.follow("Say who this is")
        [ana] = [
            value
            for form in focal_point.page.forms
            for value in form.choices.get("person", [])
            if value != "new"
        ]
        focal_point.send("It is this person", person=ana)


def door_of(seminar):
    return f"/door/{seminar.sessions.get().pk}/"


def test_the_successor_takes_the_seats_and_not_the_past(
    focal_point, mission, running, coming
):
    organiser = signed_in(make_organiser())
    organiser.open(door_of(running)).send("Check in: Ms. Ana Ortiz")
    say_who(focal_point, mission)

    # When the focal point ends the post and names who follows
    focal_point.follow("This post ends: say who follows: Ms. Ana Ortiz")
    assert "Coming 1" in focal_point.text
    assert "Running" not in focal_point.text
    focal_point.send("End this post", why="Rotation in June.", **BEN)

    # Then what is to come goes over, and the original is kept
    assert focal_point.text.count("Mr. Ben Diop comes instead.") == 2
    assert focal_point.sees("Mr. Ben Diop, Counsellor")
    assert "Say who this is" not in focal_point.text
    for seminar in coming:
        organiser.open(door_of(seminar))
        assert organiser.sees("Mr. Ben Diop", "of 1 present")
        assert "Ana Ortiz" not in organiser.text
        organiser.open(f"/work/seminars/{seminar.pk}/").sees("1 of 1 taken")
        organiser.open(f"/work/seminars/{seminar.pk}/people/?show=gone")
        assert organiser.sees("Ms. Ana Ortiz", "somebody else comes instead")
    # What she attended stays hers
    organiser.open(door_of(running)).sees("Ms. Ana Ortiz", "1 of 1 present")
    assert "Ben Diop" not in organiser.text
    # Both are told, each in their language, and his page is not hers
    assert (
        len(
            letters(
                to="ana@example.org", subject="Somebody else comes instead of Ms. Ana"
            )
        )
        == 2
    )
    [first, second] = letters(to="ben@example.org")
    assert "Ben Diop" in first.subject
    own = Visitor().open(link_in(second))
    assert "Ben Diop" in own.text
    assert 'lang="fr"' in own.html


def test_a_post_ends_before_anybody_follows(focal_point, mission, coming):
    say_who(focal_point, mission)
    focal_point.follow("This post ends: say who follows")

    focal_point.send("End this post", why="She left.", day=timezone.localdate())
    assert focal_point.sees("This post began on", "choose a later day")
    tomorrow = timezone.localdate() + timedelta(days=1)
    focal_point.send("End this post", day=tomorrow, places=[])

    assert focal_point.sees("Done: the post ends as you said.")
    assert "comes instead" not in focal_point.text
    focal_point.follow("Name somebody else").send(
        "Name this person instead", rank="Counsellor", **BEN
    )
    assert focal_point.sees("Ben Diop is named instead")
