"""Who was never asked reads so on the pages of a link, and answers there."""

import pytest
from django.urls import reverse

from registrations.emails import link_of, link_of_nomination
from registrations.services import nominations
from tests.axe import LOOKS, assert_clean, enter
from tests.factories import (
    COMMAND,
    NOW,
    filing,
    make_mission,
    make_organiser,
    make_question,
    make_seminar,
    typed,
)

pytestmark = pytest.mark.django_db
in_browser = pytest.mark.django_db(transaction=True)
SENTENCE = "The organisers still have questions for Ana: please answer them."
SENDER_QUERIES, PERSON_QUERIES, LIST_QUERIES = 5, 5, 11


@pytest.fixture
def seminar():
    return make_seminar(places=1)


def added(seminar, *names, language="en"):
    """Add people who phoned; return their nomination."""
    mission = make_mission()
    said = {"rank": "Adviser", "language": language}
    people = [typed(mission, name=name, **said) for name in names]
    sheet = filing(*people, language=language)
    return nominations.add(seminar, sheet, by=COMMAND, at=NOW)


def text_of(answer):
    return " ".join(answer.content.decode().split())


def test_a_person_is_asked_until_everything_is_answered(client, seminar):
    asked = make_question(seminar, is_required=True)
    filed = added(seminar, "Ana")
    ana = filed.registrations.get()
    own, sent = link_of(ana).path, link_of_nomination(filed).path

    for base, path in ((own, f"{own}details/"), (sent, f"{sent}details/{ana.pk}/")):
        assert f'<a href="{path}">{SENTENCE}</a>' in text_of(client.get(base))
        assert client.get(path).status_code == 200
    shown = ("form_of_address", "name", "rank", "address", "language")
    data = {name: getattr(ana, name) for name in shown} | {"gender": "", "needs": ""}
    refused = client.post(f"{own}details/", data)
    assert "Answer this question." in text_of(refused)
    client.post(f"{own}details/", data | {f"q{asked.pk}": "By bus"})

    for base in (own, sent):
        assert "still have questions" not in text_of(client.get(base))


def test_the_sender_is_not_asked_for_who_took_over(client, seminar):
    make_question(seminar, is_required=True)
    filed = added(seminar, "Ana")
    filed.registrations.update(in_own_hands_at=NOW)

    assert SENTENCE not in text_of(client.get(link_of_nomination(filed).path))
    assert SENTENCE in text_of(client.get(link_of(filed.registrations.get()).path))


def test_the_sentence_speaks_the_language_of_the_page(client, seminar):
    make_question(seminar, is_required=True)
    ana = added(seminar, "Ana").registrations.get()

    page = text_of(client.get(f"{link_of(ana).path}?language=fr"))

    assert "details/?language=fr" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_ask_the_same_questions_for_any_length(
    client, rows, django_assert_num_queries
):
    seminar = make_seminar(places=rows)
    make_question(seminar, is_required=True)
    filed = added(seminar, *[f"Person {n}" for n in range(rows)])
    last = filed.registrations.latest("pk")

    with django_assert_num_queries(SENDER_QUERIES):
        page = client.get(link_of_nomination(filed).path)
    assert text_of(page).count("still have questions") == rows
    with django_assert_num_queries(PERSON_QUERIES):
        client.get(link_of(last).path)
    client.force_login(make_organiser())
    with django_assert_num_queries(LIST_QUERIES):
        page = client.get(reverse("registrations:people", args=[seminar.pk]))
    assert text_of(page).count("<strong>Answers missing</strong>") == rows


def test_the_list_shows_whose_answers_are_missing(client, seminar):
    make_question(seminar, is_required=True)
    added(seminar, "Ana")
    client.force_login(make_organiser())
    address = reverse("registrations:people", args=[seminar.pk])

    page = client.get(address, {"show": "lacking"})

    groups = {name: rows for name, _heading, rows in page.context["groups"]}
    assert [row.registration.name for row in groups["seated"]] == ["Ana"]
    assert '<option value="lacking" selected>Answers missing</option>' in text_of(page)


@in_browser
@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_the_pages_are_clean(live_server, page, client, look):
    seminar = make_seminar(places=1)
    make_question(seminar, is_required=True)
    filed = added(seminar, "Ana", "Bea", language=look.language)
    own, sent = link_of(filed.registrations.first()), link_of_nomination(filed)
    enter(page, live_server.url, client, make_organiser())
    listed = reverse("registrations:people", args=[seminar.pk])

    for path in (own.path, sent.path, f"{listed}?show=lacking"):
        assert_clean(page, live_server.url + path, look)
