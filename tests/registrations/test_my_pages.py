"""What an account sees of its own, and how a registration becomes one's own."""

from datetime import datetime
from functools import partial
from threading import Event

import pytest
from allauth.account.models import EmailAddress
from django.db import transaction

from partners.models import Person
from registrations.emails import link_of, link_of_nomination
from registrations.models import Line, Registration
from registrations.models import RegistrationStatus as Status
from registrations.services import claims, nominations
from seminars.models import Seminar
from tests.factories import (
    LINK,
    NOW,
    account,
    make_mission,
    make_organiser,
    make_seminar,
    make_user,
    register,
    submit,
    typed,
)
from tests.races import let_somebody_wait, race
from tests.refusals import refusal
from unitar_seminars.hours import NEW_YORK
from users import audit
from users.models import AuditEntry

pytestmark = pytest.mark.django_db
# Session, account, whom it serves, their posts, missions, doors, addresses, count,
# nominations, people, own
MY_QUERIES = 11


@pytest.fixture
def user():
    return make_user(email="assistant@example.org")


@pytest.fixture
def seminar():
    return make_seminar(places=1)


@pytest.fixture
def filed(seminar):
    mission = make_mission()
    people = [typed(mission) for _ in range(2)]
    return submit(seminar, *people, sender_address="Assistant@example.org")


def base_of(nomination):
    return f"/my/nominations/{nomination.pk}/"


def test_the_list_asks_who_one_is(client):
    assert client.get("/my/").status_code == 302


def test_what_was_filed_from_a_verified_address_is_mine(client, user, filed):
    client.force_login(user)
    register(make_seminar(title_en="Not mine"), typed().organisation)

    page = client.get("/my/")

    assert page.headers["Cache-Control"] == "no-store"
    assert b"Not mine" not in page.content
    assert base_of(filed) in page.content.decode()
    for person in filed.registrations.all():
        assert person.addressed_name in page.content.decode()


def test_days_are_said_as_well_as_they_are_known(client, user):
    starts_at = datetime(2031, 3, 22, 10, tzinfo=NEW_YORK)
    seminar = make_seminar(places=1, starts_at=starts_at)
    Seminar.objects.update(date_certainty="month")
    person = Person.objects.create(name="A", account=user)
    Registration.objects.filter(pk=register(seminar).pk).update(person=person)
    client.force_login(user)

    page = client.get("/my/").content.decode()

    assert 'March 2031<br><span class="small soft">Day not on record</span>' in page
    assert "22 March" not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_questions_for_any_length(
    client, user, rows, django_assert_num_queries
):
    mission, person = make_mission(), Person.objects.create(name="A", account=user)
    for _ in range(rows):
        people = [typed(mission) for _ in range(rows)]
        sheet = submit(make_seminar(), *people, sender_address=user.email)
        mine = sheet.registrations.first()
        nominations.identify_person(mine, person, by=account(user), at=NOW)
    client.force_login(user)

    with django_assert_num_queries(MY_QUERIES):
        page = client.get("/my/").content.decode()
    assert page.count("/my/nominations/") == rows
    assert page.count("/my/registrations/") == rows


def test_the_pages_are_those_of_the_links(client, user, filed):
    client.force_login(user)
    first, second = filed.registrations.order_by("line_number")
    base = base_of(filed)

    page = client.get(base)
    asked = client.get(f"{base}cancel/{first.pk}/")
    answer = client.post(f"{base}cancel/{first.pk}/")

    assert "One person has a place, one is on the waiting list" in page.content.decode()
    assert f'action="{base}' in asked.content.decode() or asked.status_code == 200
    assert (answer.status_code, answer.url) == (303, base)
    second.refresh_from_db()
    assert second.status == Status.CONFIRMED
    assert AuditEntry.objects.get(verb="cancel").user == user
    assert client.get(f"{base}calendar/{second.pk}.ics").status_code == 200
    assert link_of_nomination(filed).token.encode() not in page.content


