"""Choices that a change asks for, and the way back from it."""

import pytest
from django.urls import reverse

from seminars.models import Seminar, SeminarMode, Session
from tests.factories import (
    DAY,
    make_mission,
    make_organiser,
    make_room,
    make_seminar,
    make_theme,
    register,
    ten_days_ahead,
)
from tests.registrations.test_change_pages import CONFIRM, address, hours_on, sent
from tests.seminars.scenes import make_speaker

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _organiser(client):
    client.force_login(make_organiser())


def test_a_room_too_small_asks_what_becomes_of_whom(client):
    seminar = make_seminar(places=2)
    mission = make_mission()
    register(seminar, mission)
    last = register(seminar, mission)
    session, room = seminar.sessions.get(), make_room(capacity=1)
    page = address("move_room", seminar)
    choice = {"session": session.pk, "room": room.pk, "why": ""}

    asked = client.post(page, choice)
    choice |= {"overflow": "online", f"url_{session.pk}": "https://meet.example/1"}
    shown = client.post(page, choice)
    client.post(page, choice | CONFIRM)

    assert list(asked.context["form"].errors) == ["overflow"]
    assert asked.context["means"].beyond == [last]
    assert shown.context["means"].needs_reason is False
    assert "2 minutes after the change" in shown.content.decode()
    assert [str(row[2]) for row in shown.context["spoken"]] == [
        f"{room.name}, Headquarters",
        "Whoever does not fit takes part online",
    ]
    assert sent()[-2:] == ["changed_room", "overflow_online"]


def test_what_was_changed_is_undone_while_it_can_be(client):
    seminar = make_seminar(places=1)
    register(seminar)
    session, room = seminar.sessions.get(), make_room()
    choice = {"session": session.pk, "room": room.pk, "why": ""}
    client.post(address("move_room", seminar), choice | CONFIRM)

    work = client.get(address("work", seminar))
    version = work.context["undoable"]
    undo = reverse("registrations:undo_change", args=[seminar.pk, version.version])
    first = client.post(undo, follow=True)
    second = client.post(undo, follow=True)

    assert undo in work.content.decode()
    assert Session.objects.get().room == session.room
    assert [str(one) for one in first.context["messages"]] == [
        "Taken back: all is as it was before."
    ]
    assert [str(one) for one in second.context["messages"]] == [
        "This was taken back before: all is as it was."
    ]
    assert second.context["undoable"] is None
    assert client.get(undo).status_code == 405


def test_online_opens_beside_the_room_and_everything_comes_back(client):
    seminar = make_seminar(places=1)
    session = seminar.sessions.get()
    url = {f"url_{session.pk}": "https://meet.example/1", "why": ""}
    room = {f"room_{session.pk}": session.room_id, "why": ""}

    shown = client.post(address("open_online", seminar), url | {"places": "4"})
    client.post(address("open_online", seminar), url | {"places": "4"} | CONFIRM)
    client.post(address("move_online", seminar), url | CONFIRM)
    asked = client.post(address("back_to_room", seminar), room)
    client.post(address("back_to_room", seminar), room | CONFIRM)

    assert [str(row[2]) for row in shown.context["spoken"]][-1] == "4"
    assert asked.context["spoken"][0][1:] == (
        "Online",
        f"{session.room.name}, Headquarters",
    )
    assert Seminar.objects.get().mode == SeminarMode.BOTH


def test_back_in_a_room_too_small_asks_what_becomes_of_whom(client):
    seminar, mission = make_seminar(places=2), make_mission()
    register(seminar, mission)
    last = register(seminar, mission)
    session, room = seminar.sessions.get(), make_room(capacity=1)
    url = {f"url_{session.pk}": "https://meet.example/1", "why": ""}
    client.post(address("move_online", seminar), url | CONFIRM)
    page = address("back_to_room", seminar)
    choice = {f"room_{session.pk}": room.pk, "why": ""}

    asked = client.post(page, choice)
    choice |= {"overflow": "online"}
    shown = client.post(page, choice)
    client.post(page, choice | CONFIRM)

    means = asked.context["means"]
    assert list(asked.context["form"].errors) == ["overflow"]
    assert (means.beyond, means.overflow, means.places) == ([last], 1, 2)
    assert shown.context["means"].needs_reason is False
    assert str(shown.context["spoken"][1][2]) == (
        "Whoever does not fit takes part online"
    )
    assert sent()[-2:] == ["changed_back", "overflow_online"]


def test_a_speaker_is_replaced_by_somebody_asked_before(client):
    theme = make_theme()
    seminar, past = make_seminar(places=1), make_seminar(places=1)
    register(seminar)
    for one in (seminar, past):
        one.themes.add(theme)
    speaker = make_speaker(seminar.sessions.get())
    other = make_speaker(past.sessions.get(), name="Ana Duarte", state="spoke").person
    page = address("replace_speaker", seminar)
    choice = {"speaker": speaker.pk, "other": other.pk, "why": ""}

    shown = client.post(page, choice)
    client.post(page, choice | CONFIRM)

    assert [str(row[2]) for row in shown.context["spoken"]] == [
        "Speaker to be confirmed",
        "Ana Duarte (said yes before)",
        "0 women, 0 men, 1 other or not said",
    ]
    assert sent()[-1] == "changed_speaker"
    assert seminar.sessions.get().speakers.get(person=other).state == "to_invite"


def test_whom_nobody_knew_of_is_replaced_by_nobody_without_a_word(client):
    seminar = make_seminar(places=1)
    register(seminar)
    speaker = make_speaker(seminar.sessions.get(), state="invited")
    make_speaker(seminar.sessions.get(), name="Declined", state="declined")
    page = address("replace_speaker", seminar)

    asked = client.post(page, {"speaker": "", "other": "", "why": ""})
    shown = client.post(page, {"speaker": speaker.pk, "other": "", "why": ""})

    assert list(asked.context["form"].errors) == ["speaker"]
    assert shown.context["means"].told == 0
    assert str(shown.context["spoken"][1][2]) == "Nobody yet"


def test_a_new_date_may_have_to_be_confirmed(client):
    seminar = make_seminar(places=1)
    register(seminar)
    session = seminar.sessions.get()
    later = ten_days_ahead().date() + 30 * DAY
    hours = {"to": "hours", "why": "", **hours_on(later, suffix=f"_{session.pk}")}
    page = address("postpone", seminar)
    by = {"confirm_day": ten_days_ahead().date().isoformat(), "confirm_time": "12:00"}

    skipped = client.post(
        page, hours | {"confirm_day": "2035-03-11", "confirm_time": "02:30"}
    )
    shown = client.post(page, hours | by)
    client.post(page, hours | by | CONFIRM)

    assert list(skipped.context["form"].errors) == ["confirm_time"]
    assert str(shown.context["spoken"][1][0]) == "To be confirmed by"
    assert sent()[-1] == "reconfirm"
