"""What a digest tells: coming seminars and published texts, each with its topics.

It is read from facts when the digest is made; there is no text that somebody wrote.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q

from briefings import subscribers
from briefings.models import Briefing, Frequency
from seminars.models import Seminar, Series, Theme
from unitar_seminars.db import key

T = TypeVar("T", Seminar, Briefing)
Topics = frozenset[Theme | Series]
SETTLING = timedelta(minutes=10)  # longer than any briefing takes to start
AHEAD = {Frequency.WEEKLY: timedelta(days=8), Frequency.MONTHLY: timedelta(days=35)}


@dataclass(frozen=True)
class Reader:
    """Whom a digest is made for, and the topics chosen; none means every topic.

    `told_until` is set of one who chose another frequency between two rounds.
    """

    person_key: str
    address: str
    language: str
    topics: Topics | None
    told_until: datetime | None


@dataclass(frozen=True)
class Item(Generic[T]):
    """One seminar or one published text, and the topics it belongs to."""

    thing: T
    topics: Topics

    def is_for(self, reader: Reader) -> bool:
        return reader.topics is None or bool(self.topics & reader.topics)


@dataclass(frozen=True)
class News:
    """What there is to tell; what one reader is told is a part of it."""

    seminars: tuple[Item[Seminar], ...]
    updates: tuple[Item[Briefing], ...]

    def of(self, reader: Reader) -> "News":
        return News(
            tuple(item for item in self.seminars if item.is_for(reader)),
            tuple(item for item in self.updates if item.is_for(reader)),
        )

    @property
    def is_empty(self) -> bool:
        return not (self.seminars or self.updates)


def gather(frequency: Frequency, *, since: datetime, at: datetime) -> News:
    """Read what was announced or published since, and what takes place soon.

    What was let out a moment ago may be in a transaction that is still under way, so
    the latest is left to the round that begins where this one ends.
    """
    new = (since - SETTLING, at - SETTLING)
    is_new = Q(announced_at__gt=new[0], announced_at__lte=new[1])
    soon = Q(starts_at__lt=at + AHEAD[frequency]) | is_new
    coming = Seminar.objects.announced().filter(soon, starts_at__gt=at)
    coming = coming.select_related("series").prefetch_related("themes")
    published = Briefing.objects.published(at=new[1]).filter(published_at__gt=new[0])
    published = published.select_related("series", "seminar__series")
    published = published.prefetch_related("themes", "seminar__themes")
    return News(
        tuple(
            Item(seminar, topics_of(seminar))
            for seminar in coming.order_by("starts_at", "pk")
        ),
        tuple(Item(briefing, topics_of_text(briefing)) for briefing in published),
    )


def topics_of(thing: Seminar | Briefing) -> Topics:
    series = [thing.series] if thing.series else []
    return frozenset([*thing.themes.all(), *series])


def topics_of_text(briefing: Briefing) -> Topics:
    """Name the topics of a text: its own, and those of the seminar it is about."""
    about = topics_of(briefing.seminar) if briefing.seminar else frozenset()
    return topics_of(briefing) | about


def readers(frequency: Frequency) -> Iterator[Reader]:
    """Read who wants digests this often, in two queries besides the topics'."""
    themes, series = Theme.objects.in_bulk(), Series.objects.in_bulk()
    found = subscribers.confirmed(frequency).select_related("contact_point")
    chosen = found.annotate(
        themes=chosen_of("theme"), series=chosen_of("series")
    ).order_by("pk")
    for one in chosen.iterator():
        topics = [themes[pk] for pk in one.themes] + [series[pk] for pk in one.series]
        yield Reader(
            person_key=key(one.contact_point),
            address=one.contact_point.address,
            language=one.language,
            topics=None if one.wants_everything else frozenset(topics),
            told_until=one.told_until,
        )


def chosen_of(topic: str) -> ArrayAgg:
    is_one = Q(**{f"subscriptions__{topic}__isnull": False})
    return ArrayAgg(f"subscriptions__{topic}", filter=is_one, default=[])
