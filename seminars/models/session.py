"""When and where a seminar takes place: its sessions and their agenda."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partners.models import PreparatoryUpdate
from seminars.models.seminar import Seminar
from seminars.models.venues import Room
from unitar_seminars.db import HourRange, both_or_neither, ends_after_it_starts
from unitar_seminars.labels import numbered
from unitar_seminars.translated import Translated, bilingual

LONGEST_URL = 2_000  # that of a Teams meeting has some 250


class Session(models.Model):
    """A timed part of a seminar; in a calendar, an entry of its own.

    `revision` rises by itself whenever what a calendar shows of it changes.
    """

    seminar = models.ForeignKey(Seminar, models.CASCADE, related_name="sessions")
    title_en, title_fr = bilingual(models.CharField, _("title"), max_length=200)
    title = Translated("title")
    starts_at = models.DateTimeField(_("starts"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    room = models.ForeignKey(
        Room,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sessions",
        verbose_name=_("room"),
    )
    takes_room = models.BooleanField(_("takes the room"), default=True)
    online_url = models.URLField(
        _("address online"), max_length=LONGEST_URL, blank=True
    )
    revision = models.PositiveIntegerField(default=0, editable=False)
    updates = models.ManyToManyField(
        PreparatoryUpdate,
        blank=True,
        related_name="sessions",
        verbose_name=_("preparatory updates"),
    )

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        constraints = [
            both_or_neither("starts_at", "ends_at"),
            ends_after_it_starts("starts_at", "ends_at"),
            ExclusionConstraint(
                name="room_is_taken_once",
                expressions=[
                    ("room", RangeOperators.EQUAL),
                    (HourRange("starts_at", "ends_at"), RangeOperators.OVERLAPS),
                ],
                condition=Q(takes_room=True, room__isnull=False)
                & Q(starts_at__isnull=False),
                violation_error_message=_(
                    "Another session has this room at that hour: choose another"
                    " room or hour."
                ),
                violation_error_code="room_taken",
            ),
        ]
        indexes = [
            models.Index(fields=["seminar", "starts_at"], name="session_by_seminar")
        ]

    class Personal:
        erased = ()
        kept = ("title_en", "title_fr", "online_url")

    def __str__(self) -> str:
        return str(self.title) or numbered(self)


class AgendaItem(models.Model):
    """One point of a session's programme."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="agenda")
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    title_en, title_fr = bilingual(models.CharField, _("title"), max_length=200)
    title = Translated("title")

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        constraints = [ends_after_it_starts("starts_at", "ends_at")]

    class Personal:
        erased = ()
        kept = ("title_en", "title_fr")

    def __str__(self) -> str:
        return str(self.title)
