"""A seminar's programme point by point, with the speakers who may be named."""

from dataclasses import dataclass

from seminars.models import AgendaItem, Seminar, Session, SpeakerInvitation
from seminars.models.speakers import GONE


@dataclass(frozen=True)
class Point:
    """One agenda item, or what belongs to a session as a whole."""

    item: AgendaItem | None
    named: list[SpeakerInvitation]
    to_confirm: int


@dataclass(frozen=True)
class Part:
    """One session's programme."""

    session: Session
    points: list[Point]


def agenda(seminar: Seminar) -> list[Part]:
    """Put speakers to their points; sessions with nothing to say are left out."""
    parts = [Part(one, points(one)) for one in seminar.sessions.all()]
    return [part for part in parts if part.points]


def points(session: Session) -> list[Point]:
    items: list[AgendaItem | None] = [None, *session.agenda.all()]
    found = [point(session, item) for item in items]
    return [one for one in found if one.item or one.named or one.to_confirm]


def point(session: Session, item: AgendaItem | None) -> Point:
    key = item.pk if item else None
    here = [one for one in session.speakers.all() if one.item_id == key]
    asked = [one for one in here if one.state not in GONE or one.leaves_a_gap]
    named = [one for one in asked if one.is_named]
    return Point(item, named, len(asked) - len(named))
