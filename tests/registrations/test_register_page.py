"""The public form: nothing typed is lost, nothing is filed twice."""

import pytest

from partners.models import Organisation
from registrations.models import Nomination, Registration
from registrations.models import RegistrationStatus as Status
from registrations.services import kept
from seminars.models import Mode, RegistrationMode
from tests.factories import (
    COMMAND,
    DAY,
    NOW,
    make_mission,
    make_organisation,
    make_planned,
    make_seats,
    make_seminar,
    make_user,
)
from tests.registrations.forms import (
    NAMES,
    address_of,
    person,
    post,
    problems,
    sheet,
    typed_on,
)

pytestmark = pytest.mark.django_db
really = pytest.mark.django_db(transaction=True)
HOSTILE = '"><script>alert(1)</script> {{ 7 }} %s \u202e عربي\u2066'
GET_QUERIES = 4  # seminar, questions, sessions with their rooms, places


@pytest.fixture
def mission():
    return make_mission()


@pytest.fixture
def seminar(mission):
    return make_seminar(places=2)


def test_three_people_on_two_places(client, seminar):
    answer = post(seminar, sheet(*[person(name) for name in NAMES]), client)

    nomination = Nomination.objects.get()
    assert answer.status_code == 303
    assert answer.url.startswith(f"/n/{nomination.pk}-")
    people = nomination.registrations.order_by("line_number")
    assert [(p.name, p.status, p.organisation_name_en) for p in people] == [
        (NAMES[0], Status.CONFIRMED, "Permanent Mission of Senegal"),
        (NAMES[1], Status.CONFIRMED, "Permanent Mission of Senegal"),
        (NAMES[2], Status.WAITING, "Permanent Mission of Senegal"),
    ]
    page = client.get(answer.url).content.decode()
    assert "Two people have a place, one is on the waiting list" in page


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_is_asked_is_what_is_kept(client, language, mission):
    seminar = make_seminar(places=1, online_places=1)
    prefix = "" if language == "en" else "/fr"
    row = person(
        "  Ana  Lucía\tOrtiz ",
        form_of_address="he_ms",
        rank=" Permanent   Representative",
        organisation="permanent mission OF sénégal",
        language="fr",
        needs="a seat near the door",
        mode="online",
    )

    client.post(prefix + address_of(seminar), sheet(row))

    filed = Registration.objects.select_related("nomination").get()
    assert (filed.name, filed.rank) == ("Ana Lucía Ortiz", "Permanent Representative")
    assert (filed.form_of_address, filed.gender) == ("he_ms", "woman")
    assert (filed.organisation, filed.mode) == (mission, "online")
    assert (filed.language, filed.needs) == ("fr", "a seat near the door")
    assert filed.nomination.language == language


def test_a_signed_in_sender_does_not_type_the_address(client, seminar):
    client.force_login(make_user(email="assistant@example.org"))

    assert (
        typed_on(client.get(address_of(seminar)))["address"] == "assistant@example.org"
    )


# Rows


def test_adding_a_row_asks_nothing_twice_and_complains_of_nothing(seminar):
    first = person(
        "", organisation="Somewhere", language="fr", sector="ngo", country=""
    )
    data = sheet(first, add=1)
    del data["told"]

    answer = post(seminar, data)

    assert answer.status_code == 200
    assert problems(answer) == []
    typed = typed_on(answer)
    shared = ("organisation", "address", "language", "sector")
    for name in shared:
        assert typed[f"person-2-{name}"] == typed[f"person-1-{name}"] == first[name]
    assert (typed["person-2-name"], typed["person-2-rank"]) == ("", "")
    assert answer.context["sheet"].form_key.hex == data["form_key"].replace("-", "")
    assert b"Ask for two places" in answer.content
    assert answer.content.count(b"autofocus") == 1


def test_removing_a_row_keeps_the_others_as_they_were(seminar):
    data = sheet(*[person(name, rank=f"Rank of {name}") for name in NAMES], remove=2)

    answer = post(seminar, data)

    typed = typed_on(answer)
    assert [typed[f"person-{n}-rank"] for n in (1, 2)] == [
        f"Rank of {NAMES[0]}",
        f"Rank of {NAMES[2]}",
    ]
    assert "person-3-rank" not in typed
    assert Nomination.objects.count() == 0


