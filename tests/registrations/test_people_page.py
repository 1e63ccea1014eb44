"""A seminar's list of people: who sees it, what it shows, what can be done there."""

import csv
from io import StringIO

import pytest
from django.urls import reverse

from partners.models import Person, Sector
from registrations.models import Registration
from registrations.models import RegistrationStatus as Status
from seminars.models import RegistrationMode
from tests.axe import LOOKS, assert_clean, enter
from tests.factories import (
    make_agreement,
    make_country,
    make_host,
    make_host_term,
    make_mission,
    make_organisation,
    make_organiser,
    make_partner,
    make_seminar,
    make_user,
    register,
)
from users.models import AuditEntry

pytestmark = pytest.mark.django_db
in_browser = pytest.mark.django_db(transaction=True)
APPROVAL = RegistrationMode.APPROVAL
LISTS = ("people", "people_print", "people_export", "add", "work", "announce")
CHANGES = (
    "move_room",
    "move_hour",
    "move_online",
    "change_places",
    "postpone",
    "call_off",
)
READING = ("print_list", "export_list", "open_record")
RECORDS = ("record", "decline", "cancel", "correct", "organisation", "person")


@pytest.fixture
def organiser(client):
    user = make_organiser(name="Ines Okafor")
    client.force_login(user)
    return user


def page(name, thing, **query):
    address = reverse(f"registrations:{name}", args=[thing.pk])
    asked = "&".join(f"{key}={value}" for key, value in query.items())
    return f"{address}?{asked}" if asked else address


def names(response):
    """Read the names that a list shows, group by group."""
    groups = response.context["groups"]
    return {
        name: [row.registration.name for row in rows] for name, _heading, rows in groups
    }


def noted():
    entries = AuditEntry.objects.filter(verb__in=READING)
    return list(entries.order_by("pk").values_list("verb", "thing"))


@pytest.mark.parametrize(
    ("who", "status"),
    [("nobody", 302), ("plain", 404), ("partner", 404), ("host", 404), ("staff", 200)],
)
def test_work_pages_exist_for_organisers_alone(client, who, status):
    seminar = make_seminar(places=1)
    registration = register(seminar)
    accounts = {
        "plain": make_user,
        "partner": lambda: make_partner(make_agreement().agency),
        "host": lambda: make_host(make_host_term()),
        "staff": make_organiser,
    }
    if who in accounts:
        client.force_login(accounts[who]())

    pages = [page(name, seminar) for name in (*LISTS, *CHANGES)]
    pages += [page(name, registration) for name in RECORDS]

    assert {one: client.get(one).status_code for one in pages} == dict.fromkeys(
        pages, status
    )


def test_the_list_groups_people_by_how_they_stand(client, organiser):
    seminar = make_seminar(places=1, registration_mode=APPROVAL)
    for name in ("Zoé Ziegler", "Ana Alvarez", "Bea BÂ Diop", "Cyd Chu", "Dan Dao"):
        register(seminar, name=name)
    rows = {row.name: row for row in seminar.registrations.all()}
    for name in ("Zoé Ziegler", "Ana Alvarez"):
        client.post(page("approve", rows[name]))
    client.post(page("decline", rows["Cyd Chu"]), {"why": "No room left."})

    response = client.get(page("people", seminar))

    assert names(response) == {
        "pending": ["Bea BÂ Diop", "Dan Dao"],
        "seated": ["Zoé Ziegler"],
        "waiting": ["Ana Alvarez"],
        "gone": ["Cyd Chu"],
    }
    assert "Waiting, position 1" in response.content.decode()


def test_who_waits_keeps_the_position_when_others_are_left_out(client, organiser):
    seminar = make_seminar(places=0)
    for name in ("Ana Alvarez", "Zoé Ziegler"):
        register(seminar, name=name)

    response = client.get(page("people", seminar, q="zoe", show="waiting"))

    assert names(response) == {"waiting": ["Zoé Ziegler"]}
    assert response.context["groups"][0][2][0].position == 2


def test_the_order_is_by_name_or_by_precedence(client, organiser):
    seminar = make_seminar(places=3)
    for name, rank in (
        ("Ana Alvarez", "Adviser"),
        ("Prince", ""),
        ("Zoé Ziegler", "Permanent Representative"),
    ):
        register(seminar, name=name, rank=rank)

    by_name = client.get(page("people", seminar, show="seated"))
    by_rank = client.get(page("people", seminar, show="seated", order="precedence"))

    assert names(by_name) == {"seated": ["Ana Alvarez", "Prince", "Zoé Ziegler"]}
    assert names(by_rank) == {"seated": ["Zoé Ziegler", "Ana Alvarez", "Prince"]}


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_questions_for_any_length(
    rows, client, organiser, django_assert_num_queries
):
    seminar = make_seminar(places=2)
    for _ in range(rows):
        register(seminar)

    with django_assert_num_queries(10):  # who was not reached, which desks wait: five
        client.get(page("people", seminar))


