"""Correcting what was typed: what was changed on the page, and nothing else."""

import pytest
from django.urls import reverse

from mailing.models import Message
from registrations.models import Registration
from registrations.services import corrections
from tests.factories import LINK, NOW, make_organiser, make_seminar, register

pytestmark = pytest.mark.django_db
MEANWHILE = (
    "Somebody has changed this meanwhile: compare what stands now with what you typed,"
    " then correct it again."
)


@pytest.fixture(autouse=True)
def organiser(client):
    user = make_organiser(name="Ines Okafor")
    client.force_login(user)
    return user


def page(registration):
    return reverse("registrations:correct", args=[registration.pk])


def fields(response):
    """Give what a browser would send back of the form as it stands on the page."""
    shown = {field.name: field.value() for field in response.context["form"]}
    return {name: value for name, value in shown.items() if value is not None}


def by_link(registration, **values):
    corrections.ask(registration, values, by=LINK, at=NOW)


def stored(*names):
    return Registration.objects.values_list(*names).get()


def ana():
    seminar = make_seminar(places=1)
    return register(seminar, name="Ana Ortis", rank="Adviser", address="a@example.org")


def test_an_address_that_is_too_long_is_refused(client):
    registration = ana()
    host = ".".join(["a" * 60] * 4)
    typed = fields(client.get(page(registration)))

    long = {"address": f"ana-maria@{host}.example", "why": "Mistyped."}
    answer = client.post(page(registration), typed | long)

    assert answer.context["form"].errors == {
        "address": ["Ensure this value has at most 254 characters (it has 261)."]
    }
    assert stored("address") == ("a@example.org",)


def test_what_was_left_alone_stays_as_its_person_put_it_meanwhile(client):
    registration = ana()
    typed = fields(client.get(page(registration)))
    by_link(registration, address="ana@example.org", form_of_address="ms")
    told = Message.objects.count()

    anew = {"name": "Ana Ortiz", "form_of_address": "ms", "why": "Spelt wrong."}
    client.post(page(registration), typed | anew)

    assert stored("name", "form_of_address", "address", "link_generation") == (
        "Ana Ortiz",
        "ms",
        "ana@example.org",
        2,
    )
    assert Message.objects.count() == told


def test_what_was_changed_on_both_sides_is_looked_at_again(client):
    registration = ana()
    typed = fields(client.get(page(registration)))
    theirs = {"form_of_address": "dr", "rank": "", "address": "ana@example.org"}
    by_link(registration, **theirs)

    ours = {"form_of_address": "ms", "rank": "Counsellor", "why": "They phoned."}
    answer = client.post(page(registration), typed | ours)

    assert answer.context["form"].errors == {
        "form_of_address": ["Changed meanwhile to “Dr.”."],
        "rank": ["Emptied meanwhile."],
        "__all__": [MEANWHILE],
    }
    assert stored(*theirs) == tuple(theirs.values())
    shown = fields(answer)
    assert {name: shown[name] for name in (*ours, "address")} == {
        **ours,
        "address": "ana@example.org",
    }

    client.post(page(registration), shown)

    assert stored("form_of_address", "rank", "address") == (
        "ms",
        "Counsellor",
        "ana@example.org",
    )


@pytest.mark.parametrize("seen", ["", "[]", "{}"])
def test_a_page_that_showed_nothing_replaces_nothing(client, seen):
    registration = ana()
    typed = fields(client.get(page(registration)))

    anew = {"seen": seen, "name": "Ana Ortiz", "why": "Spelt wrong."}
    answer = client.post(page(registration), typed | anew)

    assert answer.context["form"].errors == {
        "name": ["Changed meanwhile to “Ana Ortis”."],
        "__all__": [MEANWHILE],
    }
    assert stored("name") == ("Ana Ortis",)
