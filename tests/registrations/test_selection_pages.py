"""Applying and being invited, as people and organisers meet it."""

import re

import pytest
from django.urls import reverse

from registrations.emails import link_of_invitation
from registrations.models import (
    InvitationToRegister,
    Nomination,
    Registration,
    Verdict,
)
from registrations.models import RegistrationStatus as Status
from registrations.services import inviting
from registrations.services.answers import Given
from registrations.services.inviting import Guest
from seminars.models import RegistrationMode, Session
from tests.axe import LOOKS, assert_clean, enter, findings
from tests.factories import (
    COMMAND,
    DAY,
    NOW,
    make_mission,
    make_organiser,
    make_question,
    make_seminar,
    make_user,
    register,
)
from tests.registrations.forms import NAMES, address_of, person, post, sheet

pytestmark = pytest.mark.django_db
in_browser = pytest.mark.django_db(transaction=True)


@pytest.fixture
def organiser(client):
    user = make_organiser(name="Ines Okafor")
    client.force_login(user)
    return user


def page(name, pk):
    return reverse(f"registrations:{name}", args=[pk])


def applied():
    return make_seminar(places=1, registration_mode=RegistrationMode.APPLICATION)


def seen(response):
    """Give what the page sends back of the verdicts that it shows."""
    hidden = r'<input type="hidden" name="(seen\w*)" value="(\w+)">'
    return dict(re.findall(hidden, response.text))


def by_invitation():
    make_mission()
    return make_seminar(places=2, registration_mode=RegistrationMode.INVITATION)


def invite(seminar, name=NAMES[0]):
    guest = Guest(name, "mission@example.org", "Permanent Mission of Senegal")
    until = NOW + DAY
    return inviting.invite(seminar, guest, until=until, by=COMMAND, at=NOW)


def test_the_pages_exist_for_organisers_alone(client):
    seminar = applied()
    client.force_login(make_user())

    names = ("applications", "invitations")
    assert {client.get(page(n, seminar.pk)).status_code for n in names} == {404}
    assert client.post(page("send_decisions", seminar.pk)).status_code == 404
    assert client.post(page("invitation_withdraw", 1)).status_code == 404


# Applying


def test_people_apply_and_hear_together(client, organiser):
    seminar = applied()
    question = make_question(seminar, "long", label_en="Why you?")
    make_mission()
    public = client.get(address_of(seminar)).content.decode()
    assert "all are told at one time who is chosen" in public
    for name in NAMES[:2]:
        answer = {f"person-1-q{question.pk}": f"Because {name}"}
        assert post(seminar, sheet(person(name)) | answer).status_code == 303
    first, second = Registration.objects.order_by("line_number")
    listed = page("applications", seminar.pk)

    shown = client.get(listed).content.decode()
    assert f"Because {NAMES[0]}" in shown
    client.post(listed, {"who": [first.pk, second.pk], "act": "shortlist"})
    held = seen(client.get(listed))
    yes = {"who": [first.pk], "act": "accept", "why": "Strong"}
    no = {"who": [second.pk], "act": "decline", "why": "Too early"}
    client.post(listed, held | yes)
    client.post(listed, held | no)
    client.post(listed, {"who": [second.pk], "act": "unlist"})
    short = client.get(listed, {"show": "short"})
    assert NAMES[1] not in short.text
    assert "Send 2 decisions" in short.text
    type(seminar).objects.update(closes_at=NOW)
    told = client.post(page("send_decisions", seminar.pk), seen(short), follow=True)

    assert "2 people are told now." in told.content.decode()
    statuses = Registration.objects.order_by("line_number")
    assert list(statuses.values_list("status", flat=True)) == [
        Status.CONFIRMED,
        Status.DECLINED,
    ]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"act": "accept", "why": "x"}, "Choose at least one person"),
        ({"act": "accept"}, "Say why"),
        ({"act": "dance", "why": "x"}, "Select a valid choice"),
    ],
)
def test_a_verdict_that_lacks_something_is_refused(client, organiser, typed, said):
    seminar = applied()
    one = register(seminar)
    who = {} if said.startswith("Choose") else {"who": [one.pk]}

    answer = client.post(page("applications", seminar.pk), who | typed)

    assert said in answer.content.decode()
    assert Verdict.objects.count() == 0


def test_what_a_colleague_decided_meanwhile_is_looked_at_again(client, organiser):
    seminar = applied()
    one, other = register(seminar, name="Ada"), register(seminar, name="Bo")
    listed, send = page("applications", seminar.pk), page("send_decisions", seminar.pk)
    stale = seen(client.get(listed))
    yes = {"who": [one.pk], "act": "accept", "why": "Strong"}
    client.post(listed, stale | yes)
    decided = seen(client.get(listed))
    type(seminar).objects.update(closes_at=NOW)

    no = {"who": [one.pk, other.pk], "act": "decline", "why": "Too early"}
    refused = client.post(listed, stale | no)
    unsent = client.post(send, stale, follow=True)

    assert refused.context["form"].non_field_errors() == [
        "The verdict changed meanwhile: look again at Ada."
    ]
    assert "Too early" in refused.text
    assert seen(refused) == decided
    assert "Verdicts changed meanwhile: look again" in unsent.text
    assert [one.choice for one in Verdict.objects.all()] == ["accept"]

    client.post(listed, seen(refused) | no)
    assert {one.choice for one in Verdict.objects.all()} == {"decline"}
    unsent = client.post(send, decided, follow=True)
    assert "Verdicts changed meanwhile: look again" in unsent.text


