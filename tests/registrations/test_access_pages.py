"""Pages of access lists: by when, who, what its desk knows, and files to take there."""

import csv
from io import BytesIO, StringIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from registrations.models import AccessNote, AccessState, CancelledBecause
from registrations.services import changes, seats
from tests.axe import LOOKS, assert_clean, enter
from tests.factories import (
    COMMAND,
    DAY,
    HOUR,
    NOW,
    make_organiser,
    make_seminar,
    make_user,
    register,
)
from tests.registrations.clock import hold_at
from tests.registrations.gating import (
    gate_of,
    guarded_room,
    guarded_seminar,
    note,
    send,
)
from tests.reports.test_promise_8 import make_helper
from unitar_seminars import hours
from users.models import AuditEntry

pytestmark = pytest.mark.django_db
in_browser = pytest.mark.django_db(transaction=True)
ACTS = {"by": COMMAND, "at": NOW}
OF_VENUE = ("access_csv", "access_xlsx", "access_print")


@pytest.fixture
def organiser(client):
    user = make_organiser()
    client.force_login(user)
    return user


@pytest.fixture
def seminar():
    return guarded_seminar(room=guarded_room(access_columns=["organisation", "note"]))


def address(name, pk, *more):
    return reverse(f"registrations:{name}", args=[pk, *more])


def venue_of(seminar):
    return seminar.sessions.order_by("pk")[0].room.venue.pk


def press(client, seminar, after=0):
    path = address("access_send", seminar.pk, venue_of(seminar))
    return client.post(path, {"after": after}, follow=True)


def cancel(registration):
    seats.cancel(registration, because=CancelledBecause.PERSON, **ACTS)


def take(client, seminar, name):
    return client.get(address(name, seminar.pk, venue_of(seminar)))


def lines(response):
    text = response.content.decode("utf-8-sig")
    return list(csv.reader(StringIO(text)))


def test_page_tells_the_hour_the_address_and_who_comes(client, organiser, seminar):
    register(seminar, name="Ana BA")

    text = client.get(address("access", seminar.pk)).text

    for said in (
        "Ana BA",
        "Not sent yet",
        "gate@example.org",
        hours.moment(gate_of(seminar).deadline),
        "Fix the first version",
    ):
        assert said in text
    assert "The desk took lists until" not in text


def test_page_without_such_a_building_says_so(client, organiser):
    text = client.get(address("access", make_seminar(places=1).pk)).text

    assert "No building of this seminar wants a list beforehand." in text


def test_late_list_says_to_phone(client, organiser):
    seminar = guarded_seminar(starts_at=NOW + DAY)
    register(seminar)

    text = client.get(address("access", seminar.pk)).text

    assert "The desk took lists until" in text


def test_sending_fixes_a_version_that_can_be_taken(client, organiser, seminar):
    register(seminar, name="Ana BA")

    response = press(client, seminar)

    assert "Version 1 is fixed" in response.text
    assert gate_of(seminar).state == AccessState.SENT
    assert "Version 1 as a spreadsheet" in response.text
    assert "Fix the" not in response.text


@pytest.mark.parametrize("after", [5, "x"])
def test_refusal_stands_on_the_page(client, organiser, seminar, after):
    register(seminar)

    assert "sent meanwhile" in press(client, seminar, after).text


def test_changes_since_then_are_named_old_and_new(client, organiser, seminar):
    register(seminar, name="Ana BA")
    send(seminar)
    session = seminar.sessions.get()
    changes.move_hour(session, session.starts_at + HOUR, session.ends_at + HOUR, **ACTS)
    register(seminar, name="Ben CA")

    text = client.get(address("access", seminar.pk)).text

    for said in (
        "Send again",
        "Since version 1",
        "<del><bdi>10:00–13:00</bdi></del>",
        "<ins><bdi>11:00–14:00</bdi></ins>",
        "<strong>New</strong>: <bdi>Ben CA</bdi>",
        "Fix the next version",
    ):
        assert said in text


def test_list_of_what_is_called_off_is_cancelled_at_the_desk(
    client, organiser, seminar
):
    register(seminar, name="Ana BA")
    send(seminar)
    venue = venue_of(seminar)
    changes.call_off(seminar, why="A strike", **ACTS)

    text = client.get(address("access", seminar.pk)).text
    client.post(address("access_send", seminar.pk, venue), {"after": 1})

    assert "Cancel the list" in text
    file = client.get(address("access_csv", seminar.pk, venue))
    assert [line[:2] for line in lines(file)[1:]] == [["Taken off the list", "Ana BA"]]


def test_files_say_the_version_that_was_sent(client, organiser, seminar):
    ana = register(seminar, name="=Ana BA")
    send(seminar)
    register(seminar, name="Ben CA")
    session = seminar.sessions.get()
    body = str(ana.organisation_name_en)
    when = [hours.days(session.starts_at), "10:00–13:00", session.room.name_en]
    head = ["Name", "Day", "Hours (New York time)", "Room", "Organisation"]
    head.append("Note for the gate")

    table = lines(take(client, seminar, "access_csv"))
    book = load_workbook(BytesIO(take(client, seminar, "access_xlsx").content))

    assert table == [head, ["'=Ana BA", *when, body, ""]]
    cells = [[cell.value for cell in row] for row in book.active.rows]
    assert cells == [head, ["=Ana BA", *when, body, None]]
    assert [c for row in book.active.rows for c in row if c.data_type == "f"] == []