def test_what_is_not_mine_does_not_exist(client, user, filed):
    person = filed.registrations.first()
    paths = [
        base_of(filed),
        f"{base_of(filed)}cancel/{person.pk}/",
        f"/my/registrations/{person.pk}/",
        f"/my/registrations/{person.pk}/cancel/",
    ]
    EmailAddress.objects.update(verified=False)
    for other in (user, make_user(), make_organiser()):
        client.force_login(other)

        assert [client.get(path).status_code for path in paths] == [404] * 4
        assert client.post(paths[1]).status_code == 404
    client.logout()
    assert [client.get(path).status_code for path in paths] == [302] * 4


# This is me


def test_somebody_signed_in_takes_the_registration_as_theirs(client, user, filed):
    registration = filed.registrations.first()
    path = link_of(registration).path
    assert b"This is me" not in client.get(path).content
    assert client.post(f"{path}this-is-me/").status_code == 404
    client.force_login(user)
    assert b"This is me" in client.get(path).content

    answer = client.post(f"{path}this-is-me/")

    registration.refresh_from_db()
    assert answer.url == path
    assert registration.person.account == user
    assert registration.person.name == registration.name
    page = client.get(path).content.decode()
    assert "It now stands among your registrations." in page
    assert "This is me" not in page
    own = f"/my/registrations/{registration.pk}/"
    assert own in client.get("/my/").content.decode()
    assert client.get(own).status_code == 200
    assert client.post(f"{own}cancel/").url == own
    registration.refresh_from_db()
    assert registration.cancelled_because == "person"


def test_an_account_for_several_takes_the_person_of_that_name(user, filed):
    Person.objects.create(name="The Assistant", account=user)
    registration, other = filed.registrations.order_by("line_number")
    named = Person.objects.create(name=registration.name.upper(), account=user)
    claim = partial(claims.claim, user=user, by=LINK, at=NOW)

    claim(registration)
    claim(other)

    persons = Registration.objects.order_by("pk").values_list("person__name", flat=True)
    assert list(persons) == [named.name, other.name]
    assert Person.objects.count() == 3


def test_who_was_identified_is_not_taken_over(client, user, filed):
    registration = filed.registrations.first()
    somebody = Person.objects.create(name="Somebody")
    nominations.identify_person(registration, somebody, by=LINK, at=NOW)

    code = refusal(claims.claim, registration, user, by=LINK, at=NOW)

    assert code == "identified"
    client.force_login(user)
    path = link_of(registration).path
    page = client.get(client.post(f"{path}this-is-me/").url).content.decode()
    assert "This registration has its person already" in page


@pytest.mark.django_db(transaction=True)
def test_two_claims_at_once_make_one_person():
    user = make_user()
    mission = make_mission()
    people = [register(make_seminar(), mission, name="Ana Ortiz") for _ in range(2)]

    race(*[partial(claims.claim, one, user, by=LINK, at=NOW) for one in people])

    person = Person.objects.get()
    mine = Registration.objects.filter(person=person)
    assert mine.count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_two_who_claim_one_registration_at_once_one_gets_it():
    registration = register(make_seminar(places=1))
    users = [make_user(), make_user()]

    said = race(
        *[partial(claims.claim, registration, one, by=LINK, at=NOW) for one in users]
    )

    codes = [getattr(problem, "code", None) for problem in said]
    assert sorted(codes, key=str) == [None, "identified"]
    registration.refresh_from_db()
    assert registration.person.account == users[codes.index(None)]


@pytest.mark.django_db(transaction=True)
def test_a_claim_and_another_verb_of_one_account_do_not_wait_in_a_circle():
    seminar, user = make_seminar(places=1), make_user()
    registration, has_the_line = register(seminar), Event()

    @transaction.atomic
    def another_verb():
        Line.objects.lock(seminar.pk)
        has_the_line.set()
        let_somebody_wait()
        audit.record("look", seminar, by=account(user), at=NOW)

    def claim():
        has_the_line.wait()
        claims.claim(registration, user, by=account(user), at=NOW)

    assert race(another_verb, claim) == [None, None]
