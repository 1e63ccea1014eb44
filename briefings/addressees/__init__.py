"""What each part of an audience means, as queries: addresses, and whom they are for.

The queries of all parts have the same columns, so that the database can unite and
subtract them.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Value

from briefings.addressees.bodies import (
    addresses_of_delegates,
    bodies,
    delegates,
    focal_points,
    official_addresses,
)
from briefings.addressees.columns import ADDRESS, PLACE, Addresses, Query, Rank
from briefings.addressees.registrants import addresses_of_registrants, registrants
from briefings.addressees.subscribers import addresses_of_subscribers
from briefings.models import REGISTRANTS, AudiencePart, ReachedAt, Who
from partners.models import Organisation, Person
from registrations.models import Registration
from unitar_seminars.db import Folded

__all__ = [
    "ADDRESS",
    "PLACE",
    "Addresses",
    "Query",
    "Rank",
    "addresses",
    "names",
    "silent",
    "subjects",
]

SUBJECTS: dict[int, Any] = {
    Rank.OFFICIAL: Organisation,
    Rank.DELEGATE: Person,
    Rank.REGISTRANT: Registration,
}


def addresses(part: AudiencePart, *, day: date) -> list[Addresses]:
    """Ask for the addresses of a part."""
    if part.who == Who.SUBSCRIBERS:
        return [addresses_of_subscribers(part, day=day)]
    if part.who in REGISTRANTS:
        return [addresses_of_registrants(part)]
    if part.committee:
        return [addresses_of_delegates(part, day=day)]
    ways = {
        ReachedAt.OFFICIAL: [official_addresses],
        ReachedAt.FOCAL_POINTS: [focal_points],
        ReachedAt.BOTH: [official_addresses, focal_points],
    }
    return [way(part, day=day) for way in ways[ReachedAt(part.reached_at)]]


def subjects(part: AudiencePart, *, day: date) -> list[Query]:
    """Ask who is meant by a part, with or without an address."""
    if part.who == Who.SUBSCRIBERS:
        return []  # each is an address
    if part.who in REGISTRANTS:
        return [registrants(part).values_list(Value(Rank.REGISTRANT.value), "pk")]
    if part.committee:
        meant = delegates(part, day=day)
        return [meant.values_list(Value(Rank.DELEGATE.value), "pk")]
    meant = Organisation.objects.filter(bodies(part, day=day))
    return [meant.values_list(Value(Rank.OFFICIAL.value), "pk")]


def silent(part: AudiencePart, ways: list[Addresses], *, day: date) -> list[Query]:
    """Ask who is meant by a part and is reached by none of these ways."""
    beyond = [~one.reaches for one in ways]
    return [meant.filter(*beyond) for meant in subjects(part, day=day)]


def names(rank: int, keys: Iterable[int]) -> list[str]:
    """Name those who are meant, by the alphabet."""
    model = SUBJECTS[rank]
    column = "name_en" if model is Organisation else "name"
    found = model.objects.filter(pk__in=keys).order_by(Folded(column), "pk")
    return [getattr(one, "addressed_name", str(one)) for one in found]
