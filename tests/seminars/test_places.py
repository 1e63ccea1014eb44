"""Rooms and buildings that seminars are announced in, as organisers keep them."""

import pytest
from icalendar import Calendar

from seminars.models import SeminarState, Venue
from tests.factories import DAY, NOW, make_planned, make_room, make_seminar
from tests.seminars.forms import change, shown
from tests.seminars.scenes import make_past

pytestmark = pytest.mark.django_db
KEPT_SENTENCE = "An announced seminar is to take place in this room"


def entry_of(seminar, client):
    """Read the one entry of a seminar's calendar file."""
    body = client.get(f"/seminars/{seminar.slug}.ics").content
    (entry,) = Calendar.from_ical(body).walk("VEVENT")
    return entry


@pytest.mark.parametrize(
    ("of_venue", "typed"),
    [
        (True, {"address": "801 United Nations Plaza"}),
        (True, {"name_en": "Annex"}),
        (False, {"name_en": "Room E"}),
    ],
)
def test_place_by_another_name_or_address_raises_the_sequence(of_venue, typed, staff):
    seminar, elsewhere = make_seminar(places=1), make_seminar(places=1)
    room = seminar.sessions.get().room
    thing = room.venue if of_venue else room
    before, others = entry_of(seminar, staff), entry_of(elsewhere, staff)

    staff.post(change(thing), shown(staff, thing) | typed)

    after = entry_of(seminar, staff)
    assert after["location"] != before["location"]
    assert after["sequence"] > before["sequence"]
    assert entry_of(elsewhere, staff)["sequence"] == others["sequence"]


def test_what_no_calendar_shows_leaves_the_sequence(staff):
    seminar = make_seminar(places=1)
    venue = seminar.sessions.get().room.venue
    before = entry_of(seminar, staff)

    staff.post(change(venue), shown(staff, venue) | {"access_en": "By the gate."})

    assert entry_of(seminar, staff)["sequence"] == before["sequence"]


def test_room_of_an_announced_seminar_stays_in_its_building(staff):
    room = make_room()
    seminar, venue, other = make_seminar(places=1, room=room), room.venue, annex()

    page = staff.get(change(room)).content.decode()
    staff.post(change(room), shown(staff, room) | {"venue": str(other.pk)})

    room.refresh_from_db()
    assert KEPT_SENTENCE in page
    assert (room.venue, seminar.state) == (venue, SeminarState.ANNOUNCED)


@pytest.mark.parametrize("is_past", [True, False])
def test_room_that_nobody_was_told_to_come_to_may_be_elsewhere(is_past, staff):
    seminar = make_past(NOW - 90 * DAY) if is_past else make_planned()
    room, other = seminar.sessions.get().room, annex()
    revision = seminar.sessions.get().revision

    page = staff.get(change(room)).content.decode()
    staff.post(change(room), shown(staff, room) | {"venue": str(other.pk)})

    room.refresh_from_db()
    assert KEPT_SENTENCE not in page
    assert room.venue == other
    assert seminar.sessions.get().revision == revision + 1


def annex():
    return Venue.objects.create(name_en="Annex", name_fr="Annexe")
