"""One account for several people: whoever signs in says which of them they are.

A shared mailbox shows initials and posts, never names, until somebody has chosen; it
then shows what that one person takes part in. Where no post is known, the one that was
given with the latest registration tells people of equal initials apart.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from partners.models import Person, Posting
from partners.services.people import STANDS_FOR_NOBODY
from registrations.models import Registration
from unitar_seminars.db import Folded, on
from users.models import User


@dataclass(frozen=True)
class Somebody:
    """One of the people whom an account serves."""

    pk: int
    initials: str
    posts: list[Posting]
    filed: Registration | None


def of(user: User, *, day: date) -> list[Somebody]:
    """List whom this account serves, with the posts that they hold on this day."""
    posts = Posting.objects.filter(on(day)).select_related("organisation")
    served = user.people.exclude(state__in=STANDS_FOR_NOBODY).prefetch_related(
        Prefetch("postings", posts.order_by("pk"))
    )
    people = list(served.order_by(Folded("name"), "pk"))
    latest = latest_of(people) if len(people) > 1 else {}
    return [
        Somebody(
            one.pk, initials(one.name), list(one.postings.all()), latest.get(one.pk)
        )
        for one in people
    ]


def latest_of(people: list[Person]) -> dict[int, Registration]:
    """Find the latest registration of each of whom no post is known."""
    unknown = [one.pk for one in people if not one.postings.all()]
    filed = Registration.objects.filter(person__in=unknown)
    latest = filed.order_by("person", "-submitted_at", "-pk").distinct("person")
    return {one.person_id: one for one in latest}


def initials(name: str) -> str:
    """Shorten each word of a name, as it is written, to its first letter."""
    return " ".join(f"{word[0]}." for word in name.split())


def chosen(people: list[Somebody], asked: str) -> Somebody | None:
    """Tell who it is: the one who was asked for, or the only one there is."""
    if len(people) == 1:
        return people[0]
    return next((one for one in people if str(one.pk) == asked), None)
