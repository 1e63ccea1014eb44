"""In the sample each role finds what is kept, chosen, offered, invited, returned."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from briefings.models import Briefing, BriefingState
from devtools import roles
from devtools.demo import offers, ways
from devtools.demo.accounts import assistants_mission
from mailing.models import Bounce, Message, MessageState
from registrations import auditing
from registrations.models import Answer, RegistrationStatus
from registrations.services import unreached
from seminars.models import Seminar
from tests.devtools.sample import NOW
from users.models import User

pytestmark = pytest.mark.django_db


def seminar_of(what):
    return Seminar.objects.get(slug__startswith=what.slug)


def statuses(seminar):
    people = seminar.registrations.order_by("line_number")
    return list(people.values_list("status", flat=True))


def signed_in(email):
    client = Client()
    client.force_login(User.objects.get(email=email))
    return client


def test_one_seminar_asks_two_things_and_keeps_places_for_missions():
    seminar = seminar_of(ways.KEPT)
    questions = seminar.questions.asked()
    kept = seminar.seats.free().filter(tier=1)

    assert [bool(q.label_en and q.label_fr) for q in questions] == [True, True]
    assert Answer.objects.filter(question__in=questions).count() == 9
    assert kept.count() == 8
    assert {seat.held_until > NOW for seat in kept} == {True}


def test_three_applied_and_wait_for_a_choice_that_may_be_told_now():
    seminar = seminar_of(ways.APPLICATION)

    assert statuses(seminar) == [RegistrationStatus.PENDING] * 3
    assert seminar.closes_at < NOW


def test_two_are_invited_and_have_not_answered():
    out = seminar_of(ways.INVITATION).invitations_to_register.all()

    assert [one.nomination_id for one in out] == [None, None]
    assert {one.expires_at > NOW for one in out} == {True}


def test_a_place_that_was_given_back_is_on_offer_to_the_assistants_mission():
    seminar = seminar_of(ways.OFFERED)
    offered = seminar.registrations.get(status=RegistrationStatus.OFFERED)
    left = offered.offered_until - NOW

    assert offered.organisation == assistants_mission()
    assert statuses(seminar).count(RegistrationStatus.WAITING) == 1
    assert timedelta(days=13) < left < timedelta(days=14)


def test_the_focal_point_finds_that_offer_on_the_missions_page():
    mission = reverse("registrations:mission", args=[assistants_mission().pk])
    page = signed_in(roles.ASSISTANT).get(mission)

    assert page.status_code == 200
    assert page.content.decode().count("Confirm this place") == 1


@pytest.mark.parametrize(
    "what", [offers.TODAY, offers.TWO_PLACES], ids=["today", "ahead"]
)
def test_somebody_has_to_be_phoned(what):
    found = unreached.of(seminar_of(what))

    assert len({one.address for one in found}) == 2
    assert all(one.address.endswith(".example") for one in found)


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("to_phone", offers.TODAY),
        ("questions", ways.KEPT),
        ("kept_places", ways.KEPT),
        ("applications", ways.APPLICATION),
        ("invitations", ways.INVITATION),
        ("offers", ways.OFFERED),
    ],
    ids=["to_phone", "questions", "kept", "applications", "invitations", "offers"],
)
def test_organisers_open_what_concerns_it(name, what):
    address = reverse(f"registrations:{name}", args=[seminar_of(what).pk])

    assert signed_in(roles.ORGANISER).get(address).status_code == 200


def test_what_awaits_approval_is_what_was_submitted_and_says_its_themes():
    briefing = Briefing.objects.get(state=BriefingState.SUBMITTED)
    themes = briefing.themes.order_by("slug").values_list("slug", flat=True)
    desk = signed_in(roles.ORGANISER).get(reverse("briefings:desk", args=[briefing.pk]))

    assert list(themes) == ["labour", "remittances"]
    assert "Approve what I have read" in desk.content.decode()


def test_nothing_of_it_leaves_and_no_promise_is_broken():
    states = set(Message.objects.values_list("state", flat=True))

    assert states == {MessageState.SENT}
    assert Bounce.objects.count() == 4
    assert auditing.findings(at=NOW) == []
