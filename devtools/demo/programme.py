"""Both series of record: who offers them, where, and each seminar with its sessions.

The topics are facts; hours, rooms, places and speakers are illustrative.
"""

from datetime import date, datetime, timedelta

from devtools.demo.forum import PRIORITIES, update_called
from devtools.demo.ledger import DEMO, ny
from devtools.demo.organisations import agency
from devtools.demo.speakers import add_agenda
from devtools.demo.topics import Both, Topic
from devtools.demo.topics_2005 import TOPICS as TOPICS_2005
from devtools.demo.topics_2007 import TOPICS as TOPICS_2007
from devtools.demo.topics_2008 import TOPICS as TOPICS_2008
from partners.models import Agreement, Priority
from seminars.models import (
    Involvement,
    InvolvementRole,
    LearningObjective,
    Room,
    Seminar,
    SeminarState,
    Series,
    Session,
    Theme,
    Venue,
)
from users import audit

DAY = timedelta(days=1)
THEMES: dict[str, Both] = {
    "trafficking": ("Trafficking in persons", "Traite des personnes"),
    "labour": ("Labour migration", "Migrations de main-d’œuvre"),
    "diaspora": ("Diasporas", "Diasporas"),
    "development": ("Migration and development", "Migration et développement"),
    "health": ("Health", "Santé"),
    "governance": ("Governance and dialogue", "Gouvernance et dialogue"),
    "human-rights": ("Human rights", "Droits de l’homme"),
    "law": ("Law", "Droit"),
    "irregular": ("Irregular migration", "Migration irrégulière"),
    "integration": ("Integration", "Intégration"),
    "population": ("Population", "Population"),
    "environment": ("Environment and climate", "Environnement et climat"),
    "gender": ("Gender", "Genre"),
    "data": ("Data", "Données"),
    "remittances": ("Remittances", "Envois de fonds"),
}
ACCESS: Both = (
    "Illustrative: delegates enter with their grounds pass; other guests need a"
    " special event ticket and a photo identity document.",
    "Illustratif : les délégués entrent avec leur carte d’accès ; les autres invités"
    " ont besoin d’un billet et d’une pièce d’identité avec photo.",
)
SERIES_2005 = {
    "slug": "key-migration-issues",
    "title_en": "Key Migration Issues",
    "title_fr": "Questions clés des migrations",
    "description_en": "Seminars that prepared New York’s delegations for the"
    " High-level Dialogue on International Migration and Development of September"
    " 2006, offered by UNITAR with IOM and UNFPA.",
    "description_fr": "Des séminaires pour préparer les délégations de New York au"
    " Dialogue de haut niveau sur les migrations internationales et le développement"
    " de septembre 2006, proposés par l’UNITAR avec l’OIM et le FNUAP.",
    "starts_on": date(2005, 10, 1),
    "ends_on": date(2007, 1, 1),
}
SERIES_2007 = {
    "slug": "migration-and-development",
    "title_en": "Migration and Development",
    "title_fr": "Migration et développement",
    "description_en": "For two years delegates, agencies, associations and scholars met"
    " in New York to learn about migration and to talk freely, before and between the"
    " first meetings of the Global Forum. UNITAR offered it with IOM, UNFPA and the"
    " MacArthur Foundation.",
    "description_fr": "Pendant deux ans, délégués, institutions, associations et"
    " chercheurs se sont retrouvés à New York pour s’informer sur les migrations et en"
    " parler librement, avant et entre les premières réunions du Forum mondial."
    " L’UNITAR a proposé la série avec l’OIM, le FNUAP et la Fondation MacArthur.",
    "starts_on": date(2007, 1, 1),
    "ends_on": date(2009, 1, 1),
}
FUNDERS_2005 = ("IOM", "UNFPA")
FUNDERS = ("IOM", "UNFPA", "MacArthur Foundation")


def make_programme(*, at: datetime) -> None:
    """Make both series with all that was held in them."""
    Theme.objects.bulk_create(
        Theme(slug=slug, name_en=en, name_fr=fr) for slug, (en, fr) in THEMES.items()
    )
    rooms = make_rooms()
    first = make_series(SERIES_2005, FUNDERS_2005)
    second = make_series(SERIES_2007, FUNDERS, predecessor=first)
    for topic in TOPICS_2005:
        make_seminar(first, topic, rooms)
    for topic in (*TOPICS_2007, *TOPICS_2008):
        make_seminar(second, topic, rooms)
    repeat = Seminar.objects.get(slug="international-migration-law-2008")
    repeat.repeats = Seminar.objects.get(slug="international-migration-law-2007")
    repeat.save(update_fields=["repeats"])


