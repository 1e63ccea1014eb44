"""A person's own calendar entry for one session."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from registrations.models.registration import Registration
from seminars.models import Session
from unitar_seminars.labels import numbered


class Invitation(models.Model):
    """The SEQUENCE of one person's entry; each message about it raises it."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="invitations")
    registration = models.ForeignKey(
        Registration, models.PROTECT, related_name="invitations"
    )
    sequence = models.PositiveIntegerField(_("sequence"), default=0)

    class Meta:
        verbose_name = _("calendar entry")
        verbose_name_plural = _("calendar entries")
        constraints = [
            models.UniqueConstraint(
                fields=["session", "registration"], name="one_entry_per_session"
            )
        ]

    class Personal:
        erased = ()
        kept = ()

    def __str__(self) -> str:
        return numbered(self)
