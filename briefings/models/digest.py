"""Which digests were made, so that none is made twice."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from briefings.models.subscription import Frequency
from unitar_seminars.db import one_of
from unitar_seminars.labels import numbered


class Digest(models.Model):
    """A round of digests that was made; there is one for each period."""

    frequency = models.CharField(_("how often"), max_length=10, choices=Frequency)
    due_at = models.DateTimeField(_("due at"))
    made_at = models.DateTimeField(_("made at"))
    addressees = models.PositiveIntegerField(_("addressees"), default=0)

    class Meta:
        verbose_name = _("round of digests")
        verbose_name_plural = _("rounds of digests")
        constraints = [
            one_of("frequency", Frequency),
            models.UniqueConstraint(
                fields=["frequency", "due_at"], name="one_digest_per_period"
            ),
            models.CheckConstraint(
                condition=~Q(frequency=Frequency.EACH), name="digest_is_not_each"
            ),
        ]

    class Personal:
        erased = ()
        kept = ()

    def __str__(self) -> str:
        return numbered(self)
