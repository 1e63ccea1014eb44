"""Seminars of the illustrative programme: one today and others to come."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from devtools.demo.ledger import DEMO, ny
from devtools.demo.programme import add_objectives, make_room, make_rooms
from devtools.demo.running import SLUG
from devtools.demo.speakers import add_agenda
from devtools.demo.topics import INVENTED, Both
from registrations.services import changes
from seminars.models import (
    CountsAs,
    RegistrationMode,
    Room,
    Seminar,
    SeminarFormat,
    SeminarMode,
    Series,
    Session,
    Theme,
    Venue,
)
from unitar_seminars.hours import NEW_YORK, local_day

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
CONTACT = "organiser@unitar.example"
MADE_UP = "Made up for the sample set-up"
Hours = tuple[datetime, datetime]


@dataclass(frozen=True)
class Offer:
    """What is offered, in both languages; when and where comes with the day."""

    slug: str
    title: Both
    summary: Both
    objectives: tuple[Both, ...] = ()
    themes: str = ""
    places: int = 60
    online_places: int = 0
    format: str = SeminarFormat.SEMINAR
    mode: str = SeminarMode.ROOM
    registration: str = RegistrationMode.OPEN
    counts_as: str = CountsAs.LEARNING


TODAY = Offer(
    slug="sending-money-home",
    title=(
        "Sending money home safely",
        "Envoyer de l’argent au pays en toute sécurité",
    ),
    summary=(
        "What transfers cost, who can lower the price, and how families put aside part"
        " of what arrives. An invented seminar for trying the door list.",
        "Ce que coûtent les transferts, qui peut en baisser le prix, et comment les"
        " familles en épargnent une part. Un séminaire inventé pour essayer la liste"
        " d’accueil.",
    ),
    objectives=(
        (
            "Compare the price of three ways of sending money",
            "Comparer le prix de trois façons d’envoyer de l’argent",
        ),
    ),
    themes="remittances development",
)
TWO_PLACES = Offer(
    slug="cities-and-newcomers",
    title=(
        "Cities and newcomers: what works",
        "Villes et nouveaux arrivants : ce qui marche",
    ),
    summary=(
        "Housing, schools, counters that speak several languages: examples from towns"
        " that are rarely asked. An invented seminar.",
        "Logement, écoles, guichets multilingues : des exemples de villes que l’on"
        " interroge rarement. Un séminaire inventé.",
    ),
    objectives=(
        (
            "Describe three measures that a town can take by itself",
            "Décrire trois mesures qu’une ville peut prendre seule",
        ),
        (
            "Say what a town needs from its Government for them",
            "Dire ce que la ville attend pour cela de son gouvernement",
        ),
    ),
    themes="integration governance",
)
COURSE = Offer(
    slug="international-migration-law",
    title=(
        "Course on international migration law",
        "Cours de droit international des migrations",
    ),
    summary=(
        "Three days of rules and cases for delegates who follow the topic. An invented"
        " edition of the yearly course; who applies is told within a week.",
        "Trois jours de règles et de cas pour les délégués qui suivent le sujet. Une"
        " édition inventée du cours annuel ; réponse sous une semaine.",
    ),
    objectives=(
        (
            "Find the instruments that bind a given State",
            "Trouver les instruments qui lient un État donné",
        ),
        (
            "Apply them to a case of admission or removal",
            "Les appliquer à un cas d’admission ou d’éloignement",
        ),
    ),
    themes="law human-rights",
    places=24,
    format=SeminarFormat.COURSE,
    registration=RegistrationMode.APPROVAL,
)
BOTH_WAYS = Offer(
    slug="towards-the-next-forum",
    title=("Towards the next Forum", "Vers le prochain Forum"),
    summary=(
        "The hosts report on preparations, in the room and online. An invented"
        " briefing.",
        "Les hôtes font le point des préparatifs, en salle et en ligne. Une séance"
        " d’information inventée.",
    ),
    objectives=(
        (
            "Follow how the Forum is being prepared",
            "Suivre la préparation du Forum",
        ),
    ),
    themes="governance",
    places=40,
    online_places=100,
    format=SeminarFormat.BRIEFING,
    mode=SeminarMode.BOTH,
    counts_as=CountsAs.OUTREACH,
)
UNFINISHED = Offer(
    slug="skills-that-travel",
    title=("Skills that travel", ""),
    summary=(
        "Diplomas, and what people learnt at work: who recognises them. An invented"
        " seminar that still lacks some things.",
        "",
    ),
    themes="labour",
    places=0,
)


def offer(what: Offer, slug: str, *hours: Hours, at: datetime) -> Seminar:
    """Plan a seminar with its sessions in a room that is free, and announce it."""
    seminar = plan(what, slug)
    venue = headquarters()
    for starts_at, ends_at in hours:
        session = Session.objects.create(
            seminar=seminar,
            starts_at=starts_at,
            ends_at=ends_at,
            room=free_room(venue, starts_at, ends_at),
            online_url="https://meet.example/forum" if what.online_places else "",
        )
        add_agenda(session, spoke=False)
    add_objectives(seminar, what.objectives)
    seminar.closes_at = closing_hour(what, hours[0][0])
    seminar.save(update_fields=["closes_at"])
    changes.announce(seminar, by=DEMO, at=at)
    return Seminar.objects.get(pk=seminar.pk)


def plan(what: Offer, slug: str) -> Seminar:
    seminar = Seminar.objects.create(
        series=Series.objects.filter(slug=SLUG).first(),
        slug=slug,
        format=what.format,
        title_en=what.title[0],
        title_fr=what.title[1],
        summary_en=what.summary[0],
        summary_fr=what.summary[1],
        counts_as=what.counts_as,
        mode=what.mode,
        registration_mode=what.registration,
        date_certainty=INVENTED,
        date_source=MADE_UP,
        places_planned=what.places,
        online_places_planned=what.online_places,
        contact=CONTACT,
    )
    seminar.themes.set(Theme.objects.filter(slug__in=what.themes.split()))
    return seminar


def plan_unfinished(*, at: datetime) -> None:
    """Leave a seminar on the desk: no room, no places, no French, no objectives."""
    day = workday(local_day(at) + 56 * DAY)
    seminar = plan(UNFINISHED, free_slug(UNFINISHED.slug, day))
    seminar.planned_for = day.replace(day=1)
    seminar.save(update_fields=["planned_for"])
    Session.objects.create(seminar=seminar, starts_at=ny(day, 10), ends_at=ny(day, 13))


def closing_hour(what: Offer, starts_at: datetime) -> datetime | None:
    """Close on the eve at 18:00, a course a week before; today's seminar never."""
    day = local_day(starts_at)
    if what is TODAY:
        return None
    return ny(day - (7 if what is COURSE else 1) * DAY, 18)


