"""What an agency has agreed to support, and what it may read of it."""

from datetime import date
from typing import Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partners.models.organisations import Organisation
from partners.models.people import Representation, RepresentationRole
from unitar_seminars.db import ends_after_it_starts, on
from users.models import User


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def visible_to(self, user: User, *, day: date) -> Self:
        """Keep the agreements of the agencies that this user represents today.

        An agreement that has ended stays readable: its figures are its agency's.
        """
        acting = Representation.objects.of(
            user, role=RepresentationRole.PARTNER, day=day
        )
        return self.filter(agency__in=acting.values("organisation"))

    def on(self, day: date) -> Self:
        return self.filter(on(day))


class Agreement(models.Model):
    """An agency's agreement with us, over one period."""

    agency = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="agreements",
        verbose_name=_("agency"),
    )
    reference = models.CharField(_("reference"), max_length=80)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    purposes = models.TextField(_("purposes"), blank=True)
    terms = models.TextField(_("terms"), blank=True)
    threshold = models.PositiveSmallIntegerField(
        _("smallest figure shown"),
        default=5,
        validators=[MinValueValidator(1)],
        help_text=_("A figure below this is hidden in the agency's reports."),
    )

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        constraints = [
            ends_after_it_starts(),
            models.CheckConstraint(
                condition=Q(threshold__gte=1), name="threshold_hides_something"
            ),
            models.UniqueConstraint(
                fields=["agency", "reference"],
                name="one_agreement_per_reference",
                violation_error_message=_("This reference is taken."),
                violation_error_code="reference_taken",
            ),
        ]

    class Personal:
        erased = ()
        kept = ("reference", "purposes", "terms")

    def __str__(self) -> str:
        return self.reference
