"""What organisers see of mail, and the little they may change."""

import pytest
from django.urls import reverse

from mailing.models import Message, Relay, Suppression
from tests.mailing.rows import (
    make_mailing,
    make_message,
    make_messages,
    make_running,
)
from users.models import User

pytestmark = pytest.mark.django_db
QUERIES = 6  # session, account, and four of the list


@pytest.fixture
def organiser(client):
    user = User.objects.create_superuser("organiser@example.org")
    client.force_login(user)
    return client


def page(model, verb="changelist", *args):
    return reverse(f"admin:mailing_{model}_{verb}", args=args)


@pytest.mark.parametrize("rows", [1, 3])
def test_list_of_messages_asks_the_same_for_any_length(
    rows, organiser, django_assert_num_queries
):
    make_messages([f"m{n}@example.org" for n in range(rows)])

    with django_assert_num_queries(QUERIES - 1):  # it does not count them all
        answer = organiser.get(page("message"))

    assert answer.text.count("field-address") == rows


def test_messages_are_found_by_address_and_state(organiser):
    make_message("desk@example.org")
    make_message("other@example.org", state="failed")

    found = organiser.get(page("message"), {"q": "Desk@example"}).context["cl"]
    failed = organiser.get(page("message"), {"state": "failed"}).context["cl"]

    assert [row.address for row in found.result_list] == ["desk@example.org"]
    assert [row.address for row in failed.result_list] == ["other@example.org"]


def test_message_shows_its_text_and_lets_nobody_change_it(organiser):
    row = make_message(text="See [[link]]\n", calendars=["BEGIN:VCALENDAR"])

    answer = organiser.get(page("message", "change", row.pk))

    assert "See [[link]]" in answer.text
    assert "BEGIN:VCALENDAR" in answer.text
    assert answer.context["has_change_permission"] is False
    assert organiser.post(page("message", "change", row.pk), {}).status_code == 403
    assert organiser.get(page("message", "add")).status_code == 403
    assert organiser.post(page("message", "delete", row.pk)).status_code == 403


def test_message_of_a_mailing_shows_the_mailings_text(organiser):
    make_running(["a@example.org"])

    answer = organiser.get(page("message", "change", Message.objects.get().pk))

    assert "Update for [[name]]" in answer.text
    Message.objects.get().mailing.texts.all().delete()
    answer = organiser.get(page("message", "change", Message.objects.get().pk))
    assert answer.status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_list_of_mailings_asks_the_same_for_any_length(
    rows, organiser, django_assert_num_queries
):
    for _row in range(rows):
        make_mailing()

    with django_assert_num_queries(QUERIES):
        organiser.get(page("mailing"))


def test_mailing_shows_its_texts(organiser):
    mailing = make_mailing()

    answer = organiser.get(page("mailing", "change", mailing.pk))

    assert "Update for [[name]]" in answer.text
    assert "Nouvelles" in answer.text


@pytest.mark.parametrize("rows", [1, 3])
def test_list_of_suppressions_asks_the_same_for_any_length(
    rows, organiser, django_assert_num_queries
):
    for number in range(rows):
        suppress(organiser, f"m{number}@example.org")

    with django_assert_num_queries(QUERIES):
        organiser.get(page("suppression"))


def suppress(organiser, address, scope="all"):
    data = {"address_folded": address, "scope": scope, "evidence": "phoned"}
    return organiser.post(page("suppression", "add"), data)


def test_suppression_is_added_by_hand_once_and_lifted_again(organiser):
    assert suppress(organiser, "Desk@Example.org").status_code == 302
    again = suppress(organiser, "desk@example.org")

    row = Suppression.objects.get()
    assert (row.address_folded, row.scope) == ("desk@example.org", "all")
    assert (row.reason, row.evidence) == ("manual", "phoned")
    assert again.status_code == 200
    assert organiser.get(page("suppression", "change", row.pk)).status_code == 200
    organiser.post(page("suppression", "delete", row.pk), {"post": "yes"})
    assert Suppression.objects.count() == 0


def test_limits_of_the_relay_can_be_set(organiser):
    relay = Relay.objects.create(name="default", failures=3)

    organiser.post(
        page("relay", "change", relay.pk),
        {"per_second": "10", "connections": "4", "failures": "0"},
    )

    relay.refresh_from_db()
    assert (relay.per_second, relay.connections, relay.failures) == (10, 4, 3)
    assert organiser.get(page("relay", "add")).status_code == 403
    assert organiser.post(page("relay", "delete", relay.pk)).status_code == 403


def test_windows_can_be_looked_at(organiser):
    assert organiser.get(page("window")).status_code == 200
    assert organiser.get(page("window", "add")).status_code == 403
