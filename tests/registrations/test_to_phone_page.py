"""The page of those whom mail did not reach, and the ways that lead to it."""

import pytest
from django.urls import reverse

from mailing import bounces, suppressions
from mailing.bounces import Report
from mailing.models import BounceKind, Message, SuppressionReason
from tests.axe import LOOKS, assert_clean, enter
from tests.factories import (
    NOW,
    VISITOR,
    make_organiser,
    make_seminar,
    make_user,
    register,
    submit,
    typed,
)
from unitar_seminars.db import key

pytestmark = pytest.mark.django_db
in_browser = pytest.mark.django_db(transaction=True)
NOT_REACHED = "not reached by mail: please phone"


@pytest.fixture
def organiser(client):
    user = make_organiser()
    client.force_login(user)
    return user


@pytest.fixture
def seminar():
    return make_seminar(places=5)


def lose(thing):
    """Let what was sent to somebody come back."""
    rows = Message.objects.filter(person_key=key(thing))
    rows.update(state="sent", accepted_at=NOW)
    for row in rows:
        report = Report(row, row.address, BounceKind.HARD, "550 5.1.1 no", str(row))
        bounces.note(report, at=NOW)


def address(name, pk):
    return reverse(f"registrations:{name}", args=[pk])


def test_list_names_whom_to_phone_and_what_did_not_arrive(client, organiser, seminar):
    nomination = submit(seminar, typed(name="Ana Ba", address="ana@example.org"))
    ana = nomination.registrations.get()
    lose(ana)
    lose(nomination)

    text = client.get(address("to_phone", seminar.pk)).text

    for said in (
        "Ana Ba",
        "There is no such mailbox",
        Message.objects.get(person_key=key(ana)).subject,
        "550 5.1.1 no",
        address("correct", ana.pk),
        "mission@example.org",
        "Filed for",
    ):
        assert said in text


def test_list_of_people_leads_to_it_when_somebody_is_on_it(client, organiser, seminar):
    ana = register(seminar)

    assert NOT_REACHED not in client.get(address("people", seminar.pk)).text
    lose(ana)
    assert (
        f"1 person was {NOT_REACHED}" in client.get(address("people", seminar.pk)).text
    )


def test_everybody_reached_is_said(client, organiser, seminar):
    assert (
        "Everybody could be reached."
        in client.get(address("to_phone", seminar.pk)).text
    )


def test_page_exists_for_organisers_alone(client, seminar):
    client.force_login(make_user())

    assert client.get(address("to_phone", seminar.pk)).status_code == 404


def test_record_warns_of_what_does_not_go_to_the_address(client, organiser, seminar):
    ana = register(seminar, address="ana@example.org")
    wish = SuppressionReason.UNSUBSCRIBED
    suppressions.suppress("ana@example.org", wish, "", by=VISITOR, at=NOW)

    text = client.get(address("record", ana.pk)).text

    assert "No mailings go to this address (all): Unsubscribed." in text


@pytest.mark.parametrize("rows", [1, 3])
def test_page_asks_the_same_questions_for_any_length(
    rows, client, organiser, seminar, django_assert_num_queries
):
    for _row in range(rows):
        lose(register(seminar))

    with django_assert_num_queries(7):  # session, account, seminar and four of the list
        client.get(address("to_phone", seminar.pk))


@in_browser
@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_page_is_clean(live_server, page, client, look):
    seminar = make_seminar(places=5)
    lose(register(seminar, name="Ana Ba"))
    enter(page, live_server.url, client, make_organiser())

    assert_clean(page, live_server.url + address("to_phone", seminar.pk), look)
