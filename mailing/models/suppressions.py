"""Whom not to write to."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from unitar_seminars.db import one_of
from unitar_seminars.labels import numbered


class SuppressionReason(models.TextChoices):
    UNSUBSCRIBED = "unsubscribed", _("Unsubscribed")
    HARD_BOUNCE = "hard_bounce", _("The address does not exist")
    SOFT_BOUNCE = "soft_bounce", _("Not reachable on several days")
    COMPLAINT = "complaint", _("Complained")
    MANUAL = "manual", _("By hand")


class Suppression(models.Model):
    """Do not write to this address within this scope; `all` is every mailing.

    Messages about a person's own registration are never held back.
    """

    address_folded = models.CharField(_("address"), max_length=254)
    scope = models.CharField(_("scope"), max_length=60)
    reason = models.CharField(_("reason"), max_length=20, choices=SuppressionReason)
    evidence = models.TextField(_("evidence"), blank=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("suppression")
        verbose_name_plural = _("suppressions")
        constraints = [
            models.UniqueConstraint(
                fields=["address_folded", "scope"], name="suppression_once_per_scope"
            ),
            one_of("reason", SuppressionReason),
        ]

    class Personal:
        erased = ("address_folded", "evidence")
        kept = ("scope",)

    def __str__(self) -> str:
        return numbered(self)
