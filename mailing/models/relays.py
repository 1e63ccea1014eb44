"""The way out."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Relay(models.Model):
    """The way out, with its limits; its row is locked while a window is claimed.

    While it is held nothing leaves, until somebody releases it.
    """

    name = models.CharField(_("name"), max_length=40, unique=True)
    per_second = models.FloatField(_("messages a second"), null=True, blank=True)
    connections = models.PositiveSmallIntegerField(_("connections"), default=2)
    free_at = models.DateTimeField(_("rate spent up to"), null=True, blank=True)
    failures = models.PositiveSmallIntegerField(_("failures in a row"), default=0)
    broken_until = models.DateTimeField(_("rests until"), null=True, blank=True)
    held_at = models.DateTimeField(_("held since"), null=True, blank=True)

    class Meta:
        verbose_name = _("relay")
        verbose_name_plural = _("relays")
        constraints = [
            models.CheckConstraint(
                condition=Q(per_second=None) | Q(per_second__gt=0),
                name="relay_sends_something_a_second",
                violation_error_message=_(
                    "Give a rate above 0, or leave it empty for none; to stop all"
                    " mail, run manage.py hold_mail."
                ),
                violation_error_code="no_rate",
            ),
            models.CheckConstraint(
                condition=Q(connections__gte=1),
                name="relay_has_a_connection",
                violation_error_message=_(
                    "Give at least one connection; to stop all mail, run manage.py"
                    " hold_mail."
                ),
                violation_error_code="no_connection",
            ),
        ]

    class Personal:
        erased = ()
        kept = ("name",)

    def __str__(self) -> str:
        return self.name
