"""One named person's wish to take part, as things stood that day.

What was typed and what was true then are columns: no later edit of a person, an
organisation or a country changes what a registration says.
"""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partners.models import (
    REGIONAL_GROUPS,
    Country,
    FormOfAddress,
    Gender,
    Organisation,
    OrganisationState,
    Person,
    Sector,
)
from registrations.models.nomination import Nomination
from seminars.models import Mode, Seminar
from unitar_seminars.db import one_of
from unitar_seminars.labels import numbered
from unitar_seminars.translated import Language, Translated, bilingual
from users.models import User


class RegistrationStatus(models.TextChoices):
    PENDING = "pending", _("Awaiting approval")
    DECLINED = "declined", pgettext_lazy("registration", "Declined")
    WAITING = "waiting", _("Waiting for a place")
    OFFERED = "offered", _("Place offered")
    CONFIRMED = "confirmed", pgettext_lazy("registration", "Confirmed")
    CANCELLED = "cancelled", pgettext_lazy("registration", "Cancelled")


class CancelledBecause(models.TextChoices):
    PERSON = "person", _("by the person")
    SENDER = "sender", _("by who filed it")
    ORGANISER = "organiser", _("by the organiser")
    SUBSTITUTED = "substituted", _("somebody else comes instead")
    EXPIRED = "expired", _("an offer was not taken up")


SEATED = [RegistrationStatus.CONFIRMED, RegistrationStatus.OFFERED]
ACTIVE = [RegistrationStatus.PENDING, RegistrationStatus.WAITING, *SEATED]
GONE = [RegistrationStatus.DECLINED, RegistrationStatus.CANCELLED]
TYPED = [OrganisationState.PROPOSED, OrganisationState.MERGED]


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def active(self) -> Self:
        return self.filter(status__in=ACTIVE)

    def seated(self) -> Self:
        return self.filter(status__in=SEATED)

    def waiting(self) -> Self:
        return self.filter(status=RegistrationStatus.WAITING)

    def queued(self) -> Self:
        """Order as places are given: higher tier first, then first come."""
        return self.order_by("tier", "line_number")

    def of(self, user: User) -> Self:
        """Keep those whose person this account is."""
        return self.filter(person__account=user.pk)


