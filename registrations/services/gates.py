"""Who has to get into which building, as facts say now and as its desk was told.

Nothing here is stored: an approval, a cancellation, a substitute, a corrected name,
another hour or another room shows as a difference between the two, whichever verb
made it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from registrations.models import (
    AccessList,
    AccessNote,
    AccessRow,
    AccessState,
    Attendance,
    Registration,
    RegistrationStatus,
    RowChange,
)
from registrations.services.admission import (
    Cells,
    Guest,
    deadline,
    guest,
    is_over,
    purge_hour,
    spoken,
    sponsors,
    starts_of,
)
from registrations.services.rosters import by_name
from seminars.models import AccessColumn, Mode, Room, Seminar, Session, Venue


@dataclass(frozen=True)
class Difference:
    """What one row says now that the desk was told otherwise, or not at all."""

    registration_id: int
    change: RowChange
    cells: Cells
    was: Cells

    @property
    def name(self) -> str:
        return self.cells[AccessColumn.NAME]

    @property
    def label(self) -> str:
        return str(self.change.label)

    @property
    def changes(self) -> list[tuple[str, str, str]]:
        """Name each column that changed, with its old and its new text."""
        if self.change != RowChange.CHANGED:
            return []
        return [
            (str(column.label), self.was.get(column, ""), self.cells.get(column, ""))
            for column in AccessColumn
            if self.was.get(column, "") != self.cells.get(column, "")
        ]


@dataclass(frozen=True)
class Gate:
    """One venue of a seminar: who is expected there, and what its desk knows."""

    seminar: Seminar
    venue: Venue
    access_list: AccessList | None
    expected: list[Guest]
    sent: list[AccessRow]
    deadline: datetime | None
    at: datetime

    @property
    def guests(self) -> list[Guest]:
        """Whoever has to be on the list: a pass of the building opens without it."""
        return [guest for guest in self.expected if not guest.has_pass]

    @property
    def with_pass(self) -> list[Guest]:
        return [guest for guest in self.expected if guest.has_pass]

    @property
    def version(self) -> int:
        return self.access_list.version if self.access_list else 0

    @property
    def differences(self) -> list[Difference]:
        """List what has changed since the list was sent: nothing once it is over."""
        if is_over(self.seminar, at=self.at):
            return []
        return [one for one in self.compared if one.change != RowChange.SAME]

    @property
    def compared(self) -> list[Difference]:
        """Hold every guest against the version sent last; who is gone stands last."""
        told = {row.registration_id: row.cells for row in self.admitted}
        here = {guest.registration.pk: guest.cells for guest in self.guests}
        found = [
            Difference(pk, how_changed(told.get(pk), cells), cells, told.get(pk, {}))
            for pk, cells in here.items()
        ]
        gone = {pk: cells for pk, cells in told.items() if pk not in here}
        return found + [
            Difference(pk, RowChange.REMOVED, cells, cells)
            for pk, cells in gone.items()
        ]

    @property
    def admitted(self) -> list[AccessRow]:
        """The guests of the version sent last, without those it took off."""
        return [row for row in self.sent if row.change != RowChange.REMOVED]

    @property
    def state(self) -> AccessState:
        if self.access_list is not None and self.access_list.purged_at:
            return AccessState.PURGED
        if self.version == 0:
            return AccessState.DRAFT
        return AccessState.AMENDED if self.differences else AccessState.SENT

    @property
    def is_purged(self) -> bool:
        return self.state == AccessState.PURGED

    @property
    def has_to_be_sent(self) -> bool:
        """Whether somebody has to act: a first list, or another one."""
        if self.state == AccessState.DRAFT:
            return bool(self.guests) and not is_over(self.seminar, at=self.at)
        return self.state == AccessState.AMENDED

    @property
    def is_to_cancel(self) -> bool:
        """Whether the desk expects people of whom nobody comes."""
        return self.state == AccessState.AMENDED and not self.guests

    @property
    def is_late(self) -> bool:
        """Whether the hour has passed until which the desk takes lists."""
        return (
            self.has_to_be_sent
            and self.deadline is not None
            and self.at >= self.deadline
        )

    @property
    def label(self) -> str:
        if self.is_to_cancel:
            return _("Cancel the list")
        return str(self.state.label)

    @property
    def purge_at(self) -> datetime | None:
        if self.access_list is None:
            return None
        return purge_hour(self.seminar, self.access_list)


def how_changed(told: Cells | None, now: Cells) -> RowChange:
    if told is None:
        return RowChange.NEW
    return RowChange.SAME if told == now else RowChange.CHANGED


def of(seminar: Seminar, *, at: datetime) -> list[Gate]:
    """List the venues of a seminar that want a list, and those that were sent one.

    A fixed number of queries for any number of guests and venues; two where no venue
    ever wanted one.
    """
    sessions = list(sessions_in_rooms(seminar))
    known = newest_lists(seminar, wanting(sessions), at=at)
    told = {venue: one for venue, one in known.items() if one.version}
    venues = sorted(wanting(sessions) | set(told), key=lambda venue: venue.pk)
    if not venues:
        return []
    people = guests_of(seminar)
    names, rows, notes = sponsors(seminar), rows_of(known), notes_of(known)
    gates = []
    for venue in venues:
        there = [one for one in sessions if room_of(one).venue == venue]
        said = spoken(venue, there, names)
        gate = Gate(
            seminar=seminar,
            venue=venue,
            access_list=known.get(venue),
            expected=[
                guest(one, said, notes.get(venue, {}))
                for one, door in people.items()
                if has_to_get_in(one, there, door)
            ],
            sent=rows.get(venue, []),
            deadline=deadline(venue, there),
            at=at,
        )
        gates.append(gate)
    return gates


def to_send(seminar: Seminar, *, at: datetime) -> list[Gate]:
    """Keep the venues whose desk has to hear from us."""
    return [gate for gate in of(seminar, at=at) if gate.has_to_be_sent]


def at_venue(seminar: Seminar, venue: Venue, *, at: datetime) -> Gate | None:
    """Give the gate of one venue, where it has one."""
    return next((gate for gate in of(seminar, at=at) if gate.venue == venue), None)


def sessions_in_rooms(seminar: Seminar) -> QuerySet[Session]:
    """Keep the sessions that people come to: what is called off has none."""
    held = seminar.sessions.filter(
        takes_room=True, room__isnull=False, starts_at__isnull=False
    )
    return held.select_related("room__venue").order_by("starts_at", "pk")


def wanting(sessions: Iterable[Session]) -> set[Venue]:
    venues = {room_of(session).venue for session in sessions}
    return {venue for venue in venues if venue.needs_access_list}


def room_of(session: Session) -> Room:
    """Give the room of a session that has one."""
    return cast(Room, session.room)


def newest_lists(
    seminar: Seminar, wanting: set[Venue], *, at: datetime
) -> dict[Venue, AccessList]:
    """Give each venue's list; a deleted one only where no other will follow it."""
    lists = seminar.access_lists.select_related("venue").order_by("pk")
    newest = {one.venue: one for one in lists}
    over = is_over(seminar, at=at)
    return {
        venue: one
        for venue, one in newest.items()
        if one.purged_at is None or over or venue not in wanting
    }


