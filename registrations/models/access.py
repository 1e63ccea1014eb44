"""Who may enter a building: the list that its security desk was given.

Rows are what was sent, word for word and version by version. Whether the list has to
be sent again follows from comparing them with what is true now; no flag is stored that
a verb could forget to raise.
"""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from registrations.models.registration import Registration
from seminars.models import Seminar, Venue
from unitar_seminars.db import one_of
from unitar_seminars.labels import numbered


class AccessState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("access list", "Not sent yet")
    SENT = "sent", pgettext_lazy("access list", "Sent")
    AMENDED = "amended", pgettext_lazy("access list", "Send again")
    PURGED = "purged", pgettext_lazy("access list", "Deleted")


class RowChange(models.TextChoices):
    """How a row differs from the version before."""

    SAME = "same", pgettext_lazy("access list", "As before")
    NEW = "new", pgettext_lazy("access list", "New")
    CHANGED = "changed", pgettext_lazy("access list", "Changed")
    REMOVED = "removed", pgettext_lazy("access list", "Taken off the list")


class AccessListQuerySet(models.QuerySet["AccessList"]):
    def kept(self) -> Self:
        return self.filter(purged_at=None)


class AccessList(models.Model):
    """What one venue's desk was told about one seminar.

    Who was on it is deleted after a month; that it was sent, and when, stays.
    """

    seminar = models.ForeignKey(
        Seminar, models.CASCADE, related_name="access_lists", verbose_name=_("seminar")
    )
    venue = models.ForeignKey(
        Venue, models.PROTECT, related_name="access_lists", verbose_name=_("venue")
    )
    version = models.PositiveSmallIntegerField(_("version"), default=0)
    made_at = models.DateTimeField(_("made at"))
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    purged_at = models.DateTimeField(_("deleted at"), null=True, blank=True)

    objects = AccessListQuerySet.as_manager()

    class Meta:
        verbose_name = _("access list")
        verbose_name_plural = _("access lists")
        constraints = [
            models.UniqueConstraint(
                fields=["seminar", "venue"],
                condition=Q(purged_at=None),
                name="one_access_list_per_venue",
            ),
            models.CheckConstraint(
                condition=Q(version=0) ^ Q(sent_at__isnull=False),
                name="sent_access_list_has_its_version",
            ),
        ]

    class Personal:
        erased = ()
        kept = ()

    def __str__(self) -> str:
        return numbered(self)


class AccessRow(models.Model):
    """One guest as one version of the list named them."""

    access_list = models.ForeignKey(AccessList, models.CASCADE, related_name="rows")
    registration = models.ForeignKey(
        Registration, models.PROTECT, related_name="access_rows"
    )
    version = models.PositiveSmallIntegerField(_("version"))
    position = models.PositiveIntegerField(_("position"))
    change = models.CharField(_("change"), max_length=8, choices=RowChange)
    cells = models.JSONField(_("cells"))

    class Meta:
        verbose_name = _("row of an access list")
        verbose_name_plural = _("rows of access lists")
        constraints = [
            models.UniqueConstraint(
                fields=["access_list", "version", "registration"],
                name="one_access_row_per_guest",
            ),
            models.CheckConstraint(
                condition=Q(version__gte=1), name="access_row_was_sent"
            ),
            one_of("change", RowChange),
        ]

    class Personal:
        erased = ("cells",)
        kept = ()

    def __str__(self) -> str:
        return numbered(self)


class AccessNote(models.Model):
    """What only the gate has to know of one guest; it goes when the list goes."""

    access_list = models.ForeignKey(AccessList, models.CASCADE, related_name="notes")
    registration = models.ForeignKey(
        Registration, models.PROTECT, related_name="access_notes"
    )
    note = models.CharField(_("note for the gate"), max_length=200, blank=True)
    has_pass = models.BooleanField(_("has a pass of this building"), default=False)

    class Meta:
        verbose_name = _("note for the gate")
        verbose_name_plural = _("notes for the gate")
        constraints = [
            models.UniqueConstraint(
                fields=["access_list", "registration"], name="one_access_note_per_guest"
            ),
            models.CheckConstraint(
                condition=~Q(note="", has_pass=False), name="access_note_says_something"
            ),
        ]

    class Personal:
        erased = ("note",)
        kept = ()

    def __str__(self) -> str:
        return numbered(self)
