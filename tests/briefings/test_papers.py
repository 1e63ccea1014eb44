"""Papers open to whoever was told of them, and only while they are for everybody."""

import pytest

from seminars.models import Document
from seminars.services import documents
from tests.briefings.letting_out import let_out, make_paper
from tests.factories import DAY, NOW, SYSTEM, make_briefing

pytestmark = pytest.mark.django_db


def told_of(*papers, **fields):
    """Make a briefing that was sent with links to these papers."""
    briefing = make_briefing(**fields)
    briefing.documents.add(*papers)
    return let_out(briefing, at=NOW - DAY)


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
