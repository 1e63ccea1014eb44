"""Forms that were opened before somebody else, or a verb, wrote into the same rows."""

import pytest

from registrations.services import changes
from registrations.services.replacing import replace_speaker
from seminars.models import DocumentKind, Seminar, SpeakerState, Visibility
from seminars.services import documents
from tests.factories import (
    COMMAND,
    DAY,
    HOUR,
    NOW,
    make_organiser,
    make_planned,
    make_seminar,
)
from tests.seminars.forms import change, errors, shown
from tests.seminars.scenes import (
    make_document,
    make_item,
    make_speaker,
    make_theme,
    new_york,
)
from tests.sent import sent_back
from users.models import AuditEntry

pytestmark = pytest.mark.django_db
ACTS = {"by": COMMAND, "at": NOW}
OPENS, CLOSES = new_york(2031, 3, 1, 9), new_york(2031, 4, 1, 18)
# What another organiser decides about registration while a form is open.
DECIDED = {
    "registration_mode": "application",
    "opens_at": OPENS,
    "closes_at": CLOSES,
    "admits": ["mission"],
}


def decided(seminar):
    return Seminar.objects.values(*DECIDED).get(pk=seminar.pk)


def test_registration_stays_as_another_has_decided(staff):
    seminar = make_seminar(places=2)
    opened = shown(staff, seminar)
    Seminar.objects.filter(pk=seminar.pk).update(**DECIDED)

    staff.post(change(seminar), opened | {"title_en": "Corrected"})

    seminar.refresh_from_db()
    assert seminar.title_en == "Corrected"
    assert decided(seminar) == DECIDED


def test_what_both_changed_is_said_before_the_last_one_decides(staff):
    seminar = make_seminar(places=2)
    opened = shown(staff, seminar)
    Seminar.objects.filter(pk=seminar.pk).update(**DECIDED)
    hour = {"closes_at_0": "2031-05-02", "closes_at_1": "12:00"}

    refused = staff.post(change(seminar), opened | hour | {"admits": ["un"]})
    assert "It now says “Permanent or observer mission”." in errors(refused)
    assert "It now says “1 April 2031, 18:00”." in errors(refused)
    assert errors(refused).count("<li>") == 4  # a list of two lists
    assert decided(seminar) == DECIDED

    again = sent_back(refused.content.decode(), "seminar_form")
    assert {name: again[name] for name in hour} == hour
    staff.post(change(seminar), again)
    last = {"closes_at": new_york(2031, 5, 2, 12), "admits": ["un"]}
    assert decided(seminar) == DECIDED | last


def test_what_both_changed_alike_is_saved(staff):
    seminar = make_seminar(places=2)
    opened = shown(staff, seminar)
    Seminar.objects.filter(pk=seminar.pk).update(**DECIDED)

    alike = {"registration_mode": "application", "admits": ["mission"]}
    response = staff.post(change(seminar), opened | alike)

    assert response.status_code == 302
    assert decided(seminar) == DECIDED


def test_lists_of_a_plan_stay_as_another_has_left_them(staff):
    seminar = make_planned()
    opened = shown(staff, seminar)
    theme = make_theme()
    seminar.themes.add(theme)
    seminar.tiers = [[*seminar.tiers[0], *seminar.tiers[1]], *seminar.tiers[2:]]
    seminar.save(update_fields=["tiers"])

    staff.post(change(seminar), opened | {"title_en": "Corrected"})

    assert list(seminar.themes.all()) == [theme]
    kept = Seminar.objects.get()
    assert (kept.title_en, kept.tiers) == ("Corrected", seminar.tiers)


def test_form_that_was_refused_still_knows_what_it_showed_first(staff):
    seminar = make_seminar(places=2)
    typed = {"closes_at_0": "2031-05-02", "closes_at_1": "12:00", "admits": ["un"]}
    opened = shown(staff, seminar) | typed | {"title_fr": ""}
    opens = {"opens_at": OPENS}
    Seminar.objects.filter(pk=seminar.pk).update(**opens)

    refused = staff.post(change(seminar), opened)
    again = sent_back(refused.content.decode(), "seminar_form")
    staff.post(change(seminar), again | {"title_fr": "Droit"})

    assert "Give the title in English and in French." in errors(refused)
    last = {"closes_at": new_york(2031, 5, 2, 12), "admits": ["un"]}
    assert decided(seminar) == opens | last | {"registration_mode": "open"}


