"""The admin's first page."""

import pytest

from tests.factories import make_organiser

pytestmark = pytest.mark.django_db


def test_the_admin_begins_with_what_organisers_do(client):
    client.force_login(make_organiser())

    rooms = [app["app_label"] for app in client.get("/admin/").context["app_list"]]

    ours = ["seminars", "briefings", "partners", "mailing", "users"]
    assert [room for room in rooms if room != "registrations"] == [*ours, "auth", "mfa"]
