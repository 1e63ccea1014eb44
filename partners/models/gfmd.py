"""The Global Forum on Migration and Development, as our counterpart.

Hosting is a term with a life of its own: two countries may share one, a host may
withdraw, a summit may be put off or move online. None of this knows a seminar.
"""

from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partners.models.countries import Country
from partners.models.organisations import Organisation
from partners.models.people import Person, Representation, RepresentationRole
from unitar_seminars.db import (
    both_or_neither,
    ends_after_it_starts,
    exactly_one,
    on,
    one_of,
    periods_do_not_overlap,
)
from unitar_seminars.labels import numbered
from unitar_seminars.translated import Translated, bilingual
from users.models import User


class HostTermState(models.TextChoices):
    ANNOUNCED = "announced", pgettext_lazy("host term", "Announced")
    CONFIRMED = "confirmed", pgettext_lazy("host term", "Confirmed")
    CLOSED = "closed", pgettext_lazy("host term", "Closed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class HostTermQuerySet(models.QuerySet["HostTerm"]):
    def visible_to(self, user: User, *, day: date) -> Self:
        """Keep the terms this user may act for today; access ends with the term."""
        acting = Representation.objects.of(user, role=RepresentationRole.HOST, day=day)
        return self.filter(on(day), pk__in=acting.values("host_term"))

    def on(self, day: date) -> Self:
        return self.filter(on(day))


class HostTerm(models.Model):
    """The time in which one or several countries chair the Forum."""

    countries = models.ManyToManyField(
        Country, related_name="host_terms", verbose_name=_("countries")
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=HostTermState,
        default=HostTermState.ANNOUNCED,
    )
    replaced_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaces",
        verbose_name=_("replaced by"),
    )
    note_en, note_fr = bilingual(models.TextField, _("note"))
    note = Translated("note")

    objects = HostTermQuerySet.as_manager()

    class Meta:
        verbose_name = _("host term")
        verbose_name_plural = _("host terms")
        constraints = [
            ends_after_it_starts(),
            one_of("state", HostTermState),
            models.CheckConstraint(
                condition=Q(replaced_by=None) | Q(state=HostTermState.WITHDRAWN),
                name="only_a_withdrawn_host_is_replaced",
                violation_error_message=_("Only a host that withdrew is replaced."),
                violation_error_code="replaced",
            ),
        ]

    class Personal:
        erased = ()
        kept = ("note_en", "note_fr")

    def __str__(self) -> str:
        return f"{numbered(self)} ({self.starts_on:%Y})"


class ForumState(models.TextChoices):
    SCHEDULED = "scheduled", pgettext_lazy("summit", "Scheduled")
    POSTPONED = "postponed", pgettext_lazy("summit", "Postponed")
    HELD = "held", pgettext_lazy("summit", "Held")


class SummitMode(models.TextChoices):
    IN_PERSON = "in_person", _("In person")
    ONLINE = "online", _("Online")


class ForumEdition(models.Model):
    """One summit of the Forum, numbered."""

    number = models.PositiveSmallIntegerField(_("number"), unique=True)
    host_term = models.ForeignKey(
        HostTerm,
        models.PROTECT,
        related_name="editions",
        verbose_name=_("host term"),
    )
    place_en, place_fr = bilingual(models.CharField, _("place"), max_length=120)
    place = Translated("place")
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(
        _("day after the last"),
        null=True,
        blank=True,
    )
    days_known = models.BooleanField(_("days on record"), default=True)
    mode = models.CharField(
        _("mode"), max_length=10, choices=SummitMode, default=SummitMode.IN_PERSON
    )
    state = models.CharField(
        _("state"), max_length=10, choices=ForumState, default=ForumState.SCHEDULED
    )

    class Meta:
        verbose_name = _("Forum edition")
        verbose_name_plural = _("Forum editions")
        constraints = [
            one_of("mode", SummitMode),
            one_of("state", ForumState),
            both_or_neither("starts_on", "ends_on"),
            ends_after_it_starts(),
        ]

    class Personal:
        erased = ()
        kept = ("place_en", "place_fr")

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.number}"


