"""Series and themes as organisers keep them."""

import pytest

from tests.factories import make_planned, make_seminar, make_series
from tests.seminars.forms import change, shown
from tests.seminars.scenes import make_theme

pytestmark = pytest.mark.django_db


def test_address_that_calendars_follow_stays(staff):
    series = make_series(slug="old")
    make_seminar(places=1, series=series)
    typed = {"slug": "new", "title_en": "Corrected"}

    response = staff.post(change(series), shown(staff, series) | typed)

    series.refresh_from_db()
    assert response.status_code == 302
    assert (series.slug, series.title_en) == ("old", "Corrected")
    assert staff.get("/series/old.ics").status_code == 200


def test_series_of_plans_may_be_given_another_address(staff):
    series = make_series(slug="old")
    make_planned(series=series)

    staff.post(change(series), shown(staff, series) | {"slug": "new"})

    series.refresh_from_db()
    assert series.slug == "new"


def test_address_that_a_feed_follows_stays(staff):
    theme = make_theme(slug="old")
    make_seminar(places=1).themes.add(theme)

    staff.post(change(theme), shown(staff, theme) | {"slug": "new", "name_en": "New"})

    theme.refresh_from_db()
    assert (theme.slug, theme.name_en) == ("old", "New")
