"""Who may come in, who acts, and what they did."""

from dataclasses import dataclass
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from unitar_seminars.db import one_of
from unitar_seminars.labels import numbered


class UserManager(BaseUserManager["User"]):
    def create_user(
        self, email: str, password: str | None = None, **fields: Any
    ) -> "User":
        """Make an account. Nobody has a password: codes and passkeys let people in."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(
        self, email: str, password: str | None = None, **fields: Any
    ) -> "User":
        return self.create_user(
            email, password, is_staff=True, is_superuser=True, **fields
        )


class User(AbstractBaseUser, PermissionsMixin):
    """An account, named by its e-mail address.

    A login and no more: who a person is, what post they hold and for whom they
    may act are dated rows of `partners`.
    """

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    is_staff = models.BooleanField(_("organiser"), default=False)
    is_active = models.BooleanField(_("may sign in"), default=True)
    date_joined = models.DateTimeField(_("since"), db_default=Now())

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="one_account_per_address",
                violation_error_message=_("This address has an account already."),
                violation_error_code="address_taken",
            ),
        ]

    class Personal:
        erased = ("email", "name")
        kept = ("password",)

    def __str__(self) -> str:
        return numbered(self)

    def get_full_name(self) -> str:
        return self.name or self.email

    def get_short_name(self) -> str:
        return self.name or self.email


class ActorKind(models.TextChoices):
    ACCOUNT = "account", _("Signed-in account")
    LINK = "link", _("Mailed link")
    VISITOR = "visitor", _("Public form")
    SYSTEM = "system", _("Timetable")
    COMMAND = "command", _("Command line")


@dataclass(frozen=True)
class Actor:
    """Whoever acts. A link is labelled by its id, never by an address."""

    kind: ActorKind
    user: User | None = None
    label: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        """Name whoever sent this request: an account, else the public form."""
        if isinstance(request.user, User):
            return cls(ActorKind.ACCOUNT, user=request.user)
        return cls(ActorKind.VISITOR)


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    def about(self, thing_key: str) -> Self:
        """Keep what was done to one thing, newest first."""
        return self.filter(thing=thing_key).order_by("-at", "-pk")


class AuditEntry(models.Model):
    """One verb that somebody called on one thing. Written once, never changed."""

    verb = models.CharField(_("verb"), max_length=40)
    thing = models.CharField(_("thing"), max_length=80)
    kind = models.CharField(_("kind of actor"), max_length=10, choices=ActorKind)
    user = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="audit_entries"
    )
    label = models.CharField(_("label"), max_length=80, blank=True)
    at = models.DateTimeField(_("at"))
    why = models.TextField(_("why"), blank=True)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=ActorKind.ACCOUNT) ^ Q(user=None),
                name="audit_user_exactly_for_account",
            ),
            one_of("kind", ActorKind),
        ]
        indexes = [models.Index(fields=["thing", "at"], name="audit_by_thing")]

    class Personal:
        erased = ("user", "why")
        kept = ("verb", "thing", "label")

    def __str__(self) -> str:
        return f"{self.verb} {self.thing}"

    @property
    def who(self) -> str:
        """The actor in words. Load the user with the entry."""
        if self.user:
            return self.user.get_full_name()
        return " ".join([str(self.get_kind_display()), self.label]).strip()
