"""Calendar files, read by two parsers."""

from datetime import UTC, datetime

import icalendar
import pytest
import vobject

from registrations.services import changes
from seminars.models import SeminarMode, Session
from tests.factories import (
    COMMAND,
    HOUR,
    NOW,
    make_room,
    make_seminar,
    make_series,
    make_session,
)
from tests.seminars.scenes import make_past, new_york, put_off

pytestmark = pytest.mark.django_db


def entries(client, url):
    """Read the entries as both parsers do; they must agree on UIDs and starts."""
    body = client.get(url).content
    found = icalendar.Calendar.from_ical(body).walk("VEVENT")
    second = vobject.readOne(body.decode()).contents.get("vevent", [])
    assert [str(one["uid"]) for one in found] == [one.uid.value for one in second]
    starts = [one["dtstart"].dt for one in found]
    assert starts == [one.dtstart.value for one in second]
    return found


def file_of(seminar):
    return f"/seminars/{seminar.slug}.ics"


def test_session_is_an_entry_with_its_zone(client):
    room = make_room(name_en="Room E")
    seminar = make_seminar(places=1, starts_at=new_york(2031, 5, 9, 10), room=room)
    session = seminar.sessions.get()

    (entry,) = entries(client, file_of(seminar))

    assert entry["uid"] == f"s{session.pk}@testserver"
    assert entry["sequence"] == session.revision
    assert entry["dtstart"].dt == datetime(2031, 5, 9, 14, tzinfo=UTC)
    assert entry["dtstart"].params["TZID"] == "America/New_York"
    assert entry["summary"] == seminar.title_en
    assert entry["location"] == "Room E, Headquarters"
    assert entry["status"] == "CONFIRMED"
    assert entry["url"] == f"http://testserver/seminars/{seminar.slug}/"
    assert abs(entry["dtstamp"].dt - datetime.now(UTC)) < HOUR


def test_zone_knows_both_changes_of_the_clock(client):
    seminar = make_seminar(places=1, starts_at=new_york(2031, 3, 8, 10))
    make_session(seminar, new_york(2031, 3, 10, 10))
    make_session(seminar, new_york(2031, 11, 3, 10))

    found = [one["dtstart"].dt for one in entries(client, file_of(seminar))]

    assert [one.astimezone(UTC).hour for one in found] == [15, 14, 15]
    assert [one.hour for one in found] == [10, 10, 10]


def test_course_has_an_entry_for_each_day_named_by_its_title(client):
    seminar = make_seminar(places=1, sessions=3)
    first = seminar.sessions.order_by("starts_at").first()
    Session.objects.filter(pk=first.pk).update(title_en="Sources", title_fr="Sources")

    names = [str(one["summary"]) for one in entries(client, file_of(seminar))]

    title = seminar.title_en
    assert names == [f"{title}: Sources", title, title]


def test_language_is_asked_for_in_the_address(client):
    seminar = make_seminar(places=1)

    (entry,) = entries(client, f"{file_of(seminar)}?lang=fr")

    assert entry["summary"] == seminar.title_fr
    assert entry["url"] == f"http://testserver/fr/seminars/{seminar.slug}/"


def test_move_raises_the_sequence(client):
    seminar = make_seminar(places=1)
    (before,) = entries(client, file_of(seminar))

    changes.move_room(seminar.sessions.get(), make_room(), by=COMMAND, at=NOW, why="x")

    (after,) = entries(client, file_of(seminar))
    assert after["sequence"] > before["sequence"]
    assert after["location"] != before["location"]


def test_called_off_seminar_stays_as_cancelled(client):
    seminar = make_seminar(places=1)
    (before,) = entries(client, "/calendar.ics")

    changes.call_off(seminar, by=COMMAND, at=NOW, why="Weather")

    (after,) = entries(client, "/calendar.ics")
    assert after["uid"] == before["uid"]
    assert after["status"] == "CANCELLED"
    assert after["sequence"] > before["sequence"]


def test_seminar_put_off_without_a_date_has_no_entry(client):
    seminar = make_seminar(places=1)
    put_off(seminar)

    assert entries(client, "/calendar.ics") == []
    assert entries(client, file_of(seminar)) == []


@pytest.mark.parametrize(
    ("certainty", "number"),
    [("exact", 1), ("illustrative", 1), ("month", 0), ("year", 0)],
)
def test_day_that_is_not_on_record_has_no_entry(certainty, number, client):
    series = make_series(slug="it")
    day = new_york(2007, 3, 1, 10)
    seminar = make_past(day, series=series, date_certainty=certainty)

    files = (file_of(seminar), "/series/it.ics", "/calendar.ics")
    assert [len(entries(client, url)) for url in files] == [number] * 3


def test_online_seminar_gives_nobody_its_address(client):
    seminar = make_seminar(online_places=2, mode=SeminarMode.ONLINE)

    (entry,) = entries(client, file_of(seminar))

    assert entry["location"] == "Online"
    assert b"m.example" not in client.get(file_of(seminar)).content


def test_feed_of_a_series_has_its_seminars_only(client):
    series = make_series(slug="it", title_en="It")
    seminar = make_seminar(places=1, series=series)
    make_seminar(places=1)

    found = entries(client, "/series/it.ics")

    assert [one["summary"] for one in found] == [seminar.title_en]
    body = client.get("/series/it.ics").content.decode()
    assert "X-WR-CALNAME:UNITAR: It" in body
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in body


@pytest.mark.parametrize("rows", [1, 3])
def test_feed_asks_one_question(rows, client, django_assert_num_queries):
    for _row in range(rows):
        make_seminar(places=1)

    with django_assert_num_queries(1):
        client.get("/calendar.ics")


def test_program_that_has_it_is_sent_nothing(client):
    seminar = make_seminar(places=1)
    first = client.get("/calendar.ics")
    known = {"if-none-match": first["ETag"]}

    unchanged = client.get("/calendar.ics", headers=known)
    changes.call_off(seminar, by=COMMAND, at=NOW, why="Weather")
    changed = client.get("/calendar.ics", headers=known)

    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_file_is_a_calendar(client):
    seminar = make_seminar(places=1)

    shown = client.get(file_of(seminar))

    assert shown["Content-Type"] == "text/calendar; charset=utf-8"
    assert shown["Content-Disposition"] == f'attachment; filename="{seminar.slug}.ics"'
    assert b"METHOD:PUBLISH" in shown.content
    assert shown.content.count(b"BEGIN:VTIMEZONE") == 1


def test_pages_offer_the_feed_to_calendar_programs(client):
    series = make_series(slug="it")

    assert b"webcal://testserver/calendar.ics" in client.get("/").content
    shown = client.get(f"/fr{series.get_absolute_url()}").content
    assert b"webcal://testserver/series/it.ics?lang=fr" in shown


@pytest.mark.parametrize(
    ("day", "hour"),
    [((2006, 4, 1), 15), ((2006, 4, 3), 14), ((2006, 10, 28), 14), ((2006, 11, 1), 15)],
)
def test_zone_knows_the_rules_of_the_first_series(day, hour, client):
    seminar = make_past(new_york(*day, 10))

    (entry,) = entries(client, file_of(seminar))

    assert entry["dtstart"].dt.astimezone(UTC).hour == hour
