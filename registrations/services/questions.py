"""What is asked for one seminar beside the usual: ask, put words right, withdraw.

Once somebody answered, only words change: what an answer means stays as it was.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from registrations.models import WITH_OPTIONS, Answer, Line, Question
from seminars.models import Seminar, SeminarState
from users import audit
from users.models import Actor

WORDS = tuple(
    f"{name}_{language}"
    for name in ("label", "help", "purpose")
    for language in ("en", "fr")
)
OPTIONS = ("options_en", "options_fr")
RULES = ("position", "kind", "is_required", "shown_when", "shown_for", "kept_days")
SETTABLE = (*WORDS, *OPTIONS, *RULES)
FREE = (*WORDS, *OPTIONS, "position", "kept_days")


def asked(seminar: Seminar) -> list[Question]:
    """Read what is asked for a seminar, in one small query: every form pays for it.

    What a question hangs on is asked too, or it could not have been withdrawn.
    """
    found = Question.objects.asked_of(seminar.pk)
    known = {question.pk: question for question in found}
    for question in found:
        if question.shown_when_id is not None:
            question.shown_when = known[question.shown_when_id]
    return found


@transaction.atomic
def ask(
    seminar: Seminar, values: Mapping[str, Any], *, by: Actor, at: datetime
) -> Question:
    """Ask something from now on."""
    lock(seminar.pk)
    question = Question(seminar=seminar)
    write(question, values)
    question.save()
    audit.record("ask", question, by=by, at=at)
    return question


@transaction.atomic
def change(
    question: Question, values: Mapping[str, Any], *, by: Actor, at: datetime
) -> None:
    """Change a question; once answered, its words alone.

    Nobody answers what is being changed, and what hangs on it still can.
    """
    lock(question.seminar_id)
    question.refresh_from_db()
    before = {name: getattr(question, name) for name in SETTABLE}
    options = count_of_options(question)
    write(question, values)
    changed = {n for n in SETTABLE if getattr(question, n) != before[n]}
    touches_meaning = changed - set(FREE) or count_of_options(question) != options
    if touches_meaning and Answer.objects.filter(question=question).exists():
        raise ValidationError(
            _(
                "People have answered this: only its words can change. Withdraw it and"
                " ask a new question instead."
            ),
            code="answered",
        )
    refuse_another_order(question, before)
    refuse_what_hangs_on(question, options)
    question.save()
    audit.record("change", question, by=by, at=at, why=", ".join(sorted(changed)))


@transaction.atomic
def withdraw(question: Question, *, by: Actor, at: datetime) -> None:
    """Ask it no more; answers stay. What hangs on it is withdrawn first."""
    lock(question.seminar_id)
    if question.decides.filter(withdrawn_at=None).exists():
        raise ValidationError(
            _("Another question hangs on this one: withdraw that one first."),
            code="decides",
        )
    question.withdrawn_at = at
    question.save(update_fields=["withdrawn_at"])
    audit.record("withdraw", question, by=by, at=at)


def lock(seminar_id: int) -> None:
    """Let one at a time change what a seminar asks, and nobody answer meanwhile.

    A plan has no line yet.
    """
    list(Line.objects.select_for_update().filter(pk=seminar_id))
    list(Seminar.objects.select_for_update(no_key=True).filter(pk=seminar_id))


def write(question: Question, values: Mapping[str, Any]) -> None:
    """Write what was said into a question, or refuse what makes no sense."""
    for name in SETTABLE:
        if name in values:
            setattr(question, name, values[name])
    for name in OPTIONS:
        setattr(question, name, tidy(getattr(question, name)))
    refuse_uneven_options(question)
    refuse_condition(question)


def tidy(options: str) -> str:
    """Keep one option a line, without empty lines."""
    lines = [" ".join(line.split()) for line in options.splitlines()]
    return "\n".join(line for line in lines if line)


def count_of_options(question: Question) -> int:
    return len(question.options_en.splitlines())


def refuse_uneven_options(question: Question) -> None:
    """Want as many options in English as in French, two at least, or none at all."""
    english = count_of_options(question)
    french = len(question.options_fr.splitlines())
    wanted = english >= 2 if question.kind in WITH_OPTIONS else english == 0
    if english != french or not wanted:
        raise ValidationError(
            _(
                "Give a choice at least two options, a line each and as many in French"
                " as in English; give other kinds none."
            ),
            code="options",
        )


def refuse_another_order(question: Question, before: Mapping[str, Any]) -> None:
    """Leave options where they are once their numbers may mean something."""
    is_planned = question.seminar.state == SeminarState.PLANNED
    if is_planned and not (question.answers.exists() or question.decides.exists()):
        return
    if any(is_moved(before[name], getattr(question, name)) for name in OPTIONS):
        raise ValidationError(
            _(
                "People choose options by their place: leave each where it is and"
                " correct its words there, or withdraw this question and ask a new one."
            ),
            code="order",
        )


def is_moved(before: str, after: str) -> bool:
    """Whether a line that was there stands at another place."""
    old, new = before.splitlines(), after.splitlines()
    return any(line in new and new[n : n + 1] != [line] for n, line in enumerate(old))


def refuse_what_hangs_on(question: Question, options: int) -> None:
    """Want a question that decides about others to stay able to."""
    decides = question.decides.filter(withdrawn_at=None)
    is_choice = question.kind in WITH_OPTIONS and count_of_options(question) >= options
    others = decides.filter(position__lte=question.position) if is_choice else decides
    if others.exists():
        raise ValidationError(
            _(
                "Another question hangs on this one: leave it a choice with all its"
                " options and a lower position, or withdraw the other one first."
            ),
            code="decides",
        )


def refuse_condition(question: Question) -> None:
    """Want a condition to name an option of a choice that is asked before."""
    other = question.shown_when
    if other is None and question.shown_for is None:
        return
    if other is not None:
        other.refresh_from_db()
    comes_before = (
        other is not None
        and other.withdrawn_at is None
        and other.seminar_id == question.seminar_id
        and other.kind in WITH_OPTIONS
        and other.position < question.position
    )
    options = count_of_options(other) if other else 0
    if not comes_before or not 1 <= (question.shown_for or 0) <= options:
        raise ValidationError(
            _(
                "Name a choice with a lower position, and the number of one of its"
                " options; or leave both empty."
            ),
            code="condition",
        )
