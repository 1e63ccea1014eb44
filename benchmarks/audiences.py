"""Counting an audience of each kind over 20,000 contact points."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime
from statistics import median

from django.db import connection
from django.utils import timezone

from benchmarks.figures import Figure, told
from benchmarks.rows import make_crowd, mission
from benchmarks.stage import Hosts
from briefings import audiences
from briefings.models import Audience
from seminars.models import Seminar, Theme
from tests import factories
from tests.emptying import empty_what_is_filled
from tests.factories import MISSIONS

POINTS = 20_000
MOST = 100  # milliseconds
FLOOR = "SELECT count(*) FROM partners_contactpoint"
SCOPE = "update"
WIDEST = "widest"  # reads every contact point three times; told, not judged


def figures(hosts: Hosts, *, quick: bool) -> Iterator[Figure]:
    yield from audience_figures(quick=quick)


def audience_figures(*, quick: bool = False) -> list[Figure]:
    """Measure each kind, as a ratio to a bare count and in milliseconds."""
    try:
        kinds = make_audiences(POINTS)
        return list(measured(kinds, rounds=3 if quick else 15))
    finally:
        empty_what_is_filled()


def measured(kinds: dict[str, Audience], *, rounds: int) -> Iterator[Figure]:
    at, times = timezone.now(), defaultdict(list)
    for _ in range(rounds):
        times["floor"].append(milliseconds(bare_count))
        for name, audience in kinds.items():
            times[name].append(milliseconds(lambda one=audience: count(one, at)))
    yield from told("floor", times["floor"], "ms")
    for name, audience in kinds.items():
        reach = audiences.reach(audience, scope=SCOPE, at=at)
        yield Figure(f"{name}_reaches", reach.addresses, "addresses")
        target = () if name == WIDEST else ("<=", MOST)
        yield Figure(f"{name}_count", median(times[name]), "ms", *target)
        ratio = median(times[name]) / median(times["floor"])
        yield Figure(f"{name}_to_floor", ratio, "×")


def milliseconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - began)


def bare_count() -> None:
    with connection.cursor() as cursor:
        cursor.execute(FLOOR)
        cursor.fetchone()


def count(audience: Audience, at: datetime) -> None:
    audiences.reach(audience, scope=SCOPE, at=at)


def make_audiences(points: int) -> dict[str, Audience]:
    """Fill the tables, then save an audience of every kind."""
    seminar = make_crowd(points // 2)  # as many again wait
    theme = factories.make_theme()
    values = {
        "points": points,
        "country": mission().country_id,
        "seminar": seminar.pk,
        "session": seminar.sessions.get().pk,
        "theme": theme.pk,
    }
    with connection.cursor() as cursor:
        for statement in FILL:
            cursor.execute(statement, values)
        cursor.execute("VACUUM ANALYZE")  # as it is done of itself where people work
    parts = of(seminar, theme)
    return {name: factories.make_audience(*chosen) for name, chosen in parts}


def of(seminar: Seminar, theme: Theme) -> Iterator[tuple[str, list[dict[str, object]]]]:
    both = MISSIONS | {"reached_at": "both"}
    attended = {"who": "attended", "seminar": seminar}
    yield "official", [MISSIONS]
    yield "focal_points", [MISSIONS | {"reached_at": "focal_points"}]
    yield "both", [both]
    yield "group", [MISSIONS | {"regional_group": "african", "situation": "any"}]
    yield "committee", [MISSIONS | {"reached_at": "", "committee": "second"}]
    yield "never_came", [MISSIONS | {"who": "never_came"}]
    yield "registered", [{"who": "registered", "seminar": seminar}]
    yield "attended", [attended]
    yield "waiting", [{"who": "waiting", "seminar": seminar}]
    yield "subscribers", [{"who": "subscribers"}]
    yield "of_a_theme", [{"who": "subscribers", "theme": theme}]
    mixed = [{"who": "subscribers"}, attended | {"is_excluded": True}]
    yield "combined", [MISSIONS, *mixed]
    yield WIDEST, [both, *mixed]


# Every contact point is used in every way, far beyond what New York has of missions.
FILL = (
    """INSERT INTO partners_contactpoint (address)
    SELECT 'reader' || n || '@mission' || n %% 200 || '.example'
    FROM generate_series(1, %(points)s) AS n""",
    """UPDATE registrations_registration SET address = 'guest' || id || '@x.example'
    WHERE seminar_id = %(seminar)s""",
    """INSERT INTO registrations_attendance (registration_id, session_id, mark, source,
        mode, recorded_at)
    SELECT id, %(session)s, 'present', 'sheet', mode, now()
    FROM registrations_registration
    WHERE seminar_id = %(seminar)s AND status = 'confirmed'""",
    """INSERT INTO partners_organisation (name_en, name_fr, short_name_en,
        short_name_fr, state, country_id)
    SELECT 'Mission ' || id, 'Mission (fr) ' || id, '', '', 'active',
        %(country)s FROM partners_contactpoint""",
    """INSERT INTO partners_organisationsector (organisation_id, sector)
    SELECT id, 'mission' FROM partners_organisation WHERE name_en LIKE 'Mission %%'""",
    """INSERT INTO partners_contactuse (contact_point_id, organisation_id, kind,
        language)
    SELECT point.id, body.id, 'official',
        CASE WHEN point.id %% 3 = 0 THEN 'fr' ELSE 'en' END
    FROM partners_contactpoint AS point
    JOIN partners_organisation AS body ON body.name_en = 'Mission ' || point.id""",
    """INSERT INTO partners_person (name, form_of_address, gender, language, state)
    SELECT 'Reader ' || id, 'ms', 'unsaid', 'en', 'active' FROM partners_contactpoint
    """,
    """INSERT INTO partners_posting (person_id, organisation_id, rank, committees)
    SELECT person.id, body.id, '', ARRAY['second']
    FROM partners_person AS person JOIN partners_organisation AS body
    ON body.name_en = 'Mission ' || substr(person.name, 8)""",
    """INSERT INTO partners_contactuse (contact_point_id, person_id, kind, language)
    SELECT point.id, person.id, 'own', 'en' FROM partners_contactpoint AS point
    JOIN partners_person AS person ON person.name = 'Reader ' || point.id""",
    """INSERT INTO users_user (email, name, password, is_superuser, is_staff, is_active)
    SELECT address, 'Reader ' || id, '', FALSE, FALSE, TRUE FROM partners_contactpoint
    WHERE address LIKE 'reader%%'""",
    """INSERT INTO partners_representation (user_id, organisation_id, role, starts_on)
    SELECT account.id, body.id, 'focal_point', '2000-01-01'
    FROM users_user AS account JOIN partners_organisation AS body
    ON body.name_en = 'Mission ' || substr(account.name, 8)""",
    """INSERT INTO briefings_subscriber (contact_point_id, language, frequency,
        wants_everything, asked_at, confirmed_at, generation)
    SELECT id, 'fr', 'each', id %% 2 = 0, now(), now(), 1 FROM partners_contactpoint""",
    """INSERT INTO briefings_subscription (subscriber_id, theme_id)
    SELECT id, %(theme)s FROM briefings_subscriber WHERE NOT wants_everything""",
)
