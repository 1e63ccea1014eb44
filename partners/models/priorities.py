"""What hosts and partners want trained, what each party says of it, what came of it."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partners.models.gfmd import HostTerm
from partners.models.organisations import Organisation
from partners.models.people import Representation, RepresentationRole
from unitar_seminars.db import exactly_one, one_of
from unitar_seminars.labels import numbered
from unitar_seminars.translated import Translated, bilingual
from users.models import User


class PriorityState(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    RETAINED = "retained", _("Retained")
    NOT_RETAINED = "not_retained", _("Not retained")
    MERGED = "merged", _("Merged")
    CARRIED_OVER = "carried_over", _("Carried over")


class Priority(models.Model):
    """A topic that a host or a partner proposes for one year's training.

    It is never deleted: whether it led to a seminar follows from the seminars
    that name it, and what was not retained says why.
    """

    year = models.PositiveSmallIntegerField(_("year"))
    title_en, title_fr = bilingual(models.CharField, _("title"), max_length=200)
    title = Translated("title")
    rationale_en, rationale_fr = bilingual(models.TextField, _("rationale"))
    rationale = Translated("rationale")
    host_term = models.ForeignKey(
        HostTerm,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="priorities",
        verbose_name=_("proposed by the host"),
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="priorities",
        verbose_name=_("proposed by the organisation"),
    )
    state = models.CharField(
        _("state"),
        max_length=14,
        choices=PriorityState,
        default=PriorityState.PROPOSED,
    )
    reason_en, reason_fr = bilingual(models.TextField, _("reason"))
    reason = Translated("reason")
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged_from",
        verbose_name=_("merged into"),
    )
    carried_over_to = models.PositiveSmallIntegerField(
        _("carried over to the year"), null=True, blank=True
    )

    class Meta:
        verbose_name = _("priority")
        verbose_name_plural = _("priorities")
        constraints = [
            exactly_one("host_term", "organisation"),
            one_of("state", PriorityState),
            models.CheckConstraint(
                condition=Q(state=PriorityState.MERGED) ^ Q(merged_into=None),
                name="merged_priority_says_into_which",
            ),
            models.CheckConstraint(
                condition=Q(state=PriorityState.CARRIED_OVER) ^ Q(carried_over_to=None),
                name="carried_over_priority_says_to_which_year",
            ),
            models.CheckConstraint(
                condition=~Q(state=PriorityState.NOT_RETAINED) | ~Q(reason_en=""),
                name="not_retained_says_why",
                violation_error_message=_("Say why it was not retained."),
                violation_error_code="reason",
            ),
        ]

    class Personal:
        erased = ()
        kept = (
            "title_en",
            "title_fr",
            "rationale_en",
            "rationale_fr",
            "reason_en",
            "reason_fr",
        )

    def __str__(self) -> str:
        return str(self.title)


class Position(models.TextChoices):
    SUPPORT = "support", _("Support")
    COMMENT = "comment", _("Support with comment")
    NO_OBJECTION = "no_objection", _("No objection")
    OBJECT = "object", _("Objection")


class EndorsementQuerySet(models.QuerySet["Endorsement"]):
    def visible_to(self, user: User, *, day: date) -> Self:
        """Keep the positions of the years in which this user's side is a party.

        A party has proposed or answered something for that year; staff see all.
        """
        if user.is_staff:
            return self.all()
        acting = Representation.objects.of(
            user, role=RepresentationRole.PARTNER, day=day
        )
        agencies = acting.values("organisation")
        terms = HostTerm.objects.visible_to(user, day=day).values("pk")
        proposed = Priority.objects.filter(
            Q(host_term__in=terms) | Q(organisation__in=agencies)
        )
        answered = Priority.objects.filter(
            Q(endorsements__host_term__in=terms)
            | Q(endorsements__organisation__in=agencies)
        )
        return self.filter(
            Q(priority__year__in=proposed.values("year"))
            | Q(priority__year__in=answered.values("year"))
        )


class Endorsement(models.Model):
    """What one party answered about one priority."""

    priority = models.ForeignKey(
        Priority,
        models.CASCADE,
        related_name="endorsements",
        verbose_name=_("priority"),
    )
    host_term = models.ForeignKey(
        HostTerm,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="endorsements",
        verbose_name=_("host"),
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="endorsements",
        verbose_name=_("organisation"),
    )
    position = models.CharField(_("position"), max_length=12, choices=Position)
    comment = models.TextField(_("comment"), blank=True)
    answered_on = models.DateField(_("answered on"))

    objects = EndorsementQuerySet.as_manager()

    class Meta:
        verbose_name = _("position on a priority")
        verbose_name_plural = _("positions on priorities")
        constraints = [
            exactly_one("host_term", "organisation"),
            one_of("position", Position),
            models.UniqueConstraint(
                fields=["priority", "organisation"],
                name="one_position_per_organisation",
                violation_error_message=_("This organisation has answered already."),
                violation_error_code="answered",
            ),
            models.UniqueConstraint(
                fields=["priority", "host_term"],
                name="one_position_per_host",
                violation_error_message=_("This host has answered already."),
                violation_error_code="answered",
            ),
        ]

    class Personal:
        erased = ()
        kept = ("comment",)

    def __str__(self) -> str:
        return numbered(self)
