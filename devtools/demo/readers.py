"""Who asked for news: readers of themes and of everything, one by one or in digests."""

from datetime import datetime, timedelta

from briefings.models import Frequency, Subscriber
from briefings.services import subscriptions
from briefings.services.subscriptions import Choice
from devtools.demo.ledger import DEMO
from seminars.models import Series, Theme

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
EACH, WEEKLY, MONTHLY = Frequency.EACH, Frequency.WEEKLY, Frequency.MONTHLY
# Address, language, how often, themes; none means everything.
READERS = (
    ("library@institute.example", "en", EACH, []),
    ("news@observatory.example", "fr", EACH, ["labour", "gender"]),
    ("m.okafor@migration-notes.example", "en", EACH, ["remittances", "diaspora"]),
    ("secretariat@reseau-villes.example", "fr", WEEKLY, []),
    ("desk@policy-review.example", "en", WEEKLY, ["governance", "law"]),
    ("h.lindqvist@university.example", "en", WEEKLY, ["data", "population"]),
    ("contact@diaspora-forum.example", "fr", MONTHLY, ["diaspora", "development"]),
    ("programmes@foundation.example", "en", MONTHLY, []),
)
UNDECIDED = "front.desk@hotel.example"


def make_readers(*, at: datetime) -> None:
    """Let some ask and say yes, and one ask an hour ago."""
    for days, (address, language, frequency, themes) in enumerate(READERS, start=8):
        choice = Choice(
            language,
            frequency,
            wants_everything=not themes,
            themes=Theme.objects.filter(slug__in=themes),
        )
        say_yes(address, choice, at=at - days * DAY)
    series = Series.objects.order_by("-starts_on")[:1]
    asked = Choice("en", WEEKLY, series=series)
    subscriptions.ask(UNDECIDED, asked, by=DEMO, at=at - HOUR)


def say_yes(address: str, choice: Choice, *, at: datetime) -> None:
    """Ask, and say yes an hour later."""
    subscriptions.ask(address, choice, by=DEMO, at=at)
    subscriber = Subscriber.objects.get(contact_point__address=address)
    seen_hash = subscriptions.hash_of(subscriber)
    subscriptions.confirm(subscriber, seen_hash, by=DEMO, at=at + HOUR)
