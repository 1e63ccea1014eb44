"""Which organisations offer a series or a seminar, and under which agreement."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from partners.models import Agreement, Organisation
from seminars.models.programme import Series
from seminars.models.seminar import Seminar
from unitar_seminars.db import ends_after_it_starts, exactly_one, on, one_of
from unitar_seminars.labels import numbered


class InvolvementRole(models.TextChoices):
    ORGANISER = "organiser", _("Organiser")
    FUNDER = "funder", _("Funder")
    FACILITATOR = "facilitator", _("Facilitator")
    VENUE_HOST = "venue_host", _("Venue host")


class InvolvementQuerySet(models.QuerySet["Involvement"]):
    def of_seminar(self) -> Self:
        """In a subquery over seminars: those of the outer seminar or its series."""
        return self.filter(
            Q(seminar=OuterRef("pk")) | Q(series=OuterRef("series")),
        )


def covered_by(agreements: models.QuerySet[Agreement]) -> models.QuerySet[Seminar]:
    """Tell the seminars that these agreements cover.

    An involvement of the seminar, or of its series, names the agreement, and the
    seminar's first day lies in the periods of both.
    """
    first_day = OuterRef("starts_at__date")
    naming = Involvement.objects.of_seminar().filter(
        on(first_day), on(first_day, "agreement__"), agreement__in=agreements
    )
    return Seminar.objects.filter(Exists(naming))


class Involvement(models.Model):
    """An organisation takes part in a series or in one seminar, in one role."""

    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="involvements",
        verbose_name=_("organisation"),
    )
    series = models.ForeignKey(
        Series,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="involvements",
        verbose_name=_("series"),
    )
    seminar = models.ForeignKey(
        Seminar,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="involvements",
        verbose_name=_("seminar"),
    )
    role = models.CharField(_("role"), max_length=12, choices=InvolvementRole)
    agreement = models.ForeignKey(
        Agreement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="involvements",
        verbose_name=_("under the agreement"),
    )
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = InvolvementQuerySet.as_manager()

    class Meta:
        verbose_name = _("involvement")
        verbose_name_plural = _("who takes part")
        constraints = [
            exactly_one("series", "seminar"),
            one_of("role", InvolvementRole),
            ends_after_it_starts(),
        ]

    class Personal:
        erased = ()
        kept = ()

    def __str__(self) -> str:
        return numbered(self)
