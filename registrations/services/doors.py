"""Who may keep which door, and the list that is kept there.

A door list holds everybody with a place, and who came without one. Heads of mission
come first, then everybody by the letter of their name; who waits stands at the end.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from partners.precedence import is_head_of_mission
from registrations.models import (
    GONE,
    Attendance,
    DoorDuty,
    Registration,
)
from registrations.models.attendance import CAME
from registrations.services.attendance import TAKES_ATTENDANCE
from registrations.services.rosters import by_name, family_name, matches
from seminars.models import Seminar, Session
from unitar_seminars import hours
from unitar_seminars.hours import NEW_YORK
from users import audit
from users.models import Actor, User

EXPECTED, PRESENT = "expected", "present"
HEADS, WAITING = "heads", "waiting"  # groups that no letter names


@dataclass(frozen=True)
class Guest:
    """One line of a door list."""

    registration: Registration
    attendance: Attendance | None

    @property
    def came(self) -> bool:
        return self.attendance is not None and self.attendance.mark in CAME

    @property
    def label(self) -> str:
        """What is recorded, with its hour where they came."""
        if self.attendance is None:
            return ""
        word = self.attendance.get_mark_display()
        if not self.came:
            return str(word)
        return f"{word} {hours.hour(self.attendance.recorded_at)}"

    @property
    def is_listed(self) -> bool:
        """Whether they count: whoever has a place, or came without one."""
        return self.registration.is_seated or self.came

    @property
    def is_expected(self) -> bool:
        return self.registration.is_seated and self.attendance is None

    @property
    def group(self) -> str:
        if not self.registration.is_seated:
            return WAITING
        if is_head_of_mission(self.registration.rank):
            return HEADS
        return family_name(self.registration.name)[:1].upper()


@dataclass(frozen=True)
class DoorList:
    """The guests of one session, counted."""

    guests: list[Guest]

    @property
    def total(self) -> int:
        return sum(guest.is_listed for guest in self.guests)

    @property
    def present(self) -> int:
        return sum(guest.came for guest in self.guests)

    @property
    def expected(self) -> int:
        return sum(guest.is_expected for guest in self.guests)

    def shown(self, *, words: str = "", which: str = "") -> dict[str, list[Guest]]:
        """Group those that somebody wants to see."""
        groups: dict[str, list[Guest]] = {}
        for guest in self.guests:
            if is_wanted(guest, which) and matches(guest.registration, words):
                groups.setdefault(guest.group, []).append(guest)
        return groups


def is_wanted(guest: Guest, which: str) -> bool:
    if which == EXPECTED:
        return guest.is_expected
    return guest.came if which == PRESENT else True


def door_list(session: Session) -> DoorList:
    """Read one session's list in its order: heads, letters, then who waits."""
    marks = Prefetch(
        "attendances",
        Attendance.objects.filter(session=session),
        to_attr="marks_here",
    )
    people = Registration.objects.filter(seminar=session.seminar_id)
    people = people.exclude(status__in=GONE).prefetch_related(marks)
    guests = [Guest(one, next(iter(vars(one)["marks_here"]), None)) for one in people]
    return DoorList(sorted(guests, key=place))


def place(guest: Guest) -> tuple[int, tuple[str, str, int]]:
    blocks = {HEADS: 0, WAITING: 2}
    return blocks.get(guest.group, 1), by_name(guest.registration)


def doors_of(user: User, *, at: datetime) -> QuerySet[Session]:
    """Keep the sessions whose door this account may keep now."""
    announced = Session.objects.filter(seminar__announced_at__isnull=False)
    announced = announced.select_related("seminar", "room__venue")
    if user.is_staff:
        return announced
    duty = DoorDuty.objects.of(user, at=at).filter(seminar=OuterRef("seminar"))
    return announced.filter(Exists(duty))


def doors_today(user: User, *, at: datetime) -> QuerySet[Session]:
    """Keep the sessions of this New York day whose door this account may keep."""
    midnight = at.astimezone(NEW_YORK).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    tomorrow = midnight + timedelta(days=1)  # wall clock, right on both clock changes
    return (
        doors_of(user, at=at)
        .filter(
            seminar__state__in=TAKES_ATTENDANCE,
            starts_at__lt=tomorrow,
            ends_at__gt=midnight,
        )
        .order_by("starts_at", "pk")
    )


def sessions_beside(session: Session) -> QuerySet[Session]:
    """Tell all sessions of the seminar, for switching between their lists."""
    return Session.objects.filter(seminar=session.seminar_id).order_by(
        "starts_at", "pk"
    )


def print_door_list(session: Session, *, by: Actor, at: datetime) -> DoorList:
    """Give the list for paper, and note who asked for it."""
    seminar: Seminar = session.seminar
    audit.record("print_list", seminar, by=by, at=at, why="door list")
    return door_list(session)
