"""The illustrative programme of today: a series, its agreements, a host of the Forum.

It runs from the day it was first made until the end of the following year, so that
whatever a newcomer enters has a series, funders and a host to show up with.
"""

from datetime import date, datetime, timedelta

from devtools.demo.ledger import DEMO, ny
from devtools.demo.organisations import agency
from devtools.demo.programme import FUNDERS, SERIES_2007, make_series
from partners.models import (
    Country,
    FocalPoint,
    HostTerm,
    Person,
    Position,
    Priority,
)
from partners.services import host_terms, priorities, updates
from partners.services.priorities import Topic
from partners.services.updates import Words
from seminars.models import Series
from unitar_seminars.hours import local_day

SLUG = "migration-and-development-today"
DAY = timedelta(days=1)
HOSTS = ("COL", "PHL")
WHO_HOSTS = (
    "Illustrative: who chairs the Forum after the fifteenth summit is not on record"
    " here. For the sample, the last host known and an early one share the chair.",
    "Illustratif : la présidence du Forum après le quinzième sommet n’est pas attestée"
    " ici. Pour l’exemple, le dernier hôte connu et un hôte des débuts la partagent.",
)
FORUM_THEMES = Words(
    "Towards the next Forum: themes under discussion (illustrative)",
    "Vers le prochain Forum : thèmes à l’étude (illustratif)",
    "The hosts have gathered what Governments proposed and sorted it into three"
    " themes: skills, cities and the cost of moving. Comments are welcome until the"
    " end of the month.",
    "Les hôtes ont réuni les propositions des gouvernements et les ont classées en"
    " trois thèmes : les compétences, les villes et le coût de la migration. Les"
    " observations sont attendues avant la fin du mois.",
)
FORUM_DATES = Words(
    "Round tables of the next Forum (illustrative)",
    "Les tables rondes du prochain Forum (illustratif)",
    "Which Governments prepare which round table. It opens to everybody tomorrow.",
    "Quels gouvernements préparent quelle table ronde. Ouvert à tous demain.",
)
FORUM_ASKED = Words(
    "Civil society at the next Forum (illustrative)",
    "La société civile au prochain Forum (illustratif)",
)
CITIES = Topic(
    "Cities and newcomers",
    "Villes et nouveaux arrivants",
    "Illustrative: mayors ask for a seminar of their own.",
    "Illustratif : des maires demandent un séminaire pour eux.",
)
SKILLS = Topic(
    "Skills that travel",
    "Des compétences qui voyagent",
    "Illustrative: recognition of diplomas and of what people learnt at work.",
    "Illustratif : la reconnaissance des diplômes et des acquis de l’expérience.",
)
FEES = Topic(
    "What recruitment costs workers",
    "Ce que le recrutement coûte aux travailleurs",
    "Illustrative: fees, loans and who should bear them.",
    "Illustratif : frais, prêts et qui devrait les supporter.",
)


def make_running(*, at: datetime) -> None:
    """Make the running series with its funders, and the host with its work."""
    today = local_day(at)
    until = date(today.year + 2, 1, 1)
    make_series(
        {
            "slug": SLUG,
            "title_en": "Migration and Development today (illustrative)",
            "title_fr": "Migration et développement aujourd’hui (illustratif)",
            "description_en": "A made-up programme for trying things out: what it"
            " offers was never announced by anybody.",
            "description_fr": "Un programme inventé, pour essayer : rien de ce qu’il"
            " propose n’a jamais été annoncé.",
            "starts_on": today,
            "ends_on": until,
        },
        FUNDERS,
        predecessor=Series.objects.filter(
            slug=SERIES_2007["slug"], successor=None
        ).first(),
        is_illustrative=True,
    )
    host = make_host(today, until, at)
    give_host_work(host, at)
    propose_next_year(host, at)


def make_host(today: date, until: date, at: datetime) -> HostTerm:
    hosts = list(Country.objects.filter(pk__in=HOSTS))
    term = host_terms.announce(
        hosts, starts_on=today, ends_on=until, by=DEMO, at=at - 60 * DAY
    )
    host_terms.confirm(term, by=DEMO, at=at - 30 * DAY)
    term.note_en, term.note_fr = WHO_HOSTS
    term.save(update_fields=["note_en", "note_fr"])
    FocalPoint.objects.create(
        person=Person.objects.create(name="Ximena Ibáñez Rojas", gender="woman"),
        host_term=term,
        is_primary=True,
        starts_on=today,
        ends_on=until,
    )
    return term


def give_host_work(host: HostTerm, at: datetime) -> None:
    """Leave one update delivered, one closed until tomorrow, one still to be given."""
    said = updates.request(host, FORUM_THEMES, by=DEMO, at=at - 6 * DAY)
    updates.deliver(said, by=DEMO, at=at - 2 * DAY)
    tomorrow = ny(local_day(at) + DAY, 18)
    closed = updates.request(
        host, FORUM_DATES, embargo_until=tomorrow, by=DEMO, at=at - 3 * DAY
    )
    updates.deliver(closed, by=DEMO, at=at - DAY)
    updates.request(host, FORUM_ASKED, by=DEMO, at=at - DAY)


def propose_next_year(host: HostTerm, at: datetime) -> None:
    """Propose three topics; what is not answered yet waits for the partners."""
    year = local_day(at).year + 1
    cities = propose(host, CITIES, year, at)
    skills = propose(agency("IOM"), SKILLS, year, at)
    fees = propose(agency("UNFPA"), FEES, year, at)
    answers = (
        (cities, "IOM", Position.SUPPORT),
        (cities, "UNFPA", Position.SUPPORT),
        (cities, "MacArthur Foundation", Position.NO_OBJECTION),
        (skills, "UNFPA", Position.COMMENT),
        (fees, "IOM", Position.SUPPORT),
    )
    for priority, party, position in answers:
        priorities.endorse(priority, agency(party), position, by=DEMO, at=at - 5 * DAY)
    priorities.retain(cities, by=DEMO, at=at - 2 * DAY)


def propose(who, topic: Topic, year: int, at: datetime) -> Priority:
    return priorities.propose(who, topic, year=year, by=DEMO, at=at - 12 * DAY)
