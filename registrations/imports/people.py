"""The rows of a list made into people, by what the house knows of organisations."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from partners.models import Country, FormOfAddress, Gender, Organisation, Sector
from registrations.imports.columns import Column, folded
from registrations.imports.rows import Reading
from registrations.imports.words import meant, without_form
from registrations.services.nominations import TypedOrganisation, TypedPerson
from seminars.models import Mode, Seminar, SeminarMode
from unitar_seminars.translated import Language


@dataclass(frozen=True)
class Wishes:
    """What the organiser says about a list: its columns, and what rows leave open."""

    columns: Sequence[str]
    language: Language = Language.EN
    mode: Mode = Mode.ROOM
    kind: str = ""  # of organisations that are not in the list


@dataclass(frozen=True)
class Known:
    """What is looked up once for all rows: organisations and countries by name."""

    bodies: dict[str, Organisation]
    countries: dict[str, Country]


def person_of(
    reading: Reading,
    seminar: Seminar,
    wishes: Wishes,
    known: Known,
) -> TypedPerson:
    """Make a row into a person; whatever is wrong is left in the reading."""
    both = seminar.mode == SeminarMode.BOTH
    offered = list(Mode) if both else [Mode(seminar.mode)]
    language = reading.choice(
        Column.LANGUAGE,
        Language,
        wishes.language,
        _("We don’t write in “%s”: put English or French, or empty the cell."),
    )
    form = reading.choice(
        Column.FORM,
        FormOfAddress,
        FormOfAddress.NONE,
        _("“%s” is no form of address that we use: put another, or empty the cell."),
    )
    gender = reading.choice(
        Column.GENDER,
        Gender,
        Gender.UNSAID,
        _("“%s” is none of woman, man, other: put one of them, or empty the cell."),
    )
    name = reading.name()
    written, bare = without_form(name)
    if written and form in (written, FormOfAddress.NONE):
        form, name = written, bare
    return TypedPerson(
        name=name,
        organisation=body_of(reading, wishes, known),
        address=reading.address(),
        form_of_address=FormOfAddress(form),
        rank=reading.text(Column.RANK),
        language=Language(language),
        gender=Gender(gender),
        needs=reading.text(Column.NEEDS),
        mode=reading.mode(offered, wishes.mode if both else offered[0]),
    )


def body_of(
    reading: Reading, wishes: Wishes, known: Known
) -> Organisation | TypedOrganisation:
    """Take the organisation of the list, else one to be proposed."""
    written = reading.said.get(Column.ORGANISATION, "")
    name = reading.organisation()
    if body := known.bodies.get(written):
        return body
    sector = sector_of(reading, name, wishes.kind) if name else Sector.OTHER
    said = reading.said.get(Column.COUNTRY, "")
    country = known.countries.get(folded(said)) if said else None
    if said and name and country is None:
        text = _("“%s” is no country of the list: correct it, or empty the cell.")
        reading.refuse(Column.COUNTRY, "unknown_country", text % said[:40])
    return TypedOrganisation(name, sector, country)


def sector_of(reading: Reading, name: str, otherwise: str) -> Sector:
    """Tell what kind of organisation it is that the list lacks."""
    said = reading.said.get(Column.SECTOR, "")
    sector = meant(said, Sector) if said else otherwise
    if sector is None:
        text = _("“%s” is no kind of organisation that we know: choose another word.")
        reading.refuse(Column.SECTOR, "unknown_sector", text % said[:40])
    elif not sector:
        text = _(
            "“%s” is not in the list of organisations: correct the name, say what kind"
            " it is in a column, or choose one kind for all such rows."
        )
        reading.refuse(Column.SECTOR, "no_sector", text % name[:80])
    elif sector == Sector.MISSION:
        text = _(
            "“%s” is no mission of the list: every mission is there, under the name of"
            " its country, in English or French."
        )
        reading.refuse(Column.SECTOR, "mission", text % name[:80])
    return Sector(sector or Sector.OTHER)
