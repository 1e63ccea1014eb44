"""The official addresses of missions in the sample; the true ones are typed in."""

from partners.models import (
    ContactKind,
    ContactPoint,
    ContactUse,
    Organisation,
    Sector,
)
from partners.services.country_files import read


def give_mailboxes() -> None:
    """Give each mission its official address, in the language it is written to."""
    lines = {line["code"]: line for line in read("mission_names")}
    missions = Organisation.objects.filter(sectors__sector=Sector.MISSION)
    addresses = {one: official_address(one) for one in missions.order_by("pk")}
    ContactPoint.objects.bulk_create(
        ContactPoint(address=address) for address in addresses.values()
    )
    points = ContactPoint.objects.filter(address_folded__in=addresses.values())
    known = dict(points.values_list("address_folded", "pk"))
    ContactUse.objects.bulk_create(
        ContactUse(
            contact_point_id=known[address],
            organisation=one,
            kind=ContactKind.OFFICIAL,
            language=lines[str(one.country_id)]["language"],
        )
        for one, address in addresses.items()
    )


def official_address(mission: Organisation) -> str:
    return f"mission.{mission.country_id}@missions.example".lower()
