"""The logs of online meetings, read: where their table is, hours, lengths, time."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook

from registrations.imports import joins, logs, tables
from registrations.imports.joins import Clock, Join, lasted, moment, time_within
from tests.refusals import refusal
from tests.registrations.online import STARTS, log_of, written
from unitar_seminars.hours import NEW_YORK

HERE = Path(__file__).parent / "logs"
ENDS = STARTS + timedelta(hours=3)
MINUTE = timedelta(minutes=1)


def at(hour, minute=0):
    return STARTS.replace(hour=hour, minute=minute)


def join(first=None, last=None, lasted=None):
    span = (first, last) if first else None
    length = timedelta(minutes=lasted) if lasted is not None else last - first
    return Join(2, "Ana", "", span, length)


@pytest.mark.parametrize(
    ("system", "named", "first"),
    [("zoom", "Zoom", 5), ("teams", "Microsoft Teams", 18), ("webex", "Webex", 2)],
)
def test_the_table_of_each_system_is_found(system, named, first):
    log = logs.read(log_of(system))

    assert logs.written_by(log.table.headings) == named
    assert log.table.rows[0].number == first
    cells = dict(
        zip(logs.guess(log.table.headings), log.table.rows[0].cells, strict=False)
    )
    assert (cells["name"], cells["address"]) == ("Seminar desk", "desk@unitar.example")
    assert {"joined", "left", "lasted"} <= set(cells)
    assert log.table.rows[-1].cells[log.table.headings.index(name_of(log))] == (
        "galaxy s21"
    )


def name_of(log):
    return log.table.headings[logs.guess(log.table.headings).index("name")]


def test_what_is_said_above_the_table_is_kept():
    assert "11/4/26, 9:50:12 AM" in logs.read(log_of("teams")).above
    assert logs.read(log_of("webex")).above == []


def test_a_table_whose_headings_are_unknown_is_a_table():
    log = logs.read(b"Who,From\nAna,10:00\n")

    assert (log.table.headings, log.above) == (["Who", "From"], [])
    assert logs.guess(log.table.headings) == ["", ""]
    assert logs.written_by(log.table.headings) == ""


def test_a_spreadsheet_is_read_as_the_text_is():
    book = Workbook()
    for cells in (["Name", "Join Time"], ["Ana", at(10, 5).replace(tzinfo=None)]):
        book.active.append(cells)

    log = logs.read(written(book))

    assert log.table.rows[0].cells == ["Ana", "2026-11-04 10:05:00"]


def test_a_file_that_goes_on_and_on_is_refused():
    book = Workbook()
    book.active.cell(tables.LAST_ROW + 2, 1, "x")

    assert refusal(logs.read, b"Name\n" + b"\n" * tables.LAST_ROW + b"x\n") == (
        "too_long"
    )
    assert refusal(logs.read, written(book)) == "too_long"


@pytest.mark.parametrize(
    "text",
    [
        "11/04/2026 01:05:00 PM",
        "11/4/26, 1:05:00 PM",
        "11/4/26, 1:05:00\u202fp.m.",
        "04/11/2026 13:05",
        "4.11.2026 13:05:00",
        "2026-11-04 13:05:00",
        "2026-11-04T13:05:00.000-05:00",
        "2026-11-04T18:05:00Z",
        "2026-11-04t18:05:00z",
    ],
)
def test_a_moment_is_read_as_it_is_written_anywhere(text):
    assert moment(text, Clock.NEW_YORK, STARTS) == at(13, 5)


def test_midnight_and_noon_of_a_half_day_clock():
    said = [f"11/04/2026 12:00 {half}" for half in ("AM", "PM")]

    assert [moment(one, Clock.NEW_YORK, STARTS) for one in said] == [at(0), at(12)]


def test_the_clock_of_the_log_is_said_by_the_organiser():
    said = moment("2026-11-04 15:00", Clock.UTC, STARTS)

    assert said == datetime(2026, 11, 4, 15, tzinfo=UTC) == at(10)


@pytest.mark.parametrize(
    "text",
    [
        "10:05",
        "soon",
        "31/31/2026 10:00",
        "4/11/26 25:00",
        "2026-11-04 22:00-24:00",
        "2026-11-04 22:00+01:75",
    ],
)
def test_what_is_no_moment_is_none(text):
    assert moment(text, Clock.NEW_YORK, STARTS) is None


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("95", 95),
        ("95,5", 95.5),
        ("1:35", 95),
        ("01:35:30", 95.5),
        ("1h 35m 30s", 95.5),
        ("1 h 35 min", 95),
        ("95 mins", 95),
        ("2 heures", 120),
        ("30s", 0.5),
    ],
)
def test_a_length_is_read_in_each_way(text, minutes):
    assert lasted(text) == timedelta(minutes=minutes)


@pytest.mark.parametrize("text", ["", "a while", "-5", "five minutes"])
def test_what_is_no_length_is_none(text):
    assert lasted(text) is None


@pytest.mark.parametrize(
    ("lines", "minutes"),
    [
        ([join(at(10), at(11)), join(at(12), at(13))], 120),
        ([join(at(10), at(12)), join(at(11), at(12, 30))], 150),
        ([join(at(10), at(13)), join(at(11), at(12))], 180),
        ([join(at(9), at(10, 30)), join(at(12, 30), at(14))], 60),
        ([join(at(8), at(9))], 0),
        ([join(at(10), at(13), lasted=40)], 40),
        ([join(at(10), at(13), lasted=10), join(at(10, 5), at(12, 55))], 170),
        ([join(lasted=30), join(lasted=45)], 75),
        ([join(lasted=500)], 180),
        ([], 0),
    ],
    ids=[
        "a reconnect",
        "an overlap",
        "two devices",
        "outside the hours",
        "before",
        "a gap between first and last",
        "a gap that another device fills",
        "no hours",
        "longer than the session",
        "nobody",
    ],
)
def test_time_is_what_lies_within_the_session_counted_once(lines, minutes):
    assert time_within(lines, STARTS, ENDS) == minutes * MINUTE
    assert time_within(reversed(lines), STARTS, ENDS) == minutes * MINUTE


def test_the_meeting_goes_from_its_first_join_to_its_last_leave():
    mine = [join(at(10), at(11)), join(at(9), at(10)), join(lasted=5)]

    assert joins.hours_of(mine) == (at(9), at(11))
    assert joins.hours_of([join(lasted=5)]) is None
    assert at(9).tzinfo == NEW_YORK
