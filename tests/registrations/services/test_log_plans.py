"""What a log says of who was there: whom, why, for how long and as what."""

import pytest
from openpyxl import Workbook

from registrations.imports.joins import Clock
from registrations.imports.logs import guess
from registrations.imports.tables import Table
from registrations.models import AttendanceMark, AttendanceSource
from registrations.services import attendance, log_plans
from registrations.services.log_plans import Wishes
from tests.factories import COMMAND, NOW
from tests.registrations.online import (
    AWA,
    TOMAS,
    keep,
    lines,
    log_of,
    make_online,
    plan,
    written,
)
from tests.registrations.telling import reread

pytestmark = pytest.mark.django_db
ACTS = {"by": COMMAND, "at": NOW}


@pytest.fixture(scope="module")
def prepared(kept_for_the_module):
    return make_online("Awa Ndiaye", "Tomas Berg", "Étienne Lacombe")


@pytest.fixture
def seminar(prepared):
    return reread(prepared)


@pytest.fixture
def session(seminar):
    return seminar.sessions.get()


def proposed(made):
    """Tell of each person in the log whom it may be, why, and as what."""
    return [
        (
            one.attendee.name,
            one.registration and one.registration.name,
            str(one.likeness),
            one.minutes,
            one.mark,
        )
        for one in made.proposals
    ]


@pytest.mark.parametrize("system", ["zoom", "teams", "webex"])
def test_the_logs_of_three_systems_propose_who_was_there(system, session):
    made = plan(session, log_of(system))

    assert proposed(made) == [
        ("Seminar desk", None, "nobody", 180, "present"),
        ("Awa Ndiaye", "Awa Ndiaye", "both", 160, "present"),
        (made.proposals[2].attendee.name, "Tomas Berg", "name", 60, "partial"),
        ("galaxy s21", None, "nobody", 1, "partial"),
    ]
    assert made.problems == []
    assert [one.name for one in made.missing] == ["Étienne Lacombe"]


@pytest.mark.parametrize(
    ("name", "address", "who", "why"),
    [
        ("Awa Ndiaye", "AWA.NDIAYE@missions.example", "Awa Ndiaye", "both"),
        ("H.E. Ms. NDIAYE Awa", "awa.ndiaye@missions.example", "Awa Ndiaye", "both"),
        ("The assistant", "awa.ndiaye@missions.example", "Awa Ndiaye", "address"),
        ("", "awa.ndiaye@missions.example", "Awa Ndiaye", "address"),
        ("Etienne LACOMBE", "", "Étienne Lacombe", "name"),
        ("Room 3 (Étienne Lacombe)", "", "Étienne Lacombe", "name"),
        ("Lacombe", "", "Étienne Lacombe", "similar"),
        ("Awa Fatou Ndiaye (Senegal)", "", "Awa Ndiaye", "similar"),
        ("Tomas Berg", "awa.ndiaye@missions.example", None, "several"),
        ("iPhone", "", None, "nobody"),
    ],
)
def test_whoever_is_proposed_is_so_for_a_reason(name, address, who, why, session):
    made = plan(session, lines((name, address, "10:00", "13:00")))

    assert [(found, said) for _n, found, said, _t, _m in proposed(made)] == [(who, why)]


@pytest.mark.parametrize(
    ("name", "who", "why"),
    [
        ("Awa Ndiaye", "Awa Ndiaye", "both"),
        ("Awa", "Awa Ndiaye", "address"),
        ("Front desk", None, "several"),
    ],
)
def test_a_mailbox_of_several_people_is_nobody_s_by_itself(name, who, why, seminar):
    seminar.registrations.update(address="Mission@missions.example")
    log = lines((name, "mission@missions.example", "10:00", "13:00"))

    made = plan(seminar.sessions.get(), log)

    assert [(found, said) for _n, found, said, _t, _m in proposed(made)] == [(who, why)]


