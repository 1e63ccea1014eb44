"""Lists of an organiser and of the door ask as much for one person as for three."""

import pytest
from django.urls import reverse
from django.utils import timezone

from registrations.models import Answer, Attendance
from registrations.services import kept
from seminars.models import Mode
from tests.factories import (
    COMMAND,
    HOUR,
    NOW,
    make_mission,
    make_organisation,
    make_organiser,
    make_planned,
    make_question,
    make_seats,
    make_seminar,
    register,
)
from tests.registrations.gating import guarded_room, guarded_seminar, note, send

pytestmark = pytest.mark.django_db
OF_SEMINAR = {"people_print": 6, "people_export": 9, "people_workbook": 11}
of_any_length = pytest.mark.parametrize("rows", [1, 3])


@pytest.fixture(autouse=True)
def organiser(client):
    client.force_login(make_organiser())


def address(name, *parts):
    return reverse(f"registrations:{name}", args=parts)


def running(**fields):
    return guarded_seminar(starts_at=timezone.now() - HOUR / 2, **fields)


def fill(seminar, rows):
    """Register people of missions and of others, who answered and who came."""
    question, session = make_question(seminar), seminar.sessions.get()
    for number in range(rows):
        body = make_organisation() if number % 2 else make_mission()
        one = register(seminar, body)
        note(one, "pass")
        Answer.objects.create(registration=one, question=question, value="Because")
        Attendance.objects.create(
            registration=one,
            session=session,
            mark="present",
            source="door",
            mode="room",
            recorded_at=NOW,
        )
    return session


@of_any_length
@pytest.mark.parametrize("name", OF_SEMINAR)
def test_a_list_to_take_away(client, rows, name, django_assert_num_queries):
    seminar = running()
    fill(seminar, rows)

    with django_assert_num_queries(OF_SEMINAR[name]):
        assert client.get(address(name, seminar.pk)).status_code == 200


@of_any_length
def test_the_doors_of_a_day(client, rows, django_assert_num_queries):
    for _ in range(rows):
        running()

    with django_assert_num_queries(3):
        answer = client.get(address("doors"))

    assert len(answer.context["sessions"]) == rows


@of_any_length
def test_the_list_of_a_door_on_paper(client, rows, django_assert_num_queries):
    session = fill(running(), rows)

    with django_assert_num_queries(6):
        assert client.get(address("door_print", session.pk)).status_code == 200


@of_any_length
def test_the_list_of_a_building_on_paper(client, rows, django_assert_num_queries):
    seminar = guarded_seminar(room=guarded_room(access_columns=["organisation"]))
    session = fill(seminar, rows)
    send(seminar)

    with django_assert_num_queries(8):
        page = client.get(address("access_print", seminar.pk, session.room.venue_id))

    assert len(page.context["lines"]) == rows


@of_any_length
@pytest.mark.parametrize("is_announced", [True, False])
def test_places_kept_for_groups(client, rows, is_announced, django_assert_num_queries):
    seminar = make_seminar(3) if is_announced else make_planned(places_planned=3)
    for tier in range(1, rows + 1):
        until = seminar.starts_at - HOUR
        kept.keep(seminar, Mode.ROOM, tier, 1, until, by=COMMAND, at=NOW)

    with django_assert_num_queries(5):
        page = client.get(address("kept_places", seminar.pk))

    assert len(page.context["kept"]) == rows


@of_any_length
def test_places_offered(client, rows, django_assert_num_queries):
    seminar = make_seminar(places=rows)
    for _ in range(rows):
        register(seminar)
    make_seats(seminar, rows)

    with django_assert_num_queries(3):
        assert client.get(address("offers", seminar.pk)).status_code == 200