def test_printing_exporting_and_opening_are_noted_once_each(client, organiser):
    seminar = make_seminar(places=1)
    registration = register(seminar)

    client.get(page("people", seminar))
    client.get(page("people_print", seminar))
    client.get(page("people_export", seminar))
    client.get(page("record", registration))

    assert noted() == [
        ("print_list", f"seminars.seminar:{seminar.pk}"),
        ("export_list", f"seminars.seminar:{seminar.pk}"),
        ("open_record", f"registrations.registration:{registration.pk}"),
    ]


def test_an_export_reads_in_a_spreadsheet_and_holds_no_formula(client, organiser):
    seminar = make_seminar(places=1)
    register(seminar, name="=HYPERLINK(1) Élan", rank="@SUM")

    response = client.get(page("people_export", seminar))

    text = response.content.decode()
    head, row = csv.reader(StringIO(text.removeprefix("\ufeff")))
    assert text[0] == "\ufeff"
    assert dict(zip(head, row, strict=True))["Name"] == "'=HYPERLINK(1) Élan"
    assert dict(zip(head, row, strict=True))["Rank or post"] == "'@SUM"


def test_declining_asks_a_reason(client, organiser):
    seminar = make_seminar(places=1, registration_mode=APPROVAL)
    registration = register(seminar)

    refused = client.post(page("decline", registration), {"why": " "})
    done = client.post(page("decline", registration), {"why": "For missions only."})

    registration.refresh_from_db()
    entry = AuditEntry.objects.get(verb="decline")
    assert refused.status_code == 200
    assert done.url == f"{page('people', seminar)}#r{registration.pk}"
    assert (registration.status, entry.why) == (Status.DECLINED, "For missions only.")
    assert entry.user == organiser


def test_cancelling_hands_the_place_on(client, organiser):
    seminar = make_seminar(places=1)
    first, second = register(seminar), register(seminar)

    client.post(page("cancel", first), {"why": ""})

    rows = seminar.registrations.order_by("pk")
    assert list(rows.values_list("pk", "status", "cancelled_because")) == [
        (first.pk, Status.CANCELLED, "organiser"),
        (second.pk, Status.CONFIRMED, ""),
    ]


def test_a_refusal_is_said_in_words(client, organiser):
    seminar = make_seminar(places=1)
    registration = register(seminar)

    approved = client.post(page("approve", registration), follow=True)
    declined = client.post(page("decline", registration), {"why": "No."})

    assert [str(m) for m in approved.context["messages"]] == [
        "This registration doesn't await approval: it was decided before."
    ]
    assert declined.context["form"].non_field_errors() == [
        "Only a registration that awaits approval can be declined: cancel it."
    ]


def typed(**fields):
    return {
        "form_key": "7f1c5c1e-14a8-4a4a-9f43-0a8c2e9f7d10",
        "name": "Ana Alvarez",
        "form_of_address": "ms",
        "organisation_name": "Permanent Mission of Senegal",
        "language": "en",
        "gender": "unsaid",
        "mode": "room",
        **fields,
    }


def test_somebody_who_phoned_is_added_once_and_told(client, organiser):
    seminar = make_seminar(places=1)
    make_mission()
    sent = typed(address="ana@example.org")

    for _ in range(2):
        answer = client.post(page("add", seminar), sent)

    registration = seminar.registrations.get()
    assert answer.url == page("people", seminar)
    assert registration.addressed_name == "Ms. Ana Alvarez"
    assert registration.organisation_name_en == "Permanent Mission of Senegal"
    assert registration.status == Status.CONFIRMED
    assert registration.nomination.filed_by == organiser


def test_an_organisation_the_list_lacks_is_typed_with_its_kind(client, organiser):
    seminar = make_seminar(places=1)
    sent = typed(organisation_name="Riverbank Forum")

    asked = client.post(page("add", seminar), sent)
    client.post(page("add", seminar), {**sent, "kind": Sector.NGO})

    registration = seminar.registrations.get()
    assert list(asked.context["form"].errors) == ["kind"]
    assert (registration.sector, registration.has_typed_organisation) == ("ngo", True)


def test_half_a_name_is_asked_back(client, organiser):
    seminar = make_seminar(places=1)
    mission = make_mission()
    sent = typed(organisation_name="senegal")

    asked = client.post(page("add", seminar), sent)
    client.post(page("add", seminar), {**sent, "which": str(mission.pk)})

    assert list(asked.context["form"].errors) == ["which"]
    assert seminar.registrations.get().organisation == mission


