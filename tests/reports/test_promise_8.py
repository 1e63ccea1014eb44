"""Promise 8: what an account may not see does not exist, wherever it looks.

Two seminars that only one agency funds, one announced and one planned, are looked for
at every address of the house, by everybody who is not that agency.
"""

import logging
import re
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import cycle, islice, product, zip_longest
from urllib.parse import urlencode
from uuid import UUID

import pytest
from django.test import Client
from django.urls import (
    NoReverseMatch,
    URLPattern,
    URLResolver,
    get_resolver,
    reverse,
)
from django.utils import translation

from partners.models import (
    Organisation,
    Person,
    Representation,
    RepresentationRole,
    Sector,
)
from registrations.models import DoorDuty
from seminars.models import Seminar
from tests.factories import (
    DAY,
    FAR_BACK,
    NOW,
    fund,
    make_agreement,
    make_host,
    make_mission,
    make_organisation,
    make_partner,
    make_planned,
    make_seminar,
    make_theme,
    make_user,
    submit,
)
from tests.reports.sample import make_sample, make_term
from tests.scale import IS_LONG

pytestmark = pytest.mark.django_db
LANGUAGES = ("en", "fr")
PLANTED = ("Planted announced", "Planted planned", "Planté annoncé", "Planté prévu")
HIDDEN = ("Planted planned", "Planté prévu")
OFFERING = ("registrations:mission",)  # what is announced can be nominated for there
ROLES = ("registrant", "partner", "host", "helper", "focal_point")
ADMIN = ("admin", "jsi18n")  # asks everybody who is not staff to sign in
SAMPLE_ONLY = ("devtools", "djdt")
OUTSIDE = ("account_logout", "mfa_edit_webauthn", "mfa_remove_webauthn")
PREFIX = {"en": "", "fr": "/fr"}
MOVING = (
    re.compile(r'name="csrfmiddlewaretoken" value="\w+"'),
    re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
    re.compile(r'<li>\s*<details class="account">.*?</details>\s*</li>', re.DOTALL),
    re.compile(r'<li><a href="/accounts/login/[^"]*">[^<]*</a></li>'),
    re.compile(r'value="(?:user\d+@example\.org)?"'),  # own address, filled in
    re.compile(r"DTSTAMP:\w+"),
    re.compile(r"\s+"),
)


@dataclass
class World:
    """What is planted, what else there is, and who looks."""

    announced: Seminar
    planned: Seminar
    funder: Organisation
    other: Seminar
    agency: Organisation
    mission: Organisation
    users: dict = field(default_factory=dict)

    @property
    def seminars(self):
        return [self.announced, self.planned, self.other]


@pytest.fixture
def world():
    iom = make_agreement(make_organisation(Sector.IGO, name_en="IOM"))
    announced = make_seminar(
        places=3,
        slug="planted-announced",
        title_en="Planted announced",
        title_fr="Planté annoncé",
    )
    planned = make_planned(
        slug="planted-planned", title_en="Planted planned", title_fr="Planté prévu"
    )
    theme = make_theme(slug="planted-theme")
    for seminar in (announced, planned):
        fund(seminar, iom)
        seminar.themes.add(theme)
    sample = make_sample(2)
    other = make_seminar(places=3)
    fund(other, sample.agreement)
    term = make_term()
    other.sessions.get().updates.set(term.updates.all())
    mission = make_mission()
    world = World(announced, planned, iom.agency, other, sample.agency, mission)
    world.users = {
        "registrant": make_registrant(other),
        "partner": make_partner(sample.agency),
        "host": make_host(term),
        "helper": make_helper(other),
        "focal_point": make_focal_point(mission),
    }
    return world


def make_registrant(seminar):
    user = make_user()
    registration = submit(seminar, sender_address=user.email).registrations.get()
    person = Person.objects.create(name=registration.name, account=user)
    type(registration).objects.filter(pk=registration.pk).update(person=person)
    return user


def make_helper(seminar):
    user = make_user()
    DoorDuty.objects.create(
        seminar=seminar, user=user, starts_at=NOW - DAY, ends_at=NOW + DAY
    )
    return user


