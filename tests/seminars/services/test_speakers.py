"""What can follow from what, when people are asked to speak."""

import pytest

from partners.models import Person
from seminars.models import SpeakerInvitation, SpeakerState
from seminars.services import speakers
from tests.factories import COMMAND, NOW, make_planned
from tests.refusals import refusal
from tests.seminars.scenes import make_item, make_speaker
from users.models import AuditEntry

pytestmark = pytest.mark.django_db
VERBS = {
    SpeakerState.INVITED: speakers.invite,
    SpeakerState.ACCEPTED: speakers.accept,
    SpeakerState.CONFIRMED: speakers.confirm,
    SpeakerState.SPOKE: speakers.note_spoke,
    SpeakerState.DECLINED: speakers.decline,
    SpeakerState.CANCELLED: speakers.cancel,
}
ALLOWED = {
    "to_invite": "invited accepted declined cancelled",
    "invited": "accepted declined cancelled",
    "accepted": "confirmed spoke declined cancelled",
    "confirmed": "spoke declined cancelled",
    "spoke": "",
    "declined": "invited",
    "cancelled": "invited",
}


@pytest.fixture
def session():
    return make_planned().sessions.get()


@pytest.mark.parametrize("to", VERBS)
@pytest.mark.parametrize("state", SpeakerState)
def test_only_what_can_follow_follows(state, to, session):
    speaker = make_speaker(session, state=state)

    if to in ALLOWED[state].split():
        VERBS[to](speaker, by=COMMAND, at=NOW)
        expected, entries = to, 1
    else:
        assert refusal(VERBS[to], speaker, by=COMMAND, at=NOW) == "wrong_state"
        expected, entries = state, 0

    speaker.refresh_from_db()
    assert speaker.state == expected
    about = AuditEntry.objects.about(f"seminars.speakerinvitation:{speaker.pk}")
    assert about.count() == entries


def test_form_offers_what_the_verbs_allow(session):
    for state in SpeakerState:
        speaker = make_speaker(session, state=state)
        offered = speakers.next_states(speaker)
        assert sorted(offered) == sorted(ALLOWED[state].split())


def test_somebody_else_comes_instead(session):
    gone, other = make_speaker(session, state="declined"), make_speaker(session)

    speakers.replace(gone, other, by=COMMAND, at=NOW)

    gone.refresh_from_db()
    assert gone.replaced_by == other


def test_who_is_asked_again_is_not_replaced_any_more(session):
    gone, other = make_speaker(session, state="declined"), make_speaker(session)
    speakers.replace(gone, other, by=COMMAND, at=NOW)

    speakers.invite(gone, by=COMMAND, at=NOW)

    gone.refresh_from_db()
    assert gone.replaced_by is None


def test_replacement_is_of_the_same_session_and_for_who_left(session):
    gone, still = make_speaker(session, state="declined"), make_speaker(session)
    elsewhere = make_speaker(make_planned().sessions.get())
    replace, told = speakers.replace, {"by": COMMAND, "at": NOW}

    assert refusal(replace, gone, elsewhere, **told) == "other_session"
    assert refusal(replace, gone, gone, **told) == "other_session"
    assert refusal(replace, still, gone, **told) == "replaced"


def test_second_invitation_of_the_same_person_is_refused(session):
    first = make_speaker(session, state="declined")
    again = make_speaker(session)
    again.person = first.person
    again.save()

    assert refusal(speakers.invite, first, by=COMMAND, at=NOW) == "asked"


def test_the_panel_counts_each_person_once_as_it_is_and_as_it_would_be():
    seminar = make_planned(sessions=2)
    one, other = seminar.sessions.order_by("pk")
    woman, man, unsaid = (
        make_speaker(one, name=gender, state=state)
        for gender, state in (
            ("woman", "confirmed"),
            ("man", "to_invite"),
            ("unsaid", "accepted"),
        )
    )
    gone = make_speaker(one, name="other", state="declined")
    for speaker in (woman, man, unsaid, gone):
        Person.objects.filter(pk=speaker.person_id).update(gender=speaker.person.name)
    SpeakerInvitation.objects.create(session=other, person=man.person)
    gone.person.refresh_from_db()

    assert speakers.panel(seminar) == "1 woman, 1 man, 1 other or not said"
    assert (
        speakers.panel(seminar, without=woman) == "0 women, 1 man, 1 other or not said"
    )
    assert speakers.panel(seminar, without=man, plus=gone.person) == (
        "1 woman, 1 man, 2 others or not said"
    )


def test_who_speaks_twice_is_forgotten_before_the_points():
    session = make_planned().sessions.get()
    first = make_speaker(session, make_item(session))
    SpeakerInvitation.objects.create(
        session=session, item=make_item(session, hours=1), person=first.person
    )

    speakers.forget([session])
    session.agenda.all().delete()

    assert not session.speakers.exists()
