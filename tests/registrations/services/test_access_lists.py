"""Sending, noting and forgetting who may enter a building."""

import pytest
from django.core.exceptions import ValidationError

from registrations.models import (
    AccessList,
    AccessNote,
    AccessRow,
    AccessState,
    CancelledBecause,
)
from registrations.services import access_lists, changes, seats
from seminars.models import Mode
from tests.factories import (
    COMMAND,
    DAY,
    HOUR,
    NOW,
    make_planned,
    make_room,
    make_seminar,
    register,
)
from tests.races import race
from tests.refusals import refusal
from tests.registrations.clock import hold_at
from tests.registrations.gating import (
    EVERYTHING,
    gate_of,
    guarded_room,
    guarded_seminar,
    note,
    send,
)
from users.models import AuditEntry

pytestmark = pytest.mark.django_db
ACTS = {"by": COMMAND, "at": NOW}
MONTH = 30 * DAY


@pytest.fixture
def seminar():
    return guarded_seminar(places=5)


def entries(*verbs):
    found = AuditEntry.objects.filter(verb__in=verbs).order_by("pk")
    return list(found.values_list("verb", "why"))


def rows(version):
    found = AccessRow.objects.filter(version=version).order_by("position")
    return [(row.cells["name"], row.change) for row in found]


def cancel(registration):
    seats.cancel(registration, because=CancelledBecause.PERSON, **ACTS)


def test_sending_fixes_who_was_on_the_list(seminar):
    for name in ("Zoe ZULU", "Ana BA"):
        register(seminar, name=name)

    sent = send(seminar)

    assert (sent.version, sent.sent_at, sent.purged_at) == (1, NOW, None)
    assert rows(1) == [("Ana BA", "same"), ("Zoe ZULU", "same")]
    assert entries("send_access_list") == [("send_access_list", "version 1")]


def test_next_version_tells_what_is_new_and_keeps_the_one_before(seminar):
    ana, ben = (register(seminar, name=name) for name in ("Ana BA", "Ben CA"))
    send(seminar)
    cancel(ben)
    register(seminar, name="Cleo DA")

    send(seminar, after=1, at=NOW + HOUR)

    assert rows(1) == [("Ana BA", "same"), ("Ben CA", "same")]
    second = [("Ana BA", "same"), ("Cleo DA", "new"), ("Ben CA", "removed")]
    assert rows(2) == second
    assert AccessList.objects.get().sent_at == NOW + HOUR


def test_who_was_taken_off_is_not_taken_off_again(seminar):
    ana, ben = (register(seminar, name=name) for name in ("Ana BA", "Ben CA"))
    send(seminar)
    cancel(ben)
    send(seminar, after=1)
    cancel(ana)

    send(seminar, after=2)

    assert rows(3) == [("Ana BA", "removed")]
    assert gate_of(seminar).state == AccessState.SENT


def test_whoever_comes_back_is_new_again(seminar):
    ana = register(seminar, name="Ana BA")
    send(seminar)
    note(ana, has_pass=True)
    send(seminar, after=1)
    note(ana)

    send(seminar, after=2)

    assert rows(3) == [("Ana BA", "new")]


def test_nothing_new_is_not_sent(seminar):
    register(seminar)
    send(seminar)

    assert refusal(send, seminar, after=1) == "unchanged"


def test_empty_list_is_not_sent(seminar):
    assert refusal(send, seminar) == "empty"


def test_what_was_sent_meanwhile_has_to_be_looked_at(seminar):
    register(seminar)
    send(seminar)
    register(seminar)

    assert refusal(send, seminar, after=0) == "sent_meanwhile"


def test_nothing_is_sent_to_a_building_that_wants_no_list():
    seminar = make_seminar(places=1)
    register(seminar)

    assert refusal(send, seminar) == "not_wanted"


def test_nothing_is_sent_before_there_are_registrations():
    planned = make_planned(room=guarded_room())

    assert refusal(send, planned) == "not_announced"


def test_nothing_is_sent_once_it_is_over(seminar):
    register(seminar)
    hold_at(seminar, NOW - 4 * HOUR)

    assert refusal(send, seminar) == "over"


def test_note_is_for_who_has_a_place_in_the_room(seminar):
    hybrid = guarded_seminar(places=1, online_places=1)
    far = register(hybrid, mode=Mode.ONLINE)
    gone = register(seminar)
    cancel(gone)

    assert refusal(note, far, "x") == "not_on_list"
    assert refusal(note, gone, "x") == "not_on_list"


def test_note_is_not_taken_once_it_is_over(seminar):
    ana = register(seminar)

    assert refusal(note, ana, "x", at=seminar.ends_at) == "over"


def test_note_is_corrected_and_taken_back(seminar):
    ana = register(seminar)

    def said():
        return list(AccessNote.objects.values_list("note", "has_pass"))

    note(ana, "pass 12")
    assert said() == [("pass 12", False)]
    note(ana, "pass 13", has_pass=True)
    assert said() == [("pass 13", True)]
    note(ana)
    assert said() == []
    assert entries("note_for_gate") == [("note_for_gate", "")] * 3


