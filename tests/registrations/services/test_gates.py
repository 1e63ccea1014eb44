"""Who has to get in follows from facts; so does whether a list has to go again."""

from datetime import datetime
from uuid import uuid4

import pytest
from django.utils import translation

from registrations.models import AccessState
from registrations.services import (
    admission,
    attendance,
    gates,
)
from seminars.models import Involvement, InvolvementRole, Mode
from tests.factories import (
    COMMAND,
    DAY,
    HOUR,
    NOW,
    make_mission,
    make_organisation,
    make_seminar,
    make_series,
    register,
    typed,
)
from tests.registrations.gating import (
    EVERYTHING,
    gate_of,
    gates_of,
    guarded_room,
    guarded_seminar,
    names,
    note,
    send,
    told,
)
from unitar_seminars.hours import NEW_YORK

pytestmark = pytest.mark.django_db
ACTS = {"by": COMMAND, "at": NOW}


def new_york(*parts):
    return datetime(*parts, tzinfo=NEW_YORK)


def test_building_that_wants_no_list_has_no_gate(django_assert_num_queries):
    seminar = make_seminar(places=1)
    register(seminar)

    with django_assert_num_queries(3):  # the seminar, its rooms, its lists
        assert gates_of(seminar) == []


def test_everybody_with_a_place_in_the_room_is_on_the_list():
    seminar = guarded_seminar(places=2, online_places=1)
    for name in ("Zoe ZULU", "Ana BA", "Waits In-Vain"):
        register(seminar, name=name)
    register(seminar, name="Far Away", mode=Mode.ONLINE)

    assert names(gate_of(seminar)) == ["Ana BA", "Zoe ZULU"]


def test_who_was_added_at_the_door_is_in_already():
    seminar = guarded_seminar(places=2)
    register(seminar, name="Ana BA")
    person = typed(name="At Door")

    attendance.add_walk_in(seminar.sessions.get(), person, uuid4(), **ACTS)

    assert names(gate_of(seminar)) == ["Ana BA"]


@pytest.mark.parametrize(
    ("hours_later", "expected"), [(-1, [1, 1]), (1, [1, 1]), (25, [0, 1]), (49, [0, 0])]
)
def test_who_was_added_at_the_door_has_to_get_in_later(hours_later, expected):
    first, second = guarded_room(), guarded_room()
    starts_at = NOW - 5 * HOUR
    seminar = guarded_seminar(room=first, sessions=3, starts_at=starts_at)
    one, _two, three = seminar.sessions.order_by("starts_at")
    seminar.sessions.filter(pk=three.pk).update(room=second)
    at = starts_at + hours_later * HOUR
    attendance.add_walk_in(one, typed(name="At Door"), uuid4(), by=COMMAND, at=at)

    found = gates_of(seminar)

    assert [gate.venue for gate in found] == [first.venue, second.venue]
    assert [len(gate.guests) for gate in found] == expected


def test_who_was_added_at_the_door_has_a_note_for_the_other_days():
    seminar = guarded_seminar(sessions=2)
    session = seminar.sessions.earliest("starts_at")
    person = typed(name="At Door")
    note(attendance.add_walk_in(session, person, uuid4(), **ACTS), "pass 12")

    (guest,) = gate_of(seminar).expected

    assert guest.note.note == "pass 12"


def test_columns_are_those_that_the_desk_wants_in_its_language():
    room = guarded_room(access_columns=EVERYTHING, access_language="fr")
    starts_at = new_york(2031, 3, 4, 10)
    seminar = guarded_seminar(room=room, sessions=2, starts_at=starts_at)
    mission = make_mission()
    ana = register(seminar, mission, name="Ana BA", rank="Counsellor")
    note(ana, "pass 12")

    with translation.override("en"):
        (guest,) = gate_of(seminar).guests

    assert guest.cells == {
        "name": "Ana BA",
        "day": "4 mars 2031; 5 mars 2031",
        "hours": "10\xa0h\xa000–13\xa0h\xa000; 10\xa0h\xa000–13\xa0h\xa000",
        "room": room.name_fr,
        "organisation": mission.name_fr,
        "post": "Counsellor",
        "country": mission.country.names.get(language="fr").name,
        "venue": "Siège",
        "event": seminar.title_fr,
        "sponsor": "UNITAR",
        "note": "pass 12",
    }


def test_few_columns_say_little():
    seminar = guarded_seminar(room=guarded_room(access_columns=[]))
    register(seminar)

    (guest,) = gate_of(seminar).guests

    assert list(guest.cells) == ["name", "day", "hours", "room"]


