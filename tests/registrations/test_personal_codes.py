"""Needs and answers behind a code of the person's own, by whatever way one comes."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from registrations.emails import link_of, link_of_nomination
from registrations.services import codes, details, nominations
from registrations.services.answers import Given
from tests.axe import LOOKS, assert_clean, enter, findings
from tests.factories import (
    COMMAND,
    LINK,
    NOW,
    make_organiser,
    make_question,
    make_seminar,
    make_user,
    register,
    submit,
)
from tests.factories import typed as filed

pytestmark = pytest.mark.django_db
in_browser = pytest.mark.django_db(transaction=True)
ACTS = {"by": LINK, "at": NOW}
BOX = "mission@example.org"  # also the sender's
CODE = "blue heron"
SECRET = "A wheelchair"


@pytest.fixture(autouse=True)
def hash_fast(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def seminar():
    return make_seminar(places=2)


@pytest.fixture
def own(seminar):
    """Somebody whose address is their own."""
    return register(seminar, name="Ana Ortiz", rank="Counsellor", needs=SECRET)


@pytest.fixture
def shared(seminar):
    return in_the_sender_s_box(seminar, name="Ben Diop", needs=SECRET)


def in_the_sender_s_box(seminar, **said):
    """Somebody whom a sender files beside another, in the sender's mailbox."""
    nomination = submit(seminar, filed(address=BOX, **said), filed())
    return nomination.registrations.get(address=BOX)


def page_of(person):
    return f"{link_of(person).path}details/"


def page_of_sender(person):
    return f"{link_of_nomination(person.nomination).path}details/{person.pk}/"


def typed(person, **fields):
    names = ("form_of_address", "name", "rank", "address", "language", "gender")
    return {n: getattr(person, n) for n in names} | {"needs": "Captions"} | fields


def read(client, path):
    return client.get(path).content.decode()


# Whose address is their own


def test_a_link_to_ones_own_address_suffices(client, own):
    assert SECRET in read(client, page_of(own))


def test_a_code_that_was_chosen_is_asked_once_in_each_browser(client, own):
    saved = client.post(page_of(own), typed(own, new_code=CODE))
    assert saved.status_code == 303
    assert "Captions" in read(client, page_of(own))

    other = Client()
    asked = read(other, page_of(own))
    assert "Type your personal code" in asked
    assert "Captions" not in asked
    opened = other.post(page_of(own), {"code": CODE}, follow=True)
    assert "Captions" in opened.content.decode()
    assert "Captions" in read(other, page_of(own))


def test_another_code_shuts_every_other_browser(client, own):
    client.post(page_of(own), typed(own, new_code=CODE))
    other = Client()
    other.post(page_of(own), {"code": CODE})

    client.post(page_of(own), typed(own, new_code="grey heron"))

    assert "Captions" in read(client, page_of(own))
    assert "Type your personal code" in read(other, page_of(own))


def test_an_account_types_the_code_as_well(client, own):
    codes.choose(own, CODE, **ACTS)
    nominations.identify_as_new(own, by=COMMAND, at=NOW)
    own.person.account = make_user()
    own.person.save()
    client.force_login(own.person.account)
    page = reverse("registrations:my_registration_details", args=[own.pk])

    assert SECRET not in read(client, page)
    assert SECRET in client.post(page, {"code": CODE}, follow=True).content.decode()


@pytest.fixture
def account_of(client, own):
    """Sign in as whoever is said to be registered; their address is another."""
    nominations.identify_as_new(own, by=COMMAND, at=NOW)
    own.person.account = make_user()
    own.person.save()
    client.force_login(own.person.account)
    return own.person.account


def test_an_account_alone_opens_nothing_and_chooses_no_code(client, own, account_of):
    page = reverse("registrations:my_registration_details", args=[own.pk])

    shown = read(client, page)
    client.post(page, {"new_code": CODE})
    refused = client.post(page, typed(own, new_code=CODE, address="focal@example.org"))

    own.refresh_from_db()
    assert SECRET not in shown
    assert own.address not in shown
    assert "Open the link in our message" in shown
    assert "Open the link in our message" in refused.content.decode()
    assert (own.personal_code, own.in_own_hands_at) == ("", None)


@pytest.mark.parametrize(("verified", "opens"), [(True, True), (False, False)])
def test_with_the_address_that_we_write_to_it_does(
    client, own, account_of, verified, opens
):
    address = own.address.upper()
    EmailAddress.objects.create(user=account_of, email=address, verified=verified)
    page = reverse("registrations:my_registration_details", args=[own.pk])

    assert (SECRET in read(client, page)) is opens


@in_browser
@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_the_way_to_the_link_is_clean(live_server, page, client, look, own, account_of):
    enter(page, live_server.url, client, account_of)
    path = reverse("registrations:my_registration_details", args=[own.pk])

    assert_clean(page, live_server.url + path, look)


def test_a_wrong_code_is_refused_and_ten_are_too_many(client, own):
    codes.choose(own, CODE, **ACTS)
    for _ in range(10):
        answer = client.post(page_of(own), {"code": "grey heron"})
        assert answer.status_code == 200
    assert "This is not the code" in answer.content.decode()

    stopped = client.post(page_of(own), {"code": CODE})

    assert (stopped.status_code, stopped["Retry-After"]) == (429, "3600")
    assert "wait an hour" in stopped.content.decode()


