"""Organisations: missions, UN entities, partners, associations and all others."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from partners.models.countries import Country
from unitar_seminars.db import (
    Folded,
    ends_after_it_starts,
    on,
    one_of,
    periods_do_not_overlap,
)
from unitar_seminars.translated import Translated, bilingual


class Sector(models.TextChoices):
    MISSION = "mission", _("Permanent or observer mission")
    UN = "un", _("United Nations system")
    IGO = "igo", _("Other intergovernmental organisation")
    NGO = "ngo", _("Non-governmental organisation")
    MIGRANT_ASSOCIATION = "migrant_association", _("Migrant association")
    ACADEMIA = "academia", _("Academia")
    FOUNDATION = "foundation", _("Foundation")
    PRIVATE = "private", _("Private sector")
    MEDIA = "media", _("Media")
    OTHER = "other", _("Other")


class OrganisationState(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    ACTIVE = "active", _("Active")
    MERGED = "merged", _("Merged")
    CLOSED = "closed", _("Closed")


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def active(self) -> Self:
        return self.filter(state=OrganisationState.ACTIVE)

    def with_sector(self, day: date) -> Self:
        """Add `sector`: what kind of organisation each was on this day."""
        held = OrganisationSector.objects.filter(organisation=OuterRef("pk"))
        return self.annotate(sector=Subquery(held.filter(on(day)).values("sector")[:1]))

    def matching(self, words: str) -> Self:
        """Keep those with each word in a name or an alias, accents or not."""
        found = self.alias(
            folded_en=Folded("name_en"),
            folded_fr=Folded("name_fr"),
            folded_short_en=Folded("short_name_en"),
            folded_short_fr=Folded("short_name_fr"),
        )
        for word in words.split():
            piece = Folded(models.Value(word))
            aliases = OrganisationAlias.objects.alias(folded=Folded("name"))
            found = found.filter(
                Q(folded_en__contains=piece)
                | Q(folded_fr__contains=piece)
                | Q(folded_short_en__contains=piece)
                | Q(folded_short_fr__contains=piece)
                | Q(
                    pk__in=aliases.filter(folded__contains=piece).values("organisation")
                )
            )
        return found


class Organisation(models.Model):
    """A body that people come from. What kind it is, is dated: `OrganisationSector`.

    Somebody who registers may type one that is not in the list; it is *proposed*
    until staff says which it is.
    """

    name_en, name_fr = bilingual(models.CharField, _("name"), max_length=200)
    name = Translated("name")
    short_name_en, short_name_fr = bilingual(
        models.CharField, _("acronym or short name"), max_length=40
    )
    short_name = Translated("short_name")
    country = models.ForeignKey(
        Country,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("country"),
    )
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=OrganisationState,
        default=OrganisationState.ACTIVE,
    )
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged_from",
        verbose_name=_("merged into"),
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            one_of("state", OrganisationState),
            models.CheckConstraint(
                condition=~Q(name_en="") | ~Q(name_fr=""),
                name="organisation_has_a_name",
                violation_error_message=_("Give the name in English or French."),
                violation_error_code="nameless",
            ),
            models.CheckConstraint(
                condition=Q(state=OrganisationState.MERGED) ^ Q(merged_into=None),
                name="merged_organisation_says_into_which",
                violation_error_message=_("Say into which organisation it was merged."),
                violation_error_code="merged_into",
            ),
        ]
        indexes = [
            models.Index(Folded("name_en"), name="organisation_by_name_en"),
            models.Index(Folded("name_fr"), name="organisation_by_name_fr"),
            models.Index(Folded("short_name_en"), name="organisation_by_short_en"),
            models.Index(Folded("short_name_fr"), name="organisation_by_short_fr"),
        ]

    class Personal:
        erased = ()
        kept = ("name_en", "name_fr", "short_name_en", "short_name_fr")

    def __str__(self) -> str:
        return str(self.name)


class OrganisationAlias(models.Model):
    """Another name under which an organisation is looked for."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="aliases"
    )
    name = models.CharField(_("name"), max_length=200)

    class Meta:
        verbose_name = _("alias")
        verbose_name_plural = _("aliases")
        constraints = [
            models.UniqueConstraint(
                "organisation",
                Folded("name"),
                name="alias_once_per_organisation",
                violation_error_message=_("This alias is in the list already."),
                violation_error_code="alias_taken",
            )
        ]
        indexes = [models.Index(Folded("name"), name="alias_by_name")]

    class Personal:
        erased = ()
        kept = ("name",)

    def __str__(self) -> str:
        return self.name


class OrganisationSector(models.Model):
    """What kind of organisation it was, over one period."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="sectors"
    )
    sector = models.CharField(_("sector"), max_length=20, choices=Sector)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")
        constraints = [
            one_of("sector", Sector),
            ends_after_it_starts(),
            periods_do_not_overlap(
                "organisation",
                name="one_sector_per_day",
                message=_("An organisation belongs to one sector at a time."),
            ),
        ]

    class Personal:
        erased = ()
        kept = ()

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.get_sector_display()}"
