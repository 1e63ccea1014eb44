"""Who is meant by an audience, on a day: addresses, each with a name and a language.

An official address speaks for its mission. Somebody who shares an address with others
gets one message there: the mailing keeps one row per address.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from briefings.models import AudienceKind, Briefing
from mailing.models import Suppression
from partners.models import (
    ContactKind,
    ContactUse,
    GroupMembership,
    Organisation,
    OrganisationSector,
    Sector,
)
from registrations.models import ACTIVE
from unitar_seminars.db import key, on
from unitar_seminars.hours import local_day

SAMPLE = 5


@dataclass(frozen=True)
class Recipient:
    """One address of an audience."""

    person_key: str
    name: str
    address: str
    language: str


@dataclass(frozen=True)
class Reach:
    """What an audience comes to before it is frozen."""

    addresses: int
    without_address: list[str]
    suppressed: int
    sample: list[Recipient]


def recipients(briefing: Briefing, *, at: datetime) -> list[Recipient]:
    """List the audience as it stands at this moment, one per address."""
    if briefing.audience == AudienceKind.REGISTRANTS:
        return once(registrants(briefing))
    return once(official_addresses(missions(briefing, at=at), at=at))


def reach(briefing: Briefing, *, at: datetime) -> Reach:
    """Count an audience, and who of it can't or won't be written to."""
    found = recipients(briefing, at=at)
    folded = [recipient.address.lower() for recipient in found]
    barred = Suppression.objects.filter(address_folded__in=folded).filter(
        Q(scope=scope_of(briefing)) | ~Q(reason="unsubscribed")
    )
    return Reach(
        addresses=len(found),
        without_address=unreached(briefing, at=at),
        suppressed=barred.values("address_folded").distinct().count(),
        sample=found[:SAMPLE],
    )


def scope_of(briefing: Briefing) -> str:
    """Name what somebody unsubscribes from: updates, or briefings."""
    return briefing.kind


def missions(briefing: Briefing, *, at: datetime) -> QuerySet[Organisation]:
    """Tell which missions are meant: all, or those of a group on this day."""
    day = local_day(at)
    kind = OrganisationSector.objects.filter(on(day), sector=Sector.MISSION)
    meant = Organisation.objects.active().filter(pk__in=kind.values("organisation"))
    if briefing.audience == AudienceKind.REGIONAL_GROUP:
        group = GroupMembership.objects.filter(on(day), group=briefing.regional_group)
        meant = meant.filter(country__in=group.values("country"))
    return meant


def official_addresses(
    bodies: QuerySet[Organisation], *, at: datetime
) -> Iterable[Recipient]:
    uses = ContactUse.objects.on(local_day(at)).filter(
        organisation__in=bodies, kind=ContactKind.OFFICIAL
    )
    for use in uses.select_related("organisation", "contact_point").order_by("pk"):
        body = use.organisation
        name = getattr(body, f"name_{use.language}") or str(body)
        address = use.contact_point.address
        yield Recipient(key(body), name, address, use.language)


def registrants(briefing: Briefing) -> Iterable[Recipient]:
    people = briefing.seminar.registrations.filter(status__in=ACTIVE)
    for person in people.exclude(address="").order_by("pk"):
        yield Recipient(
            key(person), person.addressed_name, person.address, person.language
        )


def once(found: Iterable[Recipient]) -> list[Recipient]:
    """Keep the first of those who share an address."""
    by_address: dict[str, Recipient] = {}
    for recipient in found:
        by_address.setdefault(recipient.address.lower(), recipient)
    return list(by_address.values())


def unreached(briefing: Briefing, *, at: datetime) -> list[str]:
    """Name whom the audience means and no address reaches."""
    if briefing.audience == AudienceKind.REGISTRANTS:
        people = briefing.seminar.registrations.filter(status__in=ACTIVE, address="")
        return [person.addressed_name for person in people.order_by("pk")]
    uses = ContactUse.objects.on(local_day(at)).filter(kind=ContactKind.OFFICIAL)
    silent = missions(briefing, at=at).exclude(pk__in=uses.values("organisation"))
    return [str(body) for body in silent.order_by("name_en")]
