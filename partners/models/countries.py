"""States and observers, with names and groups as they were on any day.

Periods are half-open dates; an empty start means since before the data, an
empty end means still. Nothing here is a switch: a country is an LDC *on a day*.
"""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from unitar_seminars.db import ends_after_it_starts, on, one_of, periods_do_not_overlap
from unitar_seminars.translated import Translated, bilingual


class Precision(models.TextChoices):
    """How much of a date is known."""

    DAY = "day", _("to the day")
    MONTH = "month", _("to the month")
    YEAR = "year", _("to the year")
    UNKNOWN = "unknown", _("not known")


class CountryGroup(models.TextChoices):
    AFRICAN = "african", _("African")
    ASIA_PACIFIC = "asia_pacific", _("Asia-Pacific")
    EASTERN_EUROPEAN = "eastern_european", _("Eastern European")
    GRULAC = "grulac", _("Latin American and Caribbean")
    WEOG = "weog", _("Western European and Others")
    LDC = "ldc", _("Least developed country")
    LLDC = "lldc", _("Landlocked developing country")
    SIDS = "sids", _("Small island developing State")
    MEMBER = "member", _("Member State")
    OBSERVER_STATE = "observer_state", _("Observer State")
    OBSERVER_ORGANISATION = "observer_organisation", _("Observer organisation")


REGIONAL_GROUPS = (
    CountryGroup.AFRICAN,
    CountryGroup.ASIA_PACIFIC,
    CountryGroup.EASTERN_EUROPEAN,
    CountryGroup.GRULAC,
    CountryGroup.WEOG,
)
SPECIAL_SITUATIONS = (CountryGroup.LDC, CountryGroup.LLDC, CountryGroup.SIDS)
STANDINGS = (
    CountryGroup.MEMBER,
    CountryGroup.OBSERVER_STATE,
    CountryGroup.OBSERVER_ORGANISATION,
)


class Country(models.Model):
    """A Member State, an observer State or the European Union, by its code.

    The code is ISO 3166-1 alpha-3, or `EU`, which has none.
    """

    code = models.CharField(_("code"), max_length=3, primary_key=True)
    iso2 = models.CharField(_("ISO 3166-1 alpha-2"), max_length=2, blank=True)
    m49 = models.CharField(_("UN M49 code"), max_length=3, blank=True)
    name_en, name_fr = bilingual(models.CharField, _("name today"), max_length=120)
    name = Translated("name")
    formal_name_en = models.CharField(_("formal name"), max_length=160, blank=True)

    class Meta:
        verbose_name = _("State or observer")
        verbose_name_plural = _("States and observers")

    class Personal:
        erased = ()
        kept = ("code", "iso2", "m49", "name_en", "name_fr", "formal_name_en")

    def __str__(self) -> str:
        return str(self.name)


class DatedQuerySet(models.QuerySet[models.Model]):
    def on(self, day: date) -> Self:
        """Keep what held on this day."""
        return self.filter(on(day))


class CountryName(models.Model):
    """What a country was called, in one language, over one period."""

    country = models.ForeignKey(Country, models.CASCADE, related_name="names")
    language = models.CharField(_("language"), max_length=7)
    name = models.CharField(_("name"), max_length=120)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    precision = models.CharField(
        _("precision"), max_length=10, choices=Precision, default=Precision.DAY
    )
    source = models.TextField(_("source"), blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("name of a State")
        verbose_name_plural = _("names of States")
        constraints = [
            ends_after_it_starts(),
            one_of("precision", Precision),
            periods_do_not_overlap(
                "country", "language", name="one_name_per_language_and_day"
            ),
        ]

    class Personal:
        erased = ()
        kept = ("language", "name", "source")

    def __str__(self) -> str:
        return self.name


class GroupMembership(models.Model):
    """A country's place in one group over one period."""

    country = models.ForeignKey(Country, models.CASCADE, related_name="groups")
    group = models.CharField(_("group"), max_length=24, choices=CountryGroup)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    precision = models.CharField(
        _("precision"), max_length=10, choices=Precision, default=Precision.DAY
    )
    source = models.TextField(_("source"), blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("group membership")
        verbose_name_plural = _("group memberships")
        constraints = [
            ends_after_it_starts(),
            one_of("group", CountryGroup),
            one_of("precision", Precision),
            periods_do_not_overlap("country", "group", name="once_in_a_group_per_day"),
            periods_do_not_overlap(
                "country",
                name="one_regional_group_per_day",
                condition=Q(group__in=REGIONAL_GROUPS),
                message=_("A country elects in one regional group at a time."),
            ),
            periods_do_not_overlap(
                "country",
                name="one_standing_per_day",
                condition=Q(group__in=STANDINGS),
                message=_("A country is a member or an observer, not both."),
            ),
        ]
        indexes = [models.Index(fields=["group"], name="membership_by_group")]

    class Personal:
        erased = ()
        kept = ("source",)

    def __str__(self) -> str:
        return f"{self.country_id} {self.get_group_display()}"
