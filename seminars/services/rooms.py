"""Who else has a room at an hour."""

from datetime import datetime

from django.db.models import Q

from seminars.models import Session
from unitar_seminars import hours


def clashes(session: Session) -> list[Session]:
    """List the sessions that have this one's room while it lasts, earliest first."""
    if session.room_id is None or session.starts_at is None or session.ends_at is None:
        return []
    there = Session.objects.filter(takes_room=True, room=session.room_id)
    meanwhile = Q(starts_at__lt=session.ends_at, ends_at__gt=session.starts_at)
    others = there.filter(meanwhile).exclude(pk=session.pk)
    return list(others.select_related("seminar").order_by("starts_at", "pk"))


def takes(session: Session) -> bool:
    """Whether this session keeps others out of a room."""
    known = session.room_id is not None and None not in hours_of(session)
    return session.takes_room and known


def hours_of(session: Session) -> tuple[datetime | None, datetime | None]:
    return session.starts_at, session.ends_at


def overlap(one: Session, other: Session) -> bool:
    """Whether two sessions that take a room would take the same one at once."""
    return (
        one.room_id == other.room_id
        and one.starts_at < other.ends_at
        and other.starts_at < one.ends_at
    )


def in_words(session: Session) -> str:
    """Name a session that has a room: what it belongs to, and when."""
    return f"{session.seminar.title}, {hours.when(session.starts_at, session.ends_at)}"
