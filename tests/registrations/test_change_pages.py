"""The pages that lead to a change: first what it means, then the change itself."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from mailing.models import Message
from registrations.services import changes, reminders
from seminars.models import (
    Document,
    DocumentContent,
    Seminar,
    SeminarMode,
    SeminarState,
    Session,
)
from tests.axe import LOOKS, assert_clean, enter, findings, wear
from tests.factories import (
    COMMAND,
    DAY,
    HOUR,
    NOW,
    make_mission,
    make_organiser,
    make_planned,
    make_room,
    make_seminar,
    register,
    ten_days_ahead,
)
from tests.seminars.scenes import make_speaker

pytestmark = pytest.mark.django_db
in_browser = pytest.mark.django_db(transaction=True)
CONFIRM = {"confirmed": "yes"}
NAMES = (
    "move_room",
    "move_hour",
    "move_online",
    "open_online",
    "back_to_room",
    "change_address",
    "change_places",
    "replace_speaker",
    "postpone",
    "call_off",
)


@pytest.fixture(autouse=True)
def organiser(client):
    user = make_organiser(name="Ines Okafor")
    client.force_login(user)
    return user


def address(name, seminar):
    return reverse(f"registrations:{name}", args=[seminar.pk])


def hours_on(day, starts="15:00", ends="18:00", suffix=""):
    values = {"day": day.isoformat(), "starts": starts, "ends": ends}
    return {f"{name}{suffix}": value for name, value in values.items()}


def sent():
    return list(Message.objects.order_by("pk").values_list("purpose", flat=True))


def test_choosing_shows_what_it_means_and_changes_nothing(client):
    seminar = make_seminar(places=2)
    register(seminar)
    register(seminar, address="")
    session, room = seminar.sessions.get(), make_room(capacity=1)
    choice = {"session": session.pk, "room": room.pk, "why": "A ceiling leaks."}
    choice["overflow"] = "keep"

    shown = client.post(address("move_room", seminar), choice)

    means = shown.context["means"]
    assert (means.told, means.without_address, means.overflow) == (1, 1, 1)
    assert shown.context["spoken"][0][2] == f"{room.name}, Headquarters"
    assert Session.objects.get().room == session.room
    assert "changed_room" not in sent()


def test_confirming_moves_and_tells(client):
    seminar = make_seminar(places=2)
    register(seminar)
    session, room = seminar.sessions.get(), make_room()
    choice = {"session": session.pk, "room": room.pk, "why": ""}

    answer = client.post(address("move_room", seminar), choice | CONFIRM)

    assert answer.url == address("work", seminar)
    assert Session.objects.get().room == room
    assert sent() == ["seat_confirmed", "receipt", "changed_room"]


def test_a_room_that_is_taken_is_refused_in_a_sentence(client):
    room = make_room()
    make_seminar(places=1, room=room)
    seminar = make_seminar(places=1)
    choice = {"session": seminar.sessions.get().pk, "room": room.pk, "why": ""}

    refused = client.post(address("move_room", seminar), choice | CONFIRM)

    assert refused.context["is_chosen"] is False
    assert refused.context["form"].non_field_errors() == [
        "Another session has this room at that hour: choose another room or hour."
    ]


def test_what_is_online_moves_to_no_room(client):
    seminar = make_seminar(online_places=1, mode=SeminarMode.ONLINE)
    choice = {"session": seminar.sessions.get().pk, "room": make_room().pk, "why": ""}

    shown = client.post(address("move_room", seminar), choice)
    refused = client.post(address("move_room", seminar), choice | CONFIRM)

    assert shown.context["spoken"][0][1] == ""
    assert refused.context["form"].non_field_errors() == [
        "It takes place online: no room is needed."
    ]


def test_hours_are_new_yorks(client):
    seminar = make_seminar(places=1)
    day = ten_days_ahead().date() + 5 * DAY
    choice = {"session": seminar.sessions.get().pk, "why": "", **hours_on(day)}

    client.post(address("move_hour", seminar), choice | CONFIRM)

    local = Session.objects.get().starts_at.astimezone(ten_days_ahead().tzinfo)
    assert (local.date(), local.hour) == (day, 15)


@pytest.mark.parametrize(
    ("day", "starts", "ends", "utc"),
    [
        ("2035-03-11", "10:00", "13:00", datetime(2035, 3, 11, 14, tzinfo=UTC)),
        ("2035-03-10", "10:00", "13:00", datetime(2035, 3, 10, 15, tzinfo=UTC)),
        ("2035-11-04", "10:00", "13:00", datetime(2035, 11, 4, 15, tzinfo=UTC)),
        ("2035-11-03", "10:00", "13:00", datetime(2035, 11, 3, 14, tzinfo=UTC)),
    ],
)
def test_both_clock_changes_are_read_right(client, day, starts, ends, utc):
    seminar = make_seminar(places=1)
    hours = {"day": day, "starts": starts, "ends": ends}
    choice = {"session": seminar.sessions.get().pk, "why": "", **hours}

    client.post(address("move_hour", seminar), choice | CONFIRM)

    session = Session.objects.get()
    assert session.starts_at == utc
    assert session.ends_at == utc + timedelta(hours=3)


@pytest.mark.parametrize(
    ("day", "starts", "ends", "said"),
    [
        (
            "2035-03-11",
            "02:30",
            "04:00",
            {
                "starts": [
                    "New York’s clocks skip this hour that night: choose another."
                ]
            },
        ),
        (
            "2035-11-04",
            "01:30",
            "04:00",
            {
                "starts": [
                    "New York’s clocks show this hour twice that night: choose another."
                ]
            },
        ),
        (
            "2035-06-01",
            "10:00",
            "09:00",
            {"ends": ["The end has to come after the start."]},
        ),
    ],
)
def test_hours_that_no_clock_shows_once_are_refused(client, day, starts, ends, said):
    seminar = make_seminar(places=1)
    hours = {"day": day, "starts": starts, "ends": ends}
    choice = {"session": seminar.sessions.get().pk, "why": "", **hours}

    refused = client.post(address("move_hour", seminar), choice)

    assert refused.context["form"].errors == said


def test_moving_online_asks_the_address_of_each_session(client):
    seminar = make_seminar(places=1, sessions=2)
    one, two = seminar.sessions.order_by("pk")
    urls = {f"url_{one.pk}": "https://meet.example/1"}

    asked = client.post(address("move_online", seminar), {**urls, "why": ""})
    urls[f"url_{two.pk}"] = "https://meet.example/2"
    client.post(address("move_online", seminar), {**urls, "why": ""} | CONFIRM)

    online = Seminar.objects.get()
    assert list(asked.context["form"].errors) == [f"url_{two.pk}"]
    assert online.mode == SeminarMode.ONLINE
    assert [s.online_url for s in online.sessions.order_by("pk")] == [*urls.values()]


def test_places_show_old_and_new_number(client):
    seminar = make_seminar(places=2)
    choice = {"mode": "room", "places": "3", "why": ""}

    shown = client.post(address("change_places", seminar), choice)
    client.post(address("change_places", seminar), choice | CONFIRM)

    assert [row[1:] for row in shown.context["spoken"]] == [("2", "3")]
    assert seminar.seats.places().count() == 3


def test_places_that_are_taken_stay(client):
    seminar = make_seminar(places=2, online_places=1)
    register(seminar)
    choice = {"mode": "room", "places": "0", "why": ""}

    refused = client.post(address("change_places", seminar), choice | CONFIRM)

    assert refused.context["form"].non_field_errors() == [
        "Only 1 place is free: cancel registrations first, or keep more places."
    ]


def test_postponing_goes_to_new_hours_or_to_no_date(client):
    seminar = make_seminar(places=1, sessions=2)
    later = ten_days_ahead().date() + 30 * DAY
    one, two = seminar.sessions.order_by("pk")
    new = hours_on(later, suffix=f"_{one.pk}")
    page = address("postpone", seminar)

    asked = client.post(page, {"to": "hours", "why": "", **new})
    new |= hours_on(later + DAY, suffix=f"_{two.pk}")
    client.post(page, {"to": "hours", "why": "", **new} | CONFIRM)

    dated = Seminar.objects.get()
    assert list(asked.context["form"].errors) == [
        f"{name}_{two.pk}" for name in ("day", "starts", "ends")
    ]
    assert dated.first_day == later

    shown = client.post(page, {"to": "nothing", "why": ""})
    client.post(page, {"to": "nothing", "why": ""} | CONFIRM)

    assert [row[2] for row in shown.context["spoken"]] == ["No date yet"] * 2
    assert Seminar.objects.get().state == SeminarState.POSTPONED


def test_calling_off_wants_a_reason_first(client):
    seminar = make_seminar(places=1)

    asked = client.post(address("call_off", seminar), {"why": ""} | CONFIRM)
    client.post(address("call_off", seminar), {"why": "Snow."} | CONFIRM)

    assert list(asked.context["form"].errors) == ["why"]
    assert Seminar.objects.get().state == SeminarState.CANCELLED


def test_announcing_lists_what_is_missing(client):
    seminar = make_planned(summary_fr="", places_planned=1)

    shown = client.get(address("announce", seminar))

    assert shown.context["lacks"] == ["what it is about, in both languages"]
    assert b"Announce it" not in shown.content


def test_announcing_opens_registration_or_says_why_not(client):
    seminar = make_planned(places_planned=3, room=make_room(capacity=2))

    refused = client.post(address("announce", seminar), {"why": ""})
    done = client.post(address("announce", seminar), {"why": "Chairs come."})

    assert refused.context["form"].non_field_errors() == [
        "The room holds fewer people: give a reason for more places."
    ]
    assert done.url == address("work", seminar)
    assert Seminar.objects.get().state == SeminarState.ANNOUNCED


def offered(client, seminar):
    verbs = client.get(address("work", seminar)).context["verbs"]
    return [name.removeprefix("registrations:") for name, _heading in verbs]


def test_only_possible_changes_are_offered(client):
    announced = make_seminar(places=1)
    online = make_seminar(online_places=1, mode=SeminarMode.ONLINE)
    postponed, off = make_seminar(places=1), make_seminar(places=1)
    changes.postpone(postponed, None, by=COMMAND, at=NOW)
    changes.call_off(off, by=COMMAND, at=NOW, why="Snow.")

    assert offered(client, announced) == [
        "move_hour",
        "move_room",
        "move_online",
        "open_online",
        "change_places",
        "replace_speaker",
        "postpone",
        "call_off",
    ]
    assert offered(client, online) == [
        "move_hour",
        "back_to_room",
        "change_address",
        "change_places",
        "replace_speaker",
        "postpone",
        "call_off",
    ]
    assert offered(client, postponed) == ["postpone", "call_off"]
    assert offered(client, off) == []
    assert offered(client, make_planned()) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_the_work_page_lists_notices_at_the_same_cost(
    rows, client, django_assert_num_queries
):
    seminar = make_seminar(places=3, starts_at=NOW + 4 * DAY)
    mission = make_mission()
    for number in range(rows):
        register(seminar, mission)
        opened = NOW + number * HOUR
        document = Document.objects.create(
            seminar=seminar,
            kind="background",
            title="A map",
            language="en",
            visibility="participants",
            published_at=opened,
        )
        DocumentContent.objects.create(document=document, size=1, data=b"x")
    reminders.reconcile(seminar.pk, at=NOW + HOUR)

    with django_assert_num_queries(11):
        shown = client.get(address("work", seminar))

    lines = shown.context["notices"]
    assert [line.queued for line in lines] == [rows] * (rows + 1) + [0]


@in_browser
@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_change_pages_are_clean(live_server, page, look, client):
    seminar = make_seminar(places=2, online_places=1, sessions=2, closes_at=NOW + DAY)
    postponed = make_seminar(places=1)
    changes.postpone(postponed, None, by=COMMAND, at=NOW)
    planned = make_planned(summary_fr="")
    ready = make_planned(places_planned=1)
    enter(page, live_server.url, client, make_organiser())

    paths = [address(name, seminar) for name in ("work", *NAMES)]
    paths += [address(name, postponed) for name in ("work", "postpone")]
    paths += [address("announce", one) for one in (planned, ready, seminar)]

    for path in paths:
        assert_clean(page, live_server.url + path, look)


@in_browser
@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_a_choice_and_an_error_are_clean(live_server, page, look, client):
    seminar = make_seminar(places=2)
    register(seminar)
    register(seminar, address="")
    make_room(capacity=1)
    make_speaker(seminar.sessions.get())
    enter(page, live_server.url, client, make_organiser())
    wear(page, look)
    page.goto(live_server.url + address("move_room", seminar))

    page.click("main .button--primary")
    page.wait_for_selector(".errors")

    assert findings(page, look) == []

    page.select_option("[name=room]", index=2)
    page.check("[name=overflow][value=by_tier]")
    page.click("main .button--primary")
    page.wait_for_selector("[name=confirmed]")

    assert findings(page, look) == []
