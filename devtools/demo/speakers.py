"""Agenda and speakers of a session: all of them fictional, each with its state."""

from datetime import timedelta
from random import Random

from devtools.demo.names import draw
from partners.models import Person
from seminars.models import (
    AgendaItem,
    Session,
    SpeakerInvitation,
    SpeakerRole,
    SpeakerState,
)
from seminars.models.speakers import GONE

POINTS = (  # of a half-day, in minutes from its start
    (0, 20, "Opening", "Ouverture"),
    (20, 90, "Presentations", "Exposés"),
    (100, 170, "Discussion", "Débat"),
)
AFTERNOON = timedelta(hours=5)
PRESENTED_AS = (
    ("Ministry of labour (illustrative)", "Ministère du travail (illustratif)"),
    ("Riverside University (fictional)", "Université Riverside (fictive)"),
    ("Hudson Migrants’ Forum (fictional)", "Forum des migrants de l’Hudson (fictif)"),
    ("United Nations staff (illustrative)", "Fonctionnaire de l’ONU (illustratif)"),
)
HOMES = ("PHL", "MEX", "KEN", "FRA", "IND", "SEN", "COL", "CAN", "MAR", "UKR", "JAM")
STILL_ASKED = (
    SpeakerState.CONFIRMED,
    SpeakerState.ACCEPTED,
    SpeakerState.INVITED,
    SpeakerState.TO_INVITE,
)


def add_agenda(session: Session, *, spoke: bool) -> None:
    """Give a session its points and its people; before it, some are still asked."""
    items = AgendaItem.objects.bulk_create(points(session))
    rng = Random(f"speakers {session.seminar.slug} {session.starts_at:%F %H}")
    people = Person.objects.bulk_create(speaker(rng) for _ in range(4))
    asked = []
    for n, person in enumerate(people):
        en, fr = PRESENTED_AS[n]
        asked.append(
            SpeakerInvitation(
                session=session,
                item=items[0] if n == 0 else items[1 % len(items)],
                person=person,
                affiliation_en=en,
                affiliation_fr=fr,
                role=SpeakerRole.MODERATOR if n == 0 else SpeakerRole.SPEAKER,
                state=SpeakerState.SPOKE if spoke else STILL_ASKED[n],
            )
        )
    SpeakerInvitation.objects.bulk_create(asked)


def speaker(rng: Random) -> Person:
    name, gender = draw(rng, rng.choice(HOMES))
    return Person(name=name, gender=gender)


def points(session: Session) -> list[AgendaItem]:
    """Lay out one half-day, or two where the session lasts the whole day."""
    halves = [session.starts_at]
    if session.ends_at - session.starts_at > timedelta(hours=6):
        halves.append(session.starts_at + AFTERNOON)
    found = []
    for half in halves:
        for starts, ends, en, fr in POINTS:
            item = AgendaItem(
                session=session,
                starts_at=half + timedelta(minutes=starts),
                ends_at=min(half + timedelta(minutes=ends), session.ends_at),
                title_en=en,
                title_fr=fr,
            )
            if item.starts_at < item.ends_at:
                found.append(item)
    return found


def let_one_be_replaced(session: Session) -> None:
    """Let the third speaker decline and somebody else come in the place."""
    left = session.speakers.order_by("pk")[2]
    successor = SpeakerInvitation.objects.create(
        session=session,
        item=left.item,
        person=Person.objects.create(name="Tshering Wangmo"),
        affiliation_en=left.affiliation_en,
        affiliation_fr=left.affiliation_fr,
        state=SpeakerState.CONFIRMED,
    )
    left.state, left.replaced_by = GONE[0], successor
    left.save(update_fields=["state", "replaced_by"])
