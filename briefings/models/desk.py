"""In whose name a briefing goes out, and the files that go with it.

Size and fingerprint of a file are worked out by the database from its bytes, so that
nobody can change the bytes and keep the fingerprint that was approved.
"""

from typing import Self

from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from unitar_seminars.translated import Translated, bilingual

LARGEST = 5 * 1024 * 1024  # bytes, of all files of a briefing together


class SenderIdentity(models.Model):
    """A name over our one address, and the mailbox where answers are read."""

    name_en, name_fr = bilingual(models.CharField, _("name"), max_length=120)
    name = Translated("name")
    reply_to = models.EmailField(_("answers go to"))

    class Meta:
        verbose_name = _("sender")
        verbose_name_plural = _("senders")
        constraints = [
            models.CheckConstraint(
                condition=~Q(name_en="") & ~Q(name_fr=""),
                name="sender_named_in_both_languages",
                violation_error_message=_("Name it in English and in French."),
                violation_error_code="both_languages",
            ),
        ]

    class Personal:
        erased = ()
        kept = ("name_en", "name_fr", "reply_to")

    def __str__(self) -> str:
        return str(self.name)


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def light(self) -> Self:
        """Leave the bytes where they are."""
        return self.defer("data")


class Attachment(models.Model):
    """A file that goes with every message of a briefing."""

    briefing = models.ForeignKey(
        "briefings.Briefing",
        models.CASCADE,
        related_name="attachments",
        verbose_name=_("briefing or update"),
    )
    name = models.CharField(_("file name"), max_length=160)
    content_type = models.CharField(_("type"), max_length=80)
    data = models.BinaryField(_("content"))
    size = models.GeneratedField(
        verbose_name=_("size in bytes"),
        expression=Func(F("data"), function="octet_length"),
        output_field=models.IntegerField(),
        db_persist=True,
    )
    digest = models.GeneratedField(
        expression=Func(
            Func(F("data"), function="sha256"), Value("hex"), function="encode"
        ),
        output_field=models.CharField(max_length=64),
        db_persist=True,
    )

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("attached file")
        verbose_name_plural = _("attached files")
        constraints = [
            models.UniqueConstraint(
                fields=["briefing", "name"],
                name="one_attachment_of_a_name",
                violation_error_message=_("A file of this name is attached already."),
                violation_error_code="same_name",
            ),
            models.CheckConstraint(
                condition=Q(size__lte=LARGEST), name="attachment_is_small"
            ),
        ]

    class Personal:
        erased = ()
        kept = ("name", "content_type", "data", "digest")

    def __str__(self) -> str:
        return self.name
