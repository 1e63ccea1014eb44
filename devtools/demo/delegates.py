"""Delegates of today and what they follow, and an audience put together of parts."""

from datetime import date, datetime, timedelta
from itertools import cycle, islice
from random import Random

from django.utils.text import slugify

from briefings.models import Audience, AudiencePart, ReachedAt, Situation, Who
from devtools.demo.guests import RANKS, RARELY, Crowd, language_of, own_address
from devtools.demo.mailboxes import official_address
from devtools.demo.names import draw, form_of_address
from partners.models import (
    Committee,
    ContactKind,
    ContactUse,
    CountryGroup,
    Organisation,
    Person,
    Posting,
    Sector,
)
from partners.services import people
from seminars.models import Series
from unitar_seminars.hours import local_day

EVERY = 4  # mission has somebody whom we know
FOLLOWED = (
    [Committee.SECOND],
    [Committee.THIRD, Committee.GFMD],
    [Committee.SECOND, Committee.THIRD],
    [Committee.GFMD],
    [Committee.FIFTH],
)
REACHED = (Sector.UN, Sector.NGO, Sector.MIGRANT_ASSOCIATION, Sector.ACADEMIA)
SHARED = 7  # of them writes from the address of the mission


def make_delegates_of_today(*, at: datetime) -> None:
    """Post fictional people to some missions, and save an audience that is combined."""
    rng, since = Random(at.year), local_day(at) - timedelta(days=200)
    crowd = Crowd(local_day(at))
    known = zip(islice(crowd.missions, 0, None, EVERY), cycle(FOLLOWED), strict=False)
    for number, (mission, committees) in enumerate(known, 1):
        name, gender = draw(rng, mission.country_id or "")
        rank = rng.choices(RANKS, RARELY)[0]
        person = Person.objects.create(
            name=name,
            gender=gender,
            form_of_address=form_of_address(rng, gender, rank),
            language=language_of(mission),
        )
        Posting.objects.create(
            person=person,
            organisation=mission,
            rank=rank,
            committees=committees,
            starts_on=since,
        )
        ContactUse.objects.create(
            contact_point=people.contact(address_of(number, name, mission)),
            person=person,
            language=person.language,
            starts_on=since,
        )
    for sector in REACHED:
        for body in crowd.others.get(sector, []):
            give_office(body, since)
    combine()


def give_office(body: Organisation, since: date) -> None:
    """Make up the official address of an organisation."""
    name = slugify(body.short_name_en or body.name_en.removesuffix(" (fictional)"))
    ContactUse.objects.create(
        contact_point=people.contact(f"office@{name}.example"),
        organisation=body,
        kind=ContactKind.OFFICIAL,
        starts_on=since,
    )


def address_of(number: int, name: str, mission: Organisation) -> str:
    if number % SHARED:
        return own_address(name, mission)
    return official_address(mission)


def combine() -> None:
    """Save an audience of two parts, less one."""
    audience, is_new = Audience.objects.get_or_create(
        name_en="African LDCs, and who follows the Forum, less who came (illustrative)",
        name_fr="PMA d’Afrique et suivi du Forum, sauf personnes venues (illustratif)",
    )
    if not is_new:
        return
    missions = {"who": Who.ORGANISATIONS, "sector": Sector.MISSION}
    last = Series.objects.order_by("-starts_on", "-pk").first()
    for part in (
        missions
        | {
            "reached_at": ReachedAt.BOTH,
            "regional_group": CountryGroup.AFRICAN,
            "situation": Situation.LDC,
        },
        missions | {"committee": Committee.GFMD},
        {"who": Who.ATTENDED, "series": last, "is_excluded": True},
    ):
        AudiencePart.objects.create(audience=audience, **part)
