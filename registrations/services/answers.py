"""What people answer to the questions of a seminar: kept, read, forgotten."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.text import get_valid_filename
from django.utils.translation import gettext_lazy as _

from registrations import asking
from registrations.models import (
    LARGEST_FILE,
    Answer,
    AnswerFile,
    Line,
    Question,
    QuestionKind,
    Registration,
)
from seminars.models import Seminar
from unitar_seminars.sweeps import one_by_one
from users import audit
from users.models import Actor

LONGEST_NAME = 120
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# By ending: the type that browsers are told, and what such a file begins with.
TYPES = {
    ".pdf": ("application/pdf", b"%PDF-"),
    ".png": ("image/png", b"\x89PNG\r\n\x1a\n"),
    ".jpg": ("image/jpeg", b"\xff\xd8\xff"),
    ".jpeg": ("image/jpeg", b"\xff\xd8\xff"),
    ".docx": (WORD, b"PK\x03\x04"),
}


@dataclass(frozen=True)
class GivenFile:
    """A file as it came; `digest` tells it from others where a form is compared."""

    filename: str
    content_type: str
    digest: str
    data: bytes = field(repr=False)


@dataclass(frozen=True)
class Given:
    """One answer as a form gives it: a text, a number, numbers, or a file."""

    question: int
    value: str | int | tuple[int, ...] = ""
    file: GivenFile | None = None


def accept_file(name: str, data: bytes) -> GivenFile:
    """Refuse what is empty, too big or not what its name says."""
    if not 0 < len(data) <= LARGEST_FILE:
        raise ValidationError(
            _("This file is empty or larger than 2 MB: choose a smaller one."),
            code="too_big",
        )
    path = PurePath(get_valid_filename(PurePath(name).name))
    content_type, beginning = TYPES.get(path.suffix.lower(), ("", b""))
    if not content_type or not data.startswith(beginning):
        raise ValidationError(
            _("Choose a PDF, PNG, JPEG or Word file (pdf, png, jpg, docx)."),
            code="file_type",
        )
    kept = path.stem[:LONGEST_NAME] + path.suffix.lower()
    return GivenFile(kept, content_type, hashlib.sha256(data).hexdigest(), data)


def keep(people: Sequence[Registration], given: Sequence[Sequence[Given]]) -> None:
    """Store answers of registrations just filed; where there are none, read nothing."""
    pairs = [
        (registration, one)
        for registration, said in zip(people, given, strict=True)
        for one in said
    ]
    if not pairs:
        return
    kept = Answer.objects.bulk_create(
        Answer(registration=registration, question_id=one.question, value=value_of(one))
        for registration, one in pairs
    )
    AnswerFile.objects.bulk_create(
        AnswerFile(
            answer=answer,
            filename=one.file.filename,
            content_type=one.file.content_type,
            size=len(one.file.data),
            data=one.file.data,
        )
        for answer, (_registration, one) in zip(kept, pairs, strict=True)
        if one.file
    )


def value_of(given: Given) -> str | int | list[int]:
    """Give what is stored: of a file its name alone, its bytes stand beside it."""
    if given.file:
        return given.file.filename
    return list(given.value) if isinstance(given.value, tuple) else given.value


@transaction.atomic
def replace(
    registration: Registration, given: Sequence[Given], *, by: Actor, at: datetime
) -> None:
    """Put new answers in the place of all that were given to what is still asked.

    A file that was sent before stays where the form brings no other and still asks.
    """
    Line.objects.lock(registration.seminar_id)
    theirs = Answer.objects.filter(registration=registration)
    old = theirs.filter(question__withdrawn_at=None)
    old.exclude(file__isnull=False).delete()
    said = {one.question: one.value for one in given}
    asked = asking.asked_of(registration.seminar)
    not_asked = [pk for pk, q in asked.items() if not asking.applies(q, asked, said)]
    theirs.filter(question__in=[*said, *not_asked]).delete()
    keep([registration], [given])
    audit.record("answer", registration, by=by, at=at)


def of(registration: Registration) -> QuerySet[Answer]:
    """Read what was said for one person, in the order in which it was asked."""
    found = registration.answers.select_related("question")
    return found.order_by("question__position", "question__pk")


def spoken(registration: Registration) -> list[tuple[Answer, str]]:
    """Read what was said for one person with the words in which it was said."""
    found = of(registration).select_related("question", "file").defer("file__data")
    return [(one, in_words(one.question, one.value)) for one in found]


def by_registration(seminar: Seminar) -> dict[int, dict[int, Any]]:
    """Read all answers of a seminar: by registration, then by question."""
    found: dict[int, dict[int, Any]] = {}
    rows = Answer.objects.filter(question__seminar=seminar)
    for pk, question, value in rows.values_list("registration", "question", "value"):
        found.setdefault(pk, {})[question] = value
    return found


def in_words(question: Question, value: Any) -> str:
    """Say an answer as people read it, in the language of the page."""
    if question.kind not in (QuestionKind.CHOICE, QuestionKind.SEVERAL):
        return str(value)
    numbers: Iterable[int] = value if isinstance(value, list) else [value]
    options = dict(question.numbered_options)
    return "; ".join(options[number] for number in numbers if number in options)


def forget_due(*, by: Actor, at: datetime) -> int:
    """Delete answers that were kept long enough after their seminar; tell how many.

    One that was called off while it had no date is over since that moment.
    """
    over = Seminar.objects.filter(pk=OuterRef("seminar")).values(
        over=Coalesce("ends_at", "cancelled_at")
    )
    due = Question.objects.annotate(over=Subquery(over[:1])).filter(
        answers__isnull=False,
        over__lt=at - F("kept_days") * timedelta(days=1),
    )
    return sum(one_by_one(list(due.distinct()), partial(forget, by=by, at=at)))


@transaction.atomic
def forget(question: Question, *, by: Actor, at: datetime) -> int:
    """Delete all answers to one question; tell how many."""
    gone = question.answers.all()
    number = gone.count()
    gone.delete()
    audit.record("forget_answers", question, by=by, at=at)
    return number
