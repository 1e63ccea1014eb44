"""What each part of an audience means, as queries: addresses, and whom they are for.

All queries of addresses have the columns of `ADDRESS`, all of those who are meant
have the columns of `SUBJECT`, so that the database can unite and subtract them.
"""

from datetime import date

from briefings.addressees.bodies import (
    addresses_of_delegates,
    bodies,
    delegates,
    focal_points,
    official_addresses,
)
from briefings.addressees.columns import (
    ADDRESS,
    NO_FORM,
    SUBJECT,
    Query,
    in_language_of_page,
    key_of,
)
from briefings.addressees.registrants import addresses_of_registrants, registrants
from briefings.addressees.subscribers import addresses_of_subscribers
from briefings.models import REGISTRANTS, AudiencePart, ReachedAt, Who
from partners.models import Organisation, Person
from registrations.models import Registration

__all__ = ["ADDRESS", "SUBJECT", "Query", "addresses", "subjects"]


def addresses(part: AudiencePart, *, day: date) -> list[Query]:
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
        who = key_of(Registration, "pk")
        return [registrants(part).values_list(who, "form_of_address", "name")]
    if part.committee:
        who = key_of(Person, "pk")
        return [delegates(part, day=day).values_list(who, "form_of_address", "name")]
    named = in_language_of_page("name")
    who = key_of(Organisation, "pk")
    return [bodies(part, day=day).values_list(who, NO_FORM, named)]
