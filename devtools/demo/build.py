"""The blocks of the sample data, in the order in which one needs the other."""

from collections.abc import Callable, Iterator
from datetime import datetime

from devtools.demo import (
    accounts,
    briefs,
    delegates,
    forum,
    gates,
    getting_in,
    guests,
    ledger,
    offers,
    organisations,
    papers,
    past,
    programme,
    readers,
    running,
    upcoming,
)
from registrations.models import Registration
from seminars.models import Seminar
from unitar_seminars.hours import local_day

ONCE: dict[str, Callable[..., None]] = {
    "states": organisations.make_reference,
    "organisations": organisations.make_organisations,
    "forum": forum.make_forum,
    "programme": programme.make_programme,
    "delegates": guests.make_delegates,
    "past": past.make_past,
    "papers": papers.make_papers,
    "running": running.make_running,
    "accounts": accounts.make_accounts,
    "briefs": briefs.make_briefs,
    "readers": readers.make_readers,
    "course": upcoming.make_course,
    "both ways": upcoming.make_both_ways,
    "access list": gates.make_access_list,
    "unfinished": offers.plan_unfinished,
    "delegates of today": delegates.make_delegates_of_today,
    "places kept": getting_in.make_kept,
    "place on offer": getting_in.make_offered,
    "by application": getting_in.make_by_application,
    "by invitation": getting_in.make_by_invitation,
}


def build(*, at: datetime) -> list[str]:
    """Make every block that is missing; return the names of those made now."""
    there = ledger.made()
    missing = [(name, block) for name, block in ONCE.items() if name not in there]
    made = [name for name, block in missing if ledger.make(name, block, at=at)]
    return made + [name for name, block in due(at) if ledger.make(name, block, at=at)]


def due(at: datetime) -> Iterator[tuple[str, Callable[..., None]]]:
    """Name what is made again and again: a seminar of the day, one with two places."""
    day = local_day(at).isoformat()
    if not upcoming.has_one_today(at):
        yield f"seminar of {day}", upcoming.make_today
    if not upcoming.has_two_places_ahead(at):
        yield f"two places, {day}", upcoming.make_two_places


def summary(made: list[str]) -> str:
    """Say in one line what was made and what there is."""
    what = ", ".join(made) if made else "nothing was missing"
    seminars, people = Seminar.objects.count(), Registration.objects.count()
    return f"Sample data: {what}. {seminars} seminars, {people} registrations."