def make_focal_point(mission):
    """Make somebody who acts for a mission that nothing planted speaks of."""
    user = make_user()
    Representation.objects.create(
        user=user,
        organisation=mission,
        role=RepresentationRole.FOCAL_POINT,
        starts_on=FAR_BACK,
    )
    return user


def routes(resolver=None, space=""):
    """Walk every named route with the names of what it takes."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            names = [name for name in (space, pattern.namespace) if name]
            yield from routes(pattern, ":".join(names))
        elif isinstance(pattern, URLPattern) and pattern.name:
            name = f"{space}:{pattern.name}" if space else pattern.name
            yield name, sorted(pattern.pattern.regex.groupindex)


def candidates(parameter, world, name):
    """Give what could stand in an address under this name.

    In the quick suite a key is one of what the route's room speaks of.
    """
    seminars = [seminar.pk for seminar in world.seminars]
    known = {
        "slug": [*[seminar.slug for seminar in world.seminars], "planted-theme"],
        "venue": [world.announced.sessions.get().room.venue_id],
        "thing": [f"seminars.seminar:{key}" for key in seminars],
        **dict.fromkeys(("token", "key", "uidb36"), ["x"]),  # nobody guesses one
    }
    things = [*seminars, world.announced.sessions.get().pk]
    bodies = [world.funder.pk, world.agency.pk, world.mission.pk]
    if not IS_LONG:
        things = bodies if is_about_bodies(name) else things
        bodies = []
    return known.get(parameter, [*things, *bodies, UUID(int=1), "x"])


def is_about_bodies(name):
    return name.startswith(("reports:", "registrations:mission", "partners:"))


def addresses(world, language="en"):
    """List every address that can be made, each once; in French, those it changes."""
    found = {}
    for name, parameters in routes():
        if not is_tried(name):
            continue
        choices = [candidates(parameter, world, name) for parameter in parameters]
        for values in combined(choices):
            arguments = dict(zip(parameters, values, strict=True))
            with suppress(NoReverseMatch), translation.override(language):
                found[reverse(name, kwargs=arguments)] = name
    return {
        path: name for path, name in found.items() if path.startswith(PREFIX[language])
    }


def combined(choices):
    """Combine what could stand in an address: all with all, or each once with some."""
    if IS_LONG or len(choices) < 2:
        return product(*choices)
    longest = max(map(len, choices))
    shifted = [islice(cycle(one), n, n + longest) for n, one in enumerate(choices)]
    return zip(*shifted, strict=True)


def is_tried(name):
    """Tell the routes of the house from those for staff and of the sample set-up."""
    return name.split(":")[0] not in (*ADMIN, *SAMPLE_ONLY) and name not in OUTSIDE


def still(response):
    """Give a page without what differs from one reader or moment to the next."""
    text = response.content.decode(errors="replace")
    for pattern in MOVING:
        text = pattern.sub(" ", text)
    return text


def seen(text, words):
    return [word for word in words if word in text]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_else_learns_of_them_at_any_address(world, language, caplog):
    """Public pages are a visitor's; all others never speak of either seminar."""
    caplog.set_level(logging.ERROR, "django.request")  # thousands are not found
    places = addresses(world, language)
    visitor = Reader(language)
    problems = []
    for turn, (role, user) in enumerate(world.users.items()):
        reader = Reader(language, user)
        for path, name in taking_turns(places, turn, visitor):
            for asked in (path, *filters(path, reader.read(path))):
                found = what_is_wrong(reader.read(asked), visitor.read(asked), name)
                problems += [(role, asked, found)] if found else []

    codes = Counter(page.status_code for page in visitor.pages.values())
    assert problems == []
    assert min(codes[200], codes[404]) > 3
    shown = visitor.read(f"{PREFIX[language]}/seminars/planted-announced/")
    assert [word in still(shown) for word in PLANTED].count(True) == 1


