"""Putting details right by a link, and what an organiser makes of it."""

import pytest
from django.urls import reverse

from registrations import privacy
from registrations.emails import link_of, link_of_nomination
from registrations.forms.public import PersonForm
from registrations.models import ChangeRequest, Registration
from tests.axe import LOOKS, assert_clean, enter
from tests.factories import (
    make_mission,
    make_organiser,
    make_seminar,
    make_user,
    register,
)
from tests.registrations.forms import NAMES, address_of, person, post, sheet

pytestmark = pytest.mark.django_db
in_browser = pytest.mark.django_db(transaction=True)


@pytest.fixture
def registered():
    return register(make_seminar(places=1), name="Ana Ortis", rank="Counsellor")


@pytest.fixture
def organiser(client):
    user = make_organiser(name="Ines Okafor")
    client.force_login(user)
    return user


def details(one, **fields):
    names = ("form_of_address", "name", "rank", "address", "language", "gender")
    return {name: getattr(one, name) for name in names} | {"needs": ""} | fields


def page(name, pk):
    return reverse(f"registrations:{name}", args=[pk])


# What is asked, and why


def test_the_form_keeps_which_notice_was_seen_and_says_why_it_asks(client):
    make_mission()
    seminar = make_seminar(places=1)
    shown = client.get(address_of(seminar)).content.decode()
    post(seminar, sheet(person(NAMES[0])))

    assert "Why we ask for each detail" in shown
    assert "to prepare the room; organisers alone see it" in shown
    filed = Registration.objects.get().nomination
    assert filed.notice_version == privacy.VERSION


def test_every_detail_has_its_purpose():
    assert set(privacy.PURPOSES) == {"sender", *PersonForm.base_fields}


def test_new_words_of_the_notice_have_a_new_version():
    assert privacy.digest() == privacy.DIGEST


# By a link


def test_a_name_is_put_right_and_a_new_address_has_a_new_link(client, registered):
    base = link_of(registered).path

    saved = client.post(f"{base}details/", details(registered, name="Ana Ortiz"))
    assert saved.url == base
    new = details(registered, name="Ana Ortiz", address="ana@example.org")
    moved = client.post(f"{base}details/", new)

    registered.refresh_from_db()
    assert (registered.name, registered.address) == ("Ana Ortiz", "ana@example.org")
    assert moved.url == link_of(registered).path != base
    assert client.get(moved.url).status_code == 200


def test_another_name_is_refused_and_nothing_is_half_saved(client, registered):
    new = details(registered, name="Bo Lindqvist", language="fr")

    answer = client.post(f"{link_of(registered).path}details/", new)

    assert "This is another name altogether" in answer.content.decode()
    registered.refresh_from_db()
    assert (registered.name, registered.language) == ("Ana Ortis", "en")


def test_whoever_never_asked_for_it_ends_it(client, registered):
    base = link_of(registered).path
    assert "I did not ask for this" in client.get(base).content.decode()

    asked = client.get(f"{base}not-wanted/").content.decode()
    done = client.post(f"{base}not-wanted/")
    again = client.post(f"{base}not-wanted/", follow=True)

    assert "Somebody registered Ana Ortis" in asked
    assert done.url == base
    assert b"nothing left to cancel" in again.content
    registered.refresh_from_db()
    assert (registered.status, registered.address) == ("cancelled", "")


# An organiser looks first


def test_the_pages_exist_for_organisers_alone(client, registered):
    client.force_login(make_user())
    seminar = registered.seminar_id

    assert client.get(page("wishes", seminar)).status_code == 404
    assert client.post(page("moderate", seminar)).status_code == 404
    assert client.post(page("wish_decide", 1)).status_code == 404


def test_wishes_wait_and_are_decided(client, organiser, registered):
    seminar = registered.seminar_id
    client.post(page("moderate", seminar), {"on": "1"})
    sender = link_of_nomination(registered.nomination).path
    path = f"{sender}details/{registered.pk}/"
    said = client.post(path, details(registered, name="Ana Ortiz"), follow=True)
    assert "An organiser looks at the new name" in said.content.decode()

    shown = client.get(page("wishes", seminar)).content.decode()
    wish = ChangeRequest.objects.get()
    refused = client.post(page("wish_decide", wish.pk), {"act": "refuse"}, follow=True)
    client.post(page("wish_decide", wish.pk), {"act": "accept"})

    assert "<del><bdi>Ana Ortis</bdi></del>" in shown
    assert b"Say why" in refused.content
    registered.refresh_from_db()
    assert (registered.name, registered.is_confirmed) == ("Ana Ortiz", True)


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_same_however_long(
    client, organiser, django_assert_num_queries, number
):
    seminar = make_seminar(places=3)
    client.post(page("moderate", seminar.pk), {"on": "1"})
    for _ in range(number):
        one = register(seminar)
        new = details(one, rank="Minister")
        client.post(f"{link_of(one).path}details/", new)
    client.get(page("wishes", seminar.pk))

    with django_assert_num_queries(4):
        shown = client.get(page("wishes", seminar.pk))

    shown = shown.content.decode()
    assert shown.count("Reason of a refusal") == number
    # Enter presses the first button.
    assert shown.index('value="refuse"') < shown.index('value="accept"')


@in_browser
@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_the_pages_are_clean(live_server, page, client, look):
    seminar = make_seminar(places=1)
    one = register(seminar, language=look.language)
    base = f"{live_server.url}{link_of(one).path}"
    assert_clean(page, f"{base}not-wanted/", look)
    client.force_login(make_organiser())
    client.post(reverse("registrations:moderate", args=[seminar.pk]), {"on": "1"})
    client.post(f"{link_of(one).path}details/", details(one, rank="Minister"))
    enter(page, live_server.url, client, make_organiser())
    address = reverse("registrations:wishes", args=[seminar.pk])
    assert_clean(page, f"{live_server.url}{address}", look)
