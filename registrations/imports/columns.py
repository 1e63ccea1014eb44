"""Which column of a list is what, guessed by its heading.

Known are our own headings in English and French, and those of three attendee lists:

- Indico, "Export registrations" to CSV or Excel (its module for registrations writes
  `ID`, `Name`, the fields of the form, then `Registration date`, `Registration state`);
- pretix, export "Order data", sheet of order positions (documented under "Data
  exporters"): `Order code`, `Status`, `Attendee name: Given name`, `Attendee email`;
- Eventbrite, "Attendee Summary" report (Help Centre; its glossary names the statuses):
  `Order #`, `First Name`, `Last Name`, `Job Title`, `Company`, `Attendee Status`.
"""

import unicodedata
from collections.abc import Sequence
from functools import cache

from django.conf import settings
from django.db.models import Choices, TextChoices
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Column(TextChoices):
    """What a column can hold for us."""

    NAME = "name", _("Name")
    GIVEN = "given", _("Given name")
    FAMILY = "family", _("Family name")
    FORM = "form_of_address", _("Form of address")
    RANK = "rank", _("Rank or post")
    ORGANISATION = "organisation", _("Organisation")
    SECTOR = "sector", _("Kind of organisation")
    COUNTRY = "country", _("Country")
    ADDRESS = "address", _("E-mail address")
    LANGUAGE = "language", _("Language")
    GENDER = "gender", _("Gender")
    MODE = "mode", _("Takes part")
    NEEDS = "needs", _("What we should prepare")
    STATE = "state", pgettext_lazy("column", "State in the other system")


# By preference: where a list has two of them, the first is taken.
HEADINGS: dict[Column, str] = {
    Column.NAME: "attendee name|name, as the person writes it|name|full name"
    "|nom complet|nom et prenom|prenom et nom|participant",
    Column.GIVEN: "attendee name: given name|attendee first name|first name|given name"
    "|prenom|prenoms",
    Column.FAMILY: "attendee name: family name|attendee last name|last name|family name"
    "|surname|nom de famille",
    Column.FORM: "form of address|attendee name: title|title|prefix|salutation|civilite"
    "|appel|formule d'appel|titre",
    Column.RANK: "rank or post|grade ou fonction|position|job title|rank|post|function"
    "|rang ou fonction|rang|fonction|poste",
    Column.ORGANISATION: "organisation|organization|affiliation|company|institution"
    "|mission|organisme|societe|employer",
    Column.SECTOR: "kind of organisation|sector|type of organisation"
    "|genre d'organisation|type d'organisation|secteur",
    Column.COUNTRY: "country|its country|pays|home country|work country",
    Column.ADDRESS: "attendee email|e-mail address|email address|e-mail|email"
    "|adresse electronique|adresse e-mail|courriel|adresse de courriel",
    Column.LANGUAGE: "language|langue|preferred language|order locale",
    Column.GENDER: "gender|genre|sexe|gender, as the person says",
    Column.MODE: "takes part|mode|participation|attendance mode|participe|modalite",
    Column.NEEDS: "what we should prepare|what should we prepare?|special requirements"
    "|dietary requirements|accessibility|a preparer|besoins particuliers",
    Column.STATE: "registration state|attendee status|status|state|statut|etat",
}
# Headings that only this system writes, all of them.
SIGNS = {
    "Indico": {"id", "name", "email address"},
    "pretix": {"order code", "attendee name"},
    "Eventbrite": {"order #", "attendee #", "ticket type"},
}


@cache
def places() -> dict[str, tuple[Column, int]]:
    """Say which column a heading means and how well; our own labels come last."""
    found: dict[str, tuple[Column, int]] = {}
    for column, headings in HEADINGS.items():
        for place, heading in enumerate([*headings.split("|"), *labels(column)]):
            found.setdefault(folded(heading), (column, place))
    return found


def labels(choice: Choices) -> list[str]:
    """Name a choice in each language of the interface."""
    said = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            said.append(str(choice.label))
    return said


def guess(headings: Sequence[str]) -> list[str]:
    """Say for each column what it seems to be, `""` where nothing; each once."""
    best: dict[Column, tuple[int, int]] = {}
    for number, heading in enumerate(headings):
        if known := places().get(folded(heading)):
            column, place = known
            best[column] = min(best.get(column, (place, number)), (place, number))
    if Column.FAMILY not in best and Column.GIVEN in best:
        best[Column.FAMILY] = (0, bare_name(headings))
    chosen = {number: column for column, (_place, number) in best.items()}
    return [str(chosen.get(number, "")) for number in range(len(headings))]


def bare_name(headings: Sequence[str]) -> int:
    """Find “Name” or “Nom”: a family name beside a given one; -1 for none."""
    said = [folded(heading) for heading in headings]
    return next((n for n, one in enumerate(said) if one in ("nom", "name")), -1)


def written_by(headings: Sequence[str]) -> str:
    """Name the system that such a list comes from, `""` where none is known."""
    known = {folded(heading) for heading in headings}
    return next((name for name, signs in SIGNS.items() if signs <= known), "")


def folded(text: str) -> str:
    """Compare headings without case, accents, stars, colons at the end or spaces."""
    parts = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    bare = "".join(letter for letter in parts if not unicodedata.combining(letter))
    return " ".join(bare.split()).rstrip(" *:")
