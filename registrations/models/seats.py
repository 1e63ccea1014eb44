"""Who is next in a seminar, and the places it has.

A seminar has as many places as Seat rows that are not withdrawn; one more person
than places is not forbidden somewhere, it cannot be written down.
"""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registrations.models.registration import Registration
from seminars.models import Mode, Seminar
from unitar_seminars.db import both_or_neither, one_of
from unitar_seminars.labels import numbered

OFFER_HOURS = (1, 336)  # an hour to two weeks
LEAST_TO_ANSWER = timedelta(hours=1)


class LineQuerySet(models.QuerySet["Line"]):
    def lock(self, seminar_id: int) -> "Line":
        """Take the lock under which places change hands."""
        return self.select_for_update().get(seminar=seminar_id)

    def draw(self, seminar_id: int, numbers: int = 1) -> "Line | None":
        """Lock a line and draw its next numbers, in one statement."""
        drawn = self.raw(
            "UPDATE registrations_line SET last_number = last_number + %s"
            " WHERE seminar_id = %s RETURNING *",
            [numbers, seminar_id],
        )
        return next(iter(drawn), None)


class Line(models.Model):
    """Who is next in one seminar; its lock is the lock of everything below.

    Read `line.seminar` after the lock, as a statement of its own: what a locking
    statement joins or counts may be from before the wait. With `offer_hours` a place
    that becomes free is offered, and has to be taken up within so many hours.
    """

    seminar = models.OneToOneField(
        Seminar, models.PROTECT, primary_key=True, related_name="line"
    )
    last_number = models.PositiveIntegerField(default=0, editable=False)
    offer_hours = models.PositiveSmallIntegerField(
        _("hours to answer an offer"), null=True, blank=True
    )

    moderates_changes = models.BooleanField(
        _("an organiser looks at changed names and ranks first"), default=False
    )

    objects = LineQuerySet.as_manager()

    class Meta:
        verbose_name = _("line")
        verbose_name_plural = _("lines")
        constraints = [
            models.CheckConstraint(
                condition=Q(offer_hours=None) | Q(offer_hours__range=OFFER_HOURS),
                name="hours_to_answer_are_few",
            )
        ]

    class Personal:
        erased = ()
        kept = ()

    def __str__(self) -> str:
        return numbered(self)

    def answer_by(self, *, at: datetime) -> datetime | None:
        """Tell until when an offer made now may be answered; None: none is made.

        Never after registration closes or the seminar begins; where less than an hour
        would be left, places are given at once.
        """
        if self.offer_hours is None or self.seminar.starts_at is None:
            return None
        limits = [self.seminar.starts_at, at + timedelta(hours=self.offer_hours)]
        if self.seminar.closes_at and self.seminar.closes_at > at:
            limits.append(self.seminar.closes_at)
        until = min(limits)
        return until if until - at >= LEAST_TO_ANSWER else None


class SeatQuerySet(models.QuerySet["Seat"]):
    def places(self) -> Self:
        """Keep the places that count: those not withdrawn."""
        return self.filter(withdrawn_at=None)

    def free(self) -> Self:
        return self.filter(holder=None, withdrawn_at=None)


class Seat(models.Model):
    """One place, in the room or online, perhaps kept for a tier until an hour."""

    seminar = models.ForeignKey(Seminar, models.CASCADE, related_name="seats")
    mode = models.CharField(_("mode"), max_length=10, choices=Mode, default=Mode.ROOM)
    tier = models.PositiveSmallIntegerField(_("kept for tier"), null=True, blank=True)
    held_until = models.DateTimeField(_("kept until"), null=True, blank=True)
    holder = models.OneToOneField(
        Registration, models.PROTECT, null=True, blank=True, related_name="seat"
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        constraints = [
            both_or_neither("tier", "held_until"),
            one_of("mode", Mode),
            models.CheckConstraint(
                condition=Q(holder=None) | Q(withdrawn_at=None),
                name="withdrawn_seat_has_no_holder",
            ),
        ]
        indexes = [
            models.Index(
                fields=["seminar", "mode", "tier", "held_until"],
                condition=Q(holder=None, withdrawn_at=None),
                name="seat_free",
            ),
            models.Index(
                fields=["seminar", "mode", "held_until"],
                condition=Q(holder=None, withdrawn_at=None),
                name="seat_free_by_hour",
            ),
        ]

    class Personal:
        erased = ()
        kept = ()

    def __str__(self) -> str:
        return numbered(self)


class KeptWish(models.Model):
    """Places of a planned seminar to be kept for a tier; `announce` makes them seats.

    Nothing reads it afterwards: what is kept then is a fact about seats.
    """

    seminar = models.ForeignKey(Seminar, models.CASCADE, related_name="kept_wishes")
    mode = models.CharField(_("mode"), max_length=10, choices=Mode, default=Mode.ROOM)
    tier = models.PositiveSmallIntegerField(_("kept for tier"))
    places = models.PositiveIntegerField(_("places"))
    held_until = models.DateTimeField(_("kept until"))

    class Meta:
        verbose_name = _("places to be kept")
        verbose_name_plural = _("places to be kept")
        constraints = [
            models.UniqueConstraint(
                fields=["seminar", "mode", "tier"], name="one_wish_per_tier"
            ),
            one_of("mode", Mode),
        ]

    class Personal:
        erased = ()
        kept = ()

    def __str__(self) -> str:
        return numbered(self)
