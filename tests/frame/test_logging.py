"""What stands in the log, and what must not."""

import json
import logging
import sys

from unitar_seminars.logging import JsonFormatter


def line(message, *args, exc_info=None):
    record = logging.LogRecord(
        "mailing", logging.WARNING, "f.py", 1, message, args, exc_info
    )
    record.created = 1210338000
    return json.loads(JsonFormatter().format(record))


def test_an_event_is_one_line_of_json():
    assert line("%s has “no” answer", "Zoé") == {
        "at": "2008-05-09T13:00:00.000+00:00",
        "level": "WARNING",
        "logger": "mailing",
        "message": "Zoé has “no” answer",
    }


def test_what_opens_a_mailed_link_is_blotted_out():
    said = line("Not Found: %s", "/n/7.2.c0ffee/cancel/?next=/r/8.1.beef/")
    mailed = line("Not Found: %s %s", "/p/7-c0ffee/", "/u/1.7.beef/")

    assert said["message"] == "Not Found: /n/…/cancel/?next=/r/…/"
    assert mailed["message"] == "Not Found: /p/…/ /u/…/"


def test_a_trace_is_blotted_out_too():
    try:
        raise ValueError("/r/7.2.c0ffee/")
    except ValueError:
        said = line("failed", exc_info=sys.exc_info())

    assert said["trace"].endswith("ValueError: /r/…/")
