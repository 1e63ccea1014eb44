"""One account for several people: whoever signs in says which of them they are.

A shared mailbox shows initials and posts, never names, until somebody has chosen; it
then shows what that one person takes part in.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from partners.models import Posting
from partners.services.people import STANDS_FOR_NOBODY
from unitar_seminars.db import Folded, on
from users.models import User


@dataclass(frozen=True)
class Somebody:
    """One of the people whom an account serves."""

    pk: int
    initials: str
    posts: list[Posting]


def of(user: User, *, day: date) -> list[Somebody]:
    """List whom this account serves, with the posts that they hold on this day."""
    posts = Posting.objects.filter(on(day)).select_related("organisation")
    served = user.people.exclude(state__in=STANDS_FOR_NOBODY).prefetch_related(
        Prefetch("postings", posts.order_by("pk"))
    )
    return [
        Somebody(one.pk, initials(one.name), list(one.postings.all()))
        for one in served.order_by(Folded("name"), "pk")
    ]


def initials(name: str) -> str:
    """Shorten each word of a name, as it is written, to its first letter."""
    return " ".join(f"{word[0]}." for word in name.split())


def chosen(people: list[Somebody], asked: str) -> Somebody | None:
    """Tell who it is: the one who was asked for, or the only one there is."""
    if len(people) == 1:
        return people[0]
    return next((one for one in people if str(one.pk) == asked), None)
