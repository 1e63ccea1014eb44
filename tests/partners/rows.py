"""Rows of this room alone, for tests that need nothing from the rooms above."""

from datetime import UTC, date, datetime
from itertools import count

from partners.models import (
    Country,
    HostTerm,
    Organisation,
    OrganisationSector,
    Person,
    Sector,
)
from users.models import Actor, ActorKind, User

AT = datetime(2008, 5, 9, 14, tzinfo=UTC)
TODAY = date(2008, 5, 9)
BY = Actor(ActorKind.COMMAND, label="tests")
numbers = count(1)


def country(code="BEL", name="Belgium", name_fr="Belgique"):
    return Country.objects.create(code=code, name_en=name, name_fr=name_fr)


def organisation(name="", sector=Sector.NGO, **fields):
    name = name or f"Organisation {next(numbers)}"
    made = Organisation.objects.create(name_en=name, **fields)
    OrganisationSector.objects.create(organisation=made, sector=sector)
    return made


def user(**fields):
    return User.objects.create_user(f"user{next(numbers)}@example.org", **fields)


def boss():
    return user(is_staff=True, is_superuser=True)


def person(name="Ana Ba", **fields):
    return Person.objects.create(name=name, **fields)


def host_term(*countries, starts_on=date(2007, 8, 1), **fields):
    term = HostTerm.objects.create(starts_on=starts_on, **fields)
    term.countries.set(countries)
    return term
