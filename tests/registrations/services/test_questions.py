"""What an organiser asks: made, reworded, withdrawn, and fixed once answered."""

import pytest

from registrations.models import Question
from registrations.services import questions
from registrations.services.answers import Given
from tests.factories import (
    COMMAND,
    NOW,
    make_planned,
    make_question,
    make_seminar,
    register,
)
from tests.refusals import refusal
from users.models import AuditEntry

pytestmark = pytest.mark.django_db
ACTS = {"by": COMMAND, "at": NOW}
WORDS = {
    "label_en": "Do you come by car?",
    "label_fr": "Venez-vous en voiture ?",
    "purpose_en": "To book parking",
    "purpose_fr": "Pour réserver le parc",
    "kind": "choice",
    "options_en": " Yes \n\n No",
    "options_fr": "Oui\nNon",
}


@pytest.fixture
def seminar():
    return make_seminar(places=2)


def test_a_question_is_asked_of_a_plan_too():
    seminar = make_planned()

    asked = questions.ask(seminar, WORDS, **ACTS)

    assert questions.asked(seminar) == [asked]
    assert asked.options_en == "Yes\nNo"
    entry = AuditEntry.objects.get(thing=f"registrations.question:{asked.pk}")
    assert (entry.verb, entry.at) == ("ask", NOW)


def test_questions_come_in_their_order_without_those_withdrawn(seminar):
    last = make_question(seminar, position=3)
    first = make_question(seminar, position=1)
    gone = make_question(seminar, position=2)

    questions.withdraw(gone, **ACTS)

    assert questions.asked(seminar) == [first, last]


@pytest.mark.parametrize(
    "wrong",
    [
        {"options_en": "Yes", "options_fr": "Oui"},
        {"options_fr": "Oui"},
        {"kind": "text"},
        {"options_en": "", "options_fr": ""},
    ],
)
def test_a_choice_has_as_many_options_in_both_languages(seminar, wrong):
    assert refusal(questions.ask, seminar, WORDS | wrong, **ACTS) == "options"


def conditions(seminar):
    choice = make_question(seminar, "choice", position=2)
    return {
        "no option": {"shown_when": choice},
        "no question": {"shown_for": 1},
        "third of two": {"shown_when": choice, "shown_for": 3},
        "not before": {"shown_when": choice, "shown_for": 1, "position": 2},
        "no choice": {"shown_when": make_question(seminar, position=1), "shown_for": 1},
        "withdrawn": {
            "shown_when": make_question(
                seminar, "choice", position=1, withdrawn_at=NOW
            ),
            "shown_for": 1,
        },
        "elsewhere": {
            "shown_when": make_question(make_seminar(places=1), "choice"),
            "shown_for": 1,
        },
    }


@pytest.mark.parametrize(
    "which",
    [
        "no option",
        "no question",
        "third of two",
        "not before",
        "no choice",
        "elsewhere",
        "withdrawn",
    ],
)
def test_a_condition_names_an_option_of_an_earlier_choice(seminar, which):
    values = WORDS | {"position": 3} | conditions(seminar)[which]

    assert refusal(questions.ask, seminar, values, **ACTS) == "condition"


def test_a_condition_that_makes_sense_is_kept(seminar):
    choice = make_question(seminar, "several", position=1)
    values = WORDS | {"position": 2, "shown_when": choice, "shown_for": 2}

    asked = questions.ask(seminar, values, **ACTS)

    assert (asked.shown_when, asked.shown_for) == (choice, 2)


def test_before_an_answer_everything_changes_and_after_it_words_alone(seminar):
    question = make_question(seminar, "choice")

    questions.change(question, {"is_required": True}, **ACTS)
    register(seminar, answers=[Given(question.pk, 1)])
    questions.change(question, {"label_en": "Really?", "options_en": "Aye\nNo"}, **ACTS)

    question.refresh_from_db()
    assert (question.label_en, question.is_required) == ("Really?", True)
    three = {"options_en": "Aye\nNo\nWhy", "options_fr": "Oui\nNon\nPourquoi"}
    assert refusal(questions.change, question, three, **ACTS) == "answered"
    optional = {"is_required": False}
    question.refresh_from_db()
    assert refusal(questions.change, question, optional, **ACTS) == "answered"
    assert Question.objects.get().options_en == "Aye\nNo"


def swap(question):
    return {
        name: "\n".join(reversed(getattr(question, name).splitlines()))
        for name in ("options_en", "options_fr")
    }


def test_options_stay_where_they_are_once_somebody_may_have_chosen(seminar):
    planned, announced = make_question(make_planned(), "choice"), seminar
    questions.change(planned, swap(planned), **ACTS)
    asked = make_question(announced, "choice")

    assert refusal(questions.change, asked, swap(asked), **ACTS) == "order"
    asked.refresh_from_db()
    register(announced, answers=[Given(asked.pk, 1)])
    assert refusal(questions.change, asked, swap(asked), **ACTS) == "order"
    asked.refresh_from_db()
    questions.change(asked, {"options_en": asked.options_en.upper()}, **ACTS)


def test_options_of_a_plan_stay_where_another_question_wants_them():
    choice = make_question(make_planned(), "choice")
    make_question(choice.seminar, position=2, shown_when=choice, shown_for=1)

    assert refusal(questions.change, choice, swap(choice), **ACTS) == "order"


def test_what_another_question_hangs_on_stays(seminar):
    choice = make_question(seminar, "choice")
    make_question(seminar, shown_when=choice, shown_for=1)

    assert refusal(questions.withdraw, choice, **ACTS) == "decides"


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "text", "options_en": "", "options_fr": ""},
        {"options_en": "A\nB", "options_fr": "A\nB"},
        {"position": 2},
    ],
    ids=["no choice", "fewer options", "not before"],
)
def test_it_stays_a_choice_with_its_options_that_is_asked_before(seminar, values):
    three = {"options_en": "A\nB\nC", "options_fr": "A\nB\nC"}
    choice = make_question(seminar, "choice", position=1, **three)
    hanging = make_question(seminar, position=2, shown_when=choice, shown_for=2)

    assert refusal(questions.change, choice, values, **ACTS) == "decides"
    questions.change(choice, {"options_en": "A\nBe\nC"}, **ACTS)
    questions.withdraw(hanging, **ACTS)
    questions.change(choice, values, **ACTS)


def test_two_questions_never_hang_on_each_other(seminar):
    first = make_question(seminar, "choice", position=1)
    second = make_question(seminar, "choice", position=2, shown_when=first, shown_for=1)
    values = {"position": 3, "shown_when": second, "shown_for": 1}

    assert refusal(questions.change, first, values, **ACTS) == "decides"


def test_nothing_hangs_on_what_was_withdrawn_while_the_form_was_open(seminar):
    choice = make_question(seminar, "choice", position=1)
    same = Question.objects.get()
    questions.withdraw(choice, **ACTS)

    values = WORDS | {"position": 2, "shown_when": same, "shown_for": 1}
    assert refusal(questions.ask, seminar, values, **ACTS) == "condition"
    questions.change(same, {"label_en": "Other words"}, **ACTS)
    assert Question.objects.get().withdrawn_at == NOW


def test_what_a_question_hangs_on_is_read_with_it(seminar, django_assert_num_queries):
    choice = make_question(seminar, "choice")
    make_question(seminar, shown_when=choice, shown_for=1)

    with django_assert_num_queries(1):
        first, second = questions.asked(seminar)
        assert (first.shown_when, second.shown_when) == (None, choice)
