"""A speaker who cannot come: never blank, never stale, told once."""

import pytest

from mailing.models import Message
from partners.models import Person
from registrations.services import changes, replacing
from seminars import agenda, pages
from seminars.models import Seminar
from seminars.services import speakers
from tests.factories import COMMAND, NOW, make_seminar, make_theme, register
from tests.refusals import broken, refusal
from tests.registrations.telling import told
from tests.seminars.scenes import make_document, make_item, make_speaker

pytestmark = pytest.mark.django_db
acts = {"by": COMMAND, "at": NOW}


@pytest.fixture
def seminar():
    seminar = make_seminar(places=2)
    register(seminar, address="a@example.org")
    return seminar


@pytest.fixture
def session(seminar):
    return seminar.sessions.get()


def shown(seminar):
    """Read the names and the gaps of the public programme."""
    (whole,) = pages.whole(Seminar.objects.filter(pk=seminar.pk))
    return [
        ([one.person.name for one in point.named], point.to_confirm)
        for part in agenda.agenda(whole)
        for point in part.points
    ]


def test_the_programme_says_to_be_confirmed_and_everybody_is_told(seminar, session):
    speaker = make_speaker(session)
    slides = make_document(seminar, kind="presentation", title="Slides")
    lives = make_document(seminar, kind="biographies", title="Who speaks")
    note = make_document(seminar, kind="information_note", title="Note")

    changes.replace_speaker(speaker, None, **acts)

    message = Message.objects.get(purpose="changed_speaker")
    assert shown(seminar) == [([], 1)]
    assert told("changed_speaker") == [("a@example.org", [])]
    assert "<del>Ingrid Solheim, University of the Southern Coast</del>" in message.html
    assert "Speaker to be confirmed" in message.text
    for paper, is_public in ((slides, False), (lives, False), (note, True)):
        paper.refresh_from_db()
        assert (paper.withdrawn_at is None) == is_public
    assert seminar.changes.get().kind == "speaker"


def test_somebody_else_is_asked_and_named_once_they_say_yes(seminar, session):
    speaker = make_speaker(session)
    other = Person.objects.create(name="Ana Duarte")

    changes.replace_speaker(speaker, other, **acts)

    asked = session.speakers.get(person=other)
    speaker.refresh_from_db()
    assert shown(seminar) == [([], 1)]
    assert (asked.state, speaker.replaced_by) == ("to_invite", asked)

    speakers.accept(asked, **acts)

    assert shown(seminar) == [(["Ana Duarte"], 0)]
    assert len(told("changed_speaker")) == 1


@pytest.mark.parametrize("verb", [speakers.decline, speakers.cancel])
def test_whom_people_know_of_leaves_by_the_verb_that_tells_them(verb, session):
    speaker = make_speaker(session)

    assert refusal(verb, speaker, **acts) == "told"


def test_a_gap_is_filled_by_whoever_replaces(seminar, session):
    speaker = make_speaker(session)
    changes.replace_speaker(speaker, None, **acts)
    assert shown(seminar) == [([], 1)]

    other = make_speaker(session, name="Ana Duarte")
    speakers.replace(speaker, other, **acts)

    assert shown(seminar) == [(["Ana Duarte"], 0)]


def test_whoever_was_never_named_is_replaced_without_a_word(seminar, session):
    speaker = make_speaker(session, state="invited")
    slides = make_document(seminar, kind="presentation", title="Slides")

    changes.replace_speaker(speaker, None, **acts)

    slides.refresh_from_db()
    assert shown(seminar) == [([], 1)]
    assert (slides.withdrawn_at, told("changed_speaker")) == (None, [])
    assert seminar.changes.count() == 0


def test_who_is_gone_already_is_not_replaced(session):
    speaker = make_speaker(session, state="cancelled")

    assert refusal(changes.replace_speaker, speaker, None, **acts) == "wrong_state"


def test_in_a_course_the_papers_of_other_sessions_stay(seminar):
    course = make_seminar(places=1, sessions=2)
    first, _second = course.sessions.order_by("pk")
    lives = make_document(course, kind="biographies", title="Who speaks")

    changes.replace_speaker(make_speaker(first), None, **acts)

    lives.refresh_from_db()
    assert lives.withdrawn_at is None


def test_suggested_are_those_we_asked_on_its_themes_before(seminar, session):
    theme = make_theme()
    past = make_seminar(places=1)
    for one in (seminar, past):
        one.themes.add(theme)
    elsewhere = make_seminar(places=1).sessions.get()
    make_speaker(session, name="Is here")
    make_speaker(past.sessions.get(), name="Said no", state="declined")
    make_speaker(past.sessions.get(), name="Said yes", state="spoke")
    make_speaker(elsewhere, name="Other theme")
    make_speaker(past.sessions.get(), name="Asked to be left alone", state="spoke")
    Person.objects.filter(name="Asked to be left alone").update(state="restricted")

    found = replacing.suggestions(seminar)

    assert [one.name for one in found] == ["Said yes", "Said no"]


def test_only_a_speaker_who_left_leaves_a_gap(session):
    speaker = make_speaker(session)
    speaker.leaves_a_gap = True

    assert broken(speaker.save) == "only_a_speaker_who_left_leaves_a_gap"


def test_a_no_of_whoever_was_to_replace_leaves_the_gap_open(seminar, session):
    speaker = make_speaker(session)
    other = Person.objects.create(name="Ana Duarte")
    changes.replace_speaker(speaker, other, **acts)

    speakers.decline(session.speakers.get(person=other), **acts)

    assert shown(seminar) == [([], 1)]


def test_who_comes_back_after_that_no_fills_the_gap_again(seminar, session):
    speaker = make_speaker(session)
    other = Person.objects.create(name="Ana Duarte")
    changes.replace_speaker(speaker, other, **acts)
    speakers.decline(session.speakers.get(person=other), **acts)

    speakers.invite(speaker, **acts)
    speakers.accept(speaker, **acts)

    assert shown(seminar) == [(["Ingrid Solheim"], 0)]


def test_who_comes_back_fills_no_gap_but_their_own(seminar, session):
    speaker, other = make_speaker(session), make_speaker(session, name="Ana Duarte")
    for one in (other, speaker):
        changes.replace_speaker(one, None, **acts)

    speakers.invite(speaker, **acts)
    speakers.accept(speaker, **acts)

    assert shown(seminar) == [(["Ingrid Solheim"], 1)]


def test_whoever_is_added_where_a_speaker_left_fills_the_oldest_gap(seminar, session):
    point = make_item(session)
    gaps = [make_speaker(session, item) for item in (None, point, point)]
    for speaker in gaps:
        changes.replace_speaker(speaker, None, **acts)

    other = make_speaker(session, point, name="Ana Duarte")
    speakers.fill_gap(other, **acts)
    speakers.fill_gap(other, **acts)

    assert shown(seminar) == [([], 1), (["Ana Duarte"], 1)]
    for speaker in gaps:
        speaker.refresh_from_db()
    assert [one.replaced_by for one in gaps] == [None, other, None]


def test_who_is_gone_fills_no_gap(seminar, session):
    speaker = make_speaker(session)
    changes.replace_speaker(speaker, None, **acts)

    speakers.fill_gap(make_speaker(session, state="declined"), **acts)

    assert shown(seminar) == [([], 1)]
