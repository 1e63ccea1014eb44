"""Person, mailbox, login and post are four things, each with its own table.

Two people may share a mailbox, a mission has an official one, an assistant
writes for an ambassador, and one login may serve several people.
"""

from datetime import date
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from partners.models.organisations import Organisation
from unitar_seminars.db import (
    Folded,
    ends_after_it_starts,
    exactly_one,
    last_day,
    on,
    one_of,
    periods_do_not_overlap,
)
from unitar_seminars.labels import numbered
from unitar_seminars.translated import Language
from users.models import User


class Gender(models.TextChoices):
    """As a person says it; never inferred."""

    WOMAN = "woman", _("Woman")
    MAN = "man", _("Man")
    OTHER = "other", _("Other")
    UNSAID = "unsaid", _("Prefer not to say")


class FormOfAddress(models.TextChoices):
    NONE = "none", _("None")
    HE_MS = "he_ms", _("H.E. Ms.")
    HE_MR = "he_mr", _("H.E. Mr.")
    MS = "ms", _("Ms.")
    MR = "mr", _("Mr.")
    DR = "dr", _("Dr.")
    PROF = "prof", _("Prof.")


class PersonState(models.TextChoices):
    ACTIVE = "active", _("Active")
    RESTRICTED = "restricted", _("Restricted")
    ERASED = "erased", _("Erased")
    MERGED = "merged", _("Merged into another entry")


class Person(models.Model):
    """A human being whom we know; the name as its owner writes it."""

    name = models.CharField(_("name, as the person writes it"), max_length=200)
    form_of_address = models.CharField(
        _("form of address"),
        max_length=10,
        choices=FormOfAddress,
        default=FormOfAddress.NONE,
    )
    gender = models.CharField(
        _("gender"), max_length=10, choices=Gender, default=Gender.UNSAID
    )
    language = models.CharField(
        _("language"), max_length=7, choices=Language, default=Language.EN
    )
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="people",
        verbose_name=_("account"),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=PersonState, default=PersonState.ACTIVE
    )

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            one_of("form_of_address", FormOfAddress),
            one_of("gender", Gender),
            one_of("language", Language),
            one_of("state", PersonState),
        ]
        indexes = [models.Index(Folded("name"), name="person_by_name")]

    class Personal:
        erased = ("name", "account")
        kept = ()

    def __str__(self) -> str:
        return numbered(self)

    @property
    def addressed_name(self) -> str:
        """The name with its form of address before it."""
        if self.form_of_address == FormOfAddress.NONE:
            return self.name
        return f"{self.get_form_of_address_display()} {self.name}"


class ContactPoint(models.Model):
    """One e-mail address, once, whoever uses it."""

    address = models.EmailField(_("e-mail address"))
    address_folded = models.GeneratedField(
        expression=Lower("address"),
        output_field=models.CharField(max_length=254),
        db_persist=True,
    )

    class Meta:
        verbose_name = _("contact point")
        verbose_name_plural = _("contact points")
        constraints = [
            models.UniqueConstraint(
                fields=["address_folded"],
                name="address_once",
                violation_error_message=_("This address is in the list already."),
                violation_error_code="address_taken",
            ),
        ]

    class Personal:
        erased = ("address", "address_folded")
        kept = ()

    def __str__(self) -> str:
        return numbered(self)


class ContactKind(models.TextChoices):
    OFFICIAL = "official", _("Official address")
    OWN = "own", _("Own address")
    ASSISTANT = "assistant", _("Assistant's address")


class ContactUseQuerySet(models.QuerySet["ContactUse"]):
    def on(self, day: date) -> Self:
        """Keep the uses of this day."""
        return self.filter(on(day))