def taking_turns(places, turn, visitor):
    """Give a reader its places: in the quick suite every second that is not public.

    So everybody is at every route, and at most of them with something planted.
    """
    for number, (path, name) in enumerate(places.items(), turn):
        if IS_LONG or number % 2 == 0 or visitor.read(path).status_code != 302:
            yield path, name


class Reader:
    """Somebody who reads pages, each once."""

    def __init__(self, language, user=None):
        self.client = Client(headers={"Accept-Language": language})
        self.pages = {}
        if user:
            self.client.force_login(user)

    def read(self, path):
        if path not in self.pages:
            self.pages[path] = self.client.get(path)
        return self.pages[path]


class Choices(HTMLParser):
    """Collect what can be chosen in the forms of a page that only ask."""

    def __init__(self):
        super().__init__()
        self.asks, self.name, self.found = False, "", []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.asks = given.get("method", "get").lower() == "get"
        elif tag == "select":
            self.name = given["name"]
        elif tag == "option" and self.asks:
            self.found.append({self.name: given.get("value", "")})


def filters(path, page):
    """List the addresses that the filters of a page lead to, one choice each."""
    if not page.get("Content-Type", "").startswith("text/html"):
        return []
    reader = Choices()
    reader.feed(page.content.decode())
    return [f"{path}?{urlencode(choice)}" for choice in reader.found]


def what_is_wrong(page, visitor, name):
    """Say what a page tells more than it may, or nothing."""
    if visitor.status_code == 404 and page.status_code != 404:
        return f"{page.status_code} where a visitor finds nothing"
    if visitor.status_code == 200 and not is_account(name):
        return difference(still(visitor), still(page))
    return ", ".join(seen(still(page), HIDDEN if name in OFFERING else PLANTED))


def difference(one, other):
    """Give the first words in which two pages differ, with some before them."""
    if one == other:
        return ""
    at = next(n for n, (a, b) in enumerate(zip_longest(one, other)) if a != b)
    return f"{one[max(at - 40, 0) : at + 60]} | {other[max(at - 40, 0) : at + 60]}"


def is_account(name):
    """Tell the pages that lead a signed-in person elsewhere."""
    return name.startswith(("account_", "mfa_", "set_language"))


def test_every_route_of_ours_was_tried(world):
    tried = set(addresses(world).values())
    ours = {name for name, _ in routes() if is_tried(name)}

    assert ours - tried == set()


@pytest.mark.parametrize("role", ["visitor", *ROLES])
def test_no_filter_and_no_format_reaches_the_funders_report(client, world, role):
    """The funder's report: 404 for everybody else, whatever is asked of it."""
    if role != "visitor":
        client.force_login(world.users[role])
    here = reverse("reports:agency", args=[world.funder.pk])
    years = ["", "2007", str(NOW.year)]
    series = [
        "",
        "all",
        "0",
        *map(str, Seminar.objects.values_list("series", flat=True)),
    ]
    expected = 302 if role == "visitor" else 404

    asked = combined([("", "export.xlsx", "export.csv"), years, series])
    for kind, first, one in asked:
        query = f"?series={one}&from={first}&to={first}"
        assert client.get(here + kind + query).status_code == expected


@pytest.mark.parametrize("kind", ["", "export.csv"])
def test_a_partner_never_reads_of_them_in_its_own_report(client, world, kind):
    """Held and covered by the other agency alone: not in a row, nor in a number."""
    client.force_login(world.users["partner"])
    here = reverse("reports:agency", args=[world.agency.pk]) + kind
    before = counted(client.get(here))
    for seminar in (world.announced, world.planned):
        session = seminar.sessions.get()
        session.starts_at, session.ends_at = NOW - 2 * DAY, NOW - DAY
        session.save()
        seminar.refresh_from_db()
        assert seminar.starts_at == NOW - 2 * DAY

    assert counted(client.get(here)) == before
    assert client.get(f"{here}?to={NOW.year}").status_code == 404


def counted(response):
    """Give a report without the moment it was counted at."""
    return re.sub(r"\d\d:\d\d New York time", "", still(response))
