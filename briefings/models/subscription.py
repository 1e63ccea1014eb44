"""Who asked to be told, of what, in which language and how often."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partners.models import ContactPoint
from seminars.models import Series, Theme
from unitar_seminars.db import exactly_one, one_of
from unitar_seminars.labels import numbered
from unitar_seminars.links import Link
from unitar_seminars.translated import Language

ANSWER_WITHIN = timedelta(days=7)  # of being asked


class Frequency(models.TextChoices):
    EACH = "each", _("Each message by itself")
    WEEKLY = "weekly", _("One digest a week")
    MONTHLY = "monthly", _("One digest a month")


class Scope(models.TextChoices):
    """What somebody can end by itself, whatever else they receive."""

    UPDATE = "update", _("Updates")
    BRIEFING = "briefing", _("Briefings")
    DIGEST = "digest", _("Digests")


SCOPES_OF = {
    Frequency.EACH: {Scope.UPDATE.value, Scope.BRIEFING.value},
    Frequency.WEEKLY: {Scope.DIGEST.value},
    Frequency.MONTHLY: {Scope.DIGEST.value},
}


class Subscriber(models.Model):
    """An address that asked for news; its owner confirmed that by a mailed link.

    Until `confirmed_at` nothing but the question leaves for it. Raising the
    generation revokes the links to its preferences that were mailed before, and
    `links_void_at` those in mailings, which name their message. `told_until` is empty
    where the round before of its frequency says that.
    """

    contact_point = models.OneToOneField(
        ContactPoint,
        models.CASCADE,
        related_name="subscriber",
        verbose_name=_("contact point"),
    )
    language = models.CharField(
        _("language"), max_length=7, choices=Language, default=Language.EN
    )
    frequency = models.CharField(
        _("how often"), max_length=10, choices=Frequency, default=Frequency.EACH
    )
    wants_everything = models.BooleanField(_("everything"), default=False)
    asked_at = models.DateTimeField(_("asked at"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    generation = models.PositiveIntegerField(_("generation of its link"), default=1)
    links_void_at = models.DateTimeField(
        _("links void that were mailed until"), null=True, blank=True
    )
    told_until = models.DateTimeField(_("told the news until"), null=True, blank=True)

    class Meta:
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        constraints = [one_of("language", Language), one_of("frequency", Frequency)]
        indexes = [
            models.Index(
                fields=["asked_at"],
                condition=Q(confirmed_at=None),
                name="subscriber_unconfirmed",
            )
        ]

    class Personal:
        erased = ("contact_point",)
        kept = ()

    def __str__(self) -> str:
        return numbered(self)

    @property
    def link(self) -> Link:
        """Return what its mails open: the question, then its choices."""
        return Link("p", self.pk, self.generation)

    def has_voided(self, *, mailed_at: datetime) -> bool:
        """Tell a link in a mailing that was made void after it left."""
        return self.links_void_at is not None and mailed_at <= self.links_void_at

    def is_expired(self, *, at: datetime) -> bool:
        """Tell a question that nobody answered in time."""
        return self.confirmed_at is None and at >= self.asked_at + ANSWER_WITHIN


class Subscription(models.Model):
    """A theme or a series of which a subscriber wants news."""

    subscriber = models.ForeignKey(
        Subscriber,
        models.CASCADE,
        db_index=False,
        related_name="subscriptions",
        verbose_name=_("subscriber"),
    )
    theme = models.ForeignKey(
        Theme,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="subscriptions",
        verbose_name=_("theme"),
    )
    series = models.ForeignKey(
        Series,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="subscriptions",
        verbose_name=_("series"),
    )

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        constraints = [
            exactly_one("theme", "series"),
            models.UniqueConstraint(
                fields=["subscriber", "theme"], name="theme_subscribed_once"
            ),
            models.UniqueConstraint(
                fields=["subscriber", "series"], name="series_subscribed_once"
            ),
        ]

    class Personal:
        erased = ()
        kept = ()

    def __str__(self) -> str:
        return numbered(self)
