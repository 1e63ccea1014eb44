"""Who came to the seminars of record: fictional people of many missions and bodies."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from django.utils.text import slugify

from devtools.demo.mailboxes import official_address
from devtools.demo.names import ALONE, FRENCH, POOL_OF, draw, form_of_address
from partners.models import (
    ContactKind,
    ContactPoint,
    ContactUse,
    Gender,
    Organisation,
    Person,
    Posting,
    Sector,
)
from registrations.models import Registration
from unitar_seminars.db import on
from unitar_seminars.translated import Language

RANKS = (
    "Permanent Representative",
    "Deputy Permanent Representative",
    "Minister Counsellor",
    "Counsellor",
    "First Secretary",
    "Second Secretary",
    "Third Secretary",
    "Attaché",
)
RARELY = (5, 8, 10, 22, 24, 18, 8, 5)  # how often each
ELSEWHERE = ("Programme Officer", "Legal Adviser", "Researcher", "Director", "")
KINDS = (  # sectors of those who are not from a mission, and how often
    (Sector.UN, 34),
    (Sector.IGO, 12),
    (Sector.NGO, 20),
    (Sector.MIGRANT_ASSOCIATION, 14),
    (Sector.ACADEMIA, 12),
    (Sector.FOUNDATION, 3),
    (Sector.PRIVATE, 4),
    (Sector.MEDIA, 3),
)
PLAIN = str.maketrans("øØłŁđĐıæœßþÞ", "oOlLdDiaosTT")
NEEDS = ("Wheelchair access", "A seat near the interpreters", "Large print")


@dataclass(frozen=True)
class Sheet:
    """One nomination before it is stored: who sent it, when, and its people."""

    sender: str
    language: str
    at: datetime
    people: list[Registration]


class Crowd:
    """All bodies that people may come from, read once, and the delegates we know."""

    def __init__(self, day: date) -> None:
        bodies = list(Organisation.objects.active().with_sector(day).order_by("pk"))
        self.missions = [
            body
            for body in bodies
            if body.sector == Sector.MISSION and body.country_id in POOL_OF
        ]
        self.others: dict[str, list[Organisation]] = {}
        for body in bodies:
            self.others.setdefault(body.sector or Sector.OTHER, []).append(body)

    def body_elsewhere(self, rng: Random) -> Organisation:
        kinds = [(kind, often) for kind, often in KINDS if self.others.get(kind)]
        kind = rng.choices([k for k, _ in kinds], [often for _, often in kinds])[0]
        return rng.choice(self.others[kind])

    def sheets(
        self, rng: Random, opens: datetime, people: int, known: list[Posting]
    ) -> Iterator[Sheet]:
        """Draw nominations until so many people stand in them, in order of filing."""
        taken: set[str] = set()
        hours = sorted(rng.uniform(0, 26 * 24) for _ in range(people))
        moments = iter(opens + timedelta(hours=hour) for hour in hours)
        left, postings = people, list(known)
        while left > 0:
            if postings and rng.random() < 0.3:
                sheet = sheet_of(postings.pop(), next(moments), taken)
            else:
                sheet = self.draw_sheet(rng, next(moments), min(left, 3), taken)
            left -= len(sheet.people)
            yield sheet

    def draw_sheet(
        self, rng: Random, at: datetime, most: int, taken: set[str]
    ) -> Sheet:
        if rng.random() < 0.6:
            body = rng.choice(self.missions)
            number = min(most, rng.choices((1, 2, 3), (50, 32, 18))[0])
            sender = official_address(body)
        else:
            body, number, sender = self.body_elsewhere(rng), 1, ""
        language = language_of(body)
        people = [person_of(rng, body, taken, shared=sender) for _ in range(number)]
        return Sheet(sender or people[0].address, language, at, people)


def language_of(body: Organisation) -> str:
    french = (body.country_id or "") in FRENCH.split()
    return Language.FR if french else Language.EN


def person_of(
    rng: Random, body: Organisation, taken: set[str], shared: str
) -> Registration:
    """Draw somebody from a body whose name nobody else in the room has."""
    name, gender = draw(rng, body.country_id or "")
    while name in taken:
        name, gender = draw(rng, body.country_id or "")
    for odd, said, country in ALONE:
        if country == body.country_id and odd not in taken and rng.random() < 0.5:
            name, gender = odd, said
    taken.add(name)
    rank = rng.choice(ELSEWHERE)
    if body.sector == Sector.MISSION:
        rank = rng.choices(RANKS, RARELY)[0]
    return Registration(
        name=name,
        gender=gender,
        form_of_address=form_of_address(rng, gender, rank),
        rank=rank,
        address=shared if shared and rng.random() < 0.6 else own_address(name, body),
        language=language_of(body),
        organisation=body,
        needs=rng.choice(NEEDS) if rng.random() < 0.03 else "",
    )


def own_address(name: str, body: Organisation) -> str:
    """Make up an address at the mission, or at a domain named after the body."""
    local = slugify(name.translate(PLAIN)).replace("-", ".") or f"guest{len(name)}"
    where = slugify(body.short_name_en or body.name_en.removesuffix(" (fictional)"))
    if body.sector == Sector.MISSION:
        where = f"{body.country_id}.missions".lower()
    return f"{local}@{where}.example"


def sheet_of(posting: Posting, at: datetime, taken: set[str]) -> Sheet:
    """Let a delegate whom we know file for themselves."""
    person, body = posting.person, posting.organisation
    taken.add(person.name)
    body.sector = Sector.MISSION
    address = own_address(person.name, body)
    known = Registration(
        person=person,
        name=person.name,
        gender=person.gender,
        form_of_address=person.form_of_address,
        rank=posting.rank,
        address=address,
        language=person.language,
        organisation=body,
    )
    return Sheet(address, person.language, at, [known])


def make_delegates(*, at: datetime) -> None:
    """Post forty delegates to missions; a third of them rotate out in mid-2007."""
    rng = Random("delegates")
    missions = Crowd(date(2006, 1, 1)).missions
    for number, body in enumerate(rng.sample(missions, 40)):
        rotates = number % 3 == 0
        post_one(rng, body, date(2005, 9, 1), date(2007, 7, 1) if rotates else None)
        if rotates:
            post_one(rng, body, date(2007, 7, 1), None)
    at_home = {body.country_id: body for body in missions}
    for name, gender, country in ALONE:
        post(name, gender, at_home[country], "Counsellor", date(2005, 9, 1), None)


def post_one(
    rng: Random, body: Organisation, starts_on: date, ends_on: date | None
) -> None:
    name, gender = draw(rng, body.country_id or "")
    post(name, gender, body, rng.choices(RANKS, RARELY)[0], starts_on, ends_on)


def post(
    name: str,
    gender: Gender,
    body: Organisation,
    rank: str,
    starts_on: date,
    ends_on: date | None,
) -> None:
    """Make a person with a posting and an own address, both for the same time."""
    person = Person.objects.create(
        name=name,
        gender=gender,
        form_of_address=form_of_address(Random(name), gender, rank),
        language=language_of(body),
    )
    Posting.objects.create(
        person=person,
        organisation=body,
        rank=rank,
        starts_on=starts_on,
        ends_on=ends_on or date(2009, 1, 1),
    )
    point, _ = ContactPoint.objects.get_or_create(address=own_address(name, body))
    ContactUse.objects.create(
        contact_point=point,
        person=person,
        kind=ContactKind.OWN,
        language=person.language,
        starts_on=starts_on,
        ends_on=ends_on or date(2009, 1, 1),
    )


def posted_on(day: date) -> list[Posting]:
    """Return the known delegates of a day, in a fixed order."""
    found = Posting.objects.filter(on(day)).select_related("person", "organisation")
    return list(found.order_by("pk"))