def test_none_of_the_found_ones_asks_for_the_kind(client, organiser):
    seminar = make_seminar(places=1)
    make_mission()
    sent = typed(organisation_name="senegal", which="new")

    asked = client.post(page("add", seminar), sent)
    client.post(page("add", seminar), {**sent, "kind": Sector.MEDIA})

    assert list(asked.context["form"].errors) == ["kind"]
    assert seminar.registrations.get().organisation_name_en == "senegal"


def test_an_organiser_says_which_organisation_was_typed(client, organiser):
    seminar = make_seminar(places=1)
    client.post(
        page("add", seminar), typed(organisation_name="Sengal", kind=Sector.OTHER)
    )
    mission = make_mission(make_country())
    registration = seminar.registrations.get()

    client.post(
        page("organisation", registration, q="senegal"),
        {"organisation": mission.pk, "why": "Asked by phone."},
    )

    registration.refresh_from_db()
    assert registration.organisation == mission
    assert (registration.sector, registration.country_name_en) == ("mission", "Senegal")
    assert registration.tier == 6


def test_a_person_is_found_by_name_or_taken_in(client, organiser):
    seminar = make_seminar(places=2)
    known = Person.objects.create(name="Zoé Ziegler")
    first, second = register(seminar, name="Zoe Ziegler"), register(seminar)

    shown = client.get(page("person", first))
    client.post(page("person", first), {"person": known.pk})
    client.post(page("person", second), {"person": "new"})

    people = Registration.objects.order_by("pk").values_list("person__name", flat=True)
    assert [key for key, _label in shown.context["form"].fields["person"].choices] == [
        str(known.pk),
        "new",
    ]
    assert list(people) == ["Zoé Ziegler", second.name]


def test_what_somebody_else_has_said_meanwhile_is_not_overwritten(client, organiser):
    known, other = (Person.objects.create(name=name) for name in ("Zoé A", "Zoé B"))
    one = register(make_seminar(places=1), name="Zoé A")
    here = page("person", one, q="Zoé")
    client.post(here, {"person": known.pk, "seen": ""})

    for late in ({"person": "new", "seen": ""}, {"person": other.pk, "seen": ""}):
        answer = client.post(here, late)
        assert "Somebody has said who this is meanwhile" in answer.content.decode()
    assert client.get(here).context["form"]["seen"].initial == known.pk
    client.post(here, {"person": other.pk, "seen": known.pk})

    one.refresh_from_db()
    assert (one.person, Person.objects.count()) == (other, 2)


def test_one_person_does_not_stand_twice_in_one_seminar(client, organiser):
    seminar = make_seminar(places=2)
    known = Person.objects.create(name="Zoé Ziegler")
    first, second = register(seminar, name="Zoé Ziegler"), register(seminar)
    client.post(page("person", first), {"person": known.pk})

    answer = client.post(page("person", second, q="zoe"), {"person": known.pk})

    assert answer.context["form"].non_field_errors() == [
        "This person is registered for this seminar already."
    ]


def test_what_was_typed_is_corrected_with_a_reason(client, organiser):
    registration = register(make_seminar(places=1), name="Ana Alvares")
    shown = client.get(page("correct", registration))
    values = {
        "name": "Ana Alvarez",
        "form_of_address": "dr",
        "rank": "Counsellor",
        "address": registration.address,
        "language": "fr",
        "gender": "woman",
        "why": "Spelt wrong.",
        "seen": shown.context["form"]["seen"].value(),
    }

    client.post(page("correct", registration), values)

    registration.refresh_from_db()
    assert shown.context["form"].initial["name"] == "Ana Alvares"
    assert registration.addressed_name == "Dr. Ana Alvarez"
    assert AuditEntry.objects.get(verb="correct").why == "Spelt wrong."


@in_browser
@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_work_pages_are_clean(live_server, page, look, client):
    seminar = make_seminar(places=1, registration_mode=APPROVAL)
    ngo = make_organisation(name_fr="Forum de la rive et des très longues appellations")
    one = register(seminar, ngo, needs="A seat near the door", rank="Adviser")
    register(seminar, name="Jean-Christophe de Broglie-Lafontaine")
    client.force_login(make_organiser())
    client.post(reverse("registrations:approve", args=[one.pk]))
    enter(page, live_server.url, client, make_organiser(name="Ines Okafor"))
    seminars = [reverse(f"registrations:{n}", args=[seminar.pk]) for n in LISTS]
    records = [reverse(f"registrations:{n}", args=[one.pk]) for n in RECORDS]
    pages = [path for path in [*seminars, *records] if not path.endswith(".csv")]

    for path in pages:
        assert_clean(page, live_server.url + path, look)
