"""A log proposes who was there; nothing is on record before a human says so."""

from functools import partial

import pytest

from registrations.imports.joins import Clock
from registrations.imports.tables import Table
from registrations.models import (
    Attendance,
    AttendanceMark,
    AttendanceSource,
    ImportDraft,
)
from registrations.services import (
    attendance,
    changes,
    imports,
    log_plans,
    online_logs,
    seats,
)
from registrations.services.log_plans import Wishes
from registrations.services.online_logs import Choice, Recorded
from seminars.models import Session
from tests.factories import COMMAND, DAY, NOW, account, make_seminar, make_user
from tests.races import race
from tests.refusals import refusal
from tests.registrations.online import (
    AWA,
    BEFORE,
    TOMAS,
    bad_log,
    keep,
    lines,
    log_of,
    make_online,
    plan,
    wishes_of,
)
from tests.registrations.telling import reread
from users.models import AuditEntry

pytestmark = pytest.mark.django_db
really = pytest.mark.django_db(transaction=True)  # commits, so that threads meet
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


def as_proposed(made, **choices):
    """Choose what is proposed."""
    return {
        one.row: Choice(one.registration.pk if one.is_proposed else None, **choices)
        for one in made.proposals
    }


def record(draft, choices=None, by=COMMAND, **said):
    session = Session.objects.get(pk=draft.session_id)
    wishes = wishes_of(draft)
    made = log_plans.plan(session, Table.from_json(draft.table), wishes)
    choices = as_proposed(made) if choices is None else choices
    return online_logs.record(draft, wishes, choices, by=by, at=NOW, **said)


def marks():
    rows = Attendance.objects.order_by("registration__line_number")
    return list(rows.values_list("registration__name", "mark", "source", "mode"))


@pytest.mark.parametrize("system", ["zoom", "teams", "webex"])
def test_what_a_human_confirms_is_recorded_once_each(system, session):
    organiser = make_user()
    draft = keep(session, log_of(system))
    assert marks() == []

    done = record(draft, by=account(organiser))

    assert done == Recorded(marked=2, left_standing=0)
    assert marks() == [
        ("Awa Ndiaye", "present", "online_log", "online"),
        ("Tomas Berg", "partial", "online_log", "online"),
    ]
    assert {one.recorder for one in Attendance.objects.all()} == {organiser}
    assert ImportDraft.objects.count() == 0
    verbs = AuditEntry.objects.filter(verb__in=["upload_log", "record_log"])
    assert [one.verb for one in verbs.order_by("pk")] == ["upload_log", "record_log"]
    assert AuditEntry.objects.filter(verb__startswith="mark_").count() == 2


def test_two_accounts_of_one_person_are_added_up_into_one_mark(session):
    log = lines(
        ("Awa Ndiaye", "awa.ndiaye@missions.example", "10:00", "11:30"),
        ("Awa Ndiaye", "awa@home.example", "11:20", "13:00"),
    )
    draft = keep(session, log)
    made = log_plans.plan(session, Table.from_json(draft.table), wishes_of(draft))
    assert [(one.minutes, one.mark) for one in made.proposals] == [
        (90, "present"),
        (100, "present"),
    ]

    assert record(draft) == Recorded(1, 0)
    assert marks() == [("Awa Ndiaye", "present", "online_log", "online")]


def test_the_human_chooses_somebody_else_another_mark_or_nobody(seminar):
    session = seminar.sessions.get()
    draft = keep(session, lines(AWA, TOMAS, ("galaxy s21", "", "10:00", "13:00")))
    _awa, tomas, etienne = seminar.registrations.order_by("line_number")

    record(
        draft, {2: Choice(None), 3: Choice(tomas.pk, "present"), 4: Choice(etienne.pk)}
    )

    assert [(name, mark) for name, mark, *_more in marks()] == [
        ("Tomas Berg", "present"),
        ("Étienne Lacombe", "present"),
    ]


def test_what_the_door_says_stands_unless_the_human_ticks_otherwise(seminar):
    session = seminar.sessions.get()
    awa, tomas, _etienne = seminar.registrations.order_by("line_number")
    for one, source in ((awa, "door"), (tomas, "sheet")):
        mark, said = AttendanceMark.ABSENT, AttendanceSource(source)
        attendance.record(one, session, mark, source=said, **ACTS)
    made = plan(session, lines(AWA, TOMAS))
    assert [one.is_held for one in made.proposals] == [True, True]

    choices = {2: Choice(awa.pk, overwrites=True), 3: Choice(tomas.pk)}
    done = record(keep(session, lines(AWA, TOMAS)), choices)

    assert done == Recorded(marked=1, left_standing=1)
    assert marks() == [
        ("Awa Ndiaye", "present", "online_log", "online"),
        ("Tomas Berg", "absent", "sheet", "online"),
    ]


def test_a_second_log_replaces_what_the_first_said(session):
    record(keep(session, lines((*AWA[:2], "10:00", "10:30"))))

    made = plan(session, lines(AWA))
    assert [one.is_held for one in made.proposals] == [False]
    assert record(keep(session, lines(AWA))) == Recorded(1, 0)
    assert [mark for _name, mark, *_more in marks()] == ["present"]


def test_a_part_that_knows_less_does_not_replace_what_another_said(seminar):
    session, awa = seminar.sessions.get(), seminar.registrations.get(name="Awa Ndiaye")
    rest = lines((*AWA[:2], "12:50", "12:55"))
    record(keep(session, lines(AWA)))

    assert [one.is_held for one in plan(session, rest).proposals] == [True]
    assert record(keep(session, rest)) == Recorded(0, 1)
    assert [mark for _name, mark, *_more in marks()] == ["present"]
    ticked = {2: Choice(awa.pk, overwrites=True)}
    assert record(keep(session, rest), ticked) == Recorded(1, 0)
    assert [mark for _name, mark, *_more in marks()] == ["partial"]