def test_right_codes_are_not_counted(own):
    codes.choose(own, CODE, **ACTS)

    for _ in range(11):
        assert Client().post(page_of(own), {"code": CODE}).status_code == 303


def test_what_was_typed_is_kept_where_the_code_is_due_again(client, own):
    codes.choose(own, CODE, **ACTS)
    data = typed(own, needs="Typed for an hour")

    unasked = client.post(page_of(own), data).content.decode()
    wrong = client.post(page_of(own), data | {"code": "herons"}).content.decode()
    for page in (unasked, wrong):
        assert "Typed for an hour" in page
        assert SECRET not in page
    saved = client.post(page_of(own), data | {"code": CODE})

    assert saved.status_code == 303
    own.refresh_from_db()
    assert own.needs == "Typed for an hour"
    assert "Typed for an hour" in read(client, page_of(own))


def test_a_code_is_not_kept_without_the_rest(client, own):
    refused = client.post(page_of(own), typed(own, name="Bo Berg", new_code=CODE))

    assert "This is another name altogether" in refused.content.decode()
    assert f'value="{CODE}"' in refused.content.decode()
    own.refresh_from_db()
    assert own.personal_code == ""


# Whose mail others read


def test_where_others_read_the_mail_a_code_is_chosen_first(client, shared):
    asked = read(client, page_of(shared))
    assert "Choose a personal code" in asked
    assert SECRET not in asked
    short = client.post(page_of(shared), {"new_code": "heron"}).content.decode()
    assert "six characters or more" in short
    assert 'value="heron"' in short

    opened = client.post(page_of(shared), {"new_code": CODE}, follow=True)

    assert SECRET in opened.content.decode()
    assert "Type your personal code" in read(Client(), page_of(shared))


def test_what_was_typed_is_kept_until_a_code_is_chosen(client, shared):
    kept = client.post(page_of(shared), typed(shared)).content.decode()
    assert "Captions" in kept
    assert SECRET not in kept

    client.post(page_of(shared), typed(shared, new_code=CODE))

    assert "Captions" in read(client, page_of(shared))


def test_what_is_over_asks_for_no_code(client, shared):
    client.post(f"{link_of(shared).path}cancel/")

    page = read(client, page_of(shared))

    assert "This registration is over" in page
    assert SECRET not in page


# The sender


def test_the_sender_sees_what_they_typed_and_not_what_the_person_said(client, own):
    question = make_question(own.seminar)
    assert SECRET in read(client, page_of_sender(own))
    said = typed(own, needs="Alone") | {f"q{question.pk}": "On foot"}
    Client().post(page_of(own), said)

    page = read(client, page_of_sender(own))
    late = typed(own, rank="Minister", needs="No", address="other@example.org")
    saved = client.post(page_of_sender(own), late | {f"q{question.pk}": "No"})

    assert "Address, needs and answers are in the hands of Ana Ortiz" in page
    for hidden in ("Alone", "On foot", own.address):
        assert hidden not in page
    assert saved.status_code == 303
    own.refresh_from_db()
    assert (own.rank, own.needs) == ("Minister", "Alone")
    assert own.address != "other@example.org"
    assert own.answers.get().value == "On foot"


def test_the_sender_sees_nothing_once_there_is_a_code(client, own):
    codes.choose(own, CODE, **ACTS)

    assert SECRET not in read(client, page_of_sender(own))


# An organiser


def test_an_organiser_clears_a_code_that_was_forgotten(client, shared):
    page = reverse("registrations:clear_code", args=[shared.pk])
    record = reverse("registrations:record", args=[shared.pk])
    client.force_login(make_user())
    assert client.get(page).status_code == 404
    client.force_login(make_organiser())
    assert page not in read(client, record)
    codes.choose(shared, CODE, **ACTS)
    assert page in read(client, record)

    cleared = client.post(page, {"why": "Phoned me"}, follow=True)

    assert "The code is cleared" in cleared.content.decode()
    assert "Choose a personal code" in read(Client(), page_of(shared))


# In the browser


@in_browser
@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_the_pages_are_clean(live_server, page, client, seminar, look):
    question = make_question(seminar)
    one = in_the_sender_s_box(seminar, language=look.language)
    said = {"language": look.language, "gender": "unsaid", "needs": ""}
    details.put_right(one, said, [Given(question.pk, "Yes")], **ACTS)
    assert_clean(page, live_server.url + page_of(one), look)
    page.fill("[name=new_code]", "heron")
    page.click("main form .button--primary")
    page.wait_for_selector(".errors")
    assert findings(page, look) == []
    page.fill("[name=new_code]", CODE)
    page.click("main form .button--primary")
    page.wait_for_selector("[name=needs]")
    assert findings(page, look) == []
    page.context.clear_cookies()
    assert_clean(page, live_server.url + page_of(one), look)
    page.fill("[name=code]", "grey heron")
    page.click("main form .button--primary")
    page.wait_for_selector(".errors")
    assert findings(page, look) == []
    enter(page, live_server.url, client, make_organiser())
    clear = reverse("registrations:clear_code", args=[one.pk])
    assert_clean(page, live_server.url + clear, look)
