"""An agenda goes where its session goes: each point keeps its distance to the start."""

from datetime import datetime

from django.db.models import F

from seminars.models import Session


def follow(session: Session, was: datetime | None) -> None:
    """Move the points of a session that began at another hour, or had none.

    Where it had none, its first point begins with it, unless that lies in the session
    already: as where hours that were taken away are given back.
    """
    first = session.agenda.order_by("starts_at").values_list("starts_at", flat=True)
    start = was or first.first()
    if start is None or session.starts_at is None or session.ends_at is None:
        return
    if was is None and session.starts_at <= start < session.ends_at:
        return
    by = session.starts_at - start
    if by:
        session.agenda.update(starts_at=F("starts_at") + by, ends_at=F("ends_at") + by)