def test_the_last_row_stays_and_twenty_are_the_most(seminar):
    alone = post(seminar, sheet(person(NAMES[0]), remove=1))
    full = post(seminar, sheet(*[person(f"P {n}") for n in range(19)], add=1))
    over = post(seminar, sheet(*[person(f"P {n}") for n in range(21)]))

    assert typed_on(alone)["person-1-name"] == NAMES[0]
    assert b"data-add hidden" in full.content
    assert [text for _, text in problems(over)] == [
        "One nomination has room for 20 people: send the others in another."
    ]
    assert len(over.context["sheet"].people) == 21


# Errors


def test_an_error_keeps_everything_hostile_text_too(seminar):
    bad = person(HOSTILE, rank="", organisation=HOSTILE, address="mariétou@example")
    data = sheet(person(NAMES[0]), bad)
    del data["told"]

    answer = post(seminar, data)

    page = answer.content.decode()
    assert "<title>Error: Register" in page
    assert "Nothing has been sent yet, and everything you typed is still here." in page
    assert "<script>alert" not in page
    typed = typed_on(answer)
    sent = {name: value for name, value in data.items() if name in typed}
    assert {name: typed[name] for name in sent} == sent
    assert problems(answer) == [
        (
            "sender-told",
            "I may give these details, and I will tell each person: Confirm that you"
            " may give these details and will tell each person.",
        ),
        (
            "person-2-rank",
            "Person 2, Rank or post: Say what post this person holds, for example"
            " “Counsellor”.",
        ),
        (
            "person-2-sector",
            f"Person 2, Kind of organisation: “{HOSTILE}” is not in our"
            " list yet: say what kind of organisation it is.",
        ),
        (
            "person-2-address",
            "Person 2, E-mail address: “mariétou@example” is not an e-mail address:"
            " write it like name@example.org, without spaces or accents.",
        ),
    ]
    for target, _text in problems(answer):
        assert f'id="{target}"' in page


def test_every_broken_field_is_refused_in_place_and_nothing_breaks(seminar):
    row = person("A\x00B", rank="x" * 121, language="xx", form_of_address="duke")

    answer = post(seminar, sheet(row, address="nobody", form_key="broken"))

    assert [target for target, _text in problems(answer)] == [
        "sender-address",
        "person-1-form_of_address",
        "person-1-name",
        "person-1-rank",
        "person-1-language",
    ]
    assert Nomination.objects.count() == 0


def test_an_empty_post_is_a_form_that_lacks_everything(seminar):
    answer = post(seminar, {})

    assert answer.status_code == 200
    assert len(problems(answer)) == 8


# What the page says


@pytest.mark.parametrize(
    ("places", "sentence"),
    [
        (0, "No place is free: whoever registers now joins the waiting list."),
        (1, "One place is left: the second person would join the waiting list."),
        (2, "Two places are left: the third person would join the waiting list."),
        (40, "40 places are left."),
    ],
)
def test_the_form_says_what_one_will_get(client, mission, places, sentence):
    seminar = make_seminar(places=places)

    page = client.get(address_of(seminar)).content.decode()

    assert sentence in page
    assert "Ask for a place" in page


@pytest.mark.parametrize("mode", [RegistrationMode.APPROVAL, RegistrationMode.OPEN])
def test_nobody_is_promised_what_is_not_theirs_at_once(client, mission, mode):
    seminar = make_seminar(places=2, registration_mode=mode)
    is_open = mode == RegistrationMode.OPEN
    if is_open:
        kept.keep(seminar, Mode.ROOM, 1, 2, NOW + DAY, by=COMMAND, at=NOW)

    page = client.get(address_of(seminar)).content.decode()

    assert "Two places are left." in page
    assert "would join" not in page
    assert ("2 are kept until " in page) == is_open
    assert ("Places are given after approval." in page) != is_open


def test_before_it_opens_the_page_says_when_and_shows_no_form(client, mission):
    seminar = make_seminar(places=1, opens_at=NOW + DAY)

    answer = client.get(address_of(seminar))

    assert answer.status_code == 200
    assert b"Registration opens on " in answer.content
    assert b'<form method="post" novalidate' not in answer.content


def test_what_is_not_public_has_no_form(client):
    assert client.get(address_of(make_planned())).status_code == 404
    assert client.get("/seminars/none/register/").status_code == 404


@pytest.mark.parametrize("places", [3, 60])
def test_showing_the_form_asks_three_questions(
    client, mission, places, django_assert_num_queries
):
    seminar = make_seminar(places=places)
    make_seats(seminar, 2)
    make_organisation()

    with django_assert_num_queries(GET_QUERIES):
        client.get(address_of(seminar))
    assert Organisation.objects.count() == 2
