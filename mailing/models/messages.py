"""Every message that leaves: the queue, and how far each message has come.

PostgreSQL is the queue. A message to one person is written with the fact it tells;
a mailing is one text to many, its addressees frozen when it starts.
"""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from unitar_seminars.db import one_of
from unitar_seminars.labels import numbered
from unitar_seminars.translated import Language

LONGEST_NAME, LONGEST_SUBJECT = 200, 300


class MailingState(models.TextChoices):
    SCHEDULED = "scheduled", pgettext_lazy("mailing", "Scheduled")
    RUNNING = "running", _("Running")
    PAUSED = "paused", _("Paused")
    DONE = "done", _("Done")
    RECALLED = "recalled", _("Recalled")
    MISSED = "missed", _("Missed")


class Mailing(models.Model):
    """One text to many. Counters change in the transaction that changes the rows."""

    purpose = models.CharField(_("purpose"), max_length=60)
    scope = models.CharField(_("scope of unsubscribing"), max_length=60)
    state = models.CharField(
        _("state"), max_length=10, choices=MailingState, default=MailingState.SCHEDULED
    )
    start_at = models.DateTimeField(_("starts at"))
    max_lateness = models.DurationField(_("may start late by"), null=True, blank=True)
    not_after = models.DateTimeField(_("worthless after"), null=True, blank=True)
    give_up_at = models.DateTimeField(_("given up at"), null=True, blank=True)
    approved_hash = models.CharField(_("hash of what was approved"), max_length=64)
    total = models.PositiveIntegerField(_("addressees"), default=0)
    sent = models.PositiveIntegerField(_("sent"), default=0)
    failed = models.PositiveIntegerField(_("failed"), default=0)
    suppressed = models.PositiveIntegerField(_("suppressed"), default=0)
    cancelled = models.PositiveIntegerField(_("cancelled"), default=0)
    expired = models.PositiveIntegerField(_("expired"), default=0)
    uncertain = models.PositiveIntegerField(_("uncertain"), default=0)

    class Meta:
        verbose_name = _("mailing")
        verbose_name_plural = _("mailings")
        constraints = [one_of("state", MailingState)]

    class Personal:
        erased = ()
        kept = ("purpose", "scope", "approved_hash")

    def __str__(self) -> str:
        return numbered(self)


class MailingText(models.Model):
    """The text of a mailing in one language."""

    mailing = models.ForeignKey(Mailing, models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=7, choices=Language)
    subject = models.CharField(_("subject"), max_length=LONGEST_SUBJECT)
    text = models.TextField(_("text"))
    html = models.TextField(_("HTML"))
    sender = models.CharField(_("name of the sender"), max_length=120, blank=True)
    reply_to = models.EmailField(_("answers go to"), blank=True)

    class Meta:
        verbose_name = _("text of a mailing")
        verbose_name_plural = _("texts of mailings")
        constraints = [
            one_of("language", Language),
            models.UniqueConstraint(
                fields=["mailing", "language"], name="one_text_per_language"
            ),
        ]

    class Personal:
        erased = ()
        kept = ("subject", "text", "html", "sender", "reply_to")

    def __str__(self) -> str:
        return self.subject


class MailingFile(models.Model):
    """A file that goes with every message of a mailing."""

    mailing = models.ForeignKey(Mailing, models.CASCADE, related_name="files")
    name = models.CharField(_("file name"), max_length=160)
    content_type = models.CharField(_("type"), max_length=80)
    data = models.BinaryField(_("content"))

    class Meta:
        verbose_name = _("file of a mailing")
        verbose_name_plural = _("files of mailings")
        constraints = [
            models.UniqueConstraint(
                fields=["mailing", "name"], name="one_file_of_a_name_per_mailing"
            )
        ]

    class Personal:
        erased = ()
        kept = ("name", "content_type", "data")

    def __str__(self) -> str:
        return self.name


class Window(models.Model):
    """Rows that one worker is sending now, in order of id.

    Those up to `handled_to` are done; if the worker dies, the next `stride` rows
    are in doubt and the rest was never started. Times are the database's.
    """

    claimed_at = models.DateTimeField(_("claimed at"))
    lease_until = models.DateTimeField(_("lease until"), db_index=True)
    stride = models.PositiveSmallIntegerField(_("rows between hints"))
    handled_to = models.BigIntegerField(_("handled up to"), default=0)

    class Meta:
        verbose_name = _("window")
        verbose_name_plural = _("windows")

    class Personal:
        erased = ()
        kept = ()

    def __str__(self) -> str:
        return numbered(self)


class MessageState(models.TextChoices):
    PENDING = "pending", _("Pending")
    SENDING = "sending", _("Sending")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
    SUPPRESSED = "suppressed", _("Suppressed")
    CANCELLED = "cancelled", pgettext_lazy("message", "Cancelled")
    EXPIRED = "expired", _("Expired")
    UNCERTAIN = "uncertain", _("Uncertain")


ERASED = "erased:"  # begins the key of a person who is forgotten


