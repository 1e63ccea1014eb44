"""Lists of people for those who run a seminar: who, in which order, in which group.

Reading one person's record, printing and exporting a list leave one trace each.
"""

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db.models import Prefetch, QuerySet, Value
from django.utils.translation import gettext as _

from partners.models import Person, Posting
from partners.precedence import precedence
from partners.services.people import STANDS_FOR_NOBODY
from registrations import asking
from registrations.models import (
    GONE,
    SEATED,
    Attendance,
    Question,
    Registration,
    RegistrationStatus,
)
from registrations.services import answers
from seminars.models import Seminar, Session
from unitar_seminars import hours
from unitar_seminars.cells import harmless
from unitar_seminars.db import Folded
from users import audit
from users.models import Actor

GROUPS: dict[str, list[RegistrationStatus]] = {
    "pending": [RegistrationStatus.PENDING],
    "seated": SEATED,
    "waiting": [RegistrationStatus.WAITING],
    "gone": GONE,
}


@dataclass(frozen=True)
class Row:
    """One registration of a list; `position` only for somebody who waits."""

    registration: Registration
    position: int | None = None
    lacks_answers: bool = False


@dataclass(frozen=True)
class Choice:
    """What of a seminar's list somebody wants to see, and in which order."""

    words: str = ""
    group: str = ""
    by_precedence: bool = False
    lacks_answers: bool = False


def people(seminar: Seminar, choice: Choice) -> dict[str, list[Row]]:
    """Group a seminar's registrations; who waits stands in the order of the queue."""
    everybody = list(seminar.registrations.select_related("organisation").queued())
    lacking = asking.lacking(seminar, everybody)
    found = [
        Row(one, place, one.pk in lacking)
        for one, place in with_positions(everybody)
        if matches(one, choice.words)
        and (one.pk in lacking or not choice.lacks_answers)
    ]
    order = by_precedence if choice.by_precedence else by_name
    groups = {}
    for group, statuses in GROUPS.items():
        if choice.group in ("", group):
            members = [row for row in found if row.registration.status in statuses]
            if group != "waiting":
                members.sort(key=lambda row: order(row.registration))
            groups[group] = members
    return groups


def with_positions(
    queued: Iterable[Registration],
) -> Iterable[tuple[Registration, int | None]]:
    """Count, mode by mode, the places of those who wait; the queue is in order."""
    ahead: dict[str, int] = {}
    for registration in queued:
        place = None
        if registration.status == RegistrationStatus.WAITING:
            place = ahead[registration.mode] = ahead.get(registration.mode, 0) + 1
        yield registration, place


def matches(registration: Registration, words: str) -> bool:
    """Whether each word stands in the name or the organisation, accents or not."""
    told = folded(
        f"{registration.name} {registration.organisation_name_en}"
        f" {registration.organisation_name_fr} {registration.country_name_en}"
        f" {registration.country_name_fr}"
    )
    return all(word in told for word in folded(words).split())


def by_name(registration: Registration) -> tuple[str, str, int]:
    own = folded(registration.name)
    return family_name(registration.name), own, registration.pk


def by_precedence(registration: Registration) -> tuple[int, tuple[str, str, int]]:
    return precedence(registration.rank), by_name(registration)


def family_name(name: str) -> str:
    """Guess by which name somebody is filed: the one in capitals, else the last."""
    words = name.split()
    capitals = [
        word for word in words if len(word) > 1 and word.isupper() and word[-1] != "."
    ]
    chosen = capitals if 0 < len(capitals) < len(words) else words[-1:]
    return folded(" ".join(chosen))


def folded(text: str) -> str:
    """Fold case and drop accents, as people search."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def known_people(words: str, *, limit: int = 20) -> QuerySet[Person]:
    """Find people whom we know by each word of their name, with their posts."""
    found = Person.objects.exclude(state__in=STANDS_FOR_NOBODY)
    found = found.alias(folded_name=Folded("name"))
    for word in words.split():
        found = found.filter(folded_name__contains=Folded(Value(word)))
    posts = Prefetch("postings", Posting.objects.select_related("organisation"))
    return found.order_by("folded_name", "pk").prefetch_related(posts)[:limit]


def open_record(registration: Registration, *, by: Actor, at: datetime) -> None:
    """Note that somebody opened one person's record."""
    audit.record("open_record", registration, by=by, at=at)


def print_list(
    seminar: Seminar, choice: Choice, *, by: Actor, at: datetime
) -> dict[str, list[Row]]:
    """Give a list to be printed, and note who asked for it."""
    audit.record("print_list", seminar, by=by, at=at)
    return people(seminar, choice)


def export_list(
    seminar: Seminar, choice: Choice, *, by: Actor, at: datetime
) -> list[list[str]]:
    """Give a list as a table with its head, and note who took it away."""
    audit.record("export_list", seminar, by=by, at=at)
    rows = [row for group in people(seminar, choice).values() for row in group]
    columns = [
        *columns_of_export().items(),
        *columns_of_attendance(seminar),
        *columns_of_answers(seminar),
    ]
    table = [[heading for heading, _said in columns]]
    table += [[said(row) for _head, said in columns] for row in rows]
    return [[harmless(cell) for cell in line] for line in table]


def columns_of_export() -> dict[str, Callable[[Row], str]]:
    """Name each column and say what stands in it."""
    return {
        _("Status"): lambda row: str(row.registration.get_status_display()),
        _("Position"): lambda row: str(row.position or ""),
        _("Name"): lambda row: row.registration.addressed_name,
        _("Rank or post"): lambda row: row.registration.rank,
        _("Organisation"): lambda row: str(row.registration.organisation_name),
        _("Sector"): lambda row: str(row.registration.get_sector_display()),
        _("Country"): lambda row: str(row.registration.country_name),
        _("E-mail address"): lambda row: row.registration.address,
        _("Language"): lambda row: str(row.registration.get_language_display()),
        _("What we should prepare"): lambda row: row.registration.needs,
        _("Mode"): lambda row: str(row.registration.get_mode_display()),
        _("Registered (New York time)"): lambda row: registered(row.registration),
    }


def columns_of_attendance(seminar: Seminar) -> list[tuple[str, Callable[[Row], str]]]:
    """Give a column for each session of which something is on record."""
    marks: dict[Session, dict[int, str]] = {}
    found = Attendance.objects.filter(session__seminar=seminar)
    for mark in found.select_related("session").order_by("session__starts_at", "pk"):
        marks.setdefault(mark.session, {})[mark.registration_id] = mark.said

    def cell(here: dict[int, str], row: Row) -> str:
        return here.get(row.registration.pk, "")

    return [(attended(one), partial(cell, here)) for one, here in marks.items()]


def attended(session: Session) -> str:
    start = session.starts_at
    day = f", {hours.days(start)}, {hours.hour(start)}" if start else ""
    return _("Attendance") + day


def columns_of_answers(seminar: Seminar) -> list[tuple[str, Callable[[Row], str]]]:
    """Give a column for each question that was ever asked, its answers in words."""
    said = answers.by_registration(seminar)

    def cell(question: Question, row: Row) -> str:
        value = said.get(row.registration.pk, {}).get(question.pk)
        return "" if value is None else answers.in_words(question, value)

    asked = seminar.questions.order_by("position", "pk")
    return [(str(one.label), partial(cell, one)) for one in asked]


def registered(registration: Registration) -> str:
    local = registration.submitted_at.astimezone(hours.NEW_YORK)
    return local.strftime("%Y-%m-%d %H:%M")