def test_note_is_told_only_where_the_desk_asks_for_it():
    seminar = guarded_seminar(room=guarded_room(access_columns=["note"]))
    silent = guarded_seminar()
    for one in (seminar, silent):
        note(register(one), "pass 12")

    assert gate_of(seminar).guests[0].cells["note"] == "pass 12"
    assert "note" not in gate_of(silent).guests[0].cells


def test_taking_a_file_leaves_a_trace(seminar):
    register(seminar)
    sent = send(seminar)

    access_lists.take(sent, "csv", **ACTS)

    assert entries("take_access_list") == [("take_access_list", "csv, version 1")]


@pytest.mark.parametrize("facts", [{"version": 0}, {"purged_at": NOW}])
def test_what_is_not_there_cannot_be_taken(seminar, facts):
    register(seminar)
    sent = send(seminar)
    for name, value in facts.items():
        setattr(sent, name, value)

    assert refusal(access_lists.take, sent, "csv", **ACTS) == "no_file"


def test_rows_and_notes_go_a_month_after_the_last_session(seminar):
    note(register(seminar), "pass 12")
    register(seminar)
    send(seminar)
    due = seminar.ends_at + MONTH

    assert access_lists.purge_due(by=COMMAND, at=due - HOUR) == 0
    assert (AccessRow.objects.count(), AccessNote.objects.count()) == (2, 1)
    assert access_lists.purge_due(by=COMMAND, at=due) == 1
    assert (AccessRow.objects.count(), AccessNote.objects.count()) == (0, 0)
    assert AccessList.objects.get().purged_at == due
    assert entries("purge_access_list") == [("purge_access_list", "")]
    assert access_lists.purge_due(by=COMMAND, at=due + DAY) == 0


def test_state_of_a_deleted_list_is_said(seminar):
    register(seminar)
    send(seminar)
    due = seminar.ends_at + MONTH
    access_lists.purge_due(by=COMMAND, at=due)

    gate = gate_of(seminar, at=due)

    assert (gate.state, gate.is_purged, gate.sent) == (AccessState.PURGED, True, [])
    assert gate.differences == []


def test_another_date_keeps_the_list_until_then(seminar):
    register(seminar)
    access_list = send(seminar)
    due = seminar.ends_at + MONTH
    session = seminar.sessions.get()
    later = {session.pk: (session.starts_at + MONTH, session.ends_at + MONTH)}
    changes.postpone(seminar, later, **ACTS)

    assert not access_lists.purge(access_list.pk, by=COMMAND, at=due)


def test_what_is_called_off_is_forgotten_a_month_later(seminar):
    register(seminar)
    send(seminar)
    changes.call_off(seminar, why="A strike", **ACTS)

    assert access_lists.purge_due(by=COMMAND, at=NOW + MONTH) == 1


def test_what_is_put_off_too_long_is_begun_anew(seminar):
    register(seminar, name="Ana BA")
    send(seminar)
    session = seminar.sessions.get()
    hours = (session.starts_at + 3 * MONTH, session.ends_at + 3 * MONTH)
    changes.postpone(seminar, None, **ACTS)
    access_lists.purge_due(by=COMMAND, at=NOW + MONTH)

    changes.postpone(seminar, {session.pk: hours}, by=COMMAND, at=NOW + 2 * MONTH)
    send(seminar, at=NOW + 2 * MONTH)

    assert rows(1) == [("Ana BA", "same")]
    assert AccessList.objects.count() == 2


def test_desk_can_be_told_for_a_month_that_there_is_no_date():
    seminar = guarded_seminar(starts_at=NOW + 3 * MONTH)
    register(seminar)
    send(seminar)
    put_off = NOW + 2 * MONTH
    changes.postpone(seminar, None, by=COMMAND, at=put_off)

    assert access_lists.purge_due(by=COMMAND, at=put_off + MONTH - HOUR) == 0
    gate = gate_of(seminar, at=put_off + MONTH - HOUR)
    assert (gate.label, gate.purge_at) == ("Cancel the list", put_off + MONTH)
    assert access_lists.purge_due(by=COMMAND, at=put_off + MONTH) == 1


def test_month_without_a_date_counts_from_what_was_sent_since(seminar):
    register(seminar)
    send(seminar)
    changes.postpone(seminar, None, **ACTS)
    send(seminar, after=1, at=NOW + DAY, venue=gate_of(seminar).venue)

    assert gate_of(seminar).purge_at == NOW + DAY + MONTH


@pytest.mark.django_db(transaction=True)
def test_two_who_send_at_once_send_one_version(seminar):
    register(seminar)

    def try_to_send():
        try:
            return str(send(seminar).version)
        except ValidationError as refused:
            return refused.code

    assert sorted(race(try_to_send, try_to_send)) == ["1", "sent_meanwhile"]


def test_columns_that_a_desk_wants_more_are_sent_again(seminar):
    register(seminar)
    send(seminar)
    venue = seminar.sessions.get().room.venue

    type(venue).objects.update(access_columns=EVERYTHING)

    assert gate_of(seminar).state == AccessState.AMENDED


def test_gate_of_another_building_is_not_this_ones(seminar):
    register(seminar)
    elsewhere = make_room().venue

    assert refusal(send, seminar, venue=elsewhere) == "not_wanted"
