"""Who else has a room at an hour."""

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


def in_words(session: Session) -> str:
    """Name a session that has a room: what it belongs to, and when."""
    return f"{session.seminar.title}, {hours.when(session.starts_at, session.ends_at)}"
