"""Who asked to be told, as audiences and digests read it.

Only addresses whose owner said yes count, and only while something is chosen there.
Whoever chose digests gets nothing by itself: their digest tells them the same.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from briefings.models import Frequency, Subscriber, Subscription
from seminars.models import Series, Theme


def of(
    *, theme: Theme | int | None = None, series: Series | int | None = None
) -> QuerySet[Subscriber]:
    """Find who is told of each message at once: of a theme, of a series, or of any.

    Whoever wants everything wants each theme and each series.
    """
    found = confirmed(Frequency.EACH)
    for name, topic in (("theme", theme), ("series", series)):
        if topic is not None:
            found = found.filter(Q(wants_everything=True) | chose(**{name: topic}))
    return found


def confirmed(frequency: Frequency) -> QuerySet[Subscriber]:
    """Find who said yes, chose something, and to hear from us this often."""
    found = Subscriber.objects.filter(confirmed_at__isnull=False, frequency=frequency)
    return found.filter(Q(wants_everything=True) | chose())


def chose(**topic: Theme | Series | int) -> Q:
    """Say in a filter: ticked this topic, or any where none is named."""
    rows = Subscription.objects.filter(subscriber=OuterRef("pk"), **topic)
    return Q(Exists(rows))
