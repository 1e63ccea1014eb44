"""Another address online reaches whoever joins there, and nobody else."""

from functools import partial

import pytest

from mailing.models import Message
from registrations.services import changes
from registrations.services.consequences import consequences
from seminars.models import Mode
from tests.factories import COMMAND, NOW, make_mission, make_seminar, register
from tests.refusals import refusal
from tests.registrations.telling import event_of, told

pytestmark = pytest.mark.django_db
NEW = "https://meet.example/new"
acts = {"by": COMMAND, "at": NOW}


def test_whoever_joins_online_is_told_and_gets_the_new_address():
    seminar = make_seminar(places=1, online_places=1)
    mission = make_mission()
    register(seminar, mission, address="room@example.org")
    register(seminar, mission, address="online@example.org", mode=Mode.ONLINE)
    session = seminar.sessions.get()
    revision = session.revision

    changes.change_address(seminar, {session.pk: NEW}, **acts)

    session.refresh_from_db()
    message = Message.objects.get(purpose="changed_address")
    assert (session.online_url, session.revision) == (NEW, revision + 1)
    assert told("changed_address") == [
        ("online@example.org", [("REQUEST", session.pk, 1)])
    ]
    assert event_of(message)["location"] == NEW
    assert consequences(seminar, to=[Mode.ONLINE]).told == 1


def test_nothing_new_and_no_room_are_refused():
    online, in_a_room = make_seminar(online_places=1), make_seminar(places=1)
    session = online.sessions.get()
    change = partial(changes.change_address, **acts)

    assert refusal(change, online, {session.pk: session.online_url}) == "unchanged"
    assert refusal(change, online, {session.pk: ""}) == "unchanged"
    assert refusal(change, in_a_room, {}) == "other_mode"
