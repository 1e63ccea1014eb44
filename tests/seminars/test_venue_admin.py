"""Where organisers say what the desk of a building wants to know."""

import pytest

from tests.factories import make_organiser, make_room
from tests.seminars.forms import change, errors, shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    client.force_login(make_organiser())
    return client


def test_desk_gets_its_columns_and_its_hours(staff):
    venue = make_room().venue
    said = {
        "needs_access_list": "on",
        "access_lead_hours": "72",
        "access_columns": ["post", "note"],
        "access_send_to": "desk@example.org",
    }

    staff.post(change(venue), shown(staff, venue) | said)

    venue.refresh_from_db()
    assert (venue.needs_access_list, venue.access_lead_hours) == (True, 72)
    assert venue.access_columns == ["post", "note"]
    assert venue.columns_of_list() == ["name", "day", "hours", "room", "post", "note"]


def test_lead_of_more_than_a_month_is_refused_in_words(staff):
    venue = make_room().venue

    response = staff.post(
        change(venue), shown(staff, venue) | {"access_lead_hours": "721"}
    )

    assert "720 hours at most" in errors(response)
