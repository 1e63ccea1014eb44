"""Answers: which are kept, how they read, when they go."""

import pytest
from django.utils import translation

from registrations import asking, tasks
from registrations.models import LARGEST_FILE, Answer, AnswerFile
from registrations.services import answers, changes
from registrations.services.answers import Given
from tests.factories import (
    COMMAND,
    DAY,
    NOW,
    make_question,
    make_seminar,
    register,
    submit,
    typed,
)
from tests.refusals import refusal

pytestmark = pytest.mark.django_db
ACTS = {"by": COMMAND, "at": NOW}
PDF = b"%PDF-1.7 a note"


@pytest.fixture
def seminar():
    return make_seminar(places=2)


def values():
    return list(Answer.objects.order_by("pk").values_list("question", "value"))


def test_answers_are_kept_with_each_person_and_a_file_beside_them(seminar):
    text, several, file = (
        make_question(seminar, kind) for kind in ("text", "several", "file")
    )
    note = answers.accept_file("../Ma note.PDF", PDF)

    filed = submit(
        seminar,
        typed(answers=[Given(text.pk, "By bus"), Given(several.pk, (1, 2))]),
        typed(answers=[Given(file.pk, file=note)]),
    )

    first, second = filed.registrations.order_by("line_number")
    assert [(one.question, one.value) for one in answers.of(first)] == [
        (text, "By bus"),
        (several, [1, 2]),
    ]
    [(answer, said)] = answers.spoken(second)
    assert said == "Ma_note.pdf"
    assert (bytes(answer.file.data), answer.file.size) == (PDF, len(PDF))
    assert answers.by_registration(seminar) == {
        first.pk: {text.pk: "By bus", several.pk: [1, 2]},
        second.pk: {file.pk: "Ma_note.pdf"},
    }


def test_nothing_answered_asks_the_database_nothing(seminar, django_assert_num_queries):
    person = register(seminar)

    with django_assert_num_queries(0):
        answers.keep([person], [()])


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.pdf", b"", "too_big"),
        ("a.pdf", b"%PDF-" + bytes(LARGEST_FILE), "too_big"),
        ("a.exe", PDF, "file_type"),
        ("a.png", PDF, "file_type"),
    ],
)
def test_a_file_is_small_and_what_its_name_says(name, data, code):
    assert refusal(answers.accept_file, name, data) == code


@pytest.mark.parametrize(
    ("said", "applies"),
    [
        ({1: 2, 2: [1, 2]}, True),
        ({1: 2, 2: [2]}, False),
        ({1: 1, 2: [1]}, False),
        ({1: 2}, False),
        ({}, False),
    ],
)
def test_a_question_matters_where_each_before_it_was_so_answered(
    seminar, said, applies
):
    first = make_question(seminar, "choice")
    second = make_question(seminar, "several", shown_when=first, shown_for=2)
    third = make_question(seminar, shown_when=second, shown_for=1)
    keys = {1: first.pk, 2: second.pk}
    known = {question.pk: question for question in (first, second, third)}
    given = {keys[number]: value for number, value in said.items()}

    assert asking.applies(third, known, given) is applies
    assert asking.applies(third, {}, given) is False


def test_new_answers_replace_the_old_and_a_file_stays(seminar):
    text, other, file = (
        make_question(seminar, kind) for kind in ("text", "text", "file")
    )
    note = answers.accept_file("a.pdf", PDF)
    person = register(
        seminar, answers=[Given(text.pk, "Old"), Given(file.pk, file=note)]
    )

    answers.replace(person, [Given(other.pk, "New")], **ACTS)
    assert values() == [(file.pk, "a.pdf"), (other.pk, "New")]

    another = answers.accept_file("b.pdf", PDF)
    answers.replace(person, [Given(file.pk, file=another)], **ACTS)
    assert values() == [(file.pk, "b.pdf")]
    assert AnswerFile.objects.get().filename == "b.pdf"


def test_a_file_goes_when_what_it_hung_on_is_answered_otherwise(seminar):
    choice = make_question(seminar, "choice")
    file = make_question(seminar, "file", position=2, shown_when=choice, shown_for=1)
    note = answers.accept_file("visa.pdf", PDF)
    sent = [Given(choice.pk, 1), Given(file.pk, file=note)]
    person = register(seminar, answers=sent)

    answers.replace(person, [Given(choice.pk, 1)], **ACTS)
    assert sorted(values()) == [(choice.pk, 1), (file.pk, "visa.pdf")]

    answers.replace(person, [Given(choice.pk, 2)], **ACTS)
    assert values() == [(choice.pk, 2)]
    assert not AnswerFile.objects.exists()


def test_an_answer_reads_in_the_language_of_the_page(seminar):
    choice, several = (make_question(seminar, kind) for kind in ("choice", "several"))

    with translation.override("fr"):
        assert answers.in_words(choice, 2) == "Non"
        assert answers.in_words(several, [1, 2, 9]) == "Oui; Non"


def test_answers_go_when_they_were_kept_long_enough():
    at = NOW - 20 * DAY
    old = make_seminar(places=1, starts_at=at)
    brief, lasting = make_question(old, kept_days=10), make_question(old, kept_days=30)
    given = [Given(brief.pk, "x"), Given(lasting.pk, "y")]
    register(old, at=at - DAY, answers=given)

    tasks.forget_answers(extra="ignored")

    assert values() == [(lasting.pk, "y")]
    assert answers.forget_due(**ACTS) == 0


def test_answers_go_too_where_a_seminar_without_a_date_was_called_off():
    seminar = make_seminar(places=1)
    question = make_question(seminar, kept_days=10)
    register(seminar, answers=[Given(question.pk, "x")])
    changes.postpone(seminar, None, **ACTS)
    changes.call_off(seminar, why="Snow.", **ACTS)

    assert answers.forget_due(by=COMMAND, at=NOW + 9 * DAY) == 0
    assert answers.forget_due(by=COMMAND, at=NOW + 11 * DAY) == 1