def guests_of(seminar: Seminar) -> dict[Registration, int | None]:
    """List whoever has a place in the room, each with the first session on record.

    That is the one at whose door a walk-in was added.
    """
    first = Attendance.objects.filter(registration=OuterRef("pk")).order_by("pk")
    people: QuerySet[Any] = seminar.registrations.filter(
        status=RegistrationStatus.CONFIRMED, mode=Mode.ROOM
    ).annotate(door=Subquery(first.values("session")[:1]))
    return {one: one.door for one in sorted(people, key=by_name)}


def has_to_get_in(
    person: Registration, sessions: Sequence[Session], door: int | None
) -> bool:
    """Whether somebody comes to one of these sessions who is not in already.

    Who was added at the door is in for that session, and for what had begun.
    """
    if not person.is_walk_in:
        return bool(sessions)
    others = [session for session in sessions if session.pk != door]
    return any(start > person.submitted_at for start in starts_of(others))


def rows_of(lists: Mapping[Venue, AccessList]) -> dict[Venue, list[AccessRow]]:
    """Read the version that each desk was sent last."""
    keys = [one.pk for one in lists.values()]
    last = AccessRow.objects.filter(
        access_list__in=keys, version=F("access_list__version")
    )
    found: dict[int, list[AccessRow]] = {}
    for row in last.order_by("position"):
        found.setdefault(row.access_list_id, []).append(row)
    return {venue: found.get(one.pk, []) for venue, one in lists.items()}


def notes_of(
    lists: Mapping[Venue, AccessList],
) -> dict[Venue, dict[int, AccessNote]]:
    keys = [one.pk for one in lists.values()]
    found: dict[int, dict[int, AccessNote]] = {}
    for note in AccessNote.objects.filter(access_list__in=keys):
        found.setdefault(note.access_list_id, {})[note.registration_id] = note
    return {venue: found.get(one.pk, {}) for venue, one in lists.items()}
