"""What one sender files for one seminar, once."""

from typing import Self

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from seminars.models import Seminar
from unitar_seminars.db import one_of
from unitar_seminars.labels import numbered
from unitar_seminars.translated import Language
from users.models import User


class NominationQuerySet(models.QuerySet["Nomination"]):
    def visible_to(self, addresses: list[str]) -> Self:
        """Keep what was filed from one of these verified addresses."""
        folded = [address.lower() for address in addresses]
        return self.filter(sender_folded__in=folded)


class Nomination(models.Model):
    """One form, one sender, one or several people.

    `form_key` was drawn when the form was shown, so the same form sent twice is
    one nomination. `link_generation` is all that is stored of its mailed link.
    """

    seminar = models.ForeignKey(
        Seminar,
        models.PROTECT,
        related_name="nominations",
        verbose_name=_("seminar"),
    )
    form_key = models.UUIDField(_("key of the form"), editable=False)
    sender_address = models.EmailField(_("sender's address"), blank=True)
    sender_folded = models.GeneratedField(
        expression=Lower("sender_address"),
        output_field=models.CharField(max_length=254),
        db_persist=True,
    )
    language = models.CharField(
        _("language"), max_length=7, choices=Language, default=Language.EN
    )
    filed_at = models.DateTimeField(_("filed at"))
    filed_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="nominations_filed",
        verbose_name=_("added by"),
        help_text=_("The organiser or helper who added it, if one did."),
    )
    notice_version = models.CharField(
        _("privacy notice seen"), max_length=10, blank=True, default=""
    )
    link_generation = models.PositiveIntegerField(default=1, editable=False)

    objects = NominationQuerySet.as_manager()

    class Meta:
        verbose_name = _("nomination")
        verbose_name_plural = _("nominations")
        constraints = [
            one_of("language", Language),
            models.UniqueConstraint(
                fields=["form_key"],
                name="one_nomination_per_form",
                violation_error_message=_("This form was filed before."),
                violation_error_code="filed",
            ),
        ]
        indexes = [models.Index(fields=["sender_folded", "filed_at"], name="by_sender")]

    class Personal:
        erased = ("sender_address", "sender_folded", "filed_by")
        kept = ("notice_version",)

    def __str__(self) -> str:
        return numbered(self)