def test_page_that_does_not_say_what_it_showed_goes_by_what_stands(staff):
    seminar = make_seminar(places=2)
    Seminar.objects.filter(pk=seminar.pk).update(**DECIDED)
    opened = shown(staff, seminar)
    bare = {name: opened[name] for name in opened if not name.startswith("initial-")}

    staff.post(change(seminar), bare | {"opens_at_0": "", "opens_at_1": ""})

    assert decided(seminar) == DECIDED | {"opens_at": None}


def test_slides_of_a_speaker_who_left_stay_withdrawn(staff):
    seminar = make_seminar(places=1)
    speaker = make_speaker(seminar.sessions.get(), state=SpeakerState.CONFIRMED)
    slides = make_document(seminar, kind=DocumentKind.PRESENTATION)
    opened = shown(staff, seminar)
    replace_speaker(speaker, None, **ACTS)

    staff.post(change(seminar), opened | {"documents-0-title": "Slides"})

    slides.refresh_from_db()
    assert (slides.title, slides.withdrawn_at) == ("Slides", NOW)


def test_paper_that_was_published_meanwhile_stays_published(staff):
    seminar = make_seminar(places=1)
    paper = make_document(seminar, published_at=None)
    opened = shown(staff, seminar)
    documents.publish(paper, **ACTS)

    staff.post(change(seminar), opened)

    paper.refresh_from_db()
    assert (paper.published_at, paper.withdrawn_at) == (NOW, None)


def test_paper_that_two_publish_is_published_once(staff):
    seminar = make_seminar(places=1)
    paper = make_document(seminar, published_at=None)
    opened = shown(staff, seminar)
    documents.publish(paper, **ACTS)

    response = staff.post(change(seminar), opened | {"documents-0-is_published": "on"})

    assert response.status_code == 302
    entries = AuditEntry.objects.about(f"seminars.document:{paper.pk}")
    assert [one.verb for one in entries] == ["publish"]


def test_paper_that_was_closed_meanwhile_stays_closed(staff):
    seminar = make_seminar(places=1)
    paper = make_document(seminar)
    opened = shown(staff, seminar)
    paper.visibility, paper.embargo_until = Visibility.INTERNAL, NOW + DAY
    paper.save()

    staff.post(change(seminar), opened | {"documents-0-title": "Corrected"})

    paper.refresh_from_db()
    assert (paper.title, paper.visibility) == ("Corrected", Visibility.INTERNAL)
    assert paper.embargo_until == NOW + DAY


def test_agenda_stays_where_its_session_went(staff):
    session = make_seminar(places=1).sessions.get()
    item = make_item(session)
    opened = shown(staff, session)
    changes.move_hour(session, session.starts_at + HOUR, session.ends_at + HOUR, **ACTS)

    staff.post(change(session), opened | {"agenda-0-title_en": "Welcome"})

    was = item.starts_at
    item.refresh_from_db()
    assert (item.title_en, item.starts_at) == ("Welcome", was + HOUR)


def test_two_organisers_write_into_one_speaker(client, staff):
    session = make_planned().sessions.get()
    speaker = make_speaker(session)
    opened = shown(staff, session)
    other = client.__class__()
    other.force_login(make_organiser())
    other.post(change(session), opened | {"speakers-0-role": "moderator"})

    staff.post(change(session), opened | {"speakers-0-affiliation_en": "Academy"})

    speaker.refresh_from_db()
    assert (speaker.role, speaker.affiliation_en) == ("moderator", "Academy")


def test_what_both_wrote_of_a_speaker_is_said_in_their_row(staff):
    session = make_planned().sessions.get()
    speaker = make_speaker(session)
    opened = shown(staff, session)
    speaker.affiliation_en = ""
    speaker.save(update_fields=["affiliation_en"])

    refused = staff.post(change(session), opened | {"speakers-0-affiliation_en": "A"})

    assert "It now says “-”." in errors(refused)
    again = sent_back(refused.content.decode(), "session_form")
    staff.post(change(session), again)
    speaker.refresh_from_db()
    assert speaker.affiliation_en == "A"