def test_decisions_that_cannot_be_sent_say_why(client, organiser):
    seminar = applied()

    early = client.post(page("send_decisions", seminar.pk), follow=True)
    type(seminar).objects.update(closes_at=NOW)
    empty = client.post(page("send_decisions", seminar.pk), follow=True)

    assert b"send decisions after that" in early.content
    assert b"accept or decline somebody first" in empty.content


def test_a_single_application_has_no_button_of_its_own(client, organiser):
    one = register(applied())

    shown = client.get(page("people", one.seminar_id)).content.decode()
    client.post(page("approve", one.pk))

    assert page("approve", one.pk) not in shown
    one.refresh_from_db()
    assert one.is_pending


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_same_however_long(
    client, organiser, django_assert_num_queries, number
):
    seminar = applied()
    question = make_question(seminar)
    for _ in range(number):
        register(seminar, answers=[Given(question.pk, "x")])
    client.get(page("applications", seminar.pk))

    with django_assert_num_queries(5):
        client.get(page("applications", seminar.pk))


# Inviting


def test_without_a_link_the_form_says_that_it_is_by_invitation(client):
    seminar = by_invitation()

    shown = client.get(address_of(seminar)).content.decode()
    sent = post(seminar, sheet(person(NAMES[0])))

    assert "This seminar is by invitation" in shown
    assert "data-people" not in shown
    assert sent.status_code == 200
    assert Nomination.objects.count() == 0
    detail = client.get(seminar.get_absolute_url()).content.decode()
    assert address_of(seminar) not in detail


def test_an_invitation_is_sent_used_and_seen(client, organiser):
    seminar = by_invitation()
    form = {"name": NAMES[0], "address": "mission@example.org", "language": "en"}
    form |= {"organisation_name": "Permanent Mission of Senegal"}
    client.post(page("invitations", seminar.pk), form)
    invitation = InvitationToRegister.objects.get()
    assert invitation.expires_at == seminar.closing_hour()
    path = link_of_invitation(invitation).path

    shown = client.get(path)
    assert f'value="{NAMES[0]}"' in shown.content.decode()
    assert shown["Referrer-Policy"] == "no-referrer"
    answer = client.post(path, sheet(person(NAMES[0]), who="me"))

    assert answer.url.startswith("/n/")
    assert Registration.objects.get().status == Status.CONFIRMED
    assert b"This invitation was used" in client.get(path).content
    listed = client.get(page("invitations", seminar.pk)).content.decode()
    assert "Registered as" in listed


def test_a_forwarded_link_becomes_a_declared_substitution(client, organiser):
    invitation = invite(by_invitation())
    path = link_of_invitation(invitation).path

    unsaid = client.post(path, sheet(person(NAMES[1])))
    assert b"Say whether you are the one who was invited." in unsaid.content
    client.post(path, sheet(person(NAMES[1]), who="instead"))

    assert Registration.objects.get().name == NAMES[1]
    listed = client.get(page("invitations", invitation.seminar_id)).content.decode()
    assert "Comes instead:" in listed


def test_a_link_that_opens_nothing(client, organiser):
    invitation = invite(by_invitation())
    path = link_of_invitation(invitation).path
    assert client.get(f"/i/{invitation.pk}-x/").status_code == 404
    two = client.post(path, sheet(person(NAMES[0]), person(NAMES[1]), who="me"))
    assert b"An invitation is for one person" in two.content
    seminar = invitation.seminar
    type(seminar).objects.filter(pk=seminar.pk).update(closes_at=NOW)
    assert b"Registration closed on" in client.get(path).content

    client.post(page("invitation_withdraw", invitation.pk))
    again = client.post(page("invitation_withdraw", invitation.pk), follow=True)

    assert b"cancel what came of it" in again.content
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("day", ["2020-01-01", "9999-12-30", "9999-12-31"])
def test_an_invitation_ends_with_a_day_of_new_york(client, organiser, day):
    seminar = by_invitation()
    form = {"name": NAMES[0], "address": "a@example.org", "language": "en"}

    outside = client.post(page("invitations", seminar.pk), form | {"until": day})

    assert b"Let the invitation end after now" in outside.content


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_invitations_asks_the_same(
    client, organiser, django_assert_num_queries, number
):
    seminar = by_invitation()
    for name in NAMES[:number]:
        invitation = invite(seminar, name)
    client.post(link_of_invitation(invitation).path, sheet(person(NAMES[0]), who="me"))
    client.get(page("invitations", seminar.pk))

    with django_assert_num_queries(6):
        client.get(page("invitations", seminar.pk))


# In the browser


@in_browser
@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_the_pages_are_clean(live_server, page, client, look):
    seminar = applied()
    question = make_question(seminar, "long")
    one = register(seminar, answers=[Given(question.pk, "I work on it.")])
    invited = by_invitation()
    invitation = invite(invited)
    path = link_of_invitation(invitation).path
    assert_clean(page, f"{live_server.url}{path}?language={look.language}", look)
    page.click("main form .button--primary")
    page.wait_for_selector(".errors")
    assert findings(page, look) == []
    enter(page, live_server.url, client, make_organiser())
    for name, pk in (("applications", seminar.pk), ("invitations", invited.pk)):
        address = reverse(f"registrations:{name}", args=[pk])
        assert_clean(page, f"{live_server.url}{address}", look)
    assert one.is_pending


def test_an_invitation_is_forgotten_a_month_after_the_seminar(client):
    invitation = invite(by_invitation())
    path = link_of_invitation(invitation).path
    assert NAMES[0].encode() in client.get(path).content

    ended = NOW - 31 * DAY
    Session.objects.filter(seminar=invitation.seminar).update(
        starts_at=ended - DAY, ends_at=ended
    )

    assert client.get(path).status_code == 404