def test_sponsors_are_the_organisers_of_that_day():
    series = make_series()
    seminar = guarded_seminar(series=series)
    invites, once, funds = (make_organisation(name_en=name) for name in "ABC")
    role = InvolvementRole.ORGANISER
    Involvement.objects.create(organisation=invites, series=series, role=role)
    Involvement.objects.create(
        organisation=once, seminar=seminar, role=role, ends_on=seminar.first_day
    )
    Involvement.objects.create(
        organisation=funds, seminar=seminar, role=InvolvementRole.FUNDER
    )
    register(seminar)

    (guest,) = gate_of(seminar).guests

    assert guest.cells["sponsor"] == "A"


@pytest.mark.parametrize(
    ("starts", "lead", "until"),
    [
        ((2031, 6, 12, 10), 48, (2031, 6, 10, 10)),
        ((2031, 3, 10, 10), 48, (2031, 3, 8, 10)),  # the clock goes forward between
        ((2031, 11, 3, 10), 48, (2031, 11, 1, 10)),  # and back
        ((2031, 6, 12, 10), 0, (2031, 6, 12, 10)),
    ],
)
def test_deadline_is_a_new_york_hour(starts, lead, until):
    room = guarded_room(access_lead_hours=lead)
    seminar = guarded_seminar(room=room, starts_at=new_york(*starts))

    assert gate_of(seminar).deadline == new_york(*until)


def test_list_is_late_once_its_hour_has_come():
    seminar = guarded_seminar()
    deadline = gate_of(seminar).deadline
    assert not gate_of(seminar, at=deadline).is_late  # nobody to tell of
    register(seminar)

    assert not gate_of(seminar, at=deadline - HOUR).is_late
    assert gate_of(seminar, at=deadline).is_late
    send(seminar, at=deadline)
    assert not gate_of(seminar, at=deadline).is_late


def test_draft_has_to_be_sent_as_soon_as_somebody_comes():
    seminar = guarded_seminar()
    draft = gate_of(seminar)

    assert (draft.state, draft.has_to_be_sent) == (AccessState.DRAFT, False)
    assert draft.purge_at is None
    register(seminar)
    assert gate_of(seminar).has_to_be_sent
    assert len(gates.to_send(seminar, at=NOW)) == 1


def test_draft_of_what_is_over_has_not():
    seminar = guarded_seminar()
    register(seminar)

    assert not gate_of(seminar, at=seminar.ends_at).has_to_be_sent


def test_sent_list_rests_until_something_changes():
    seminar = guarded_seminar()
    register(seminar)
    send(seminar)

    gate = gate_of(seminar)

    assert (gate.state, gate.label, told(gate)) == (AccessState.SENT, "Sent", [])
    assert not gate.has_to_be_sent
    assert gate.purge_at == seminar.ends_at + 30 * DAY
    assert gates.to_send(seminar, at=NOW) == []


def test_days_in_two_buildings_have_two_lists():
    first, second = guarded_room(), guarded_room()
    seminar = guarded_seminar(room=first, sessions=2)
    seminar.sessions.filter(pk=seminar.sessions.latest("pk").pk).update(room=second)
    register(seminar, name="Ana BA")
    send(seminar, venue=second.venue)

    one, two = gates_of(seminar)

    assert (one.venue, one.state) == (first.venue, AccessState.DRAFT)
    assert (two.venue, two.state) == (second.venue, AccessState.SENT)


@pytest.mark.parametrize("people", [1, 3])
def test_gates_ask_the_same_questions_for_any_number(people, django_assert_num_queries):
    seminar = guarded_seminar()
    for _person in range(people):
        register(seminar)
    send(seminar)

    with django_assert_num_queries(7):  # the seminar and six of its gates
        assert len(gate_of(seminar).guests) == people


def test_month_counts_from_the_last_session_or_the_calling_off():
    seminar = guarded_seminar()
    register(seminar)
    access_list = send(seminar)

    def month_after(**facts):
        for name, value in facts.items():
            setattr(seminar, name, value)
        return admission.purge_hour(seminar, access_list) - 30 * DAY

    assert month_after() == seminar.ends_at
    assert month_after(cancelled_at=NOW - DAY) == NOW - DAY
    assert month_after(ends_at=None) == NOW - DAY
    assert month_after(cancelled_at=None) == access_list.sent_at
    access_list.sent_at = None
    assert month_after() == access_list.made_at
