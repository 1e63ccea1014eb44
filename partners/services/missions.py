"""All missions to the United Nations in New York, one of each country.

Every mission is in the list, so nobody has to type one. `make_missions` adds what is
missing and leaves alone what somebody has edited since. Where they are written to, the
organisers enter.
"""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from partners.models import (
    ContactKind,
    ContactUse,
    Country,
    CountryName,
    Organisation,
    OrganisationAlias,
    OrganisationSector,
    Sector,
)
from partners.services.country_files import Line, read
from unitar_seminars.db import on
from users import audit
from users.models import Actor, ActorKind

COMMAND = Actor(ActorKind.COMMAND, label="load_countries")
MEMBER = ("Permanent Mission", "Mission permanente")
OBSERVER = ("Permanent Observer Mission", "Mission permanente d’observation")
KINDS = {
    "VAT": OBSERVER,
    "PSE": OBSERVER,
    "EU": ("Delegation", "Délégation"),
}
TO_THE_UN = ("to the United Nations", "auprès des Nations Unies")


@transaction.atomic
def make_missions(*, at: datetime) -> int:
    """Add the mission of each country that has none; return how many there were."""
    lines = {line["code"]: line for line in read("mission_names")}
    have = Organisation.objects.filter(sectors__sector=Sector.MISSION)
    served = have.exclude(country=None).values("country")  # NULL would match nothing
    without = Country.objects.exclude(pk__in=served)
    made = Organisation.objects.bulk_create(
        mission(lines[code])
        for code in without.values_list("code", flat=True).order_by("code")
        if code in lines
    )
    OrganisationSector.objects.bulk_create(
        OrganisationSector(organisation=one, sector=Sector.MISSION) for one in made
    )
    OrganisationAlias.objects.bulk_create(aliases(made), ignore_conflicts=True)
    for one in made[:1]:
        why = f"{len(made)} missions made"
        audit.record("make_missions", one, by=COMMAND, at=at, why=why)
    return len(made)


def mission(line: Line) -> Organisation:
    """Name a country's mission in both languages."""
    name_en, name_fr = KINDS.get(line["code"], MEMBER)
    return Organisation(
        name_en=f"{name_en} {line['of_en']}",
        name_fr=f"{name_fr} {line['of_fr']}",
        country_id=line["code"],
    )


def aliases(made: list[Organisation]) -> Iterator[OrganisationAlias]:
    """Add the names in full, and what the country was called before."""
    former: dict[str, list[str]] = {}
    names = CountryName.objects.filter(ends_on__isnull=False)
    for code, name in names.values_list("country", "name").order_by("pk"):
        former.setdefault(code, []).append(name)
    for one in made:
        full = [f"{one.name_en} {TO_THE_UN[0]}", f"{one.name_fr} {TO_THE_UN[1]}"]
        for name in [*full, *former.get(str(one.country_id), [])]:
            yield OrganisationAlias(organisation=one, name=name)


def without_address(*, day: date) -> int:
    """Count the missions that have no official address on this day."""
    official = ContactUse.objects.on(day).filter(
        organisation=OuterRef("pk"), kind=ContactKind.OFFICIAL
    )
    missions = Organisation.objects.active().filter(
        on(day, "sectors__"), sectors__sector=Sector.MISSION
    )
    return missions.filter(~Exists(official)).count()
