"""Whom a text is for: a saved choice, put together from parts.

An audience is everybody in one of its parts, without those in one that is left out.
Within a part, all conditions that are filled in have to hold.
"""

from typing import Self

from django.db import models
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from partners.models import REGIONAL_GROUPS, Committee, Sector
from seminars.models import Seminar, Series, Theme
from unitar_seminars.db import one_of
from unitar_seminars.labels import numbered
from unitar_seminars.translated import Translated, bilingual


class Who(models.TextChoices):
    ORGANISATIONS = "organisations", _("Organisations")
    NEVER_CAME = "never_came", _("Organisations from which nobody ever came")
    SUBSCRIBERS = "subscribers", _("Subscribers to single messages")
    REGISTERED = "registered", _("People who registered, waiting ones included")
    WAITING = "waiting", _("People who wait for a place")
    ATTENDED = "attended", _("People who came")


BODIES = (Who.ORGANISATIONS, Who.NEVER_CAME)
REGISTRANTS = (Who.REGISTERED, Who.WAITING, Who.ATTENDED)


class ReachedAt(models.TextChoices):
    OFFICIAL = "official", _("at their official address")
    FOCAL_POINTS = "focal_points", _("through their focal points")
    BOTH = "both", _("at their official address and through their focal points")


class Standing(models.TextChoices):
    MEMBER = "member", _("Member States")
    OBSERVER = "observer", _("Observers")


class Situation(models.TextChoices):
    LDC = "ldc", _("Least developed countries")
    LLDC = "lldc", _("Landlocked developing countries")
    SIDS = "sids", _("Small island developing States")
    ANY = "any", _("Countries in special situations (any of the three)")


class AudienceQuerySet(models.QuerySet["Audience"]):
    def with_parts(self) -> Self:
        """Read what its parts name along with it, in few queries."""
        parts = AudiencePart.objects.select_related("theme", "series", "seminar")
        return self.prefetch_related(Prefetch("parts", parts.order_by("pk")))


class Audience(models.Model):
    """A choice of whom to write to, saved under a name."""

    name_en, name_fr = bilingual(models.CharField, _("name"), max_length=160)
    name = Translated("name")

    objects = AudienceQuerySet.as_manager()

    class Meta:
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")
        constraints = [
            models.CheckConstraint(
                condition=~Q(name_en="") & ~Q(name_fr=""),
                name="audience_named_in_both_languages",
                violation_error_message=_("Name it in English and in French."),
                violation_error_code="both_languages",
            ),
            *[
                models.UniqueConstraint(
                    fields=[name],
                    name=f"audience_{name}_once",
                    violation_error_message=_(
                        "There is an audience of this name: take that one, or choose"
                        " another name."
                    ),
                    violation_error_code="name_taken",
                )
                for name in ("name_en", "name_fr")
            ],
        ]

    class Personal:
        erased = ()
        kept = ("name_en", "name_fr")

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("briefings:audience", args=[self.pk])


class AudiencePart(models.Model):
    """One choice within an audience; `is_excluded` takes its people out again.

    What is asked of registrants is asked of what they were when they registered.
    """

    audience = models.ForeignKey(
        Audience, models.CASCADE, related_name="parts", verbose_name=_("audience")
    )
    is_excluded = models.BooleanField(_("left out"), default=False)
    who = models.CharField(_("who"), max_length=16, choices=Who)
    reached_at = models.CharField(
        _("how"), max_length=16, choices=ReachedAt, blank=True
    )
    sector = models.CharField(_("sector"), max_length=20, choices=Sector, blank=True)
    standing = models.CharField(
        _("standing"), max_length=10, choices=Standing, blank=True
    )
    regional_group = models.CharField(
        _("regional group"),
        max_length=24,
        choices=[(group.value, group.label) for group in REGIONAL_GROUPS],
        blank=True,
    )
    situation = models.CharField(
        _("special situation"), max_length=4, choices=Situation, blank=True
    )
    committee = models.CharField(
        _("delegates who cover"), max_length=8, choices=Committee, blank=True
    )
    theme = models.ForeignKey(
        Theme,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="audience_parts",
        verbose_name=_("theme"),
    )
    series = models.ForeignKey(
        Series,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="audience_parts",
        verbose_name=_("series"),
    )
    seminar = models.ForeignKey(
        Seminar,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="audience_parts",
        verbose_name=_("seminar"),
    )

    class Meta:
        verbose_name = _("part of an audience")
        verbose_name_plural = _("parts of audiences")
        constraints = [
            one_of("who", Who),
            *[
                models.CheckConstraint(
                    condition=Q(**{f"{field}__in": ["", *known]}),
                    name=f"briefings_audiencepart_{field}_known",
                )
                for field, known in (
                    ("reached_at", ReachedAt.values),
                    ("sector", Sector.values),
                    ("standing", Standing.values),
                    ("regional_group", REGIONAL_GROUPS),
                    ("situation", Situation.values),
                    ("committee", Committee.values),
                )
            ],
            models.CheckConstraint(
                condition=~Q(who__in=BODIES) | ~Q(sector=""),
                name="part_of_organisations_names_their_sector",
                violation_error_message=_(
                    "Choose the sector of these organisations: missions, for example."
                ),
                violation_error_code="sector",
            ),
            models.CheckConstraint(
                condition=Q(who__in=BODIES, committee="") ^ Q(reached_at=""),
                name="part_says_how_exactly_for_organisations",
                violation_error_message=_(
                    "Say how organisations are reached; leave it empty for people and"
                    " for delegates of a committee, who have addresses of their own."
                ),
                violation_error_code="reached_at",
            ),
            models.CheckConstraint(
                condition=Q(who__in=BODIES) | Q(committee="", standing=""),
                name="committee_and_standing_only_of_organisations",
                violation_error_message=_(
                    "Committee and standing narrow organisations: choose those, or"
                    " empty both."
                ),
                violation_error_code="organisations_only",
            ),
            models.CheckConstraint(
                condition=~Q(who=Who.SUBSCRIBERS)
                | Q(sector="", regional_group="", situation="", seminar=None),
                name="subscribers_only_by_theme_or_series",
                violation_error_message=_(
                    "Of subscribers only theme and series are known: empty the rest."
                ),
                violation_error_code="subscribers",
            ),
            models.CheckConstraint(
                condition=~Q(who__in=REGISTRANTS)
                | Q(seminar__isnull=False)
                | Q(series__isnull=False)
                | Q(theme__isnull=False),
                name="registrants_of_something",
                violation_error_message=_("Choose a seminar, a series or a theme."),
                violation_error_code="of_what",
            ),
            models.CheckConstraint(
                condition=~Q(who=Who.ORGANISATIONS)
                | Q(seminar=None, series=None, theme=None),
                name="organisations_of_no_seminar",
                violation_error_message=_(
                    "A seminar, series or theme narrows people who registered,"
                    " subscribers, and organisations from which nobody came."
                ),
                violation_error_code="of_no_seminar",
            ),
        ]

    class Personal:
        erased = ()
        kept = ()

    def __str__(self) -> str:
        return numbered(self)
