"""The worklist of unknown registrations, merges, and organisations typed by hand."""

import pytest
from django.urls import reverse

from partners.models import (
    ContactPoint,
    ContactUse,
    Organisation,
    OrganisationAlias,
    Person,
    PersonMerge,
    Posting,
    Sector,
)
from partners.services import organisations
from registrations import matches
from registrations.matches import Reason
from registrations.models import CancelledBecause, Registration
from registrations.services import identities, merges, seats
from registrations.services.nominations import TypedOrganisation
from tests.axe import LOOKS, assert_clean, enter
from tests.factories import (
    COMMAND,
    NOW,
    TODAY,
    make_mission,
    make_organisation,
    make_organiser,
    make_seminar,
    make_user,
    register,
)
from users.models import AuditEntry

pytestmark = pytest.mark.django_db
in_browser = pytest.mark.django_db(transaction=True)
LIST = "/work/people/"
MERGE = "/work/people/merge/"
TYPED = "/work/organisations/"
ACTS = {"by": COMMAND, "at": NOW}
WHO_QUERIES = 10
MERGE_QUERIES = 5
TYPED_QUERIES = 6


@pytest.fixture
def organiser(client):
    user = make_organiser()
    client.force_login(user)
    return user


@pytest.fixture
def mission():
    return make_mission()


def person(name, organisation=None, address=""):
    one = Person.objects.create(name=name)
    if organisation:
        Posting.objects.create(person=one, organisation=organisation)
    if address:
        point = ContactPoint.objects.create(address=address)
        ContactUse.objects.create(contact_point=point, person=one)
    return one


def suggested(registration):
    rows = list(matches.unknown())
    found = matches.of(rows, day=TODAY)[registration.pk]
    return [(match.person.name, match.reasons) for match in found]


# Suggestions


def test_suggestions_say_what_speaks_for_them_best_first(mission):
    person("ANA  Ortiz".replace("  ", " "), mission, "ana@example.org")
    person("Ana María Ortiz", mission)
    person("Somebody Else", address="Box@example.org")
    person("Ana Silva", mission)
    person("Ana Ortíz")
    person("Ortiz Ana", make_organisation())
    registration = register(
        make_seminar(places=1), mission, name="Ana Ortiz", address="ANA@example.org"
    )
    shared = register(make_seminar(places=1), name="Zoë", address="box@example.org")

    assert suggested(registration) == [
        ("ANA Ortiz", [Reason.NAME, Reason.ADDRESS, Reason.SIMILAR]),
        ("Ana Ortíz", [Reason.NAME]),
        ("Ana María Ortiz", [Reason.SIMILAR]),
    ]
    assert suggested(shared) == [("Somebody Else", [Reason.ADDRESS])]


def test_who_stands_there_already_or_is_gone_is_not_suggested(mission):
    seminar = make_seminar(places=2)
    there = person("Ana Ortiz")
    Person.objects.create(name="Ana Ortiz", state="merged")
    first, second = [
        register(seminar, mission, name="Ana Ortiz", address=f"{n}@example.org")
        for n in range(2)
    ]
    identities.say_who(first, there, **ACTS)

    assert suggested(second) == []


def test_the_oldest_comes_first_and_what_is_over_is_left_out(mission):
    first = register(make_seminar(places=1), mission)
    second = register(make_seminar(places=1), mission)
    known, gone = [register(make_seminar(places=1), mission) for _ in range(2)]
    identities.take_as_new(known, **ACTS)
    seats.cancel(gone, because=CancelledBecause.PERSON, **ACTS)

    assert list(matches.unknown()) == [first, second]


# The list


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_questions_for_any_length(
    client, organiser, mission, rows, django_assert_num_queries
):
    for number in range(rows):
        one = person(f"Ana Ortiz{number}", mission, f"ana{number}@example.org")
        register(make_seminar(places=1), mission, name=one.name)

    with django_assert_num_queries(WHO_QUERIES):
        page = client.get(LIST).content.decode()

    assert page.count("It is this person") == rows
    assert page.count("their e-mail address") == 0
    assert page.count("Somebody new") == rows


