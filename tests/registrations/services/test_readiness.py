"""What may be changed in which state, and what an announcement lacks."""

import pytest

from registrations.services import readiness
from seminars.models import Seminar, SeminarMode, SeminarState
from tests.factories import DAY, NOW, make_planned

ROOM, ONLINE, BOTH = SeminarMode.ROOM, SeminarMode.ONLINE, SeminarMode.BOTH
ALWAYS = ["change_places", "replace_speaker", "postpone", "call_off"]


@pytest.mark.parametrize(
    ("mode", "verbs"),
    [
        (ROOM, ["move_room", "move_online", "open_online"]),
        (BOTH, ["move_room", "move_online", "change_address"]),
        (ONLINE, ["back_to_room", "change_address"]),
    ],
)
def test_an_announced_seminar_changes_as_its_mode_allows(mode, verbs):
    seminar = Seminar(state=SeminarState.ANNOUNCED, mode=mode)

    assert readiness.possible_changes(seminar) == ["move_hour", *verbs, *ALWAYS]


@pytest.mark.parametrize("mode", SeminarMode)
@pytest.mark.parametrize(
    ("state", "verbs"),
    [
        (SeminarState.PLANNED, []),
        (SeminarState.POSTPONED, ["postpone", "call_off"]),
        (SeminarState.HELD, []),
        (SeminarState.CANCELLED, []),
    ],
)
def test_any_other_state_allows_little_in_every_mode(mode, state, verbs):
    seminar = Seminar(state=state, mode=mode)

    assert readiness.possible_changes(seminar) == verbs


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("mode", "lacks"),
    [
        (ROOM, ["the number of places in the room"]),
        (ONLINE, ["the number of places online"]),
        (BOTH, ["the number of places in the room", "the number of places online"]),
    ],
)
def test_places_are_asked_for_as_the_mode_takes_them(mode, lacks):
    seminar = make_planned(mode=mode, places_planned=0, online_places_planned=0)

    assert readiness.missing(seminar, at=NOW) == lacks


@pytest.mark.django_db
def test_all_that_a_bare_plan_lacks_is_told_at_once():
    bare = Seminar.objects.create(slug="bare", mode=BOTH)

    assert readiness.missing(bare, at=NOW) == [
        "the title in both languages",
        "what it is about, in both languages",
        "a session",
        "the number of places in the room",
        "the number of places online",
        "learning objectives in both languages",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("closes", "lacks"),
    [
        (None, ["the hour at which registration closes, before the first session"]),
        (DAY, ["the hour at which registration closes, before the first session"]),
        (-DAY, []),
    ],
)
def test_people_apply_until_an_hour_before_it_begins(closes, lacks):
    seminar = make_planned(places_planned=1, registration_mode="application")
    seminar.closes_at = closes and seminar.starts_at + closes

    assert readiness.missing(seminar, at=NOW) == lacks


@pytest.mark.django_db
def test_where_no_hour_is_known_any_deadline_will_do():
    wish = {"places_planned": 1, "registration_mode": "application"}

    seminar = make_planned(sessions=0, **wish)

    assert readiness.missing(seminar, at=NOW) == ["a session"]


@pytest.mark.django_db
@pytest.mark.parametrize(("starts_in", "is_lacking"), [(DAY, True), (-DAY, False)])
def test_day_is_certain_before_anybody_is_told_it(starts_in, is_lacking):
    """A seminar of the past may be put on record by its month alone."""
    said = {"date_certainty": "month", "places_planned": 1}
    seminar = make_planned(starts_at=NOW + starts_in, **said)

    lacks = readiness.missing(seminar, at=NOW)

    exact = "the exact day: letters and calendars tell it as certain"
    assert lacks == [exact] * is_lacking
