"""What people ask to have changed where an organiser looks at it first."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registrations.models.registration import Registration
from unitar_seminars.labels import numbered


class ChangeRequestQuerySet(models.QuerySet["ChangeRequest"]):
    def waiting(self) -> Self:
        """Keep what nobody has decided yet."""
        return self.filter(accepted_at=None, refused_at=None)


class ChangeRequest(models.Model):
    """A wish to change what is typed about somebody, until it is decided.

    The registration, its place and its number stay as they are meanwhile.
    """

    registration = models.ForeignKey(
        Registration, models.PROTECT, related_name="change_requests"
    )
    values = models.JSONField(_("wished"))
    asked_at = models.DateTimeField(_("asked at"))
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    refused_at = models.DateTimeField(_("refused at"), null=True, blank=True)
    why = models.CharField(_("reason"), max_length=300, blank=True)

    objects = ChangeRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for a change")
        verbose_name_plural = _("requests for a change")
        constraints = [
            models.UniqueConstraint(
                fields=["registration"],
                condition=Q(accepted_at=None, refused_at=None),
                name="one_open_request_each",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(refused_at=None),
                name="accepted_or_refused",
            ),
            models.CheckConstraint(
                condition=Q(refused_at=None) | ~Q(why=""),
                name="refused_with_a_reason",
            ),
        ]

    class Personal:
        erased = ("values", "why")
        kept = ()

    def __str__(self) -> str:
        return numbered(self)
