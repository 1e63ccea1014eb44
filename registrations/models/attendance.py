"""Who was there, session by session, and who may write that down."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from registrations.models.registration import Registration
from seminars.models import Mode, Seminar, Session
from unitar_seminars.db import ends_after_it_starts, one_of
from unitar_seminars.labels import numbered
from users.models import User


class AttendanceMark(models.TextChoices):
    PRESENT = "present", _("Present")
    PARTIAL = "partial", _("Present in part")
    EXCUSED = "excused", _("Excused")
    ABSENT = "absent", _("Absent")


CAME = [AttendanceMark.PRESENT, AttendanceMark.PARTIAL]


class AttendanceSource(models.TextChoices):
    DOOR = "door", _("At the door")
    SHEET = "sheet", _("Typed from the sign-in sheet")
    ONLINE_LOG = "online_log", _("Online log")


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def came(self) -> Self:
        return self.filter(mark__in=CAME)


class Attendance(models.Model):
    """What is on record for one registration in one session. No row: nothing is."""

    registration = models.ForeignKey(
        Registration, models.PROTECT, related_name="attendances"
    )
    session = models.ForeignKey(Session, models.PROTECT, related_name="attendances")
    mark = models.CharField(_("mark"), max_length=10, choices=AttendanceMark)
    source = models.CharField(_("source"), max_length=12, choices=AttendanceSource)
    mode = models.CharField(_("mode"), max_length=10, choices=Mode)
    recorded_at = models.DateTimeField(_("recorded at"))
    recorder = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="attendances_recorded",
        verbose_name=_("recorded by"),
    )

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "session"], name="one_mark_per_session"
            ),
            one_of("mark", AttendanceMark),
            one_of("source", AttendanceSource),
            one_of("mode", Mode),
        ]
        indexes = [
            models.Index(fields=["session"], name="attendance_by_session"),
        ]

    class Personal:
        erased = ("recorder",)
        kept = ()

    def __str__(self) -> str:
        return numbered(self)

    @property
    def said(self) -> str:
        """Name the mark and, for whoever came, in which way."""
        mark = str(self.get_mark_display())
        return f"{mark} · {self.get_mode_display()}" if self.mark in CAME else mark


class DoorDutyQuerySet(models.QuerySet["DoorDuty"]):
    def of(self, user: User, *, at: datetime) -> Self:
        """Keep the duties of this account that hold at this moment."""
        return self.filter(user=user.pk, starts_at__lte=at, ends_at__gt=at)


class DoorDuty(models.Model):
    """An account may use one seminar's door list for some hours."""

    seminar = models.ForeignKey(
        Seminar, models.CASCADE, related_name="door_duties", verbose_name=_("seminar")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="door_duties",
        verbose_name=_("helper"),
    )
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))

    objects = DoorDutyQuerySet.as_manager()

    class Meta:
        verbose_name = _("door duty")
        verbose_name_plural = _("door duties")
        constraints = [ends_after_it_starts("starts_at", "ends_at")]

    class Personal:
        erased = ("user",)
        kept = ()

    def __str__(self) -> str:
        return numbered(self)
