"""Lists of people: their groups, their order, their words; each leaves its trace."""

from datetime import datetime
from functools import partial

import pytest

from partners.models import FormOfAddress, Person, PersonState, Posting
from registrations.services import rosters, seats
from registrations.services.rosters import Choice
from seminars.models import Mode, RegistrationMode
from tests.factories import (
    NOW,
    account,
    make_mission,
    make_organiser,
    make_seminar,
    register,
)
from unitar_seminars.hours import NEW_YORK
from users.models import AuditEntry

pytestmark = pytest.mark.django_db
HEAD_OF_MISSION = "Permanent Representative"


@pytest.fixture
def organiser():
    return make_organiser()


@pytest.fixture
def acts(organiser):
    return {"by": account(organiser), "at": NOW}


@pytest.fixture
def seminar():
    """Let three people ask for two places in the room, and two for one online."""
    seminar = make_seminar(places=2, online_places=1)
    mission = make_mission()
    add = partial(register, seminar, mission)
    add(name="Zoé Ziegler", rank=HEAD_OF_MISSION)
    add(name="Ana Alvarez", rank="Adviser")
    add(name="Cheikh Thiam")
    add(name="Bea BÂ Diop", mode=Mode.ONLINE)
    add(name="Élan Faye", mode=Mode.ONLINE)
    return seminar


def shown(groups):
    """Read the names and positions of a list, group by group."""
    return {
        name: [(row.registration.name, row.position) for row in rows]
        for name, rows in groups.items()
    }


def traces():
    verbs = ["open_record", "print_list", "export_list"]
    entries = AuditEntry.objects.filter(verb__in=verbs).order_by("pk")
    return list(entries.values_list("verb", "thing", "user", "at"))


def test_each_mode_has_a_queue_and_others_stand_by_name(seminar):
    assert shown(rosters.people(seminar, Choice())) == {
        "pending": [],
        "seated": [("Ana Alvarez", None), ("Bea BÂ Diop", None), ("Zoé Ziegler", None)],
        "waiting": [("Cheikh Thiam", 1), ("Élan Faye", 1)],
        "gone": [],
    }


def test_who_was_declined_is_gone_and_who_was_not_yet_decided_is_pending(acts):
    seminar = make_seminar(places=1, registration_mode=RegistrationMode.APPROVAL)
    declined = register(seminar, name="Cyd Chu")
    register(seminar, name="Dan Dao")
    seats.decline(declined, why="For missions only.", **acts)

    assert shown(rosters.people(seminar, Choice())) == {
        "pending": [("Dan Dao", None)],
        "seated": [],
        "waiting": [],
        "gone": [("Cyd Chu", None)],
    }


def test_one_group_by_precedence(seminar):
    choice = Choice(group="seated", by_precedence=True)

    assert shown(rosters.people(seminar, choice)) == {
        "seated": [("Zoé Ziegler", None), ("Ana Alvarez", None), ("Bea BÂ Diop", None)]
    }


def test_words_leave_others_out_and_positions_as_they_are():
    seminar = make_seminar()
    for name in ("Ana Alvarez", "Zoé Ziegler"):
        register(seminar, name=name)

    found = rosters.people(seminar, Choice(words="zoe SENEGAL", group="waiting"))

    assert shown(found) == {"waiting": [("Zoé Ziegler", 2)]}


@pytest.mark.parametrize(
    ("name", "filed"),
    [
        ("Ana Alvarez", "alvarez"),
        ("Bea BÂ Diop", "ba"),
        ("BÂ DIOP", "diop"),
        ("Jean J. Élan", "elan"),
        ("Jean de Élan", "elan"),
        ("Prince", "prince"),
        ("", ""),
    ],
)
def test_the_name_in_capitals_is_the_family_s_else_the_last(name, filed):
    assert rosters.family_name(name) == filed


def test_known_people_are_found_by_each_word_but_not_the_erased():
    mission = make_mission()
    zoe = Person.objects.create(name="Zoé Ziegler")
    Person.objects.create(name="Zoé Alvarez")
    Person.objects.create(name="Zoé Ziegler", state=PersonState.ERASED)
    post = Posting.objects.create(person=zoe, organisation=mission)

    (found,) = rosters.known_people("ZIEG zoe")

    assert found == zoe
    assert list(found.postings.all()) == [post]


def test_no_more_people_are_told_than_asked_for_in_the_order_of_names():
    for name in ("Zoé", "Élan", "Ana"):
        Person.objects.create(name=name)

    found = rosters.known_people("", limit=2)

    assert [person.name for person in found] == ["Ana", "Élan"]


def test_opening_and_printing_leave_one_trace_each(seminar, organiser, acts):
    registration = seminar.registrations.earliest("pk")
    choice = Choice(group="seated")

    rosters.open_record(registration, **acts)
    printed = rosters.print_list(seminar, choice, **acts)

    assert printed == rosters.people(seminar, choice)
    assert traces() == [
        (
            "open_record",
            f"registrations.registration:{registration.pk}",
            organiser.pk,
            NOW,
        ),
        ("print_list", f"seminars.seminar:{seminar.pk}", organiser.pk, NOW),
    ]


def test_an_export_is_a_table_without_formulas(organiser, acts):
    filed = datetime(2026, 7, 1, 23, 30, tzinfo=NEW_YORK)
    seminar = make_seminar()
    register(
        seminar,
        make_mission(),
        name="=HYPERLINK(1) Élan",
        form_of_address=FormOfAddress.MS,
        rank="@SUM",
        address="elan@example.org",
        needs="+1 chair",
    )
    seminar.registrations.update(submitted_at=filed)

    table = rosters.export_list(seminar, Choice(), **acts)

    assert table == [
        [
            "Status",
            "Position",
            "Name",
            "Rank or post",
            "Organisation",
            "Sector",
            "Country",
            "E-mail address",
            "Language",
            "What we should prepare",
            "Mode",
            "Registered (New York time)",
        ],
        [
            "Waiting for a place",
            "1",
            "Ms. =HYPERLINK(1) Élan",
            "'@SUM",
            "Permanent Mission of Senegal",
            "Permanent or observer mission",
            "Senegal",
            "elan@example.org",
            "English",
            "'+1 chair",
            "In the room",
            "2026-07-01 23:30",
        ],
    ]
    thing = f"seminars.seminar:{seminar.pk}"
    assert traces() == [("export_list", thing, organiser.pk, NOW)]


def test_who_has_a_place_has_no_position_in_an_export(acts):
    seminar = make_seminar(places=1)
    register(seminar, name="Ana Alvarez")

    _head, row = rosters.export_list(seminar, Choice(), **acts)

    assert row[:3] == ["Confirmed", "", "Ana Alvarez"]