def test_two_who_join_with_one_address_are_two(seminar):
    theirs = {"address": "mission@missions.example"}
    seminar.registrations.filter(name="Awa Ndiaye").update(**theirs)
    log = lines(
        ("Awa Ndiaye", *theirs.values(), "10:00", "10:20"),
        ("Tomas Berg", *theirs.values(), "10:00", "13:00"),
    )
    session = seminar.sessions.get()

    apart = plan(session, log)
    seminar.registrations.filter(name="Tomas Berg").update(**theirs)
    both = plan(session, log)

    assert proposed(apart) == [
        ("Awa Ndiaye", "Awa Ndiaye", "both", 20, "partial"),
        ("Tomas Berg", None, "several", 180, "present"),
    ]
    assert proposed(both) == [
        ("Awa Ndiaye", "Awa Ndiaye", "both", 20, "partial"),
        ("Tomas Berg", "Tomas Berg", "both", 180, "present"),
    ]


def test_two_of_one_name_are_for_the_human_to_tell_apart(seminar):
    seminar.registrations.update(name="Awa Ndiaye", address="")

    made = plan(seminar.sessions.get(), lines(AWA))

    assert (made.proposals[0].registration, made.proposals[0].likeness) == (
        None,
        "several",
    )


def test_a_line_without_address_is_of_who_joined_with_it(session):
    log = lines(
        AWA, ("Awa Ndiaye", "", "12:30", "13:00"), ("Awa Ndiaye", "", "9:00", "9:30")
    )

    [one] = plan(session, log).proposals

    assert (one.minutes, len(one.attendee.joins)) == (180, 3)


def test_a_log_without_hours_counts_its_minutes(session):
    made = plan(
        session, b"Name,Total Duration (Minutes)\nAwa Ndiaye,160\nTomas Berg,9\n"
    )

    assert [(one.minutes, one.mark) for one in made.proposals] == [
        (160, "present"),
        (9, "partial"),
    ]
    assert made.meeting is None


def test_a_line_may_name_one_hour_and_the_length(session):
    log = (
        b"Name,Joined at,Left at,Duration\n"
        b"Awa Ndiaye,2026-11-04 12:00,,90\nTomas Berg,,2026-11-04 10:30,45\n"
    )

    assert [one.minutes for one in plan(session, log).proposals] == [60, 30]


def test_three_quarters_of_the_session_are_enough_to_be_present(session):
    at_75 = lines((*AWA[:2], "10:00", "12:15"), ("Tomas Berg", "", "10:00", "12:14"))

    assert [one.mark for one in plan(session, at_75).proposals] == [
        "present",
        "partial",
    ]


def test_the_clock_that_fits_is_guessed(session):
    headings = ["name", "address", "joined", "left"]
    tables = [
        Table.from_json(keep(session, lines((*AWA[:2], start, end))).table)
        for start, end in (("10:00", "13:00"), ("15:00", "18:00"), ("20:00", "21:00"))
    ]

    guessed = [log_plans.best_clock(session, one, headings) for one in tables]

    assert guessed == [Clock.NEW_YORK, Clock.UTC, Clock.NEW_YORK]


def test_a_formula_is_not_reckoned(session):
    book = Workbook()
    book.active.append(["Name", "Duration"])
    book.active.append(["Awa Ndiaye", "=80+80"])

    made = plan(session, written(book))

    assert [(problem.row, problem.code) for problem in made.problems] == [
        (2, "formula")
    ]


def test_the_seal_tells_what_was_seen_and_not_what_the_door_does(session):
    table = Table.from_json(keep(session, lines(AWA, TOMAS)).table)
    headings = guess(table.headings)
    seen = log_plans.plan(session, table, Wishes(headings)).seal
    tomas = session.seminar.registrations.get(name="Tomas Berg")

    door, excused = AttendanceSource.DOOR, AttendanceMark.EXCUSED
    attendance.record(tomas, session, excused, source=door, **ACTS)

    assert log_plans.plan(session, table, Wishes(headings)).seal == seen
    other = Wishes(headings, Clock.UTC)
    assert log_plans.plan(session, table, other).seal != seen