class MessageQuerySet(models.QuerySet["Message"]):
    def due(self, *, at: datetime) -> Self:
        """Keep what may be sent at this moment."""
        return self.filter(state=MessageState.PENDING, next_attempt_at__lte=at)

    def remembered(self) -> Self:
        """Leave out what nobody may act on any more: its reader was erased."""
        return self.exclude(person_key__startswith=ERASED)

    def undecided(self) -> Self:
        """Keep what may have left, and nobody has said what becomes of it."""
        return self.filter(state=MessageState.UNCERTAIN, left_at=None)

    def unreached(self) -> Self:
        """Keep what reached nobody: refused for good, or come back from there.

        Whoever complains has it; of what is late nobody knows whether it will arrive.
        """
        back = Bounce.objects.filter(
            message=OuterRef("pk"), address_folded=OuterRef("address_folded")
        ).exclude(kind=BounceKind.COMPLAINT)
        return self.filter(Q(state=MessageState.FAILED) | Q(Exists(back)))


class Message(models.Model):
    """One addressee. Its text is its own, or that of its mailing.

    `person_key` names who is told and `about` names the fact (the key of the
    verb's audit entry): one message per person, purpose and fact.
    """

    mailing = models.ForeignKey(
        Mailing,
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="messages",
    )
    person_key = models.CharField(_("person"), max_length=80)
    purpose = models.CharField(_("purpose"), max_length=60)
    about = models.CharField(_("fact"), max_length=80)
    address = models.EmailField(_("address"))
    address_folded = models.GeneratedField(
        expression=Lower("address"),
        output_field=models.CharField(max_length=254),
        db_persist=True,
    )
    name = models.CharField(_("name"), max_length=LONGEST_NAME, blank=True)
    language = models.CharField(_("language"), max_length=7, choices=Language)
    merge = models.JSONField(_("merge fields"), default=dict, blank=True)
    subject = models.CharField(_("subject"), max_length=LONGEST_SUBJECT, blank=True)
    text = models.TextField(_("text"), blank=True)
    html = models.TextField(_("HTML"), blank=True)
    calendars = models.JSONField(_("calendar objects"), default=list, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=MessageState, default=MessageState.PENDING
    )
    attempt = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt at"))
    not_after = models.DateTimeField(_("worthless after"), null=True, blank=True)
    window = models.ForeignKey(
        Window,
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="messages",
    )
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    reply = models.CharField(_("the relay's answer"), max_length=300, blank=True)
    left_at = models.DateTimeField(_("left as it is since"), null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            models.UniqueConstraint(
                fields=["person_key", "purpose", "about"],
                condition=Q(mailing=None),
                name="message_once_per_fact",
            ),
            models.UniqueConstraint(
                fields=["mailing", "address_folded"],
                condition=Q(mailing__isnull=False),
                name="message_once_per_mailing_and_address",
            ),
            models.CheckConstraint(
                condition=Q(mailing=None) | Q(subject="", text="", html=""),
                name="mailing_message_has_no_text_of_its_own",
            ),
            models.CheckConstraint(
                condition=Q(state=MessageState.SENDING) ^ Q(window=None),
                name="message_in_a_window_exactly_while_sending",
            ),
            models.CheckConstraint(
                condition=Q(state=MessageState.SENT) ^ Q(accepted_at=None),
                name="sent_message_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(state=MessageState.UNCERTAIN),
                name="only_uncertain_message_is_left",
            ),
            one_of("state", MessageState),
            one_of("language", Language),
        ]
        indexes = [
            models.Index(
                fields=["mailing", "next_attempt_at", "id"],
                condition=Q(state=MessageState.PENDING),
                name="message_due",
            ),
            models.Index(
                fields=["window"],
                condition=Q(window__isnull=False),
                name="message_in_window",
            ),
        ]

    class Personal:
        erased = (
            "person_key",
            "address",
            "address_folded",
            "name",
            "merge",
            "subject",
            "text",
            "html",
            "calendars",
            "reply",
        )
        kept = ("purpose", "about")

    def __str__(self) -> str:
        return numbered(self)


class BounceKind(models.TextChoices):
    HARD = "hard", _("There is no such mailbox")
    SOFT = "soft", _("Not reachable for now")
    POLICY = "policy", _("Refused by a rule of the other side")
    COMPLAINT = "complaint", _("Reported as unwanted")


class Bounce(models.Model):
    """What came back: one report about one address, written down once.

    The message is unknown where a mail service names an address and nothing else.
    """

    message = models.ForeignKey(
        Message,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="bounces",
        verbose_name=_("message"),
    )
    address_folded = models.CharField(_("address"), max_length=254)
    kind = models.CharField(_("kind"), max_length=10, choices=BounceKind)
    evidence = models.CharField(_("evidence"), max_length=300, blank=True)
    fingerprint = models.CharField(_("fingerprint"), max_length=64, unique=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("returned message")
        verbose_name_plural = _("returned messages")
        constraints = [one_of("kind", BounceKind)]
        indexes = [models.Index(fields=["address_folded", "at"], name="bounce_of")]

    class Personal:
        erased = ("address_folded", "evidence")
        kept = ("fingerprint",)

    def __str__(self) -> str:
        return numbered(self)