def test_one_click_says_who_it_is(client, organiser, mission):
    ana = person("Ana Ortiz", mission)
    registration = register(make_seminar(places=1), mission, name="Ana Ortiz")
    path = f"{LIST}{registration.pk}/link/"

    assert client.get(path).status_code == 405
    page = client.post(path, {"person": ana.pk}, follow=True).content.decode()

    registration.refresh_from_db()
    assert registration.person == ana
    assert "Ana Ortiz is known now: the same as Ana Ortiz." in page
    assert "Everybody is known." in page
    assert AuditEntry.objects.get(verb="identify_person").user == organiser
    again = client.post(path, {"person": ana.pk}, follow=True).content.decode()
    assert "Somebody has said who this is meanwhile" in again
    for nonsense in ("", "x", "9" * 30):
        assert client.post(path, {"person": nonsense}).status_code == 404


def test_somebody_new_and_skipped(client, organiser):
    first, second = [register(make_seminar(places=1)) for _ in range(2)]

    client.post(f"{LIST}{first.pk}/new/")
    page = client.post(f"{LIST}{second.pk}/skip/", follow=True).content.decode()

    first.refresh_from_db()
    assert first.person.name == first.name
    assert "Everybody is known." in page
    assert "Show 1 skipped again" in page
    page = client.post(f"{LIST}skipped/", follow=True).content.decode()
    assert second.name in page


PATHS = ("", "skipped/", "merge/", "merge/1/undo/", "1/link/", "1/new/", "1/skip/")


@pytest.mark.parametrize("path", [f"{LIST}{path}" for path in PATHS])
def test_only_staff_find_the_pages(client, path):
    assert client.get(path).status_code == 302
    client.force_login(make_user())
    assert client.get(path).status_code == 404
    assert client.post(path).status_code == 404


# Merging


def test_two_entries_are_found_merged_and_separated(client, organiser):
    gone, kept = person("A. Ortiz"), person("Ana Ortiz")

    page = client.get(f"{MERGE}?q=ortiz").content.decode()
    assert f"A. Ortiz · {gone.pk}" in page
    data = {"kept": kept.pk, "gone": gone.pk, "why": "Phoned."}
    page = client.post(f"{MERGE}?q=ortiz", data, follow=True).content.decode()

    assert "Merged. You can undo it below." in page
    merged = PersonMerge.objects.get()
    assert (merged.gone, merged.kept) == (gone, kept)
    path = reverse("registrations:who_undo", args=[merged.pk])
    page = client.post(path, follow=True).content.decode()
    assert "Undone: both entries stand in the list again." in page
    page = client.post(path, follow=True).content.decode()
    assert "This was undone before" in page


def test_names_that_several_go_by_are_offered(client, organiser):
    for name in ("Ana Ortiz", "ANA ORTÍZ", "Ben Diop"):
        person(name)
    Person.objects.create(name="Ben Diop", state="merged")

    page = client.get(MERGE).content.decode()

    assert list(matches.doubles().values_list("folded", "entries")) == [
        ("ana ortiz", 2)
    ]
    assert "2 entries" in page
    assert "?q=" in page


def test_what_speaks_against_a_merge_stands_on_the_form(client, organiser):
    one, _two = person("Ana Ortiz"), person("Ana Ortiz")
    data = {"kept": one.pk, "gone": one.pk, "why": "Phoned."}

    page = client.post(f"{MERGE}?q=ortiz", data).content.decode()

    assert "These are one entry: choose two different ones." in page
    assert 'value="Phoned."' in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_merges_asks_the_same_questions_for_any_length(
    client, organiser, rows, django_assert_num_queries
):
    for _ in range(rows):
        pair = person("A. Ortiz"), person("Ana Ortiz")
        merges.merge(*pair, why="Phoned.", **ACTS)

    with django_assert_num_queries(MERGE_QUERIES):
        page = client.get(f"{MERGE}?q=ana").content.decode()
    assert page.count(">Undo<") == rows


# Organisations typed by hand


def proposal(name, sector=Sector.NGO):
    typed = TypedOrganisation(name, sector)
    return register(make_seminar(places=1), typed).organisation


