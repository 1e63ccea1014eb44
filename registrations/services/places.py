"""Making places and taking free ones away; the caller has locked the line."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import ngettext

from registrations.models import Seat
from seminars.models import Mode, Seminar


def make(seminar: Seminar, mode: Mode, places: int) -> None:
    """Add places that everybody may have."""
    Seat.objects.bulk_create(Seat(seminar=seminar, mode=mode) for _ in range(places))


def make_wished(seminar: Seminar) -> None:
    """Turn the places that were planned into seats."""
    make(seminar, Mode.ROOM, seminar.places_planned)
    make(seminar, Mode.ONLINE, seminar.online_places_planned)


def withdraw(seminar: Seminar, mode: Mode, places: int, *, at: datetime) -> None:
    """Withdraw free seats, those for all first; never one that somebody has."""
    free = seminar.seats.free().filter(mode=mode).order_by("tier", "pk")
    keys = list(free.values_list("pk", flat=True)[::-1][:places])
    if len(keys) < places:
        raise ValidationError(
            ngettext(
                "Only %(free)s place is free: cancel registrations first, or keep"
                " more places.",
                "Only %(free)s places are free: cancel registrations first, or keep"
                " more places.",
                len(keys),
            )
            % {"free": len(keys)},
            code="places_taken",
        )
    Seat.objects.filter(pk__in=keys).update(withdrawn_at=at)