class FocalPoint(models.Model):
    """The person to turn to, at a host or at a mission, while in charge."""

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="focal_points", verbose_name=_("person")
    )
    host_term = models.ForeignKey(
        HostTerm,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="focal_points",
        verbose_name=_("host term"),
    )
    organisation = models.ForeignKey(
        Organisation,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="focal_points",
        verbose_name=_("organisation"),
    )
    is_primary = models.BooleanField(_("first to be asked"), default=False)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("focal point")
        verbose_name_plural = _("focal points")
        constraints = [
            exactly_one("host_term", "organisation"),
            ends_after_it_starts(),
            periods_do_not_overlap(
                "host_term",
                name="one_primary_focal_point_per_host_and_day",
                condition=Q(is_primary=True, host_term__isnull=False),
                message=_("This host has a first focal point for these days."),
            ),
        ]

    class Personal:
        erased = ("person",)
        kept = ()

    def __str__(self) -> str:
        return numbered(self)


class Mechanism(models.TextChoices):
    GMG = "gmg", _("Global Migration Group")


class ChairTerm(models.Model):
    """Which organisation chaired an inter-agency group, and when."""

    mechanism = models.CharField(
        _("group"), max_length=10, choices=Mechanism, default=Mechanism.GMG
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="chair_terms",
        verbose_name=_("organisation"),
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("chair of an inter-agency group")
        verbose_name_plural = _("chairs of inter-agency groups")
        constraints = [
            one_of("mechanism", Mechanism),
            ends_after_it_starts(),
            periods_do_not_overlap("mechanism", name="one_chair_per_group_and_day"),
        ]

    class Personal:
        erased = ()
        kept = ()

    def __str__(self) -> str:
        return f"{self.get_mechanism_display()} ({self.starts_on:%Y})"


class UpdateState(models.TextChoices):
    REQUESTED = "requested", _("Requested")
    SCHEDULED = "scheduled", _("Scheduled")
    DELIVERED = "delivered", _("Delivered")
    CANCELLED = "cancelled", _("Cancelled")


class PreparatoryUpdateQuerySet(models.QuerySet["PreparatoryUpdate"]):
    def published(self, at: datetime) -> Self:
        """Keep what anybody may read now: delivered, and its hour has come."""
        is_open = Q(embargo_until=None) | Q(embargo_until__lte=at)
        return self.filter(is_open, state=UpdateState.DELIVERED)


class PreparatoryUpdate(models.Model):
    """A host's (or a group chair's) word to missions on how preparations go.

    Attached to a session, or by itself; what it carries is closed until its hour.
    """

    host_term = models.ForeignKey(
        HostTerm,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="updates",
        verbose_name=_("host term"),
    )
    chair_term = models.ForeignKey(
        ChairTerm,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="updates",
        verbose_name=_("chair of an inter-agency group"),
    )
    title_en, title_fr = bilingual(models.CharField, _("title"), max_length=200)
    title = Translated("title")
    text_en, text_fr = bilingual(models.TextField, _("text"))
    text = Translated("text")
    state = models.CharField(
        _("state"), max_length=10, choices=UpdateState, default=UpdateState.REQUESTED
    )
    embargo_until = models.DateTimeField(_("closed until"), null=True, blank=True)
    delivered_at = models.DateTimeField(_("delivered at"), null=True, blank=True)

    objects = PreparatoryUpdateQuerySet.as_manager()

    class Meta:
        verbose_name = _("preparatory update")
        verbose_name_plural = _("preparatory updates")
        constraints = [
            exactly_one("host_term", "chair_term"),
            one_of("state", UpdateState),
            models.CheckConstraint(
                condition=Q(state=UpdateState.DELIVERED) ^ Q(delivered_at=None),
                name="delivered_update_has_its_moment",
            ),
        ]

    class Personal:
        erased = ()
        kept = ("title_en", "title_fr", "text_en", "text_fr")

    def __str__(self) -> str:
        return str(self.title)
