"""Organisers see who asked for news, change nothing for them, and void lost links."""

import pytest

from tests.axe import LOOKS, assert_clean, enter
from tests.factories import make_organiser, make_subscriber, make_theme
from users.models import AuditEntry

pytestmark = pytest.mark.django_db
ADMIN = "/admin/briefings/subscriber/"


@pytest.fixture
def organiser(client):
    user = make_organiser()
    client.force_login(user)
    return user


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_for_any_length(
    rows, client, organiser, django_assert_num_queries
):
    for _ in range(rows):
        make_subscriber(themes=[make_theme()])

    with django_assert_num_queries(6):
        page = client.get(ADMIN).content.decode()

    assert page.count("@example.org</a>") == rows


def test_opening_one_is_noted_and_nothing_can_be_written(client, organiser):
    subscriber = make_subscriber(themes=[make_theme(name_en="Remittances")])
    address = f"{ADMIN}{subscriber.pk}/change/"

    page = client.get(address).content.decode()

    assert "Remittances" in page
    assert client.post(address, {"language": "fr"}).status_code == 403
    assert client.get(f"{ADMIN}add/").status_code == 403
    entries = AuditEntry.objects.values_list("verb", "user")
    assert list(entries) == [("open", organiser.pk)]


def test_lost_links_are_made_void(client, organiser):
    subscribers = [make_subscriber() for _ in range(2)]
    chosen = [one.pk for one in subscribers]

    form = {"action": "revoke_selected", "_selected_action": chosen}
    page = client.post(ADMIN, form, follow=True).content.decode()

    assert "The links of 2 subscribers are void." in page
    assert [client.get(one.link.path).status_code for one in subscribers] == [404, 404]
    for one in subscribers:
        one.refresh_from_db()
        assert client.get(one.link.path).status_code == 200


@pytest.mark.parametrize("look", LOOKS, ids=str)
@pytest.mark.django_db(transaction=True)
def test_pages_are_clean(live_server, page, client, look):
    subscriber = make_subscriber(themes=[make_theme()])
    enter(page, live_server.url, client, make_organiser())

    for path in (ADMIN, f"{ADMIN}{subscriber.pk}/change/"):
        assert_clean(page, live_server.url + path, look)
