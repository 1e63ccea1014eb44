"""Correcting what was typed: what was changed on the page, and nothing else."""

import pytest
from django.urls import reverse

from registrations.models import Registration
from tests.factories import make_organiser, make_seminar, register

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def organiser(client):
    user = make_organiser(name="Ines Okafor")
    client.force_login(user)
    return user


def page(registration):
    return reverse("registrations:correct", args=[registration.pk])


def fields(response):
    """Give what a browser would send back of the form as it stands on the page."""
    return {field.name: field.value() for field in response.context["form"]}


def test_an_address_that_is_too_long_is_refused(client):
    registration = register(make_seminar(places=1))
    host = ".".join(["a" * 60] * 4)
    typed = fields(client.get(page(registration)))

    long = {"address": f"ana-maria@{host}.example", "why": "Mistyped."}
    answer = client.post(page(registration), typed | long)

    assert answer.context["form"].errors == {
        "address": ["Ensure this value has at most 254 characters (it has 261)."]
    }
    assert Registration.objects.get().address == registration.address