@pytest.mark.parametrize("rows", [1, 3])
def test_typed_organisations_come_with_what_they_may_be(
    client, organiser, rows, django_assert_num_queries
):
    for number in range(rows):
        make_organisation(name_en=f"Migrants’ House {number}", name_fr="")
        proposal(f"Migrants’ House {number} Dakar")

    with django_assert_num_queries(TYPED_QUERIES):
        page = client.get(TYPED).content.decode()

    assert page.count("Take it into the list") == rows
    assert page.count("a similar name") >= rows


def test_a_typed_organisation_is_settled_in_one_click(client, organiser):
    known = make_organisation(name_en="International Organization", name_fr="")
    OrganisationAlias.objects.create(organisation=known, name="I.O.")
    same, new = proposal("i.ö."), proposal("Quite another")

    page = client.get(TYPED).content.decode()
    assert "the same name" not in page or "International Organization" in page
    client.post(f"{TYPED}{same.pk}/merge/", {"into": known.pk})
    page = client.post(f"{TYPED}{new.pk}/accept/", follow=True).content.decode()

    same.refresh_from_db()
    new.refresh_from_db()
    assert (same.merged_into, new.state) == (known, "active")
    assert "Nothing is left to settle." in page
    page = client.post(f"{TYPED}{new.pk}/accept/", follow=True).content.decode()
    assert "Only a proposed organisation can be accepted" in page
    into = {"into": known.pk}
    page = client.post(f"{TYPED}{new.pk}/merge/", into, follow=True).content.decode()
    assert "Quite another is in the list already." in page
    page = client.post(f"{TYPED}{same.pk}/merge/", into, follow=True).content.decode()
    assert "This was merged before" in page
    assert Organisation.objects.filter(merged_into=known).count() == 1


def test_who_came_from_a_typed_organisation_comes_from_the_one_it_is(
    client, organiser, mission
):
    body = proposal("Ghana Mission", Sector.OTHER)

    client.post(f"{TYPED}{body.pk}/merge/", {"into": mission.pk})

    [row] = Registration.objects.all()
    assert (row.organisation, row.sector) == (mission, "mission")
    assert row.organisation_name_en == mission.name_en
    assert not row.has_typed_organisation
    assert AuditEntry.objects.filter(verb="identify_organisation").count() == 1


def test_who_would_stand_twice_is_named_and_nothing_is_settled(
    client, organiser, mission
):
    body = proposal("Ghana Mission", Sector.OTHER)
    row = Registration.objects.get()
    register(row.seminar, mission, name=row.name, address=row.address)

    answer = client.post(
        f"{TYPED}{body.pk}/merge/", {"into": mission.pk}, follow=True
    ).content.decode()

    assert f"{row.addressed_name}: Exactly this was filed before" in answer
    body.refresh_from_db()
    assert body.state == "proposed"


def test_one_merged_elsewhere_leaves_its_people_to_be_settled(mission):
    body = proposal("Ghana Mission", Sector.OTHER)

    organisations.merge(body, mission, why="", **ACTS)

    assert Registration.objects.get().has_typed_organisation


@in_browser
@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_the_pages_are_clean(live_server, page, client, look):
    mission = make_mission()
    one, two = person("Ana Ortiz", mission), person("Ana M. Ortiz", mission)
    register(make_seminar(places=1), mission, name="Ana Ortiz")
    make_organisation(name_en="Migrants’ House", name_fr="Maison des migrants")
    proposal("Migrants’ House Dakar")
    merges.merge(person("A."), one, why="Phoned.", **ACTS)
    enter(page, live_server.url, client, make_organiser())

    for path in (LIST, f"{MERGE}?q={two.name.split()[-1]}", TYPED):
        assert_clean(page, live_server.url + path, look)


def test_an_entry_that_was_merged_is_chosen_nowhere(client, organiser):
    person("Ana Ortiz")
    Person.objects.create(name="Ana Ortiz", state="merged")
    asked = {
        "term": "ortiz",
        "app_label": "seminars",
        "model_name": "speakerinvitation",
        "field_name": "person",
    }

    answer = client.get(reverse("admin:autocomplete"), asked)

    assert len(answer.json()["results"]) == 1
    listed = client.get(reverse("admin:partners_person_changelist"), {"q": "ortiz"})
    assert listed.content.decode().count("Ana Ortiz") == 2
