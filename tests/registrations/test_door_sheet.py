"""Typing in the sign-in sheet: what changed is written, and nobody else's marks go."""

import json

import pytest

from tests.factories import make_mission, register
from tests.registrations.test_door import address, helper, marks, seminar, session

__all__ = ["helper", "seminar", "session"]
pytestmark = pytest.mark.django_db


def test_the_sheet_is_saved_in_one_go(client, helper, seminar, session):
    mission = make_mission()
    one, two, three = [register(seminar, mission) for _ in range(3)]
    client.post(address("check_in", session, one.pk))
    sheet = {f"mark_{one.pk}": "present", f"mark_{two.pk}": "excused"}

    shown = client.get(address("door_sheet", session)).context["form"]
    initial = {name: field.initial for name, field in shown.fields.items()}
    seen = {"seen": json.dumps(initial["seen"])}
    client.post(
        address("door_sheet", session), {**sheet, **seen, f"mark_{three.pk}": ""}
    )

    assert (initial["seen"] | {"seen": initial["seen"]}) == initial
    assert initial["seen"] == {
        f"mark_{one.pk}": "present",
        f"mark_{two.pk}": "",
        f"mark_{three.pk}": "",
    }
    assert marks() == [(one.pk, "present", "door"), (two.pk, "excused", "sheet")]


@pytest.mark.parametrize("seen", ["", "[]", "{", '{"mark_x": "present"}'])
def test_a_sheet_that_does_not_say_what_it_showed_changes_nothing(
    seen, client, helper, seminar, session
):
    guest = register(seminar)
    client.post(address("check_in", session, guest.pk))

    data = {f"mark_{guest.pk}": "", "seen": seen}
    client.post(address("door_sheet", session), data)

    assert marks() == [(guest.pk, "present", "door")]


def test_who_was_marked_while_a_sheet_was_typed_in_stays(
    client, helper, seminar, session
):
    guest = register(seminar)
    name = f"mark_{guest.pk}"
    client.post(address("check_in", session, guest.pk))

    data = {name: "absent", "seen": json.dumps({name: ""})}
    done = client.post(address("door_sheet", session), data, follow=True)

    assert "1 mark that was on record stands as it was." in done.content.decode()
    assert marks() == [(guest.pk, "present", "door")]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_sheet_asks_the_same_questions_for_any_length(
    rows, client, helper, seminar, session, django_assert_num_queries
):
    for _ in range(rows):
        register(seminar)

    with django_assert_num_queries(5):
        client.get(address("door_sheet", session))