def test_a_log_that_was_recorded_meanwhile_is_not_recorded_again(session):
    draft = keep(session, lines(AWA))
    same = ImportDraft.objects.get(pk=draft.pk)
    choices = {2: Choice(session.seminar.registrations.get(name="Awa Ndiaye").pk)}

    record(draft, choices)

    assert refusal(record, same, choices) == "recorded"


def test_who_was_only_there_before_the_session_is_not_proposed(seminar):
    session = seminar.sessions.get()
    draft = keep(session, lines((*AWA[:2], "9:00", "9:50")))
    awa = seminar.registrations.get(name="Awa Ndiaye")

    assert refusal(record, draft) == "nobody"
    assert refusal(record, draft, {2: Choice(awa.pk)}) == "no_time_there"
    record(draft, {2: Choice(awa.pk, "partial")})
    assert [mark for _name, mark, *_more in marks()] == ["partial"]


def test_two_marks_for_one_person_are_asked_back(seminar):
    draft = keep(seminar.sessions.get(), lines(AWA, TOMAS))
    awa = seminar.registrations.get(name="Awa Ndiaye")
    both = {2: Choice(awa.pk, "present"), 3: Choice(awa.pk, "partial")}

    assert refusal(record, draft, both) == "two_marks"
    assert (marks(), ImportDraft.objects.count()) == ([], 1)


def test_who_cancelled_meanwhile_is_not_recorded(seminar):
    draft = keep(seminar.sessions.get(), lines(AWA))
    awa = seminar.registrations.get(name="Awa Ndiaye")
    seats.cancel(awa, because="person", by=COMMAND, at=BEFORE)

    assert refusal(record, draft, {2: Choice(awa.pk)}) == "not_listed"


@pytest.mark.parametrize("part", ["above", "lines"])
def test_a_log_of_another_day_is_refused(part, session):
    log = lines(AWA, day="2026-11-03")
    if part == "above":
        log = b"Start,2026-10-28 10:00\nName,Minutes\nAwa Ndiaye,95\n"

    assert refusal(keep, session, log) == "other_day"
    assert ImportDraft.objects.count() == 0


def test_columns_chosen_later_may_show_another_day(session):
    log = lines(AWA, day="2026-10-03").replace(b"Join Time,Leave Time", b"Came,Went")
    draft = keep(session, log)
    wishes = Wishes(["name", "address", "joined", "left"])
    awa = session.seminar.registrations.get(name="Awa Ndiaye")
    file = partial(online_logs.record, draft, wishes, {2: Choice(awa.pk, "present")})

    assert refusal(file, **ACTS) == "other_day"


def test_a_log_of_ten_kinds_of_bad_lines_records_nothing_by_itself(session):
    draft = keep(session, bad_log())
    made = log_plans.plan(session, Table.from_json(draft.table), wishes_of(draft))

    assert [(problem.row, problem.code) for problem in made.problems] == [
        (3, "no_name"),
        (4, "bad_hour"),
        (5, "bad_length"),
        (6, "no_time"),
        (7, "backwards"),
        (8, "endless"),
        (9, "width"),
        (10, "lost_letter"),
        (11, "unprintable"),
        (12, "too_long"),
        (13, "endless"),
    ]
    assert [one.attendee.name for one in made.proposals] == ["Zoé Ébène-Hébert"]
    awa = session.seminar.registrations.get(name="Awa Ndiaye")
    choices = {2: Choice(awa.pk)}
    assert refusal(record, draft, choices) == "bad_rows"
    some = made.bad_rows[1:]
    assert refusal(record, draft, choices, leave_out=some) == "bad_rows"
    assert record(draft, choices, leave_out=made.bad_rows) == Recorded(1, 0)


def test_more_people_than_a_page_holds_come_in_parts(session, monkeypatch):
    monkeypatch.setattr(online_logs, "MOST_PEOPLE", 1)

    assert refusal(keep, session, lines(AWA, TOMAS)) == "too_many"


def test_what_has_no_hours_or_does_not_take_place_has_no_log():
    _first, later = make_seminar(places=1, sessions=2).sessions.order_by("pk")
    Session.objects.filter(pk=later.pk).update(starts_at=None, ends_at=None)
    bare = Session.objects.get(pk=later.pk)
    table = Table(["Name"], [], is_csv=True)

    assert refusal(keep, bare, lines(AWA)) == "no_hours"
    assert log_plans.plan(bare, table, Wishes(["name"])).proposals == []
    online_logs.refuse_other_day(bare, [NOW])
    assert log_plans.best_clock(bare, table, ["name"]) == Clock.NEW_YORK
    changes.call_off(bare.seminar, why="Snow.", **ACTS)
    assert refusal(keep, bare, lines(AWA)) == "no_door"


def test_what_the_log_says_is_gone_after_a_day(session):
    keep(session, lines(AWA))

    assert imports.forget_old(at=NOW + DAY) == 0
    assert imports.forget_old(at=NOW + 2 * DAY) == 1


@really
def test_the_door_at_the_same_moment_is_not_overwritten():
    seminar = make_online("Awa Ndiaye")
    session, awa = seminar.sessions.get(), seminar.registrations.get()
    draft = keep(session, lines(AWA))
    absent = partial(
        attendance.record,
        awa,
        session,
        AttendanceMark.EXCUSED,
        source=AttendanceSource.DOOR,
        **ACTS,
    )

    done, _door = race(partial(record, draft), absent)

    assert marks() == [("Awa Ndiaye", "excused", "door", "online")]
    assert done in (Recorded(1, 0), Recorded(0, 1))
