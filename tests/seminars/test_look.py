"""Pages of seminars in a real browser: nothing for axe, nothing against the CSP."""

import pytest

from seminars.models import Seminar
from tests.axe import LOOKS, assert_clean, enter, share
from tests.factories import make_organiser, make_planned
from tests.scale import sized
from tests.seminars.scenes import make_item, make_scene, make_speaker

pytestmark = pytest.mark.django_db(transaction=True)
each_look = pytest.mark.parametrize("look", LOOKS, ids=str)
PUBLIC = (
    "/",
    "/seminars/",
    "/seminars/?year=1999",
    "/seminars/climate/",
    "/series/migration/",
    "/privacy/",
    "/accessibility/",
)


@each_look
def test_public_pages_are_clean(live_server, page, look):
    make_scene()

    for path in PUBLIC:
        assert_clean(page, live_server.url + look.path(path), look)


@each_look
def test_every_state_of_a_seminar_is_clean(live_server, page, look):
    make_scene()

    for seminar in share(Seminar.objects.public().order_by("pk"), look):
        path = f"/seminars/{seminar.slug}/"
        assert_clean(page, live_server.url + look.path(path), look)


@each_look
def test_pages_for_organisers_are_clean(live_server, page, client, look):
    enter(page, live_server.url, client, make_organiser())
    seminar = make_planned()

    path = f"/seminars/preview/{seminar.pk}/"
    assert_clean(page, live_server.url + look.path(path), look)
    assert_clean(page, f"{live_server.url}/seminars/duplicate/{seminar.pk}/", look)


@each_look
def test_admin_is_clean(live_server, page, client, look):
    enter(page, live_server.url, client, make_organiser())
    announced, planned = make_scene(), make_planned()
    session = planned.sessions.get()
    make_speaker(session, make_item(session))
    admin = f"{live_server.url}/admin/seminars"

    of_each_kind = [
        "seminar/",
        f"seminar/{planned.pk}/change/",
        f"seminar/{planned.pk}/delete/",
        f"seminar/{planned.pk}/history/",
        f"session/{session.pk}/change/",
        f"venue/{session.room.venue_id}/change/",
    ]
    others = [
        "seminar/add/",
        f"seminar/{announced.pk}/change/",
        "session/",
        "series/",
        f"series/{announced.series_id}/change/",
        "theme/add/",
        "room/",
    ]

    for path in share(sized(of_each_kind, of_each_kind + others), look):
        assert_clean(page, f"{admin}/{path}", look)
