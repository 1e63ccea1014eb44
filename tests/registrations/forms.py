"""What a browser would send from the public form, and what it would read."""

import re
from html import unescape
from uuid import uuid4

from django.test import Client

INPUT = re.compile(r'<input id="[^"]*" name="([^"]*)" type="text" value="([^"]*)"')
CHOICE = re.compile(
    r'<select id="[^"]*" name="([^"]*)"(?:(?!</select>).)*?'
    r'<option value="([^"]*)" selected>'
)

MISSION = "Permanent Mission of Senegal"
SENDER = "mission@example.org"
NAMES = ["Aïssatou Mbengue Diarra", "Cheikh Faye Thiam", "BÂ Mariétou"]


def person(name: str, **fields: str) -> dict[str, str]:
    return {
        "form_of_address": "ms",
        "name": name,
        "rank": "Counsellor",
        "organisation": MISSION,
        "address": SENDER,
        "language": "en",
        "gender": "woman",
        "needs": "",
        **fields,
    }


def sheet(*people: dict[str, str], **fields: object) -> dict[str, str]:
    """Give the fields of a form with these people, numbered from 1."""
    data = {"form_key": str(uuid4()), "address": SENDER, "told": "on"}
    for number, row in enumerate(people, 1):
        data |= {f"person-{number}-{name}": value for name, value in row.items()}
    return data | {name: str(value) for name, value in fields.items()}


def address_of(seminar) -> str:
    return f"/seminars/{seminar.slug}/register/"


def post(seminar, data, client=None):
    return (client or Client()).post(address_of(seminar), data)


def problems(response):
    """List what needs attention: where each entry leads, and what it says."""
    return [(p.target, p.text) for p in response.context["sheet"].problems]


def typed_on(response):
    """Read from the page every value that somebody typed or chose."""
    page = response.content.decode()
    found = [*INPUT.findall(page), *CHOICE.findall(page)]
    return {name: unescape(value) for name, value in found}