class Registration(models.Model):
    """One named person in one nomination. Its place, if it has one, is a Seat."""

    seminar = models.ForeignKey(
        Seminar, models.PROTECT, related_name="registrations", verbose_name=_("seminar")
    )
    nomination = models.ForeignKey(
        Nomination,
        models.PROTECT,
        related_name="registrations",
        verbose_name=_("nomination"),
    )
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="registrations",
        verbose_name=_("person"),
    )

    name = models.CharField(_("name, as the person writes it"), max_length=200)
    form_of_address = models.CharField(
        _("form of address"),
        max_length=10,
        choices=FormOfAddress,
        default=FormOfAddress.NONE,
    )
    address = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(
        _("language"), max_length=7, choices=Language, default=Language.EN
    )
    gender = models.CharField(
        _("gender"), max_length=10, choices=Gender, default=Gender.UNSAID
    )
    needs = models.TextField(_("what we should prepare"), blank=True)
    in_own_hands_at = models.DateTimeField(
        _("in the person's own hands since"), null=True, blank=True
    )
    personal_code = models.CharField(max_length=128, blank=True, editable=False)

    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="registrations",
        verbose_name=_("organisation"),
    )
    organisation_name_en, organisation_name_fr = bilingual(
        models.CharField, _("organisation then"), max_length=200
    )
    organisation_name = Translated("organisation_name")
    sector = models.CharField(_("sector then"), max_length=20, choices=Sector)
    rank = models.CharField(_("rank or post then"), max_length=120, blank=True)
    country = models.ForeignKey(
        Country,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="registrations",
        verbose_name=_("country"),
    )
    country_name_en, country_name_fr = bilingual(
        models.CharField, _("country then"), max_length=120
    )
    country_name = Translated("country_name")
    regional_group = models.CharField(
        _("regional group then"),
        max_length=24,
        choices=[(group.value, group.label) for group in REGIONAL_GROUPS],
        blank=True,
    )
    is_ldc = models.BooleanField(_("LDC then"), default=False)
    is_lldc = models.BooleanField(_("LLDC then"), default=False)
    is_sids = models.BooleanField(_("SIDS then"), default=False)

    mode = models.CharField(_("mode"), max_length=10, choices=Mode, default=Mode.ROOM)
    tier = models.PositiveSmallIntegerField(_("tier"))
    line_number = models.PositiveIntegerField(_("number in line"))
    status = models.CharField(_("status"), max_length=10, choices=RegistrationStatus)
    submitted_at = models.DateTimeField(_("submitted at"))
    seated_at = models.DateTimeField(_("has had a place since"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)
    cancelled_because = models.CharField(
        _("cancelled"), max_length=12, choices=CancelledBecause, blank=True
    )
    declined_at = models.DateTimeField(_("declined at"), null=True, blank=True)
    offered_until = models.DateTimeField(_("offered until"), null=True, blank=True)
    is_walk_in = models.BooleanField(_("added at the door"), default=False)

    same_again = models.CharField(max_length=64, editable=False)
    same_again_version = models.PositiveSmallIntegerField(default=1, editable=False)
    link_generation = models.PositiveIntegerField(default=1, editable=False)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        constraints = [
            models.UniqueConstraint(
                fields=["seminar", "line_number"], name="line_number_once"
            ),
            models.UniqueConstraint(
                fields=["seminar", "same_again"],
                condition=~Q(status__in=GONE),
                name="registered_once_per_seminar",
                violation_error_message=_(
                    "Exactly this was filed before: the same name, organisation and"
                    " address. Remove this person, or correct what differs."
                ),
                violation_error_code="already_registered",
            ),
            models.UniqueConstraint(
                fields=["seminar", "person"],
                condition=Q(person__isnull=False) & ~Q(status__in=GONE),
                name="person_once_per_seminar",
                violation_error_message=_(
                    "This person is registered for this seminar already."
                ),
                violation_error_code="person_registered",
            ),
            models.CheckConstraint(
                condition=Q(status=RegistrationStatus.CANCELLED) ^ Q(cancelled_at=None),
                name="cancelled_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(status=RegistrationStatus.CANCELLED)
                ^ Q(cancelled_because=""),
                name="cancelled_says_because",
            ),
            models.CheckConstraint(
                condition=Q(status=RegistrationStatus.DECLINED) ^ Q(declined_at=None),
                name="declined_has_its_moment",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=SEATED) | Q(seated_at__isnull=False),
                name="seated_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(status=RegistrationStatus.OFFERED) ^ Q(offered_until=None),
                name="offered_has_its_hour",
            ),
            models.CheckConstraint(
                condition=Q(regional_group="") | Q(country__isnull=False),
                name="only_a_country_has_a_regional_group",
            ),
            models.CheckConstraint(
                condition=Q(regional_group__in=["", *REGIONAL_GROUPS]),
                name="registrations_registration_regional_group_known",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_because__in=["", *CancelledBecause.values]),
                name="registrations_registration_cancelled_because_known",
            ),
            models.CheckConstraint(
                condition=Q(personal_code="")
                | Q(personal_code__regex=r"^[a-z0-9_]+[$].+[$]"),
                name="personal_code_is_hashed",
            ),
            models.CheckConstraint(
                condition=Q(personal_code="") | Q(in_own_hands_at__isnull=False),
                name="a_code_means_own_hands",
            ),
            one_of("status", RegistrationStatus),
            one_of("sector", Sector),
            one_of("mode", Mode),
            one_of("language", Language),
            one_of("gender", Gender),
            one_of("form_of_address", FormOfAddress),
        ]
        indexes = [
            models.Index(
                fields=["seminar", "mode", "tier", "line_number"],
                condition=Q(status=RegistrationStatus.WAITING),
                name="queue",
            ),
            models.Index(
                fields=["offered_until"],
                condition=Q(status=RegistrationStatus.OFFERED),
                name="offers_by_hour",
            ),
        ]

    class Personal:
        erased = (
            "person",
            "name",
            "address",
            "needs",
            "rank",
            "same_again",
            "personal_code",
        )
        kept = (
            "organisation_name_en",
            "organisation_name_fr",
            "country_name_en",
            "country_name_fr",
        )

    def __str__(self) -> str:
        return numbered(self)

    @property
    def addressed_name(self) -> str:
        """The name with its form of address before it."""
        if self.form_of_address == FormOfAddress.NONE:
            return self.name
        return f"{self.get_form_of_address_display()} {self.name}"

    @property
    def is_in_own_hands(self) -> bool:
        """Whether the person has put it right, or chosen a code: no sender sees it."""
        return self.in_own_hands_at is not None

    @property
    def is_online(self) -> bool:
        return self.mode == Mode.ONLINE

    @property
    def is_pending(self) -> bool:
        return self.status == RegistrationStatus.PENDING

    @property
    def is_waiting(self) -> bool:
        return self.status == RegistrationStatus.WAITING

    @property
    def is_offered(self) -> bool:
        return self.status == RegistrationStatus.OFFERED

    @property
    def is_confirmed(self) -> bool:
        return self.status == RegistrationStatus.CONFIRMED

    @property
    def has_typed_organisation(self) -> bool:
        """Whether staff still have to say which organisation this is."""
        body = self.organisation
        return body is not None and body.state in TYPED

    @property
    def is_active(self) -> bool:
        return self.status in ACTIVE

    @property
    def is_seated(self) -> bool:
        return self.status in SEATED


class Substitution(models.Model):
    """One registration that took over the seat of another; both stay what they are."""

    predecessor = models.OneToOneField(
        Registration, models.PROTECT, related_name="succeeded_by"
    )
    successor = models.OneToOneField(
        Registration, models.PROTECT, related_name="succeeds"
    )
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("substitution")
        verbose_name_plural = _("substitutions")
        constraints = [
            models.CheckConstraint(
                condition=~Q(predecessor=models.F("successor")),
                name="nobody_substitutes_themselves",
            )
        ]

    class Personal:
        erased = ()
        kept = ()

    def __str__(self) -> str:
        return numbered(self)
