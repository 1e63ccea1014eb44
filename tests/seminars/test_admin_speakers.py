"""Speakers as organisers keep them in the form of a session."""

import re

import pytest
from django.urls import reverse

from mailing.models import Message
from partners.models import Person
from seminars.models import Session, SpeakerInvitation, SpeakerState
from tests.factories import make_planned, make_seminar, register
from tests.seminars.forms import change, errors, shown
from tests.seminars.scenes import make_document, make_item, make_speaker, put_off
from users.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def seminar():
    """One that is announced, with somebody who is registered and a speaker."""
    seminar = make_seminar(places=1)
    make_document(seminar, kind="biographies", title="Who speaks")
    make_speaker(seminar.sessions.get(), state=SpeakerState.CONFIRMED)
    register(seminar)
    return seminar


def stand(seminar):
    """Read all that a speaker who leaves would change."""
    papers = seminar.documents.values_list("withdrawn_at", flat=True)
    people = SpeakerInvitation.objects.filter(session__seminar=seminar)
    return (
        list(people.values()),
        list(papers),
        Message.objects.count(),
        AuditEntry.objects.count(),
    )


@pytest.mark.parametrize(
    "said", [{"becomes": "declined"}, {"becomes": "cancelled"}, {"DELETE": "on"}]
)
def test_whom_the_programme_names_leaves_it_by_the_page_that_tells(
    said, seminar, staff
):
    session, was = seminar.sessions.get(), stand(seminar)
    typed = {f"speakers-0-{name}": value for name, value in said.items()}

    response = staff.post(change(session), shown(staff, session) | typed)

    assert "“Replace a speaker”" in errors(response)
    assert stand(seminar) == was


def test_nobody_takes_the_row_of_whom_the_programme_names(seminar, staff):
    session, was = seminar.sessions.get(), stand(seminar)
    typed = {"speakers-0-person": str(Person.objects.create(name="Ana Duarte").pk)}

    response = staff.post(change(session), shown(staff, session) | typed)

    assert "“Replace a speaker”" in errors(response)
    assert stand(seminar) == was


def test_the_form_offers_no_such_end_and_shows_the_way(seminar, staff):
    page = staff.get(change(seminar.sessions.get())).content.decode()
    [offered] = re.findall('name="speakers-0-becomes".*?</select>', page, re.DOTALL)
    [deletion] = re.findall('<input[^>]*name="speakers-0-DELETE"[^>]*>', page)

    assert re.findall('value="([^"]+)"', offered) == ["spoke"]
    assert "disabled" in deletion
    assert reverse("registrations:replace_speaker", args=[seminar.pk]) in page


def test_whoever_was_only_asked_says_no_in_the_form(seminar, staff):
    session = seminar.sessions.get()
    asked = make_speaker(session, name="Ana Duarte", state=SpeakerState.INVITED)
    typed = {"speakers-1-becomes": "declined"}

    response = staff.post(change(session), shown(staff, session) | typed)

    asked.refresh_from_db()
    assert (response.status_code, asked.state) == (302, SpeakerState.DECLINED)


@pytest.mark.parametrize("is_announced", [False, True])
def test_where_nobody_is_told_of_it_a_speaker_says_no_in_the_form(is_announced, staff):
    seminar = make_seminar(places=1) if is_announced else make_planned()
    if is_announced:
        put_off(seminar)
    session = seminar.sessions.get()
    speaker = make_speaker(session)
    typed = {"speakers-0-becomes": "declined"}

    staff.post(change(session), shown(staff, session) | typed)

    speaker.refresh_from_db()
    assert speaker.state == SpeakerState.DECLINED


@pytest.mark.parametrize("is_new", [True, False])
def test_whoever_is_put_where_a_speaker_left_speaks_instead(is_new, seminar, staff):
    session = seminar.sessions.get()
    point = make_item(session)
    gone = make_speaker(session, point, state="declined", leaves_a_gap=True)
    put = {"item": str(point.pk)}
    if is_new:
        person = Person.objects.create(name="Ana Duarte")
        put |= {"person": str(person.pk), "role": "speaker", "becomes": "accepted"}
    else:
        make_speaker(session, name="Ana Duarte")
    typed = {f"speakers-2-{name}": value for name, value in put.items()}

    staff.post(
        change(session),
        shown(staff, session) | {"speakers-TOTAL_FORMS": "3"} | typed,
    )

    gone.refresh_from_db()
    assert str(gone.replaced_by.person.name) == "Ana Duarte"
    assert gone.replaced_by.state == SpeakerState.ACCEPTED
    assert not gone.leaves_a_gap


@pytest.fixture
def twice():
    """A planned session in which one person stands at two points."""
    session = make_planned().sessions.get()
    first = make_speaker(session, make_item(session))
    again = make_item(session, 1)
    SpeakerInvitation.objects.create(session=session, item=again, person=first.person)
    return session


@pytest.mark.parametrize("model", ["seminar", "session"])
def test_plan_in_which_one_person_speaks_twice_can_be_deleted(model, twice, staff):
    key = twice.seminar_id if model == "seminar" else twice.pk
    delete = reverse(f"admin:seminars_{model}_delete", args=[key])

    response = staff.post(delete, {"post": "yes"})

    assert response.status_code == 302
    assert not Session.objects.exists()


def test_such_a_session_can_be_deleted_from_its_seminar(twice, staff):
    seminar = twice.seminar
    form = shown(staff, seminar) | {"sessions-0-DELETE": "on"}

    response = staff.post(change(seminar), form)

    assert response.status_code == 302
    assert not Session.objects.exists()


def test_points_go_together_with_who_speaks_at_them(twice, staff):
    rows = [f"{kind}-{row}-DELETE" for kind in ("agenda", "speakers") for row in (0, 1)]

    response = staff.post(
        change(twice), shown(staff, twice) | dict.fromkeys(rows, "on")
    )

    assert response.status_code == 302
    assert (twice.agenda.count(), twice.speakers.count()) == (0, 0)
