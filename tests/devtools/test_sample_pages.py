"""The pages of the sample set-up in a browser."""

import pytest

from devtools.roles import Role
from tests.axe import LOOKS, assert_clean
from tests.devtools.test_sample_setup import ORGANISER, box, in_sample_setup, send

__all__ = ["box"]
pytestmark = [in_sample_setup, pytest.mark.django_db(transaction=True)]
HELPER = Role("helper", "Door helper, on the seminar’s day", "helper@example.org")


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_sample_pages_are_clean(
    live_server, page, look, box, monkeypatch, django_user_model
):
    monkeypatch.setattr("devtools.views.ROLES", [ORGANISER, HELPER])
    django_user_model.objects.create_user(ORGANISER.email)
    send("hello")
    mail = f"/mailbox/{next(box.iterdir()).name}/0/"

    for path in ("/sample/", "/sample/enter/organiser/", "/mailbox/", mail):
        assert_clean(page, live_server.url + path, look)
