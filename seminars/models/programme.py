"""The frame of what is offered: series that follow one another, and themes."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from unitar_seminars.db import ends_after_it_starts
from unitar_seminars.translated import Translated, bilingual


class Theme(models.Model):
    """A subject term under which seminars are found, across series and years."""

    slug = models.SlugField(_("address of its page"), unique=True)
    name_en, name_fr = bilingual(models.CharField, _("name"), max_length=80)
    name = Translated("name")

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")

    class Personal:
        erased = ()
        kept = ("slug", "name_en", "name_fr")

    def __str__(self) -> str:
        return str(self.name)


class Series(models.Model):
    """A named programme of several years, perhaps continuing an earlier one."""

    slug = models.SlugField(_("address of its page"), unique=True)
    title_en, title_fr = bilingual(models.CharField, _("title"), max_length=120)
    title = Translated("title")
    description_en, description_fr = bilingual(models.TextField, _("description"))
    description = Translated("description")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    predecessor = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="successor",
        verbose_name=_("continues"),
    )
    is_illustrative = models.BooleanField(_("illustrative"), default=False)

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")
        constraints = [
            ends_after_it_starts(),
            models.CheckConstraint(
                condition=~models.Q(predecessor=models.F("pk")),
                name="series_does_not_continue_itself",
                violation_error_message=_("A series can't continue itself."),
                violation_error_code="itself",
            ),
        ]

    class Personal:
        erased = ()
        kept = ("slug", "title_en", "title_fr", "description_en", "description_fr")

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("seminars:series", args=[self.slug])
