"""Papers open to whoever was told of them, and only while they are for everybody."""

import pytest

from briefings.services import briefings
from seminars.models import Document
from seminars.services import documents
from tests.briefings.letting_out import PDF, let_out, make_paper
from tests.factories import (
    DAY,
    NOW,
    SYSTEM,
    make_briefing,
    make_organiser,
    make_planned,
    make_user,
)

pytestmark = pytest.mark.django_db


def told_of(*papers, **fields):
    """Make a briefing that was sent with links to these papers."""
    return let_out(linked_to(*papers, **fields), at=NOW - DAY)


def linked_to(*papers, **fields):
    briefing = make_briefing(**fields)
    briefing.documents.add(*papers)
    return briefing


def path(paper):
    return f"/papers/{paper.pk}/"


def withdraw(paper):
    documents.withdraw(paper, by=SYSTEM, at=NOW)


def hide(paper):
    Document.objects.filter(pk=paper.pk).update(visibility="internal")


@pytest.mark.parametrize("take_back", [withdraw, hide])
def test_the_archive_no_longer_names_what_was_taken_back(take_back, client):
    gone, kept = make_paper(title="Taken back"), make_paper(title="Kept")
    briefing = told_of(gone, kept)

    take_back(gone)

    page = client.get(briefing.get_absolute_url()).content.decode()
    assert ("Taken back" in page, "Kept" in page) == (False, True)


@pytest.mark.parametrize("rows", [1, 3])
def test_papers_are_one_question_whatever_their_number(
    rows, client, django_assert_num_queries
):
    briefing = told_of(*[make_paper() for _ in range(rows)])

    with django_assert_num_queries(3):  # the text, its papers, its themes
        page = client.get(briefing.get_absolute_url()).content.decode()

    assert page.count('href="http://testserver/papers/') == rows


def test_a_recall_takes_no_paper_from_those_who_got_the_letter(client):
    paper = make_paper()
    briefing = told_of(paper)

    briefings.recall(briefing, by=SYSTEM, at=NOW, why="wrong day")

    assert client.get(path(paper)).url == f"/documents/{paper.pk}/programme.pdf"
    withdraw(paper)
    assert client.get(path(paper)).status_code == 404


@pytest.mark.parametrize("fields", [{}, {"embargo_until": NOW + DAY}])
def test_organisers_read_what_a_draft_links_to_before_its_hour(fields, client):
    paper = make_paper(**fields)
    linked_to(paper)
    client.force_login(make_organiser())

    answer = client.get(path(paper))

    assert answer.content == PDF
    assert answer["Content-Disposition"] == 'inline; filename="programme.pdf"'
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]


def test_organisers_read_what_is_still_to_be_published(client):
    paper = make_paper(make_planned())
    Document.objects.filter(pk=paper.pk).update(published_at=None)
    linked_to(paper)
    client.force_login(make_organiser())

    assert client.get(path(paper)).content == PDF


@pytest.mark.parametrize("who", [None, make_user])
def test_nobody_else_reads_what_was_not_sent(who, client):
    paper = make_paper()
    linked_to(paper)
    if who:
        client.force_login(who())

    assert client.get(path(paper)).status_code == 404


def test_organisers_read_there_only_what_a_briefing_links_to_and_all_may_read(client):
    unlinked, internal, gone = make_paper(), make_paper(), make_paper()
    linked_to(internal, gone)
    hide(internal)
    withdraw(gone)
    client.force_login(make_organiser())

    found = [
        client.get(path(paper)).status_code for paper in (unlinked, internal, gone)
    ]
    assert found == [404, 404, 404]
