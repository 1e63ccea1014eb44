"""What we tell the diplomatic community, whom, and who let it out."""

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from briefings.models.audience import Audience
from briefings.models.desk import SenderIdentity
from mailing.models import Mailing
from partners.models import ChairTerm, PreparatoryUpdate
from seminars.models import Document, Seminar, Series, Theme
from unitar_seminars.db import both_or_neither, one_of
from unitar_seminars.translated import Translated, bilingual

MOST_HOURS_LATE = 168  # a week


class BriefingKind(models.TextChoices):
    UPDATE = "update", _("Update")
    BRIEFING = "briefing", _("Briefing")


class BriefingState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Awaiting approval")
    APPROVED = "approved", _("Approved")
    SENT = "sent", _("Sent")
    RECALLED = "recalled", _("Recalled")
    MISSED = "missed", _("Missed its hour")


class BriefingQuerySet(models.QuerySet["Briefing"]):
    def published(self, *, at: datetime) -> Self:
        """Keep what the public archive shows at this moment, newest first."""
        return self.filter(is_public=True, published_at__lte=at).order_by(
            "-published_at", "-pk"
        )


class Briefing(models.Model):
    """One text in English and French to one audience, let out by a second person."""

    kind = models.CharField(
        _("kind"), max_length=10, choices=BriefingKind, default=BriefingKind.UPDATE
    )
    slug = models.SlugField(_("address of its page"), max_length=80, unique=True)
    subject_en, subject_fr = bilingual(models.CharField, _("subject"), max_length=200)
    subject = Translated("subject")
    body_en, body_fr = bilingual(
        models.TextField, _("text"), help_text=_("Plain Markdown.")
    )
    body = Translated("body")
    audience = models.ForeignKey(
        Audience, models.PROTECT, related_name="briefings", verbose_name=_("to")
    )
    seminar = models.ForeignKey(
        Seminar,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="briefings",
        verbose_name=_("seminar"),
    )
    themes = models.ManyToManyField(
        Theme, blank=True, related_name="briefings", verbose_name=_("themes")
    )
    series = models.ForeignKey(
        Series,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="briefings",
        verbose_name=_("series"),
    )
    preparatory_update = models.ForeignKey(
        PreparatoryUpdate,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="briefings",
        verbose_name=_("preparatory update"),
    )
    chair_term = models.ForeignKey(
        ChairTerm,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="briefings",
        verbose_name=_("on behalf of the chair"),
    )
    sender = models.ForeignKey(
        SenderIdentity,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="briefings",
        verbose_name=_("sender"),
        help_text=_("Empty: the house itself."),
    )
    documents = models.ManyToManyField(
        Document,
        blank=True,
        related_name="briefings",
        verbose_name=_("papers it links to"),
        help_text=_("Each opens at its hour; until then its page says when."),
    )
    is_public = models.BooleanField(_("shown in the public archive"), default=True)
    send_at = models.DateTimeField(
        _("not before"),
        null=True,
        blank=True,
        help_text=_("New York time. Empty: as soon as it is approved."),
    )
    hours_late = models.PositiveSmallIntegerField(
        _("may start late by (hours)"),
        default=24,
        help_text=_("Should we be held up for longer, it is not sent at all."),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=BriefingState, default=BriefingState.DRAFT
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="briefings_written",
        verbose_name=_("written by"),
    )
    submitted_hash = models.CharField(max_length=64, blank=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="briefings_approved",
        verbose_name=_("approved by"),
    )
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    approved_hash = models.CharField(max_length=64, blank=True, editable=False)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    mailing = models.OneToOneField(
        Mailing,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="briefing",
        editable=False,
    )

    objects = BriefingQuerySet.as_manager()

    class Meta:
        verbose_name = _("briefing or update")
        verbose_name_plural = _("briefings and updates")
        constraints = [
            one_of("kind", BriefingKind),
            one_of("state", BriefingState),
            both_or_neither("approved_at", "approved_by"),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("written_by")),
                name="approved_by_a_second_person",
                violation_error_message=_(
                    "Whoever wrote it can't approve it: ask another organiser."
                ),
                violation_error_code="second_person",
            ),
            models.CheckConstraint(
                condition=Q(hours_late__gte=1, hours_late__lte=MOST_HOURS_LATE),
                name="late_by_an_hour_to_a_week",
                violation_error_message=_("Choose between 1 and 168 hours."),
                violation_error_code="hours_late",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[BriefingState.APPROVED, BriefingState.SENT])
                | Q(approved_by__isnull=False),
                name="nothing_leaves_without_approval",
            ),
            models.CheckConstraint(
                condition=Q(state=BriefingState.DRAFT)
                | (
                    ~Q(subject_en="")
                    & ~Q(subject_fr="")
                    & ~Q(body_en="")
                    & ~Q(body_fr="")
                ),
                name="submitted_in_both_languages",
                violation_error_message=_("Write it in English and in French."),
                violation_error_code="both_languages",
            ),
        ]

    class Personal:
        erased = ("written_by", "approved_by")
        kept = (
            "slug",
            "subject_en",
            "subject_fr",
            "body_en",
            "body_fr",
            "submitted_hash",
            "approved_hash",
        )

    def __str__(self) -> str:
        return str(self.subject)

    def get_absolute_url(self) -> str:
        return reverse("briefings:detail", args=[self.slug])

    def stage(self) -> tuple[str, Any]:
        """Say how far it has come: once it is sent, what its mailing says."""
        if self.state == BriefingState.APPROVED:
            return "scheduled", pgettext_lazy("mailing", "Scheduled")
        if self.state == BriefingState.SENT and self.mailing is not None:
            return self.mailing.state, self.mailing.get_state_display()
        return self.state, self.get_state_display()
