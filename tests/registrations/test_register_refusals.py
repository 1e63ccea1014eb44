"""The public form refused: unknown bodies, repeats, too late, twice, too often."""

import re
import threading
from functools import partial

import pytest
from allauth.core.internal import ratelimit
from django.db import connection
from django.test import Client
from django.utils import timezone

from mailing.models import Message
from registrations.models import Nomination, Registration
from seminars.models import Seminar
from tests.factories import (
    HOUR,
    make_country,
    make_mission,
    make_seminar,
    register,
)
from tests.races import let_somebody_wait, race
from tests.registrations.forms import (
    NAMES,
    SENDER,
    person,
    post,
    problems,
    sheet,
    typed_on,
)

pytestmark = pytest.mark.django_db
NETWORK = {"nominate": "300/m/ip"}
really = pytest.mark.django_db(transaction=True)
HOSTILE = '"><script>alert(1)</script> {{ 7 }} %s \u202e عربي\u2066'
GET_QUERIES = 3  # seminar, sessions with their rooms, places


@pytest.fixture
def mission():
    return make_mission()


@pytest.fixture
def seminar(mission):
    return make_seminar(places=2)


# Organisations


def test_an_unknown_organisation_is_asked_for_and_then_proposed(seminar):
    make_country("KEN", groups=(), name="Kenya")
    row = person("Wanjiru Otieno", organisation="Diaspora Union of Nairobi")

    asked = post(seminar, sheet(row))

    assert [target for target, _ in problems(asked)] == ["person-1-sector"]
    assert typed_on(asked)["person-1-organisation"] == row["organisation"]
    kinds = re.search(
        r'name="person-1-sector".*?</select>', asked.content.decode(), re.S
    )
    assert "mission" not in kinds[0]

    data = sheet(row | {"sector": "migrant_association", "country": "KEN"})
    assert post(seminar, data).status_code == 303

    filed = Registration.objects.get()
    assert filed.organisation.state == "proposed"
    assert (filed.sector, filed.country_name_en) == ("migrant_association", "Kenya")
    assert (filed.tier, filed.organisation_name_en) == (3, "Diaspora Union of Nairobi")


def test_whoever_corrects_the_name_is_not_asked_for_its_kind(seminar, mission):
    row = person(NAMES[0], sector="", country="")

    assert post(seminar, sheet(row)).status_code == 303
    assert Registration.objects.get().organisation == mission


# Refusals of the verb


def test_a_repeat_is_told_at_its_row_and_nothing_about_anybody_else(seminar, mission):
    register(seminar, mission, name="Somebody Else", address="secret@example.org")
    post(seminar, sheet(person(NAMES[1])))

    answer = post(seminar, sheet(person(NAMES[0]), person(NAMES[1])))

    assert answer.status_code == 200
    assert problems(answer) == [
        (
            "person-2-name",
            "Person 2, Name, as the person writes it: Exactly this was filed before:"
            " the same name, organisation and address. Remove this person, or correct"
            " what differs.",
        )
    ]
    assert b"Somebody Else" not in answer.content
    assert b"secret@" not in answer.content
    assert typed_on(answer)["person-1-name"] == NAMES[0]
    assert Registration.objects.count() == 2


def test_a_form_that_closed_meanwhile_says_so_and_keeps_what_was_typed(seminar):
    closed_at = timezone.now() - HOUR
    Seminar.objects.update(closes_at=closed_at)

    answer = post(seminar, sheet(person(NAMES[0])))

    [(target, text)] = problems(answer)
    assert target == ""
    assert text.startswith("Registration closed on ")
    assert text.endswith(
        "New York time. Write to seminars@unitar.example to ask for a late place."
    )
    assert typed_on(answer)["person-1-name"] == NAMES[0]


@really
def test_closing_while_somebody_sends_lets_nobody_through(mission):
    seminar = make_seminar(places=2)
    waits = threading.Event()

    def close():
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT * FROM registrations_line FOR UPDATE")
            waits.set()
            let_somebody_wait()
            past = timezone.now() - HOUR
            cursor.execute("UPDATE seminars_seminar SET closes_at = %s", [past])
            cursor.execute("COMMIT")

    def send():
        waits.wait(10)
        return post(seminar, sheet(person(NAMES[0])))

    _closed, answer = race(close, send)

    assert answer.status_code == 200
    assert "Registration closed on" in problems(answer)[0][1]
    assert Registration.objects.count() == 0


@really
def test_two_identical_posts_at_once_make_one_nomination(mission):
    seminar = make_seminar(places=5)
    data = sheet(person(NAMES[0]), person(NAMES[1]))

    answers = race(*[partial(post, seminar, data) for _ in range(4)])

    nomination = Nomination.objects.get()
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.url for answer in answers}) == 1
    assert nomination.registrations.count() == 2
    assert Message.objects.count() == 3


@really
def test_a_second_tab_with_the_same_people_meets_the_repeat_rule(mission):
    seminar = make_seminar(places=5)

    answers = race(*[partial(post, seminar, sheet(person(NAMES[0]))) for _ in range(2)])

    assert sorted(answer.status_code for answer in answers) == [200, 303]
    assert Registration.objects.count() == 1


# Limits


def test_the_eleventh_form_of_a_minute_is_refused_and_loses_nothing(seminar):
    for number in range(10):
        assert post(seminar, sheet(person(f"Person {number}"))).status_code == 303

    answer = post(seminar, sheet(person(NAMES[0]), address=SENDER.upper()))

    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "60"
    assert problems(answer) == [
        (
            "",
            "Too many forms came from here within a minute: wait one, then send again.",
        )
    ]
    assert typed_on(answer)["person-1-name"] == NAMES[0]
    assert Nomination.objects.count() == 10
    other = post(seminar, sheet(person(NAMES[0]), address="other@example.org"))
    assert other.status_code == 303


def test_only_what_would_be_filed_counts(seminar):
    for _ in range(12):
        post(seminar, sheet(person("")))
        post(seminar, sheet(person(NAMES[0]), add=1))

    assert post(seminar, sheet(person(NAMES[0]))).status_code == 303


def test_a_network_has_three_hundred_forms_a_minute(seminar, rf):
    for _ in range(300):
        ratelimit.consume(
            rf.post("/"), app="registrations", action="nominate", config=NETWORK
        )
    data = sheet(person(NAMES[0]))

    assert post(seminar, data).status_code == 429
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert post(seminar, data, elsewhere).status_code == 303
