"""Places kept for one tier until an hour; then they are open to all, in order.

What is kept is a fact about free seats: so many of them carry a tier and an hour.
While a seminar is only planned, it is a wish, which `announce` turns into seats.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from registrations.models import KeptWish, Line, Seat
from registrations.services import places as places_of
from registrations.services import seats
from registrations.services.changeable import running
from seminars.models import Mode, Seminar, SeminarState
from users import audit
from users.models import Actor


@transaction.atomic
def keep(
    seminar: Seminar,
    mode: Mode,
    tier: int,
    places: int,
    until: datetime,
    *,
    by: Actor,
    at: datetime,
    why: str = "",
) -> None:
    """Keep so many free places for a tier until an hour; none: keep none any more.

    A place of that tier which somebody gives back before the hour is kept again.
    """
    line = Line.objects.select_for_update().filter(pk=seminar.pk).first()
    seminar = running(line) if line else lock_planned(seminar)
    refuse_odd(seminar, tier, places, until, at=at)
    if line:
        mark(seminar, mode, tier, places, until, at=at)
        seats.fill(line, mode, by=by, at=at)
    else:
        wish(seminar, mode, tier, places, until)
    audit.record("keep_places", seminar, by=by, at=at, why=why)


def lock_planned(seminar: Seminar) -> Seminar:
    """Lock a seminar that has no line yet, as `announce` does."""
    seminar = Seminar.objects.select_for_update().get(pk=seminar.pk)
    if seminar.state != SeminarState.PLANNED:
        raise ValidationError(
            _("It has just been announced: look at its places again, then choose."),
            code="announced",
        )
    return seminar


def refuse_odd(
    seminar: Seminar, tier: int, places: int, until: datetime, *, at: datetime
) -> None:
    """Refuse a tier that is none, and an hour at which nothing could be kept."""
    if not 1 <= tier <= len(seminar.tiers):
        raise ValidationError(
            _("Choose one of the groups in this seminar's order."), code="no_tier"
        )
    if places and until <= at:
        raise ValidationError(
            _("This hour is over: choose one that is still to come."), code="past"
        )
    if places and seminar.starts_at and until > seminar.starts_at:
        raise ValidationError(
            _("Choose an hour before the seminar begins: then all places are open."),
            code="after_beginning",
        )


def wish(seminar: Seminar, mode: Mode, tier: int, places: int, until: datetime) -> None:
    """Note for a planned seminar what `announce` shall keep."""
    wishes = possible(seminar).filter(mode=mode)
    others = sum(wishes.exclude(tier=tier).values_list("places", flat=True))
    planned = {
        Mode.ROOM: seminar.places_planned,
        Mode.ONLINE: seminar.online_places_planned,
    }
    if places + others > planned[mode]:
        raise too_many(max(0, planned[mode] - others))
    wishes.filter(tier=tier).delete()
    if places:
        KeptWish.objects.create(
            seminar=seminar, mode=mode, tier=tier, places=places, held_until=until
        )


def fulfil(seminar: Seminar, *, at: datetime) -> None:
    """Keep among the seats just made what was wished; the wishes are done with.

    What was to be kept until an hour that is over by now is open to all; of a way in
    which nobody takes part there is nothing to keep.
    """
    wishes = possible(seminar).filter(mode__in=places_of.wished(seminar))
    for one in wishes.filter(held_until__gt=at).order_by("tier", "pk"):
        until = min(one.held_until, seminar.starts_at or one.held_until)
        refuse_odd(seminar, one.tier, one.places, until, at=at)
        mark(seminar, Mode(one.mode), one.tier, one.places, until, at=at)
    KeptWish.objects.filter(seminar=seminar).delete()


def possible(seminar: Seminar) -> QuerySet[KeptWish]:
    """Leave out wishes for a group that the seminar's order no longer has."""
    return KeptWish.objects.filter(seminar=seminar, tier__lte=len(seminar.tiers))


def end_with_the_beginning(seminar: Seminar) -> None:
    """Keep no place for longer than until a beginning that has come nearer."""
    for_too_long = seminar.seats.filter(held_until__gt=F("seminar__starts_at"))
    for_too_long.update(held_until=seminar.starts_at)


def mark(
    seminar: Seminar,
    mode: Mode,
    tier: int,
    places: int,
    until: datetime,
    *,
    at: datetime,
) -> None:
    """Let exactly so many free seats be kept for a tier; the caller has the line."""
    of_mode = seminar.seats.places().filter(mode=mode)
    free = of_mode.filter(holder=None)
    usable = free.filter(Q(tier=None) | Q(tier=tier) | Q(held_until__lte=at))
    if places > (count := usable.count()):
        raise too_many(count)
    if not places:
        of_mode.filter(tier=tier).update(tier=None, held_until=None)
        return
    of_mode.filter(tier=tier).update(held_until=until)
    of_tier = free.filter(tier=tier)
    lacking = places - of_tier.count()
    some(usable.exclude(tier=tier), lacking).update(tier=tier, held_until=until)
    some(of_tier, of_tier.count() - places).update(tier=None, held_until=None)


def some(found: QuerySet[Seat], number: int) -> QuerySet[Seat]:
    """Take the first so many of these seats, to be changed in one statement."""
    keys = found.order_by("pk").values_list("pk", flat=True)
    return Seat.objects.filter(pk__in=list(keys[: max(0, number)]))


def too_many(free: int) -> ValidationError:
    said = ngettext(
        "Only %(free)s place can be kept: add places first, or keep fewer.",
        "Only %(free)s places can be kept: add places first, or keep fewer.",
        free,
    )
    return ValidationError(said % {"free": free}, code="more_than_free")
