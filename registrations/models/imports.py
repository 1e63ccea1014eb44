"""A list that an organiser looks through before anything of it is stored.

A list of people becomes registrations; the log of an online session, attendance.
"""

from datetime import datetime
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from seminars.models import Seminar, Session
from unitar_seminars.labels import numbered


class ImportDraftQuerySet(models.QuerySet["ImportDraft"]):
    def uploaded_since(self, moment: datetime) -> Self:
        return self.filter(uploaded_at__gte=moment)

    def uploaded_before(self, moment: datetime) -> Self:
        return self.filter(uploaded_at__lt=moment)


class ImportDraft(models.Model):
    """What an uploaded list says, kept as text for the hours between two pages.

    It goes when its people are registered, or recorded as present in the session
    whose log it is, and at the latest a day after it came.
    """

    seminar = models.ForeignKey(
        Seminar,
        models.CASCADE,
        related_name="import_drafts",
        verbose_name=_("seminar"),
    )
    session = models.ForeignKey(
        Session,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="log_drafts",
        verbose_name=_("log of the session"),
    )
    file_name = models.CharField(_("name of the file"), max_length=200)
    table = models.JSONField(_("what it says"))
    uploaded_at = models.DateTimeField(_("uploaded at"), db_index=True)

    objects = ImportDraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("uploaded list")
        verbose_name_plural = _("uploaded lists")

    class Personal:
        erased = ("file_name", "table")
        kept = ()

    def __str__(self) -> str:
        return numbered(self)
