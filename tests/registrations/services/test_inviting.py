"""Invitations: a link each, used once, handed on openly."""

import pytest

from mailing.models import Message
from registrations.models import InvitationToRegister
from registrations.models import RegistrationStatus as Status
from registrations.services import inviting, nominations
from registrations.services.inviting import Guest
from seminars.models import RegistrationMode
from tests.factories import (
    COMMAND,
    DAY,
    HOUR,
    LINK,
    NOW,
    VISITOR,
    filing,
    make_mission,
    make_organisation,
    make_planned,
    make_seminar,
    submit,
    typed,
)
from tests.refusals import refusal
from users.models import AuditEntry

pytestmark = pytest.mark.django_db
ACTS = {"by": COMMAND, "at": NOW}
GUEST = Guest("Ana Ortiz", "ana@example.org", "Union of ports")
BY_LINK = {"by": LINK, "at": NOW, "came_instead": False}


@pytest.fixture
def seminar():
    return make_seminar(places=2, registration_mode=RegistrationMode.INVITATION)


def invite(seminar, guest=GUEST, until=NOW + DAY):
    return inviting.invite(seminar, guest, until=until, **ACTS)


def test_an_invitation_is_a_message_with_a_link_of_its_own(seminar):
    invitation = invite(seminar)

    message = Message.objects.get(purpose="invitation")
    assert (message.address, message.name) == ("ana@example.org", "Ana Ortiz")
    assert message.merge == {"link": ["i", invitation.pk, 1]}
    assert message.not_after == NOW + DAY
    assert "Ana Ortiz is invited" in message.text


def test_whoever_is_invited_has_a_place_at_once_and_the_link_is_used(seminar):
    invitation, form = invite(seminar), filing()

    nomination = inviting.accept(invitation, form, **BY_LINK)
    again = inviting.accept(invitation, form, **BY_LINK)

    assert nomination == again
    assert nomination.registrations.get().status == Status.CONFIRMED
    assert (invitation.nomination, invitation.came_instead) == (nomination, False)
    assert refusal(inviting.accept, invitation, filing(), **BY_LINK) == "used"
    assert refusal(inviting.withdraw, invitation, **ACTS) == "used"


def test_who_comes_instead_says_so(seminar):
    invitation = invite(seminar)

    inviting.accept(invitation, filing(), **BY_LINK | {"came_instead": True})

    assert InvitationToRegister.objects.get().came_instead
    assert AuditEntry.objects.get(verb="use").why == "instead"


def test_a_link_holds_for_one_person_until_its_hour(seminar):
    invitation = invite(seminar)
    two = filing(typed(), typed())
    late = BY_LINK | {"at": NOW + DAY}

    assert refusal(inviting.accept, invitation, two, **BY_LINK) == "one_person"
    assert refusal(inviting.accept, invitation, filing(), **late) == "expired"


def test_a_link_opens_nothing_once_registration_is_closed(seminar):
    invitation = invite(seminar)
    type(seminar).objects.filter(pk=seminar.pk).update(closes_at=NOW - HOUR)

    assert refusal(inviting.accept, invitation, filing(), **BY_LINK) == "closed"


def test_a_withdrawn_invitation_has_another_link_and_may_be_sent_anew(seminar):
    invitation = invite(seminar)
    assert refusal(invite, seminar) == "invited"

    inviting.withdraw(invitation, **ACTS)

    assert invitation.link_generation == 2
    assert refusal(inviting.accept, invitation, filing(), **BY_LINK) == "withdrawn"
    assert invite(seminar).pk != invitation.pk


def test_a_withdrawn_invitation_leaves_no_message_that_waits(seminar):
    sent, waiting = invite(seminar), invite(seminar, Guest("Bo Li", "bo@example.org"))
    messages = Message.objects.filter(purpose="invitation")
    messages.filter(address=sent.address).update(state="sent", accepted_at=NOW)

    for invitation in (sent, waiting):
        inviting.withdraw(invitation, **ACTS)

    states = messages.order_by("pk").values_list("address", "state")
    assert list(states) == [
        ("ana@example.org", "sent"),
        ("bo@example.org", "cancelled"),
    ]


def test_an_invitation_ends_while_registration_is_open(seminar):
    assert refusal(invite, seminar, until=NOW) == "until"
    assert refusal(invite, seminar, until=seminar.ends_at + HOUR) == "until"
    assert refusal(invite, make_planned()) == "not_announced"


# Who may register on the public page


def test_without_an_invitation_nobody_registers(seminar):
    form = filing()

    refused = refusal(nominations.submit, seminar, form, by=VISITOR, at=NOW)

    assert refused == "closed"


def test_a_seminar_is_open_to_some_sectors_alone():
    seminar = make_seminar(places=3, admits=["mission"])
    mission, union = make_mission(), make_organisation()
    form = filing(typed(mission), typed(union))

    refused = refusal(nominations.submit, seminar, form, by=VISITOR, at=NOW)

    assert refused == "not_admitted"
    assert seminar.registrations.count() == 0
    assert submit(seminar, typed(mission)).registrations.count() == 1
