"""Who still has something to answer: messages, pages and lists say the same of it.

Somebody added by phone, by a list, at the door or instead of another was never asked;
nor was anybody who registered before a question was.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from registrations.models import Answer, Question, Registration
from seminars.models import Seminar, SeminarState

ANSWERED_WHILE = (SeminarState.ANNOUNCED, SeminarState.POSTPONED)
Values = Mapping[int, Any]


def sentence(name: str) -> Promise:
    """Say that answers are missing; what it stands on leads to the page for them."""
    said = _("The organisers still have questions for {name}: please answer them.")
    return format_lazy(said, name=name)


def lacking(seminar: Seminar, people: Collection[Registration]) -> set[int]:
    """Tell whose required answers are missing, among those who can still give them.

    Two small queries for any number of people; one, where nothing has to be answered.
    """
    could = [person.pk for person in people if person.is_active]
    if seminar.state not in ANSWERED_WHILE or not could:
        return set()
    asked = asked_of(seminar)
    if not any(question.is_required for question in asked.values()):
        return set()
    said: dict[int, dict[int, Any]] = defaultdict(dict)
    rows = Answer.objects.filter(question__in=asked, registration__in=could)
    for pk, question, value in rows.values_list("registration", "question", "value"):
        said[pk][question] = value
    return {pk for pk in could if has_open(asked, said[pk])}


def lacking_for_sender(seminar: Seminar, people: Iterable[Registration]) -> set[int]:
    """Tell for whom the sender can still answer: not for who has taken that over."""
    return lacking(seminar, [one for one in people if not one.is_in_own_hands])


def asked_of(seminar: Seminar) -> dict[int, Question]:
    """Read what is still asked, once per seminar object."""
    known = vars(seminar)
    if "asked" not in known:
        found = Question.objects.asked_of(seminar.pk)
        known["asked"] = {one.pk: one for one in found}
    return known["asked"]


def has_open(asked: Mapping[int, Question], said: Values) -> bool:
    """Whether something that has to be answered was not."""
    return any(
        question.is_required and pk not in said and applies(question, asked, said)
        for pk, question in asked.items()
    )


def applies(question: Question, asked: Mapping[int, Question], said: Values) -> bool:
    """Whether a question is to be answered, given what was said to those before it."""
    if question.shown_when_id is None:
        return True
    other = asked.get(question.shown_when_id)
    value = said.get(question.shown_when_id)
    numbers = value if isinstance(value, (list, tuple)) else [value]
    return (
        other is not None
        and question.shown_for in numbers
        and applies(other, asked, said)
    )
