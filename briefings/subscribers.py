"""Who asked to be told of a theme or a series, as audiences and digests read it.

Only addresses whose owner confirmed count. Whoever chose digests gets nothing by
itself: `of` leaves them out, their digest tells them the same.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from briefings.models import Frequency, Subscriber, Subscription
from seminars.models import Series, Theme


def of(
    *, theme: Theme | None = None, series: Series | None = None
) -> QuerySet[Subscriber]:
    """Find who is told of each message on this theme or series at once.

    With both, either is enough. With neither the message is about no theme: then
    only those who want everything are meant.
    """
    chosen = Subscription.objects.filter(subscriber=OuterRef("pk"))
    wanted = Q(wants_everything=True)
    if theme is not None:
        wanted |= Exists(chosen.filter(theme=theme))
    if series is not None:
        wanted |= Exists(chosen.filter(series=series))
    return confirmed(Frequency.EACH).filter(wanted)


def confirmed(frequency: Frequency) -> QuerySet[Subscriber]:
    """Find whose owner confirmed and chose to hear from us this often."""
    return Subscriber.objects.filter(confirmed_at__isnull=False, frequency=frequency)
