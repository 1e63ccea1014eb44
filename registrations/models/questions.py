"""What an organiser asks beside the usual, and what people answer."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registrations.models.registration import Registration
from seminars.models import Seminar
from unitar_seminars.db import both_or_neither, one_of
from unitar_seminars.labels import numbered
from unitar_seminars.translated import Text, Translated, bilingual

LARGEST_FILE = 2 * 1024 * 1024


class QuestionKind(models.TextChoices):
    TEXT = "text", _("A line of text")
    LONG = "long", _("A longer text")
    CHOICE = "choice", _("One of several")
    SEVERAL = "several", _("Any of several")
    FILE = "file", _("A file")


WITH_OPTIONS = [QuestionKind.CHOICE, QuestionKind.SEVERAL]


class QuestionQuerySet(models.QuerySet["Question"]):
    def asked(self) -> Self:
        """Keep what is still asked, in its order."""
        return self.filter(withdrawn_at=None).order_by("position", "pk")

    def asked_of(self, seminar_id: int) -> "list[Question]":
        """Read what a seminar asks: every form and letter does, mostly in vain.

        Written out, for building this query costs three times what it takes.
        """
        asked = (
            "SELECT * FROM registrations_question"
            " WHERE seminar_id = %s AND withdrawn_at IS NULL ORDER BY position, id"
        )
        return list(self.raw(asked, [seminar_id]))


class Question(models.Model):
    """One question of one seminar, why it is asked, and how long answers are kept.

    Options are numbered by their lines, from 1: an answer holds numbers, so a word
    that is put right later changes no answer.
    """

    seminar = models.ForeignKey(
        Seminar, models.CASCADE, related_name="questions", verbose_name=_("seminar")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    kind = models.CharField(
        _("kind of answer"),
        max_length=10,
        choices=QuestionKind,
        default=QuestionKind.TEXT,
    )
    label_en, label_fr = bilingual(models.CharField, _("question"), max_length=200)
    label = Translated("label")
    help_en, help_fr = bilingual(models.CharField, _("help"), max_length=300)
    help = Translated("help")
    purpose_en, purpose_fr = bilingual(
        models.CharField, _("why we ask"), max_length=200
    )
    purpose = Translated("purpose")
    options_en, options_fr = bilingual(models.TextField, _("options, one a line"))
    options = Translated("options")
    is_required = models.BooleanField(_("has to be answered"), default=False)
    shown_when = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="decides",
        verbose_name=_("asked only where this question"),
    )
    shown_for = models.PositiveSmallIntegerField(
        _("is answered by option number"), null=True, blank=True
    )
    kept_days = models.PositiveSmallIntegerField(
        _("days for which answers are kept after the seminar"), default=365
    )
    withdrawn_at = models.DateTimeField(_("no longer asked since"), null=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [
            one_of("kind", QuestionKind),
            both_or_neither("shown_when", "shown_for"),
            models.CheckConstraint(
                condition=~Q(label_en="") & ~Q(label_fr=""),
                name="question_in_both_languages",
            ),
            models.CheckConstraint(
                condition=~Q(purpose_en="") & ~Q(purpose_fr=""),
                name="question_says_why_in_both_languages",
            ),
            models.CheckConstraint(
                condition=(
                    Q(kind__in=WITH_OPTIONS) & ~Q(options_en="") & ~Q(options_fr="")
                )
                | (~Q(kind__in=WITH_OPTIONS) & Q(options_en="", options_fr="")),
                name="choices_and_only_they_have_options",
            ),
            models.CheckConstraint(
                condition=Q(kept_days__range=(1, 3650)),
                name="answers_are_kept_for_a_while",
            ),
        ]

    class Personal:
        erased = ()
        kept = (
            "label_en",
            "label_fr",
            "help_en",
            "help_fr",
            "purpose_en",
            "purpose_fr",
            "options_en",
            "options_fr",
        )

    def __str__(self) -> str:
        return str(self.label)

    @property
    def field_name(self) -> str:
        return f"q{self.pk}"

    @property
    def numbered_options(self) -> list[tuple[int, Text]]:
        """Number the options, in the language of the page."""
        text = self.options
        lines = [Text(line, text.lang) for line in text.splitlines()]
        return list(enumerate(lines, 1))


class Answer(models.Model):
    """What was said for one person: a text, an option's number, several, or a file."""

    registration = models.ForeignKey(
        Registration, models.PROTECT, related_name="answers"
    )
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    value = models.JSONField(_("answer"))

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "question"], name="one_answer_per_question"
            )
        ]

    class Personal:
        erased = ("value",)
        kept = ()

    def __str__(self) -> str:
        return numbered(self)


class AnswerFile(models.Model):
    """The bytes of an answer that is a file."""

    answer = models.OneToOneField(
        Answer, models.CASCADE, primary_key=True, related_name="file"
    )
    filename = models.CharField(_("file name"), max_length=160)
    content_type = models.CharField(_("type"), max_length=80)
    size = models.PositiveIntegerField(_("size in bytes"))
    data = models.BinaryField(_("content"))

    class Meta:
        verbose_name = _("file of an answer")
        verbose_name_plural = _("files of answers")
        constraints = [
            models.CheckConstraint(
                condition=Q(size__range=(1, LARGEST_FILE)),
                name="file_of_an_answer_is_small",
            )
        ]

    class Personal:
        erased = ("filename", "data")
        kept = ("content_type",)

    def __str__(self) -> str:
        return numbered(self)
