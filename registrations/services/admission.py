"""What the security desk of a building reads of a guest, and by which hours.

Texts are in the language of the venue's list, whoever looks at it: else a list would
differ from what was sent because somebody reads French.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max, Q
from django.utils import translation

from partners.models import Organisation
from registrations.models import AccessList, AccessNote, Registration
from seminars.models import (
    AccessColumn,
    ChangeKind,
    InvolvementRole,
    Seminar,
    Session,
    Venue,
)
from unitar_seminars import hours
from unitar_seminars.db import on
from unitar_seminars.hours import NEW_YORK
from unitar_seminars.translated import in_language

KEPT_FOR = timedelta(days=30)
HOUSE = "UNITAR"
BETWEEN = "; "

Cells = dict[str, str]


@dataclass(frozen=True)
class Guest:
    """Somebody who has to get in, with what the list says of them."""

    registration: Registration
    cells: Cells
    note: AccessNote | None = None

    @property
    def has_pass(self) -> bool:
        return self.note is not None and self.note.has_pass


@dataclass(frozen=True)
class Spoken:
    """What the list of one venue says of every guest alike, and its columns."""

    language: str
    columns: list[AccessColumn]
    common: Cells


def spoken(
    venue: Venue, sessions: Sequence[Session], sponsors: Sequence[Organisation]
) -> Spoken:
    """Say once when, where and at whose invitation."""
    language = venue.access_language
    with translation.override(language):
        common = {
            AccessColumn.DAY: joined(hours.days(at) for at in starts_of(sessions)),
            AccessColumn.HOURS: joined(
                hours.hours(one.starts_at, one.ends_at)
                for one in sessions
                if one.starts_at
            ),
            AccessColumn.ROOM: joined(dict.fromkeys(str(s.room) for s in sessions)),
            AccessColumn.VENUE: str(venue.name),
            AccessColumn.EVENT: joined(
                dict.fromkeys(str(s.seminar.title) for s in sessions)
            ),
            AccessColumn.SPONSOR: joined(str(body.name) for body in sponsors) or HOUSE,
        }
    said = {column.value: text for column, text in common.items()}
    return Spoken(language, venue.columns_of_list(), said)


def joined(texts: Iterable[str]) -> str:
    return BETWEEN.join(texts)


def starts_of(sessions: Sequence[Session]) -> list[datetime]:
    return [session.starts_at for session in sessions if session.starts_at]


def guest(
    registration: Registration, said: Spoken, notes: Mapping[int, AccessNote]
) -> Guest:
    """Say what a list tells of one person, in the columns that its desk wants."""
    note = notes.get(registration.pk)
    own = {
        AccessColumn.NAME: registration.name,
        AccessColumn.ORGANISATION: told(registration, "organisation_name", said),
        AccessColumn.POST: registration.rank,
        AccessColumn.COUNTRY: told(registration, "country_name", said),
        AccessColumn.NOTE: note.note if note else "",
    }
    everything = said.common | {column.value: text for column, text in own.items()}
    cells = {column.value: everything[column] for column in said.columns}
    return Guest(registration, cells, note)


def told(registration: Registration, name: str, said: Spoken) -> str:
    return str(in_language(registration, name, said.language))


def sponsors(seminar: Seminar) -> list[Organisation]:
    """Name who invites: the organisers on record for the first day, else nobody."""
    if seminar.first_day is None:
        return []
    own = Q(involvements__seminar=seminar.pk)
    if seminar.series_id:
        own |= Q(involvements__series=seminar.series_id)
    found = Organisation.objects.filter(
        own,
        on(seminar.first_day, "involvements__"),
        involvements__role=InvolvementRole.ORGANISER,
    )
    return list(found.order_by("pk").distinct())


def deadline(venue: Venue, sessions: Sequence[Session]) -> datetime | None:
    """Tell until when the desk takes lists, on New York's clock as all deadlines."""
    starts = starts_of(sessions)
    if not starts:
        return None
    return min(starts).astimezone(NEW_YORK) - timedelta(hours=venue.access_lead_hours)


def is_over(seminar: Seminar, *, at: datetime) -> bool:
    """Whether its last hour has passed, so that nobody has to get in any more."""
    return seminar.ends_at is not None and seminar.ends_at <= at


def purge_hour(seminar: Seminar, access_list: AccessList) -> datetime:
    """Tell from when on nothing of the list may be kept.

    Counted from the last session, or from the calling off; for what has no date, from
    the day the list was sent or begun, or from when the date was taken off.
    """
    known = [hour for hour in (seminar.ends_at, seminar.cancelled_at) if hour]
    if known:
        return min(known) + KEPT_FOR
    told = access_list.sent_at or access_list.made_at
    return max(told, put_off_at(seminar) or told) + KEPT_FOR


def put_off_at(seminar: Seminar) -> datetime | None:
    """Tell when a seminar was put off last: its desk has to hear of it since then."""
    found = seminar.changes.standing(ChangeKind.DATE)
    last: datetime | None = found.aggregate(last=Max("changed_at"))["last"]
    return last
