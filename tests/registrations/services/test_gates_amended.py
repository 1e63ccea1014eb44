"""Whatever changes after a list was sent shows as a difference, whoever changed it."""

import pytest

from registrations.models import AccessState, CancelledBecause
from registrations.services import changes, seats, substitutions
from seminars.models import RegistrationMode, Venue
from tests.factories import (
    COMMAND,
    DAY,
    HOUR,
    NOW,
    make_room,
    register,
    typed,
)
from tests.registrations.clock import hold_at
from tests.registrations.gating import (
    gate_of,
    gates_of,
    guarded_room,
    guarded_seminar,
    names,
    note,
    send,
    told,
)

pytestmark = pytest.mark.django_db
ACTS = {"by": COMMAND, "at": NOW}


@pytest.fixture
def sent():
    """A seminar of two, by approval, whose list the desk has."""
    seminar = guarded_seminar(
        places=3, sessions=1, registration_mode=RegistrationMode.APPROVAL
    )
    people = [register(seminar, name=name) for name in ("Ana BA", "Ben CA")]
    late = register(seminar, name="Cleo DA")
    for person in people:
        seats.approve(person, **ACTS)
        person.refresh_from_db()
    send(seminar)
    return seminar, *people, late


def approve_late(seminar, ana, ben, late):
    seats.approve(late, **ACTS)


def cancel(seminar, ana, ben, late):
    seats.cancel(ben, because=CancelledBecause.PERSON, **ACTS)


def substitute(seminar, ana, ben, late):
    person = typed(ben.organisation, name="Dora EL")
    substitutions.substitute(ben, person, **ACTS)


def correct(seminar, ana, ben, late):
    type(ana).objects.filter(pk=ana.pk).update(name="Anna BA")


def move_hour(seminar, ana, ben, late):
    session = seminar.sessions.get()
    hours = (session.starts_at + HOUR, session.ends_at + HOUR)
    changes.move_hour(session, *hours, **ACTS)


def move_within(seminar, ana, ben, late):
    session = seminar.sessions.get()
    room = type(session.room).objects.create(
        venue=session.room.venue, name_en="Other", name_fr="Autre"
    )
    changes.move_room(session, room, **ACTS)


def postpone(seminar, ana, ben, late):
    session = seminar.sessions.get()
    hours = (session.starts_at + DAY, session.ends_at + DAY)
    changes.postpone(seminar, {session.pk: hours}, **ACTS)


def call_off(seminar, ana, ben, late):
    changes.call_off(seminar, why="A strike", **ACTS)


def go_online(seminar, ana, ben, late):
    urls = {seminar.sessions.get().pk: "https://m.example/2"}
    changes.move_online(seminar, urls, **ACTS)


def put_off(seminar, ana, ben, late):
    changes.postpone(seminar, None, **ACTS)


def give_pass(seminar, ana, ben, late):
    note(ana, has_pass=True)
    assert [guest.registration for guest in gate_of(seminar).with_pass] == [ana]


BOTH_CHANGED = [("Ana BA", "changed"), ("Ben CA", "changed")]
BOTH_REMOVED = [("Ana BA", "removed"), ("Ben CA", "removed")]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (approve_late, [("Cleo DA", "new")]),
        (cancel, [("Ben CA", "removed")]),
        (substitute, [("Dora EL", "new"), ("Ben CA", "removed")]),
        (correct, [("Anna BA", "changed")]),
        (move_hour, BOTH_CHANGED),
        (move_within, BOTH_CHANGED),
        (postpone, BOTH_CHANGED),
        (call_off, BOTH_REMOVED),
        (put_off, BOTH_REMOVED),
        (go_online, BOTH_REMOVED),
        (give_pass, [("Ana BA", "removed")]),
    ],
)
def test_whatever_changes_after_sending_says_send_again(sent, change, expected):
    change(*sent)

    gate = gate_of(sent[0])

    assert gate.state == AccessState.AMENDED
    assert told(gate) == expected


@pytest.mark.parametrize("change", [call_off, put_off, go_online])
def test_list_of_what_does_not_take_place_there_is_to_be_cancelled(sent, change):
    change(*sent)

    gate = gate_of(sent[0])

    assert (gate.is_to_cancel, gate.label) == (True, "Cancel the list")
    assert gate.deadline is None
    send(sent[0], after=1, venue=gate.venue)
    assert gate_of(sent[0]).state == AccessState.SENT


def test_change_names_what_was_and_what_is(sent):
    seminar, *_people = sent
    move_hour(*sent)

    row = gate_of(seminar).differences[0]

    assert [column for column, *_ in row.changes] == ["Hours (New York time)"]
    assert (row.changes[0][1], row.changes[0][2]) == ("10:00–13:00", "11:00–14:00")
    assert row.label == "Changed"


def test_who_is_new_has_no_old_texts(sent):
    approve_late(*sent)

    (row,) = gate_of(sent[0]).differences

    assert row.changes == []


def test_room_in_another_building_cancels_one_list_and_begins_another(sent):
    seminar = sent[0]
    other = guarded_room(name_en="Annex")

    changes.move_room(seminar.sessions.get(), other, **ACTS)

    old, new = gates_of(seminar)
    assert (old.label, told(old)) == ("Cancel the list", BOTH_REMOVED)
    assert (new.state, new.venue) == (AccessState.DRAFT, other.venue)
    assert names(new) == ["Ana BA", "Ben CA"]


def test_room_in_a_building_without_desk_only_cancels(sent):
    seminar = sent[0]

    changes.move_room(seminar.sessions.get(), make_room(), **ACTS)

    assert gate_of(seminar).is_to_cancel


def test_venue_that_wants_no_list_any_more_still_has_what_it_was_sent(sent):
    Venue.objects.update(needs_access_list=False)

    assert gate_of(sent[0]).state == AccessState.SENT


def test_postponing_gives_another_deadline(sent):
    before = gate_of(sent[0]).deadline

    postpone(*sent)

    assert gate_of(sent[0]).deadline == before + DAY


def test_what_changes_after_the_last_session_is_not_for_the_gate(sent):
    cancel(*sent)
    seminar = sent[0]

    assert gate_of(seminar, at=seminar.ends_at).state == AccessState.SENT


def test_list_begun_anew_after_a_deleted_one(sent):
    seminar = sent[0]
    seminar.access_lists.update(purged_at=NOW)

    assert gate_of(seminar).state == AccessState.DRAFT
    hold_at(seminar, NOW - 40 * DAY)
    assert gate_of(seminar).state == AccessState.PURGED
