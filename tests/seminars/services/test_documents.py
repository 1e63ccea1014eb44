"""What may be stored, and what the public may read."""

import pytest

from seminars.models import Document, DocumentContent
from seminars.services import documents
from tests.factories import COMMAND, DAY, NOW, make_seminar
from tests.refusals import refusal
from tests.seminars.scenes import make_document
from users.models import AuditEntry

pytestmark = pytest.mark.django_db
TOLD = {"by": COMMAND, "at": NOW}
OFFICE = "application/vnd.openxmlformats-officedocument"


@pytest.fixture
def bare():
    seminar = make_seminar(places=1)
    fields = {"kind": "programme", "title": "Programme", "language": "en"}
    return Document.objects.create(seminar=seminar, **fields)


@pytest.mark.parametrize(
    ("name", "data", "stored", "kind"),
    [
        ("Paper One.PDF", b"%PDF-1.7", "Paper_One.pdf", "application/pdf"),
        (
            "a/b/notes.docx",
            b"PK\x03\x04..",
            "notes.docx",
            f"{OFFICE}.wordprocessingml.document",
        ),
    ],
)
def test_content_is_kept_under_a_plain_name(name, data, stored, kind, bare):
    content = documents.attach(bare, name, data, **TOLD)

    assert (content.filename, content.content_type) == (stored, kind)
    assert (bytes(content.data), content.size) == (data, len(data))


def test_second_file_takes_the_place_of_the_first(bare):
    documents.attach(bare, "one.pdf", b"%PDF-1", **TOLD)
    documents.attach(bare, "two.pdf", b"%PDF-2", **TOLD)

    kept = DocumentContent.objects.values_list("filename", flat=True)
    assert list(kept) == ["two.pdf"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("page.html", b"<script>"),
        ("page.pdf", b"<script>"),
        ("sheet.xlsx", b"%PDF-1.7"),
        ("noending", b"%PDF-1.7"),
    ],
)
def test_file_that_is_not_what_it_says_is_refused(name, data, bare):
    assert refusal(documents.attach, bare, name, data, **TOLD) == "file_type"


def test_file_that_is_too_large_is_refused(bare, monkeypatch):
    monkeypatch.setattr(documents, "LARGEST", 10)

    code = refusal(documents.attach, bare, "a.pdf", b"%PDF-1.7 more", **TOLD)

    assert code == "too_big"


def test_publishing_and_withdrawing_leave_their_entries(bare):
    documents.attach(bare, "one.pdf", b"%PDF-1", **TOLD)

    documents.publish(bare, **TOLD)
    assert list(Document.objects.public().open(at=NOW)) == [bare]
    documents.withdraw(bare, **TOLD, why="An error on page 2")
    assert list(Document.objects.public()) == []
    documents.publish(bare, **TOLD)

    assert list(Document.objects.public()) == [bare]
    entries = AuditEntry.objects.about(f"seminars.document:{bare.pk}")
    said = [(one.verb, one.why) for one in entries.order_by("pk")]
    assert said == [
        ("attach", ""),
        ("publish", ""),
        ("withdraw", "An error on page 2"),
        ("publish", ""),
    ]


def test_what_has_no_content_or_is_published_is_not_published(bare):
    assert refusal(documents.publish, bare, **TOLD) == "no_content"
    assert refusal(documents.withdraw, bare, **TOLD) == "not_published"
    published = make_document(bare.seminar, published_at=NOW - DAY)
    assert refusal(documents.publish, published, **TOLD) == "published"
