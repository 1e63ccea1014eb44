"""Who else has a room at an hour."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from seminars.models import Room, SeminarMode, SeminarState, Session
from unitar_seminars import hours


def clashes(session: Session, *, besides: Collection[int] = ()) -> list[Session]:
    """List the sessions that have this one's room while it lasts, earliest first.

    Those with the keys `besides` are left out: they may be on the move, too.
    """
    meant = hours_of(session)
    if session.room_id is None or meant is None:
        return []
    starts_at, ends_at = meant
    there = Session.objects.filter(takes_room=True, room=session.room_id)
    meanwhile = Q(starts_at__lt=ends_at, ends_at__gt=starts_at)
    others = there.filter(meanwhile).exclude(pk=session.pk).exclude(pk__in=besides)
    return list(others.select_related("seminar").order_by("starts_at", "pk"))


def is_expected(room: Room, *, at: datetime) -> bool:
    """Whether people have been told to come to this room."""
    to_come = Session.objects.filter(
        room=room, ends_at__gt=at, seminar__state=SeminarState.ANNOUNCED
    )
    return to_come.exclude(seminar__mode=SeminarMode.ONLINE).exists()


@contextmanager
def given_up(sessions: Collection[Session]) -> Iterator[None]:
    """Take no rooms for these sessions while they are moved, so that two may swap."""
    with transaction.atomic():
        Session.objects.filter(pk__in=keys(sessions)).update(takes_room=False)
        yield
        taking = [session for session in sessions if session.takes_room]
        Session.objects.filter(pk__in=keys(taking)).update(takes_room=True)


def keys(sessions: Collection[Session]) -> list[int]:
    return [session.pk for session in sessions]


def takes(session: Session) -> bool:
    """Whether this session keeps others out of a room."""
    known = session.room_id is not None and hours_of(session) is not None
    return session.takes_room and known


def hours_of(session: Session) -> tuple[datetime, datetime] | None:
    if session.starts_at is None or session.ends_at is None:
        return None
    return session.starts_at, session.ends_at


def overlap(one: Session, other: Session) -> bool:
    """Whether two sessions that have hours would be in the same room at once."""
    mine, theirs = hours_of(one), hours_of(other)
    if one.room_id != other.room_id or mine is None or theirs is None:
        return False
    return mine[0] < theirs[1] and theirs[0] < mine[1]


def in_words(session: Session) -> str:
    """Name a session that has a room: what it belongs to, and when."""
    meant = hours_of(session)
    said = hours.when(*meant) if meant else ""
    return f"{session.seminar.title}, {said}"
