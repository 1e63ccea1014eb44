"""The admin's forms of this room, read and judged as an organiser would."""

from django.urls import reverse

from tests.sent import sent_back


def change(thing):
    return reverse(f"admin:seminars_{thing._meta.model_name}_change", args=[thing.pk])


def shown(client, thing):
    """Read the form of a thing as a browser would send it back."""
    html = client.get(change(thing)).content.decode()
    return sent_back(html, f"{thing._meta.model_name}_form")


def errors(response):
    assert response.status_code == 200
    return str(response.context["errors"])
