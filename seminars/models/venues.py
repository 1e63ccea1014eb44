"""Where seminars take place."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from unitar_seminars.translated import Translated, bilingual


class Venue(models.Model):
    """A building, with what a guest has to know to get in."""

    name_en, name_fr = bilingual(models.CharField, _("name"), max_length=160)
    name = Translated("name")
    address = models.CharField(_("address"), max_length=200, blank=True)
    access_en, access_fr = bilingual(models.TextField, _("getting in"))
    access = Translated("access")

    class Meta:
        verbose_name = _("venue")
        verbose_name_plural = _("venues")

    class Personal:
        erased = ()
        kept = ("name_en", "name_fr", "address", "access_en", "access_fr")

    def __str__(self) -> str:
        return str(self.name)


class Room(models.Model):
    """A room. How many it holds is a fact about it, never a limit on seats."""

    venue = models.ForeignKey(
        Venue, models.PROTECT, related_name="rooms", verbose_name=_("venue")
    )
    name_en, name_fr = bilingual(models.CharField, _("name"), max_length=120)
    name = Translated("name")
    capacity = models.PositiveIntegerField(_("holds"), null=True, blank=True)
    capacity_source = models.CharField(
        _("source of that figure"), max_length=120, blank=True
    )

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")

    class Personal:
        erased = ()
        kept = ("name_en", "name_fr", "capacity_source")

    def __str__(self) -> str:
        return str(self.name)
