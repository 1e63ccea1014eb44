"""Papers, speakers and copies, as organisers keep them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from seminars.models import (
    DocumentKind,
    Seminar,
    SpeakerInvitation,
    SpeakerState,
)
from tests.factories import (
    make_planned,
    make_seminar,
)
from tests.seminars.forms import change, errors, shown
from tests.seminars.scenes import make_document, make_past, make_speaker, new_york
from tests.sent import sent_back
from users.models import AuditEntry

pytestmark = pytest.mark.django_db
LIST = reverse("admin:seminars_seminar_changelist")


def paper(**fields):
    """Fill the one new document of a form."""
    typed = {
        "kind": DocumentKind.PROGRAMME,
        "title": "Programme",
        "language": "en",
        "visibility": "public",
        "is_published": "on",
    }
    one = {f"documents-0-{name}": value for name, value in (typed | fields).items()}
    return {"documents-TOTAL_FORMS": "1"} | one


def test_paper_is_stored_and_published_in_one_go(staff):
    seminar = make_seminar(places=1)
    file = SimpleUploadedFile("programme.pdf", b"%PDF-1.7 programme")

    staff.post(change(seminar), shown(staff, seminar) | paper(file=file))

    document = seminar.documents.get()
    assert bytes(document.content.data) == b"%PDF-1.7 programme"
    assert document.published_at is not None
    entries = AuditEntry.objects.about(f"seminars.document:{document.pk}")
    assert [one.verb for one in entries.order_by("pk")] == ["attach", "publish"]


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (None, "Choose a file first, then publish."),
        (("page.html", b"<script>"), "Choose a PDF, Word, PowerPoint or Excel file"),
    ],
)
def test_paper_that_cannot_be_published_is_refused(file, said, staff):
    seminar = make_seminar(places=1)
    sent = {"file": SimpleUploadedFile(*file)} if file else {}

    response = staff.post(change(seminar), shown(staff, seminar) | paper(**sent))

    assert said in errors(response)
    assert seminar.documents.count() == 0


def test_paper_is_withdrawn_by_taking_its_tick_away(staff):
    seminar = make_seminar(places=1)
    document = make_document(seminar)
    form = shown(staff, seminar)
    del form["documents-0-is_published"]

    staff.post(change(seminar), form)

    document.refresh_from_db()
    assert document.withdrawn_at is not None


def test_speaker_moves_on_by_a_verb(staff):
    session = make_planned().sessions.get()
    speaker = make_speaker(session, state=SpeakerState.INVITED)
    form = shown(staff, session) | {"speakers-0-becomes": "accepted"}

    staff.post(change(session), form)
    refused = staff.post(change(session), form | {"speakers-0-becomes": "invited"})

    speaker.refresh_from_db()
    assert speaker.state == SpeakerState.ACCEPTED
    assert "Select a valid choice" in errors(refused)
    assert [one.verb for one in AuditEntry.objects.order_by("pk")] == ["accept"]


def test_speaker_asked_twice_is_refused_with_all_that_was_typed(staff):
    session = make_planned().sessions.get()
    speaker = make_speaker(session)
    typed = {
        "title_en": "Opening",
        "speakers-TOTAL_FORMS": "2",
        "speakers-1-person": str(speaker.person_id),
        "speakers-1-role": "moderator",
        "speakers-1-affiliation_en": "Academy",
    }

    response = staff.post(change(session), shown(staff, session) | typed)

    assert "Speaker: This person is asked already." in errors(response)
    again = sent_back(response.content.decode(), "session_form")
    assert again.items() >= typed.items()
    session.refresh_from_db()
    assert (session.title_en, session.speakers.get()) == ("", speaker)


def test_refusal_of_a_verb_is_said_and_nothing_is_stored(staff):
    session = make_planned().sessions.get()
    gone = make_speaker(session, state=SpeakerState.CANCELLED)
    SpeakerInvitation.objects.create(session=session, person=gone.person)
    typed = {"title_en": "Opening", "speakers-0-becomes": "invited"}

    response = staff.post(change(session), shown(staff, session) | typed)

    assert "This person is asked already." in errors(response)
    again = sent_back(response.content.decode(), "session_form")
    assert again.items() >= typed.items()
    session.refresh_from_db()
    gone.refresh_from_db()
    assert (session.title_en, gone.state) == ("", SpeakerState.CANCELLED)
    assert not AuditEntry.objects.exists()


def test_session_is_neither_added_nor_removed_on_its_own(staff):
    session = make_seminar(places=1).sessions.get()

    assert staff.get(reverse("admin:seminars_session_add")).status_code == 403
    delete = reverse("admin:seminars_session_delete", args=[session.pk])
    assert staff.post(delete, {"post": "yes"}).status_code == 403


def test_duplicate_asks_for_the_day(staff):
    seminar = make_past(new_york(2031, 5, 9, 10))
    url = reverse("seminars:duplicate", args=[seminar.pk])

    assert b'value="2032-05-07"' in staff.get(url).content
    response = staff.post(url, {"first_day": "2032-05-06"})

    copy = Seminar.objects.get(repeats=seminar)
    assert response["Location"] == change(copy)
    assert copy.starts_at == new_york(2032, 5, 6, 10)


def test_duplicate_says_why_not(staff):
    url = reverse("seminars:duplicate", args=[make_planned(sessions=0).pk])

    response = staff.post(url, {"first_day": "2032-05-06"})

    assert b"It has no hours to shift" in response.content


@pytest.mark.parametrize("papers", [1, 3])
def test_forms_read_all_papers_at_once_and_none_of_their_bytes(
    papers, staff, django_assert_num_queries
):
    seminar = make_seminar(places=1)
    session = seminar.sessions.get()
    for thing in ({"seminar": seminar}, {"session": session}):
        make_document(**thing).content.delete()
        for _paper in range(papers):
            make_document(**thing)

    for thing, queries in ((seminar, 14), (session, 13)):
        staff.get(change(thing))  # which model is what is remembered from here on
        with django_assert_num_queries(queries) as asked:
            page = staff.get(change(thing)).content.decode()
        assert page.count("Stored: paper.pdf.") == papers
        assert [one for one in asked if '"data"' in one["sql"]] == []
