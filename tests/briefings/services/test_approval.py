"""What is approved is everything that a reader gets; what can't go out is refused."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from briefings.models import Attachment, Briefing
from briefings.services import approval, attachments, briefings
from partners.models import ChairTerm
from partners.services import updates
from seminars.models import Visibility
from tests.briefings.letting_out import (
    PDF,
    let_out,
    make_paper,
    make_sender,
    somebody,
    submitted,
)
from tests.factories import (
    DAY,
    HOUR,
    NOW,
    SYSTEM,
    TODAY,
    account,
    make_briefing,
    make_host_term,
    make_organisation,
    make_organiser,
    make_planned,
    make_seminar,
    make_series,
    make_theme,
)
from tests.refusals import refusal

pytestmark = pytest.mark.django_db
WORDS = updates.Words("One", "Un", "Text", "Texte")
SEALED_BY_MEANING = {"audience_id", "sender_id"}
WORKFLOW = {  # how far it is, not what is read
    "id",
    "state",
    "written_by_id",
    "submitted_hash",
    "approved_by_id",
    "approved_at",
    "approved_hash",
    "published_at",
    "mailing_id",
}


def change(row, **fields):
    type(row).objects.filter(pk=row.pk).update(**fields)


def make_update(**fields):
    return updates.request(make_host_term(), WORDS, by=SYSTEM, at=NOW, **fields)


def make_chair():
    return ChairTerm.objects.create(organisation=make_organisation(), starts_on=TODAY)


EDITS = {
    "kind": lambda one: change(one, kind="briefing"),
    "English subject": lambda one: change(one, subject_en="Other"),
    "French subject": lambda one: change(one, subject_fr="Autre"),
    "English text": lambda one: change(one, body_en="Other"),
    "French text": lambda one: change(one, body_fr="Autre"),
    "hour": lambda one: change(one, send_at=NOW + DAY),
    "lateness": lambda one: change(one, hours_late=1),
    "public page": lambda one: change(one, is_public=False),
    "seminar": lambda one: change(one, seminar=make_seminar()),
    "series": lambda one: change(one, series=make_series()),
    "update": lambda one: change(one, preparatory_update=make_update()),
    "chair": lambda one: change(one, chair_term=make_chair()),
    "who sends": lambda one: change(one, sender=make_sender()),
    "audience": lambda one: one.audience.parts.update(regional_group="african"),
    "themes": lambda one: one.themes.add(make_theme()),
    "page": lambda one: change(one, slug="another"),
    "papers": lambda one: one.documents.add(make_paper()),
    "files": lambda one: Attachment.objects.create(
        briefing=one, name="a.pdf", content_type="application/pdf", data=PDF
    ),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_whatever_is_edited_voids_what_was_read(edit):
    briefing = submitted()
    seen = approval.hash_of(briefing)

    edit(briefing)

    by = account(make_organiser())
    code = refusal(briefings.approve, briefing, seen, by=by, at=NOW)
    assert code == "edited"


def test_every_column_is_sealed_or_known_not_to_be_read():
    columns = {field.attname for field in Briefing._meta.concrete_fields}

    assert columns - set(approval.SEALED) == SEALED_BY_MEANING | WORKFLOW


def test_another_update_of_the_same_hour_counts_too():
    briefing = submitted(preparatory_update=make_update())

    change(briefing, preparatory_update=make_update())
    briefing.refresh_from_db()

    assert approval.hash_of(briefing) != briefing.submitted_hash


def test_bytes_of_a_file_count_too():
    briefing = make_briefing()
    by = account(briefing.written_by)
    file = attachments.attach(briefing, "a.pdf", PDF, by=by, at=NOW)
    seen = approval.hash_of(briefing)

    Attachment.objects.filter(pk=file.pk).update(data=PDF + b" other")

    assert approval.hash_of(briefing) != seen


@pytest.mark.parametrize(
    "edit",
    [{"name_en": "Other"}, {"name_fr": "Autre"}, {"reply_to": "other@example.org"}],
    ids=str,
)
def test_a_sender_counts_by_both_names_and_where_answers_go(edit):
    briefing = submitted(sender=make_sender())

    change(briefing.sender, **edit)

    assert approval.hash_of(briefing) != briefing.submitted_hash


@pytest.mark.parametrize(
    "edit",
    [
        lambda chair: change(chair, organisation=make_organisation()),
        lambda chair: change(chair.organisation, name_en="Another Office"),
        lambda chair: change(chair.organisation, name_fr="Un autre bureau"),
    ],
)
def test_on_whose_behalf_it_is_sent_counts_by_its_words(edit):
    chair = make_chair()
    briefing = let_out(make_briefing(chair_term=chair, send_at=NOW + HOUR))

    edit(chair)

    assert briefings.start_due(by=SYSTEM, at=NOW + HOUR) == 0
    briefing.refresh_from_db()
    assert briefing.state == "draft"


def test_an_update_that_is_closed_for_longer_is_not_told_at_the_hour_approved():
    update = make_update(embargo_until=NOW + HOUR)
    briefing = let_out(make_briefing(preparatory_update=update, send_at=NOW + HOUR))
    type(update).objects.filter(pk=update.pk).update(embargo_until=NOW + DAY)

    assert briefings.start_due(by=SYSTEM, at=NOW + HOUR) == 0

    briefing.refresh_from_db()
    assert briefing.state == "draft"


def test_a_paper_that_is_taken_back_after_the_approval_voids_it():
    briefing, paper = make_briefing(send_at=NOW + HOUR), make_paper()
    briefing.documents.add(paper)
    let_out(briefing)
    type(paper).objects.filter(pk=paper.pk).update(visibility=Visibility.PARTICIPANTS)

    assert briefings.start_due(by=SYSTEM, at=NOW + HOUR) == 0

    briefing.refresh_from_db()
    assert briefing.state == "draft"


def linked_to(paper, **fields):
    briefing = make_briefing(**fields)
    briefing.documents.add(paper)
    return briefing


@pytest.mark.parametrize("hour", [NOW + 2 * DAY, None])
def test_a_paper_that_opens_at_another_hour_than_was_read_voids_it(hour):
    paper = make_paper(embargo_until=NOW + DAY)
    briefing = let_out(linked_to(paper, send_at=NOW + HOUR))
    change(paper, embargo_until=hour)

    assert briefings.start_due(by=SYSTEM, at=NOW + HOUR) == 0

    briefing.refresh_from_db()
    assert briefing.state == "draft"


def test_a_paper_that_opens_as_time_goes_by_voids_nothing():
    paper = make_paper(embargo_until=NOW + HOUR)
    let_out(linked_to(paper, send_at=NOW + DAY))

    assert briefings.start_due(by=SYSTEM, at=NOW + DAY) == 1


def test_an_hour_is_the_same_hour_in_every_zone():
    briefing = submitted(send_at=NOW + HOUR)
    briefing.send_at = briefing.send_at.astimezone(ZoneInfo("Asia/Tokyo"))

    assert approval.hash_of(briefing) == briefing.submitted_hash


@pytest.mark.parametrize("field", ["subject_en", "subject_fr", "body_en", "body_fr"])
@pytest.mark.parametrize("name", ["ambassador", "link"])
def test_a_placeholder_that_nobody_fills_is_refused_wherever_it_stands(field, name):
    briefing = make_briefing(**{field: f"Dear [[{name}]]"})
    by = account(briefing.written_by)

    assert refusal(briefings.submit, briefing, by=by, at=NOW) == "placeholder"


def test_the_closed_list_is_taken():
    text = "[[name]] [[organisation]] [[country]] [[preferences]] [[unsubscribe]]"

    assert submitted(body_en=text).state == "submitted"


@pytest.mark.parametrize("fields", [{"visibility": Visibility.INTERNAL}, {}])
def test_a_paper_that_is_not_for_everybody_is_refused(fields):
    briefing = make_briefing()
    seminar = make_seminar() if fields else make_planned()
    briefing.documents.add(make_paper(seminar, **fields))

    code = refusal(briefings.submit, briefing, by=account(briefing.written_by), at=NOW)
    assert code == "paper"


def test_papers_of_sessions_and_updates_are_taken():
    seminar = make_seminar()
    update = make_update()
    briefing = make_briefing()
    briefing.documents.add(
        make_paper(session=seminar.sessions.get()),
        make_paper(update=update),
    )

    assert let_out(briefing).state == "sent"


def test_an_update_is_not_told_before_its_hour():
    somebody()
    update = make_update(embargo_until=NOW + DAY)
    early = make_briefing(preparatory_update=update)
    late = make_briefing(preparatory_update=update, send_at=NOW + DAY)
    by = account(early.written_by)

    assert refusal(briefings.submit, early, by=by, at=NOW) == "embargo"
    briefings.submit(late, by=by, at=NOW)
    change(late, send_at=NOW + DAY - timedelta(seconds=1))
    late.refresh_from_db()
    change(late, submitted_hash=approval.hash_of(late))
    code = refusal(
        briefings.approve,
        late,
        approval.hash_of(late),
        by=account(make_organiser()),
        at=NOW,
    )
    assert code == "embargo"
