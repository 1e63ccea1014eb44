"""Papers of a seminar, kept in the database, shown when their hour has come.

The bytes stand in a table of their own, so that a list of documents never loads
them and no web or worker host keeps a file.
"""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partners.models import PreparatoryUpdate
from seminars.models.seminar import Seminar
from seminars.models.session import Session
from unitar_seminars.db import exactly_one, one_of


class DocumentKind(models.TextChoices):
    INFORMATION_NOTE = "information_note", _("Information note")
    PROGRAMME = "programme", _("Programme")
    BIOGRAPHIES = "biographies", _("Biographies")
    BACKGROUND = "background", _("Background paper")
    MANUAL = "manual", _("Participants’ manual")
    PRESENTATION = "presentation", _("Presentation")
    SUMMARY = "summary", _("Summary report")


class Visibility(models.TextChoices):
    PUBLIC = "public", _("Everybody")
    PARTICIPANTS = "participants", _("Those registered")
    INTERNAL = "internal", _("Organisers")


class DocumentQuerySet(models.QuerySet["Document"]):
    def public(self) -> Self:
        """Keep what the public page lists, whether its hour has come or not."""
        return self.filter(
            visibility=Visibility.PUBLIC,
            published_at__isnull=False,
            withdrawn_at=None,
        )

    def open(self, *, at: datetime) -> Self:
        """Keep what may be read at this moment: nothing before its hour."""
        return self.filter(
            Q(embargo_until=None) | Q(embargo_until__lte=at), published_at__lte=at
        )


class Document(models.Model):
    """One paper in one language, belonging to a seminar, a session or an update."""

    seminar = models.ForeignKey(
        Seminar, models.CASCADE, null=True, blank=True, related_name="documents"
    )
    session = models.ForeignKey(
        Session, models.CASCADE, null=True, blank=True, related_name="documents"
    )
    update = models.ForeignKey(
        PreparatoryUpdate,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="documents",
    )
    kind = models.CharField(_("kind"), max_length=20, choices=DocumentKind)
    title = models.CharField(_("title"), max_length=200)
    language = models.CharField(
        _("language"), max_length=7, help_text=_("en, fr, es, ru, zh or ar")
    )
    visibility = models.CharField(
        _("who may read it"),
        max_length=12,
        choices=Visibility,
        default=Visibility.PUBLIC,
    )
    embargo_until = models.DateTimeField(_("closed until"), null=True, blank=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints = [
            exactly_one("seminar", "session", "update"),
            one_of("kind", DocumentKind),
            one_of("visibility", Visibility),
            models.CheckConstraint(
                condition=Q(language__in=["en", "fr", "es", "ru", "zh", "ar"]),
                name="document_in_a_language_of_the_united_nations",
                violation_error_message=_("Choose one of the six UN languages."),
                violation_error_code="language",
            ),
        ]

    class Personal:
        erased = ()
        kept = ("title", "language")

    def __str__(self) -> str:
        return self.title


class DocumentContent(models.Model):
    """The bytes of one document."""

    document = models.OneToOneField(
        Document, models.CASCADE, primary_key=True, related_name="content"
    )
    filename = models.CharField(_("file name"), max_length=160)
    content_type = models.CharField(_("type"), max_length=80)
    size = models.PositiveIntegerField(_("size in bytes"))
    data = models.BinaryField(_("content"))

    class Meta:
        verbose_name = _("content of a document")
        verbose_name_plural = _("contents of documents")

    class Personal:
        erased = ()
        kept = ("filename", "content_type", "data")

    def __str__(self) -> str:
        return self.filename