class ContactUse(models.Model):
    """Who is reached at an address, how, and over which period."""

    contact_point = models.ForeignKey(
        ContactPoint,
        models.CASCADE,
        related_name="uses",
        verbose_name=_("contact point"),
    )
    person = models.ForeignKey(
        Person,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="contact_uses",
        verbose_name=_("person"),
    )
    organisation = models.ForeignKey(
        Organisation,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="contact_uses",
        verbose_name=_("organisation"),
    )
    kind = models.CharField(
        _("kind"), max_length=10, choices=ContactKind, default=ContactKind.OWN
    )
    language = models.CharField(
        _("language"), max_length=7, choices=Language, default=Language.EN
    )
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = ContactUseQuerySet.as_manager()

    class Meta:
        verbose_name = _("use of a contact point")
        verbose_name_plural = _("uses of contact points")
        constraints = [
            exactly_one("person", "organisation"),
            one_of("kind", ContactKind),
            one_of("language", Language),
            ends_after_it_starts(),
        ]

    class Personal:
        erased = ("person",)
        kept = ()

    def __str__(self) -> str:
        return numbered(self)


class Committee(models.TextChoices):
    """What a delegate follows: a Main Committee of the General Assembly, the Forum."""

    FIRST = "first", _("First Committee")
    SECOND = "second", _("Second Committee")
    THIRD = "third", _("Third Committee")
    FOURTH = "fourth", _("Fourth Committee")
    FIFTH = "fifth", _("Fifth Committee")
    SIXTH = "sixth", _("Sixth Committee")
    GFMD = "gfmd", _("Global Forum on Migration and Development")


class Posting(models.Model):
    """A person's dated post in an organisation, and what they follow in it."""

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="postings", verbose_name=_("person")
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="postings",
        verbose_name=_("organisation"),
    )
    rank = models.CharField(_("rank or post"), max_length=120, blank=True)
    committees = ArrayField(
        models.CharField(max_length=8, choices=Committee),
        default=list,
        blank=True,
        verbose_name=_("covers"),
    )
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        constraints = [
            ends_after_it_starts(),
            periods_do_not_overlap(
                "person",
                "organisation",
                name="one_posting_per_organisation_and_day",
                message=_("This person has a posting there for these days already."),
            ),
            models.CheckConstraint(
                condition=Q(committees__contained_by=Committee.values),
                name="partners_posting_committees_known",
            ),
        ]

    class Personal:
        erased = ("person", "rank")
        kept = ()

    def __str__(self) -> str:
        return numbered(self)

    @property
    def last_on(self) -> date | None:
        """The last day in this post."""
        return last_day(self.ends_on)


class RepresentationRole(models.TextChoices):
    PARTNER = "partner", _("Partner")
    FOCAL_POINT = "focal_point", _("Mission focal point")
    HOST = "host", _("GFMD host focal point")


class RepresentationQuerySet(models.QuerySet["Representation"]):
    def of(self, user: User, *, role: RepresentationRole, day: date) -> Self:
        """Keep what lets this user act in this role on this day."""
        return self.filter(on(day), user=user.pk, role=role)


class Representation(models.Model):
    """An account may act for an organisation, or for a host term, while it lasts."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="representations",
        verbose_name=_("account"),
    )
    organisation = models.ForeignKey(
        Organisation,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="representations",
        verbose_name=_("organisation"),
    )
    host_term = models.ForeignKey(
        "partners.HostTerm",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="representations",
        verbose_name=_("host term"),
    )
    role = models.CharField(_("role"), max_length=12, choices=RepresentationRole)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = RepresentationQuerySet.as_manager()

    class Meta:
        verbose_name = _("representation")
        verbose_name_plural = _("representations")
        constraints = [
            exactly_one("organisation", "host_term"),
            one_of("role", RepresentationRole),
            ends_after_it_starts(),
            models.CheckConstraint(
                condition=Q(role=RepresentationRole.HOST) ^ Q(host_term=None),
                name="host_role_exactly_for_a_host_term",
                violation_error_message=_("A host acts for a host term."),
                violation_error_code="role_of_host",
            ),
        ]

    class Personal:
        erased = ("user",)
        kept = ()

    def __str__(self) -> str:
        return numbered(self)