def headquarters() -> Venue:
    """Find the sample's first venue, or make it again."""
    ours = Venue.objects.filter(rooms__capacity_source="illustrative")
    return ours.order_by("pk").first() or make_rooms()["A"].venue


def free_room(venue: Venue, starts_at: datetime, ends_at: datetime) -> Room:
    """Find a room that holds enough and that nobody has at these hours, or add one."""
    taken = Session.objects.filter(
        room__venue=venue, starts_at__lt=ends_at, ends_at__gt=starts_at
    )
    free = venue.rooms.filter(capacity__gte=60).exclude(pk__in=taken.values("room"))
    number = venue.rooms.count() + 1
    return free.order_by("pk").first() or make_room(venue, number, capacity=80)


def hours_of_today(at: datetime) -> tuple[Hours, Hours]:
    """Lay two sessions into this New York day: the usual hours, or from now on."""
    day, now = local_day(at), at.astimezone(NEW_YORK)
    if now.time() < time(16):
        return (ny(day, 10), ny(day, 13)), (ny(day, 15), ny(day, 18))
    first = ny(day, min(now.hour, 20))
    return (first, first + 1.5 * HOUR), (first + 2 * HOUR, first + 3.5 * HOUR)


def morning(day: date) -> Hours:
    return ny(day, 10), ny(day, 13)


def workday(day: date) -> date:
    """Return this day, or the Monday after it where it is a weekend."""
    return (
        day + max(0, day.weekday() - 4) * DAY
        if day.weekday() < 5
        else (day + (7 - day.weekday()) * DAY)
    )


def free_slug(slug: str, day: date) -> str:
    """Name a page by topic and day, with a number where somebody has that name."""
    name, number = f"{slug}-{day.isoformat()}", 1
    while Seminar.objects.filter(slug=name).exists():
        number += 1
        name = f"{slug}-{day.isoformat()}-{number}"
    return name
