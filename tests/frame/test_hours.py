"""Days and hours in words: zones, clock changes, both languages."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from unitar_seminars import hours


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


def say(words, *args, language="en", **options):
    with translation.override(language):
        return words(*args, **options).replace("\u00a0", " ")


MORNING = (utc(2008, 5, 9, 14), utc(2008, 5, 9, 17))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Friday 9 May 2008, 10:00–13:00, New York time (UTC−4)"),
        (
            "fr",
            "Vendredi 9 mai 2008, 10 h 00–13 h 00, heure de New York (UTC−4)",
        ),
    ],
)
def test_when_names_day_hours_and_zone(language, said):
    assert say(hours.when, *MORNING, language=language) == said


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        # Winter, and the two nights on which the clock changes
        (
            utc(2008, 1, 15, 15),
            None,
            "Tuesday 15 January 2008, 10:00, New York time (UTC−5)",
        ),
        (
            utc(2008, 3, 9, 6, 30),
            utc(2008, 3, 9, 7, 30),
            "Sunday 9 March 2008, 01:30–03:30, New York time (UTC−5, then UTC−4)",
        ),
        (
            utc(2008, 11, 2, 5, 30),
            utc(2008, 11, 2, 6, 30),
            "Sunday 2 November 2008, 01:30–01:30, New York time (UTC−4, then UTC−5)",
        ),
        # The same clock in 2006, before summer time was made longer
        (
            utc(2006, 3, 15, 15),
            None,
            "Wednesday 15 March 2006, 10:00, New York time (UTC−5)",
        ),
        (
            utc(2007, 3, 15, 14),
            None,
            "Thursday 15 March 2007, 10:00, New York time (UTC−4)",
        ),
        # An evening in New York is the next day in UTC
        (
            utc(2008, 5, 10, 0),
            utc(2008, 5, 10, 2),
            "Friday 9 May 2008, 20:00–22:00, New York time (UTC−4)",
        ),
        # What ends at midnight stays on its day
        (
            utc(2008, 5, 10, 2),
            utc(2008, 5, 10, 4),
            "Friday 9 May 2008, 22:00–00:00, New York time (UTC−4)",
        ),
        # Several days
        (
            utc(2008, 6, 11, 13),
            utc(2008, 6, 13, 21),
            "11–13 June 2008, New York time (UTC−4)",
        ),
        (
            utc(2008, 3, 7, 15),
            utc(2008, 3, 10, 14),
            "7–10 March 2008, New York time (UTC−5, then UTC−4)",
        ),
    ],
)
def test_when_is_right_on_every_clock(start, end, said):
    assert say(hours.when, start, end) == said


@pytest.mark.parametrize(
    ("first", "last", "language", "said"),
    [
        (date(2008, 6, 11), None, "en", "11 June 2008"),
        (date(2008, 6, 11), date(2008, 6, 11), "en", "11 June 2008"),
        (date(2008, 6, 30), date(2008, 7, 2), "en", "30 June–2 July 2008"),
        (date(2008, 12, 30), date(2009, 1, 2), "en", "30 December 2008–2 January 2009"),
        (date(2008, 6, 1), date(2008, 6, 3), "fr", "1er–3 juin 2008"),
        (date(2008, 8, 1), None, "fr", "1er août 2008"),
    ],
)
def test_days_are_as_short_as_can_be(first, last, language, said):
    assert say(hours.days, first, last, language=language) == said


def test_days_leave_out_the_year_under_a_heading_that_says_it():
    assert say(hours.days, date(2007, 11, 6), year=False) == "6 November"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Tuesday 6 May 2008, 18:00 New York time"),
        ("fr", "mardi 6 mai 2008, 18 h 00, heure de New York"),
    ],
)
def test_a_moment_reads_inside_a_sentence(language, said):
    assert say(hours.moment, utc(2008, 5, 6, 22), language=language) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (1, "1 second"),
        (60, "1 minute"),
        (90, "90 seconds"),
        (120, "2 minutes"),
        (0, "0 seconds"),
    ],
)
def test_what_lasts_whole_minutes_is_said_in_minutes(seconds, said):
    assert say(hours.lasting, seconds) == said


def test_a_zone_off_the_full_hour_keeps_its_minutes(monkeypatch):
    monkeypatch.setattr(hours, "NEW_YORK", hours.ZoneInfo("America/St_Johns"))

    assert say(hours.zone, utc(2008, 1, 15, 15)) == "New York time (UTC−3:30)"
