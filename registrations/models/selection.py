"""Who is chosen among those who apply, and who is invited to register."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registrations.models.nomination import Nomination
from registrations.models.registration import Registration
from seminars.models import Seminar
from unitar_seminars.db import one_of
from unitar_seminars.labels import numbered
from unitar_seminars.translated import Language


class VerdictChoice(models.TextChoices):
    ACCEPT = "accept", _("Accept")
    DECLINE = "decline", _("Decline")


class Verdict(models.Model):
    """What organisers think of one application; nobody hears of it before it is sent.

    The reason of a refusal is told then, that of an acceptance stays here.
    """

    registration = models.OneToOneField(
        Registration, models.PROTECT, related_name="verdict"
    )
    is_shortlisted = models.BooleanField(_("on the shortlist"), default=False)
    choice = models.CharField(
        _("verdict"), max_length=10, choices=VerdictChoice, blank=True
    )
    why = models.TextField(_("reason"), blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)

    class Meta:
        verbose_name = _("verdict")
        verbose_name_plural = _("verdicts")
        constraints = [
            models.CheckConstraint(
                condition=Q(choice__in=["", *VerdictChoice.values]),
                name="registrations_verdict_choice_known",
            ),
            models.CheckConstraint(
                condition=Q(choice="", why="", decided_at=None)
                | (~Q(choice="") & ~Q(why="") & Q(decided_at__isnull=False)),
                name="verdict_has_its_reason",
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None) | ~Q(choice=""),
                name="only_a_verdict_is_sent",
            ),
        ]

    class Personal:
        erased = ("why",)
        kept = ()

    def __str__(self) -> str:
        return numbered(self)


class InvitationToRegister(models.Model):
    """One person or organisation who may register by a link of their own, once.

    Whoever used the link to come instead of the one who was invited has said so.
    """

    seminar = models.ForeignKey(
        Seminar,
        models.PROTECT,
        related_name="invitations_to_register",
        verbose_name=_("seminar"),
    )
    name = models.CharField(_("name"), max_length=200)
    organisation_name = models.CharField(_("organisation"), max_length=200, blank=True)
    address = models.EmailField(_("e-mail address"))
    language = models.CharField(
        _("language"), max_length=7, choices=Language, default=Language.EN
    )
    invited_at = models.DateTimeField(_("invited at"))
    expires_at = models.DateTimeField(_("valid until"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    nomination = models.OneToOneField(
        Nomination,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="invitation_to_register",
        verbose_name=_("used for"),
    )
    came_instead = models.BooleanField(_("somebody else comes"), default=False)
    link_generation = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("invitation to register")
        verbose_name_plural = _("invitations to register")
        constraints = [
            one_of("language", Language),
            models.UniqueConstraint(
                fields=["seminar", "name", "address"],
                condition=Q(withdrawn_at=None),
                name="invited_once",
                violation_error_message=_("This person is invited already."),
                violation_error_code="invited",
            ),
            models.CheckConstraint(
                condition=Q(came_instead=False) | Q(nomination__isnull=False),
                name="who_came_instead_is_known",
            ),
        ]

    class Personal:
        erased = ("name", "organisation_name", "address")
        kept = ()

    def __str__(self) -> str:
        return numbered(self)