def make_rooms() -> dict[str, Room]:
    """Make the places of record, each with an illustrative room."""
    venues = {
        "A": (
            "United Nations Headquarters",
            "Siège de l’Organisation des Nations Unies",
        ),
        "AU": (
            "Office of the Permanent Observer of the African Union",
            "Bureau de l’Observateur permanent de l’Union africaine",
        ),
        "NY": (
            "New York (venue not on record)",
            "New York (lieu non attesté)",
        ),
    }
    rooms = {}
    for key, (en, fr) in venues.items():
        venue = Venue.objects.create(
            name_en=en,
            name_fr=fr,
            address="New York" if key != "A" else "405 East 42nd Street, New York",
            access_en=ACCESS[0],
            access_fr=ACCESS[1],
        )
        rooms[key] = make_room(venue, 1, capacity=80)
    return rooms


def make_room(venue: Venue, number: int, *, capacity: int) -> Room:
    return Room.objects.create(
        venue=venue,
        name_en=f"Room {number} (illustrative)",
        name_fr=f"Salle {number} (illustrative)",
        capacity=capacity,
        capacity_source="illustrative",
    )


def make_series(fields: dict, funders: tuple[str, ...], **more) -> Series:
    """Make a series that UNITAR organises and agencies fund under agreements."""
    series = Series.objects.create(**fields, **more)
    Involvement.objects.create(
        organisation=agency("UNITAR"), series=series, role=InvolvementRole.ORGANISER
    )
    for funder in funders:
        body = agency(funder)
        years = f"{series.starts_on.year}–{series.ends_on.year - 1}"
        agreement = Agreement.objects.create(
            agency=body,
            reference=f"Illustrative agreement {funder} {years}",
            starts_on=series.starts_on,
            ends_on=series.ends_on,
            purposes=f"Support of the series “{series.title_en}”.",
        )
        Involvement.objects.create(
            organisation=body,
            series=series,
            role=InvolvementRole.FUNDER,
            agreement=agreement,
        )
    return series


def make_seminar(series: Series, topic: Topic, rooms: dict[str, Room]) -> Seminar:
    """Make one seminar as held; who came is added by `past`."""
    first = topic.sittings[0].day
    seminar = Seminar.objects.create(
        series=series,
        slug=topic.slug,
        format=topic.format,
        title_en=topic.title[0],
        title_fr=topic.title[1],
        summary_en=topic.summary[0],
        summary_fr=topic.summary[1],
        languages_en=topic.languages[0],
        languages_fr=topic.languages[1],
        counts_as=topic.counts_as,
        date_certainty=topic.certainty,
        date_source=topic.source,
        registration_mode=topic.registration,
        places_planned=topic.places,
        priority=priority_called(topic.priority),
        opens_at=ny(first - 28 * DAY, 9),
        closes_at=ny(first - DAY, 18),
    )
    add_what_belongs(seminar, topic, rooms[topic.room])
    seminar.state = SeminarState.HELD
    seminar.announced_at = ny(first - 28 * DAY, 9)
    seminar.save(update_fields=["state", "announced_at"])
    audit.record("announce", seminar, by=DEMO, at=seminar.announced_at)
    over = ny(topic.sittings[-1].day, topic.sittings[-1].ends)
    audit.record("hold", seminar, by=DEMO, at=over)
    return seminar


def add_what_belongs(seminar: Seminar, topic: Topic, room: Room) -> None:
    """Add sessions with their agenda, objectives, themes, partners and the update."""
    updates = [update_called(key) for key in topic.updates.split()]
    for sitting in topic.sittings:
        session = Session.objects.create(
            seminar=seminar,
            title_en=sitting.title[0],
            title_fr=sitting.title[1],
            starts_at=ny(sitting.day, sitting.starts),
            ends_at=ny(sitting.day, sitting.ends),
            room=room,
        )
        add_agenda(session, spoke=True)
        session.updates.set(updates)
    add_objectives(seminar, topic.objectives)
    seminar.themes.set(Theme.objects.filter(slug__in=topic.themes.split()))
    for name, role in topic.partners:
        Involvement.objects.create(
            organisation=agency(name), seminar=seminar, role=role
        )


def add_objectives(seminar: Seminar, objectives: tuple[Both, ...]) -> None:
    LearningObjective.objects.bulk_create(
        LearningObjective(seminar=seminar, position=n, text_en=en, text_fr=fr)
        for n, (en, fr) in enumerate(objectives, 1)
    )


def priority_called(key: str) -> Priority | None:
    if not key:
        return None
    title = PRIORITIES[key][1].title_en
    return Priority.objects.filter(year=2008, title_en=title).order_by("pk").first()
