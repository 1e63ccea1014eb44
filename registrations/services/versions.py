"""Versions of a programme: what each change changed, kept so that it can be undone.

A verb looks at the rows first, changes them, and leaves them to `keep`, which writes
down every difference.
"""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Max, Q, QuerySet

from registrations.circulars import Change
from registrations.models import InvitationToRegister, Registration, Seat
from seminars.models import (
    ChangeKind,
    Document,
    ProgrammeChange,
    Seminar,
    Session,
    SpeakerInvitation,
)
from seminars.models.changelog import FIRST_VERSION
from unitar_seminars.db import key
from users.models import AuditEntry

NO_TIME_TO_WAIT = timedelta(hours=3)
LONGEST = 300
SEMINAR, SESSION = "seminar", "session"
REGISTRATION, SEAT = "registration", "seat"
SPEAKER, DOCUMENT = "speaker", "document"
INVITATION = "invitation"
MODELS = {
    SEMINAR: Seminar,
    SESSION: Session,
    REGISTRATION: Registration,
    SEAT: Seat,
    SPEAKER: SpeakerInvitation,
    DOCUMENT: Document,
    INVITATION: InvitationToRegister,
}
FIELDS = {
    SEMINAR: ("state", "mode", "cancelled_at", "closes_at"),
    SESSION: ("room_id", "takes_room", "starts_at", "ends_at", "online_url"),
    REGISTRATION: ("mode", "status", "offered_until"),
    SEAT: ("mode", "holder_id", "withdrawn_at", "tier", "held_until"),
    SPEAKER: ("state", "replaced_by_id", "leaves_a_gap"),
    DOCUMENT: ("withdrawn_at",),
    INVITATION: ("expires_at",),
}
PROGRAMME = (SEMINAR, SESSION)
PEOPLE = (*PROGRAMME, REGISTRATION, SEAT)
SPEAKERS = (SPEAKER, DOCUMENT)
Rows = dict[tuple[str, int], dict[str, Any]]
Difference = tuple[str, int, dict[str, Any] | None, dict[str, Any]]


def look(seminar: Seminar, kinds: Iterable[str] = PROGRAMME) -> Rows:
    """Read the rows that a change may change."""
    return {
        (kind, values["pk"]): {name: values[name] for name in FIELDS[kind]}
        for kind in kinds
        for values in rows_of(kind, seminar).values("pk", *FIELDS[kind])
    }


def rows_of(kind: str, seminar: Seminar) -> QuerySet[Any]:
    """Find the rows of one kind that belong to a seminar."""
    everything = MODELS[kind]._default_manager.all()
    if kind == SEMINAR:
        return everything.filter(pk=seminar.pk)
    if kind == SPEAKER:
        return everything.filter(session__seminar=seminar)
    if kind == DOCUMENT:
        return everything.filter(Q(seminar=seminar) | Q(session__seminar=seminar))
    return everything.filter(seminar=seminar)


def differences(before: Rows, after: Rows) -> list[Difference]:
    """List what became other; of a row that is new there is nothing before."""
    found: list[Difference] = []
    for (kind, pk), values in after.items():
        was = before.get((kind, pk))
        if was is None:
            found.append((kind, pk, None, values))
        elif was != values:
            names = [name for name in values if was[name] != values[name]]
            old, new = ({name: row[name] for name in names} for row in (was, values))
            found.append((kind, pk, old, new))
    return found


def keep(
    seminar: Seminar, change: Change, entry: AuditEntry, before: Rows
) -> ProgrammeChange:
    """Write down the next version of a programme."""
    after = look(seminar, dict.fromkeys(kind for kind, _pk in before))
    found = [rows.get("starts_at") for rows in (*before.values(), *after.values())]
    until = undo_until([one for one in found if one], at=entry.at)
    return ProgrammeChange.objects.create(
        seminar=seminar,
        session_id=change.only,
        version=version_of(seminar) + 1,
        kind=change.what,
        **{
            f"{side}_{language}": said[:LONGEST]
            for side, words in (("before", change.before), ("after", change.after))
            for language, said in words.items()
        },
        changed_at=entry.at,
        about=key(entry),
        former=differences(before, after),
        undo_until=None if change.what == ChangeKind.UNDONE else until,
    )


def plain(rows: Rows) -> Rows:
    """Write values as they are stored, to compare them with what is."""
    return {
        one: json.loads(json.dumps(values, cls=DjangoJSONEncoder))
        for one, values in rows.items()
    }


def undo_until(starts: Iterable[datetime], *, at: datetime) -> datetime | None:
    """Tell how long a change waits before it is told; shortly before it starts, not."""
    seconds = settings.CHANGE_GRACE_SECONDS
    is_urgent = any(at < one < at + NO_TIME_TO_WAIT for one in starts)
    return None if is_urgent or not seconds else at + timedelta(seconds=seconds)


def version_of(seminar: Seminar) -> int:
    """Tell the version of the programme as it stands."""
    last = seminar.changes.aggregate(last=Max("version"))["last"]
    return last or FIRST_VERSION
