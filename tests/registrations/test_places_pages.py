"""An organiser keeps places for a group, has them offered, names somebody else."""

import pytest
from django.urls import reverse

from registrations.models import KeptWish, Line, Registration
from tests.axe import LOOKS, assert_clean, enter
from tests.factories import (
    HOUR,
    make_organiser,
    make_planned,
    make_seminar,
    make_user,
    register,
)
from unitar_seminars.hours import NEW_YORK

pytestmark = pytest.mark.django_db
in_browser = pytest.mark.django_db(transaction=True)


@pytest.fixture
def organiser(client):
    user = make_organiser(name="Ines Okafor")
    client.force_login(user)
    return user


def page(name, thing):
    return reverse(f"registrations:{name}", args=[thing.pk])


def typed(until, **fields):
    local = until.astimezone(NEW_YORK)
    return {
        "mode": "room",
        "tier": "1",
        "places": "2",
        "day": f"{local:%Y-%m-%d}",
        "hour": f"{local:%H:%M}",
        **fields,
    }


@pytest.mark.parametrize("name", ["kept_places", "offers"])
def test_the_pages_exist_for_organisers_alone(client, name):
    seminar = make_seminar(places=1)
    client.force_login(make_user())

    assert client.get(page(name, seminar)).status_code == 404


def test_places_are_kept_until_an_hour_of_new_york(client, organiser):
    seminar = make_seminar(places=3)
    until = seminar.starts_at - 48 * HOUR

    shown = client.get(page("kept_places", seminar)).content.decode()
    assert f'value="{until.astimezone(NEW_YORK):%Y-%m-%d}"' in shown
    answer = client.post(page("kept_places", seminar), typed(until), follow=True)

    found = seminar.seats.filter(tier=1).values_list("held_until", flat=True)
    assert list(found) == [until, until]
    assert "2 free places for Permanent or observer mission" in answer.content.decode()


def test_a_planned_seminar_keeps_what_it_will_have(client, organiser):
    seminar = make_planned(places_planned=3)
    until = seminar.starts_at - 48 * HOUR

    answer = client.post(page("kept_places", seminar), typed(until), follow=True)

    assert KeptWish.objects.get().places == 2
    assert "2 free places for Permanent or observer mission" in answer.content.decode()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"places": "9"}, "Only 3 places can be kept"),
        ({"day": "2027-03-14", "hour": "02:30"}, "skip this hour"),
        ({"day": ""}, "This field is required"),
    ],
)
def test_what_cannot_be_kept_is_said_and_nothing_typed_is_lost(
    client, organiser, fields, said
):
    seminar = make_seminar(places=3)
    data = typed(seminar.starts_at - HOUR) | fields

    shown = client.post(page("kept_places", seminar), data).content.decode()

    assert said in shown
    assert f'value="{data["places"]}"' in shown


def test_hours_to_answer_are_set_and_taken_away(client, organiser):
    seminar = make_seminar(places=1)

    client.post(page("offers", seminar), {"to_answer": "24"})
    assert Line.objects.get().offer_hours == 24
    again = client.post(page("offers", seminar), {"to_answer": "24"})
    assert "This is how it is already." in again.content.decode()
    client.post(page("offers", seminar), {"to_answer": ""})
    assert Line.objects.get().offer_hours is None
    assert client.get(page("offers", make_planned())).status_code == 404


def test_staff_name_somebody_else_without_an_address(client, organiser):
    before = register(make_seminar(places=1))
    said = {"form_of_address": "none", "name": "Awa Diop", "language": "en"}

    client.post(page("substitute", before), said)

    after = Registration.objects.get(name="Awa Diop")
    assert (after.is_confirmed, after.address) == (True, "")


@in_browser
@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_pages_are_clean(live_server, page, client, look):
    seminar = make_seminar(places=3, online_places=2)
    before = register(seminar)
    enter(page, live_server.url, client, make_organiser())

    for name, thing in (
        ("kept_places", seminar),
        ("offers", seminar),
        ("substitute", before),
    ):
        address = reverse(f"registrations:{name}", args=[thing.pk])
        assert_clean(page, live_server.url + address, look)
