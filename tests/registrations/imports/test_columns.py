"""Headings are guessed as the systems that write them document theirs."""

import csv
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from partners.models import FormOfAddress, Gender, Sector
from registrations.imports.columns import guess, written_by
from registrations.imports.words import is_left, meant, without_form
from registrations.services import rosters, workbooks
from seminars.models import Mode
from unitar_seminars.translated import Language

EXPORTED = {
    "Status": "state",
    "Position": "",
    "Name": "name",
    "Rank or post": "rank",
    "Organisation": "organisation",
    "Sector": "sector",
    "Country": "country",
    "E-mail address": "address",
    "Language": "language",
    "What we should prepare": "needs",
    "Mode": "mode",
    "Registered (New York time)": "",
}
SAMPLES = Path(settings.BASE_DIR) / "static/samples"
GUESSED = {
    "indico": {
        "Name": "name",
        "First Name": "given",
        "Last Name": "family",
        "Email Address": "address",
        "Affiliation": "organisation",
        "Title": "form_of_address",
        "Country": "country",
        "Position": "rank",
        "Registration state": "state",
    },
    "pretix": {
        "Status": "state",
        "Attendee name": "name",
        "Attendee name: Given name": "given",
        "Attendee name: Family name": "family",
        "Attendee email": "address",
        "Company": "organisation",
        "Country": "country",
        "Order locale": "language",
    },
    "eventbrite": {
        "First Name": "given",
        "Last Name": "family",
        "Email": "address",
        "Attendee Status": "state",
        "Home Country": "country",
        "Job Title": "rank",
        "Company": "organisation",
    },
}


def headings(system):
    text = (SAMPLES / f"{system}.csv").read_text()
    return next(csv.reader([text.splitlines()[0]], delimiter=sign(text)))


def sign(text):
    return ";" if text.startswith('"') else ","


@pytest.mark.parametrize("system", GUESSED)
def test_columns_of_attendee_lists_are_guessed(system):
    written = headings(system)

    found = [
        (heading, column)
        for heading, column in zip(written, guess(written), strict=True)
        if column
    ]

    assert found == list(GUESSED[system].items())
    assert written_by(written).lower() == system


@pytest.mark.parametrize(
    ("written", "guessed"),
    [
        ("Prénom|Nom|Courriel|Organisme", "given|family|address|organisation"),
        ("NOM |Adresse électronique:|Fonction", "name|address|rank"),
        ("First name|Name|E-mail", "given|family|address"),
        ("Prénom|Ville", "given|"),
        (
            "Name, as the person writes it|Rank or post|Kind of organisation|Needs",
            "name|rank|sector|",
        ),
        ("Civilité|Nom complet|Langue|État", "form_of_address|name|language|state"),
        ("Email|Attendee email|Attendee email", "|address|"),
        ("||", "||"),
    ],
)
def test_own_headings_are_guessed_in_both_languages(written, guessed):
    assert guess(written.split("|")) == guessed.split("|")
    assert written_by(written.split("|")) == ""


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    "columns", [rosters.columns_of_export, workbooks.usual_columns]
)
def test_headings_of_our_own_exports_are_guessed(columns, language):
    with translation.override(language):
        written = list(dict(columns()))

    assert dict(zip(EXPORTED, guess(written), strict=True)) == EXPORTED
    assert written_by(written) == ""


@pytest.mark.parametrize(
    ("choices", "written", "choice"),
    [
        (FormOfAddress, "S. E. M.", "he_mr"),
        (FormOfAddress, "Mrs.", "ms"),
        (FormOfAddress, "Rev.", None),
        (Gender, "Femme", "woman"),
        (Language, "FR-CA", "fr"),
        (Language, "Klingon", None),
        (Mode, "in person", "room"),
        (Mode, "En ligne", "online"),
        (Sector, "ONG", "ngo"),
        (Sector, "Non-governmental organisation", "ngo"),
        (Sector, "", None),
    ],
)
def test_words_are_read_in_both_languages(choices, written, choice):
    assert meant(written, choices) == choice


@pytest.mark.parametrize(
    ("state", "is_out"),
    [
        ("Withdrawn", True),
        ("canceled (paid before)", True),
        ("Not Attending", True),
        ("Refusée", True),
        ("Complete", False),
        ("pending", False),
        ("", False),
    ],
)
def test_states_say_who_does_not_come(state, is_out):
    assert is_left(state) is is_out


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("H.E. Ms. Awa Ndiaye", ("he_ms", "Awa Ndiaye")),
        ("S. E. M. Étienne Lacombe", ("he_mr", "Étienne Lacombe")),
        ("Mrs Rosa Quispe", ("ms", "Rosa Quispe")),
        ("M. Lacombe", ("mr", "Lacombe")),
        ("M. K. Lacombe", ("", "M. K. Lacombe")),
        ("Dr.", ("", "Dr.")),
        ("Mx Tomas Berg", ("", "Mx Tomas Berg")),
        ("Drake Prof", ("", "Drake Prof")),
        ("", ("", "")),
    ],
)
def test_a_form_of_address_before_a_name_is_parted_from_it(written, parts):
    assert without_form(written) == parts
