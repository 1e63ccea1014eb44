"""Who is asked to speak, and how that stands."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partners.models import Person
from seminars.models.session import AgendaItem, Session
from unitar_seminars.db import one_of
from unitar_seminars.labels import numbered
from unitar_seminars.translated import Translated, bilingual


class SpeakerRole(models.TextChoices):
    SPEAKER = "speaker", _("Speaker")
    MODERATOR = "moderator", _("Moderator")
    FACILITATOR = "facilitator", _("Facilitator")


class SpeakerState(models.TextChoices):
    TO_INVITE = "to_invite", _("To be invited")
    INVITED = "invited", _("Invited")
    ACCEPTED = "accepted", _("Accepted")
    CONFIRMED = "confirmed", _("Confirmed")
    SPOKE = "spoke", _("Spoke")
    DECLINED = "declined", _("Declined")
    CANCELLED = "cancelled", _("Cancelled")


NAMED = [SpeakerState.ACCEPTED, SpeakerState.CONFIRMED, SpeakerState.SPOKE]
GONE = [SpeakerState.DECLINED, SpeakerState.CANCELLED]


class SpeakerInvitation(models.Model):
    """One person asked to take a part in one session.

    Only those who accepted are named in public; whoever is still asked shows as
    a speaker to be confirmed, and so does the gap that somebody named has left.
    """

    session = models.ForeignKey(
        Session, models.CASCADE, related_name="speakers", verbose_name=_("session")
    )
    item = models.ForeignKey(
        AgendaItem,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="speakers",
        verbose_name=_("agenda item"),
    )
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        related_name="speaker_invitations",
        verbose_name=_("person"),
    )
    affiliation_en, affiliation_fr = bilingual(
        models.CharField, _("presented as"), max_length=200
    )
    affiliation = Translated("affiliation")
    role = models.CharField(
        _("role"), max_length=12, choices=SpeakerRole, default=SpeakerRole.SPEAKER
    )
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=SpeakerState,
        default=SpeakerState.TO_INVITE,
    )
    replaced_by = models.OneToOneField(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="replaces",
        verbose_name=_("replaced by"),
    )
    leaves_a_gap = models.BooleanField(
        _("somebody else has to be found"), default=False, editable=False
    )

    class Meta:
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")
        constraints = [
            one_of("role", SpeakerRole),
            one_of("state", SpeakerState),
            models.UniqueConstraint(
                fields=["session", "item", "person"],
                condition=~Q(state__in=GONE),
                name="speaker_asked_once_per_item",
                nulls_distinct=False,
                violation_error_message=_("This person is asked already."),
                violation_error_code="asked",
            ),
            models.CheckConstraint(
                condition=Q(replaced_by=None) | Q(state__in=GONE),
                name="only_a_speaker_who_left_is_replaced",
                violation_error_message=_("Only a speaker who left is replaced."),
                violation_error_code="replaced",
            ),
            models.CheckConstraint(
                condition=Q(leaves_a_gap=False) | Q(state__in=GONE, replaced_by=None),
                name="only_a_speaker_who_left_leaves_a_gap",
            ),
        ]

    class Personal:
        erased = ("person",)
        kept = ("affiliation_en", "affiliation_fr")

    def __str__(self) -> str:
        return numbered(self)

    @property
    def is_named(self) -> bool:
        """Whether the public programme may name the person."""
        return self.state in NAMED
