"""Making places and taking free ones away; the caller has locked the line."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import ngettext

from registrations.models import Seat
from seminars.models import Mode, Seminar, SeminarMode


def make(seminar: Seminar, mode: Mode, places: int) -> None:
    """Add places that everybody may have."""
    Seat.objects.bulk_create(Seat(seminar=seminar, mode=mode) for _ in range(places))


def make_wished(seminar: Seminar) -> None:
    """Turn the places that were planned into seats."""
    for mode, places in wished(seminar).items():
        make(seminar, mode, places)


def wished(seminar: Seminar) -> dict[Mode, int]:
    """Tell how many places are planned in each way in which people take part.

    A plan may also keep a number from when it was to take place the other way.
    """
    planned = {
        Mode.ROOM: seminar.places_planned,
        Mode.ONLINE: seminar.online_places_planned,
    }
    return {
        mode: places
        for mode, places in planned.items()
        if seminar.mode in (mode, SeminarMode.BOTH)
    }


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
