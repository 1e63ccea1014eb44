"""Where an organiser asks questions, and reads what was answered."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from registrations.models import AnswerFile, Question
from registrations.services import answers
from registrations.services.answers import Given
from tests.axe import LOOKS, assert_clean, enter
from tests.factories import (
    make_organiser,
    make_question,
    make_seminar,
    make_user,
    register,
)
from users.models import AuditEntry

pytestmark = pytest.mark.django_db
in_browser = pytest.mark.django_db(transaction=True)
LIST_QUERIES = 4  # session, account, seminar, questions with their answers counted
TYPED = {
    "position": "1",
    "kind": "choice",
    "label_en": "Do you come by car?",
    "label_fr": "Venez-vous en voiture ?",
    "purpose_en": "To book parking",
    "purpose_fr": "Pour réserver le parc",
    "options_en": "Yes\r\nNo",
    "options_fr": "Oui\r\nNon",
    "kept_days": "30",
}


@pytest.fixture
def organiser(client):
    user = make_organiser(name="Ines Okafor")
    client.force_login(user)
    return user


@pytest.fixture
def seminar():
    return make_seminar(places=2)


def page(name, pk):
    return reverse(f"registrations:{name}", args=[pk])


def file_of(registration, question):
    note = answers.accept_file("note.pdf", b"%PDF-1.7 a note")
    answers.keep([registration], [[Given(question.pk, file=note)]])
    return AnswerFile.objects.get()


def test_the_pages_exist_for_organisers_alone(client, seminar):
    question = make_question(seminar, "file")
    file = file_of(register(seminar), question)
    client.force_login(make_user())

    pages = [page(name, seminar.pk) for name in ("questions", "ask", "people_workbook")]
    pages += [page("question", question.pk), page("answer_file", file.pk)]
    assert {client.get(address).status_code for address in pages} == {404}
    assert client.post(page("question_withdraw", question.pk)).status_code == 404


def test_a_question_is_asked_changed_and_withdrawn(client, organiser, seminar):
    answer = client.post(page("ask", seminar.pk), TYPED)

    question = Question.objects.get()
    assert answer.url == page("questions", seminar.pk)
    assert (question.options_en, question.kept_days) == ("Yes\nNo", 30)
    client.post(page("question", question.pk), TYPED | {"label_en": "By car?"})
    client.post(page("question_withdraw", question.pk))
    question.refresh_from_db()
    assert question.label_en == "By car?"
    assert question.withdrawn_at is not None


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"label_fr": ""}, "This field is required."),
        ({"options_fr": ""}, "Give a choice at least two options"),
        ({"kept_days": "0"}, "from 1 to 3650"),
        ({"position": "100000"}, "less than or equal to 32767"),
        ({"shown_for": "1"}, "Name a choice with a lower position"),
    ],
)
def test_what_makes_no_sense_is_refused_on_the_form(
    client, organiser, seminar, wrong, said
):
    answer = client.post(page("ask", seminar.pk), TYPED | wrong)

    assert said in answer.content.decode()
    assert Question.objects.count() == 0


def test_once_answered_only_words_change(client, organiser, seminar):
    question = make_question(seminar)
    register(seminar, answers=[Given(question.pk, "x")])

    shown = client.get(page("question", question.pk))
    answer = client.post(page("question", question.pk), TYPED)

    assert b"People have answered" in shown.content
    assert b"only its words can change" in answer.content
    question.refresh_from_db()
    assert question.kind == "text"


def test_what_hangs_on_another_keeps_it(client, organiser, seminar):
    choice = make_question(seminar, "choice")
    make_question(seminar, shown_when=choice, shown_for=1)

    answer = client.post(page("question_withdraw", choice.pk), follow=True)

    assert b"Another question hangs on this one" in answer.content


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_questions_asks_the_same_however_long(
    client, organiser, seminar, django_assert_num_queries, number
):
    for _ in range(number):
        make_question(seminar)
    client.get(page("questions", seminar.pk))

    with django_assert_num_queries(LIST_QUERIES):
        shown = client.get(page("questions", seminar.pk))

    assert shown.content.decode().count("Why we ask") == number


def test_answers_stand_on_the_record_and_in_the_workbook(client, organiser, seminar):
    text = make_question(seminar, label_en="Bus?")
    file = make_question(seminar, "file", label_en="Note")
    registered = register(seminar, answers=[Given(text.pk, "By bus")])
    note = file_of(registered, file)

    record = client.get(page("record", registered.pk)).content.decode()
    sent = client.get(page("answer_file", note.pk))
    book = client.get(page("people_workbook", seminar.pk))

    assert "By bus" in record
    assert page("answer_file", note.pk) in record
    assert sent.content == b"%PDF-1.7 a note"
    assert sent["Content-Disposition"] == 'attachment; filename="note.pdf"'
    cells = load_workbook(BytesIO(book.content)).active.iter_rows(values_only=True)
    assert [row[-2:] for row in cells] == [("Bus?", "Note"), ("By bus", "note.pdf")]
    verbs = AuditEntry.objects.filter(user=organiser).order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == [
        "open_record",
        "open_record",
        "export_list",
    ]


@in_browser
@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_the_pages_are_clean(live_server, page, client, look):
    user = make_organiser()
    seminar = make_seminar(places=1)
    choice = make_question(seminar, "choice")
    make_question(seminar, shown_when=choice, shown_for=1)
    enter(page, live_server.url, client, user)
    for name, pk in (("questions", seminar.pk), ("ask", seminar.pk)):
        address = reverse(f"registrations:{name}", args=[pk])
        assert_clean(page, f"{live_server.url}{address}", look)