def test_next_version_begins_with_what_is_new(client, organiser, seminar):
    register(seminar, name="Ana BA")
    send(seminar)
    register(seminar, name="Ben CA")
    send(seminar, after=1)

    table = lines(take(client, seminar, "access_csv"))

    begins = [["Since the last list", "Name"], ["As before", "Ana BA"]]
    assert [line[:2] for line in table] == [*begins, ["New", "Ben CA"]]


def test_print_shows_the_version_that_was_sent(client, organiser, seminar):
    register(seminar, name="Ana BA")
    send(seminar)
    register(seminar, name="Ben CA")

    text = take(client, seminar, "access_print").text

    assert "<td><bdi>Ana BA</bdi></td>" in text
    assert "Ben CA" not in text


def test_each_taking_is_noted(client, organiser, seminar):
    register(seminar)
    send(seminar)

    for name in OF_VENUE:
        take(client, seminar, name)

    entries = AuditEntry.objects.filter(verb="take_access_list").order_by("pk")
    assert [(entry.why, entry.user) for entry in entries] == [
        ("csv, version 1", organiser),
        ("xlsx, version 1", organiser),
        ("print, version 1", organiser),
    ]


@pytest.mark.parametrize("name", OF_VENUE)
def test_what_was_not_sent_or_is_deleted_does_not_exist(
    client, organiser, seminar, name
):
    register(seminar)

    assert take(client, seminar, name).status_code == 404
    send(seminar)
    seminar.access_lists.update(purged_at=NOW)
    assert take(client, seminar, name).status_code == 404


def test_deleted_list_says_so_and_names_nobody(client, organiser, seminar):
    register(seminar, name="Ana BA")
    send(seminar)
    hold_at(seminar, NOW - 40 * DAY)
    seminar.access_lists.get().rows.all().delete()
    seminar.access_lists.update(purged_at=NOW)

    text = client.get(address("access", seminar.pk)).text

    assert "Deleted" in text
    assert "Fix the" not in text


def test_note_is_written_and_shown(client, organiser, seminar):
    ana = register(seminar, name="Ana BA")
    path = address("access_note", ana.pk, venue_of(seminar))

    client.post(path, {"note": "pass 12"})

    assert AccessNote.objects.get().note == "pass 12"
    assert "pass 12" in client.get(address("access", seminar.pk)).text
    assert 'value="pass 12"' in client.get(path).text


def test_desk_that_asks_for_no_note_gets_none_but_passes_count(client, organiser):
    seminar = guarded_seminar()
    ana = register(seminar, name="Ana BA")
    path = address("access_note", ana.pk, venue_of(seminar))

    form = client.get(path).text
    client.post(path, {"has_pass": "on"})

    assert 'type="hidden" name="note"' in form
    text = client.get(address("access", seminar.pk)).text
    assert "Has a pass: not on the list" in text


def test_refused_note_stands_on_its_page(client, organiser, seminar):
    ana = register(seminar)
    path = address("access_note", ana.pk, venue_of(seminar))
    cancel(ana)

    assert "are listed: confirm it first" in client.post(path, {"note": "x"}).text


def test_list_of_people_leads_to_what_has_to_be_sent(client, organiser, seminar):
    path = address("people", seminar.pk)
    page = address("access", seminar.pk)
    assert page not in client.get(path).text

    ana = register(seminar)
    assert "Not sent yet" in client.get(path).text
    send(seminar)
    assert page not in client.get(path).text
    cancel(ana)
    assert "Cancel the list" in client.get(path).text


def test_work_page_leads_to_it(client, organiser, seminar):
    page = address("access", seminar.pk)

    assert page in client.get(address("work", seminar.pk)).text


def test_pages_exist_for_organisers_alone(client, seminar):
    ana = register(seminar)
    send(seminar)
    venue = venue_of(seminar)
    pages = [address("access", seminar.pk), address("access_note", ana.pk, venue)]
    pages += [address(name, seminar.pk, venue) for name in OF_VENUE]
    for user in (make_user(), make_helper(seminar)):
        client.force_login(user)
        codes = {client.get(page).status_code for page in pages}
        codes.add(press(client, seminar).status_code)

        assert codes == {404}


@pytest.mark.parametrize("people", [1, 3])
def test_page_asks_the_same_questions_for_any_length(
    people, client, organiser, seminar, django_assert_num_queries
):
    for _person in range(people):
        note(register(seminar), "pass")
    send(seminar)
    for _person in range(people - 1):
        register(seminar)

    with django_assert_num_queries(9):  # session, account, seminar and six of its gates
        client.get(address("access", seminar.pk))


@in_browser
@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_pages_are_clean(live_server, page, client, look):
    seminar = guarded_seminar(room=guarded_room(access_columns=["organisation"]))
    for name in ("Ana BA", "Ben CA", "Cleo DA"):
        ana = register(seminar, name=name)
    send(seminar)
    cancel(ana)
    register(seminar, name="Dora EL")
    person = register(seminar, name="Elio FA")
    note(person, has_pass=True)
    venue = venue_of(seminar)
    enter(page, live_server.url, client, make_organiser())

    for path in (
        address("access", seminar.pk),
        address("access_note", person.pk, venue),
        address("access_print", seminar.pk, venue),
    ):
        assert_clean(page, live_server.url + path, look)
