"""Fields for what an organiser asks, and the form on which the organiser asks it.

A question that hangs on another is on the form all the same: where its condition isn't
met, what was typed there is left out and nothing about it is wrong.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import MaxValueValidator, RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registrations import asking
from registrations.models import Answer, Question, QuestionKind
from registrations.services import answers
from registrations.services.answers import Given
from registrations.services.questions import SETTABLE
from seminars.models import Seminar
from unitar_seminars.labels import labelled

LAST = 32_767  # what the column of positions holds
UNWRITABLE = RegexValidator(
    r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]",
    gettext_lazy("This holds a character that cannot be written: type it anew."),
    inverse_match=True,
)
MISSING = {
    QuestionKind.TEXT: gettext_lazy("Answer this question."),
    QuestionKind.LONG: gettext_lazy("Answer this question."),
    QuestionKind.CHOICE: gettext_lazy("Choose one of these."),
    QuestionKind.SEVERAL: gettext_lazy("Choose at least one of these."),
    QuestionKind.FILE: gettext_lazy("Choose a file."),
}


class FileField(forms.FileField):
    """A small file of a known kind, read at once."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if not isinstance(file, UploadedFile):
            return None
        return answers.accept_file(file.name or "", file.read())


def field_for(question: Question) -> forms.Field:
    """Make the control of one question, with its hint."""
    common: dict[str, Any] = {
        "label": question.label,
        "help_text": hint_of(question),
        "required": question.is_required,
        "error_messages": {"required": MISSING[QuestionKind(question.kind)]},
    }
    field = MAKERS[QuestionKind(question.kind)](question, common)
    field.question = question
    return field


def text_field(question: Question, common: dict[str, Any]) -> forms.Field:
    if question.kind == QuestionKind.LONG:
        common["widget"] = forms.Textarea(attrs={"rows": 4})
    length = 4000 if question.kind == QuestionKind.LONG else 500
    return forms.CharField(max_length=length, validators=[UNWRITABLE], **common)


def choice_field(question: Question, common: dict[str, Any]) -> forms.Field:
    choices = [("", gettext_lazy("Choose")), *question.numbered_options]
    return forms.TypedChoiceField(choices=choices, coerce=int, empty_value="", **common)


def several_field(question: Question, common: dict[str, Any]) -> forms.Field:
    return forms.TypedMultipleChoiceField(
        choices=question.numbered_options,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        **common,
    )


def file_field(question: Question, common: dict[str, Any]) -> forms.Field:
    return FileField(**common)


MAKERS = {
    QuestionKind.TEXT: text_field,
    QuestionKind.LONG: text_field,
    QuestionKind.CHOICE: choice_field,
    QuestionKind.SEVERAL: several_field,
    QuestionKind.FILE: file_field,
}


def hint_of(question: Question) -> str:
    """Say how to answer, when the question matters, and why it is asked."""
    parts = [str(question.help)]
    if question.kind == QuestionKind.FILE:
        parts.append(_("PDF, PNG, JPEG or Word, up to 2 MB. Choose it last."))
    if other := question.shown_when:
        words = answers.in_words(other, question.shown_for)
        said = _("Only if the answer to “{question}” is “{answer}”.")
        parts.append(said.format(question=other.label, answer=words))
    parts.append(labelled(_("Why we ask"), question.purpose))
    return " ".join(part for part in parts if part)


class AsksQuestions(forms.Form):
    """A form with the questions of a seminar among its fields."""

    questions: Sequence[Question] = ()

    def ask(self, questions: Sequence[Question], sent: Collection[int] = ()) -> None:
        """Add the questions; a file that was `sent` before need not come again."""
        self.questions = questions
        for question in questions:
            field = field_for(question)
            if question.pk in sent:
                field.required = False
            self.fields[question.field_name] = field

    @property
    def asked(self) -> list[forms.BoundField]:
        return [self[question.field_name] for question in self.questions]

    def drop_what_is_not_asked(self) -> None:
        """Leave out answers whose condition isn't met, whatever is wrong with them."""
        known = {question.pk: question for question in self.questions}
        said = {q.pk: self.cleaned_data.get(q.field_name) for q in self.questions}
        for question in self.questions:
            if not asking.applies(question, known, said):
                self.errors.pop(question.field_name, None)
                self.cleaned_data[question.field_name] = None

    def given(self) -> tuple[Given, ...]:
        """Give what a valid form answers."""
        said = [(q, self.cleaned_data[q.field_name]) for q in self.questions]
        return tuple(given_of(question, value) for question, value in said if value)

    def ask_for_files_again(self) -> None:
        """Say so of each file that came: no browser puts it into a form again."""
        for name in self.files:
            bare = name.removeprefix(f"{self.prefix}-")
            if bare in self.fields and bare not in self.errors:
                self.add_error(
                    bare, _("Choose this file again: it can’t be kept in the form.")
                )


def given_of(question: Question, value: Any) -> Given:
    if question.kind == QuestionKind.FILE:
        return Given(question.pk, file=value)
    return Given(question.pk, tuple(value) if isinstance(value, list) else value)


def initial_answers(said: Iterable[Answer]) -> dict[str, Any]:
    """Give what was answered before, as a form shows it."""
    return {answer.question.field_name: answer.value for answer in said}


class QuestionForm(forms.ModelForm):
    """What an organiser asks, in both languages, and why."""

    field_sizes = {
        "position": "short",
        "kind": "long",
        "is_required": "wide",
        "shown_when": "wide",
    }

    class Meta:
        model = Question
        fields = (
            "position",
            "kind",
            "label_en",
            "label_fr",
            "help_en",
            "help_fr",
            "purpose_en",
            "purpose_fr",
            "options_en",
            "options_fr",
            "is_required",
            "shown_when",
            "shown_for",
            "kept_days",
        )
        widgets = {
            name: forms.Textarea(attrs={"rows": 4})
            for name in ("options_en", "options_fr")
        }
        help_texts = {
            "purpose_en": gettext_lazy("Printed beside the question."),
            "options_en": gettext_lazy("Only for a choice."),
            "options_fr": gettext_lazy("In the same order."),
            "kept_days": gettext_lazy("After that the answers are deleted."),
        }

    def __init__(self, *args: Any, seminar: Seminar, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("label", "purpose"):
            for language in ("en", "fr"):
                self.fields[f"{name}_{language}"].required = True
        others = Question.objects.asked().filter(
            seminar=seminar, kind__in=[QuestionKind.CHOICE, QuestionKind.SEVERAL]
        )
        self.fields["shown_when"].queryset = others.exclude(pk=self.instance.pk)
        self.fields["kept_days"].min_value = 1
        self.fields["position"].validators.append(MaxValueValidator(LAST))

    def _post_clean(self) -> None:
        """Leave the row to the verb: nothing typed reaches it before."""

    def clean_kept_days(self) -> int:
        days: int = self.cleaned_data["kept_days"]
        if not 1 <= days <= 3650:
            raise ValidationError(
                _("Give a number of days from 1 to 3650."), code="kept_days"
            )
        return days

    def values(self) -> Mapping[str, Any]:
        return {name: self.cleaned_data[name] for name in SETTABLE}
