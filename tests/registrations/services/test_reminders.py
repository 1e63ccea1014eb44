"""The reminder two days before: for whom, when, and what becomes of it."""

from datetime import datetime, timedelta

import pytest

from mailing import bounces
from mailing.bounces import Report
from mailing.models import BounceKind, Message
from registrations.services import (
    changes,
    modes,
    nominations,
    offers,
    reminders,
    seats,
    substitutions,
)
from seminars.models import Mode, Seminar, Session
from tests.factories import (
    COMMAND,
    DAY,
    HOUR,
    NOW,
    make_room,
    make_seminar,
    make_waiting,
    register,
    typed,
)
from tests.registrations.reminding import (
    DUE,
    LATER,
    START,
    about,
    acts,
    due,
    let_leave,
    queue,
    reconcile,
    two_days_before,
)
from unitar_seminars.hours import NEW_YORK

pytestmark = pytest.mark.django_db


@pytest.fixture
def seminar():
    return make_seminar(places=3, starts_at=START)


# The reminder


def test_whoever_has_a_place_is_reminded_two_days_before(seminar):
    register(seminar, address="a@example.org")
    register(seminar, address="")

    reconcile()

    assert queue() == ["a@example.org"]
    assert due() == [(DUE, START)]
    session = seminar.sessions.get()
    assert about() == [(f"seminars.session:{session.pk} r1", "pending")]


def test_nobody_is_reminded_long_before_nor_once_it_begins(seminar):
    register(seminar)

    reconcile(at=DUE - 3 * DAY - HOUR)
    reconcile(at=START)

    assert queue() == []


def test_who_waits_or_is_gone_is_not_reminded():
    seminar = make_seminar(places=1, starts_at=START)
    gone = register(seminar)
    seats.cancel(gone, because="person", by=COMMAND, at=NOW)
    register(seminar, address="seated@example.org")
    make_waiting(seminar, 1)

    reconcile()

    assert queue() == ["seated@example.org"]


def test_a_session_without_hours_has_no_reminder():
    assert reminders.reminders_of([Session()]) == []


def test_who_was_given_a_place_within_the_two_days_needs_no_reminder(seminar):
    register(seminar, at=DUE, address="late@example.org")
    register(seminar, at=DUE - HOUR, address="early@example.org")

    reconcile(at=DUE + HOUR)

    assert queue() == ["early@example.org"]


def test_the_hour_is_that_of_new_york_across_a_change_of_the_clock(seminar):
    winter = datetime(2026, 11, 2, 10, tzinfo=NEW_YORK)
    session = seminar.sessions.get()
    session.starts_at, session.ends_at = winter, winter + HOUR

    (notice,) = reminders.reminders_of([session])

    assert notice.due_at == datetime(2026, 10, 31, 10, tzinfo=NEW_YORK)
    assert winter - notice.due_at == 2 * DAY
    utc = notice.not_after.timestamp() - notice.due_at.timestamp()
    assert timedelta(seconds=utc) == 2 * DAY + HOUR


def test_sessions_of_two_days_are_one_reminder_and_others_their_own():
    seminar = make_seminar(places=1, sessions=2, starts_at=START)
    last = seminar.sessions.latest("starts_at")
    register(seminar, address="a@example.org")
    reconcile()
    assert due() == [(DUE, START)]

    changes.move_hour(last, START + 2 * DAY, START + 3 * DAY, **acts)
    reconcile(at=LATER + DAY)

    assert due() == [(DUE, START), (two_days_before(START + 2 * DAY), START + 2 * DAY)]
    first, second = Message.objects.filter(purpose="reminder").order_by("not_after")
    assert "the seminar that begins on" in first.text
    assert "the seminar whose next session begins on" in second.text


def test_a_reminder_says_where_and_how_to_get_in():
    room = make_room()
    room.venue.access_en, room.venue.address = "Bring a photo ID.", "1 First Avenue"
    room.venue.save()
    seminar = make_seminar(places=1, starts_at=START, room=room)
    register(seminar, name="Zoë <b>O'Brien</b>", form_of_address="he_ms")

    reconcile()

    message = Message.objects.get(purpose="reminder")
    who = "H.E. Ms. Zoë <b>O'Brien</b>"
    assert message.name == who
    assert message.subject == f"Reminder for {who}: {seminar.title_en}"
    assert f"{who} has a place in the seminar that begins on" in message.text
    assert "Getting in: Headquarters, 1 First Avenue" in message.text
    assert "Bring a photo ID." in message.text
    assert f"{room.name_en}, Headquarters" in message.text
    assert "Zoë &lt;b&gt;O&#x27;Brien&lt;/b&gt;" in message.html
    assert "[[link]]" in message.text
    assert message.merge["link"][0] == "r"


def test_who_joins_online_is_given_the_address_in_their_language():
    seminar = make_seminar(places=1, online_places=1, starts_at=START)
    register(seminar, mode=Mode.ONLINE, language="fr")
    register(seminar, mode=Mode.ROOM)

    reconcile()

    online, room = Message.objects.filter(purpose="reminder").order_by("pk")
    assert "https://m.example/1" in online.text
    assert seminar.title_fr in online.subject
    assert "https://m.example/1" not in room.text


# What happens afterwards


def test_a_second_look_changes_nothing(seminar):
    register(seminar)
    reconcile()
    before = list(Message.objects.order_by("pk").values())

    reconcile(at=LATER + HOUR)

    assert list(Message.objects.order_by("pk").values()) == before


def test_what_is_called_off_leaves_nothing_queued_in_the_same_moment(seminar):
    register(seminar)
    reconcile()

    changes.call_off(seminar, **acts, why="Snow.")

    assert queue() == []
    assert [state for _, state in about()] == ["cancelled"]


def test_what_is_postponed_without_a_day_waits_for_one(seminar):
    person = register(seminar, address="a@example.org")
    session = seminar.sessions.get()
    reconcile()

    changes.postpone(seminar, None, **acts)
    assert queue() == []
    later = (START + 2 * DAY, START + 2 * DAY + HOUR)
    changes.postpone(seminar, {session.pk: later}, by=COMMAND, at=LATER + HOUR)
    assert queue() == []
    reconcile(at=LATER + 2 * DAY)

    assert queue() == [person.address]
    assert due() == [(two_days_before(START + 2 * DAY), START + 2 * DAY)]


def test_a_move_to_tomorrow_tells_enough(seminar):
    register(seminar)
    session = seminar.sessions.get()
    reconcile()

    changes.move_hour(session, NOW + DAY, NOW + DAY + HOUR, **acts)
    reconcile(at=LATER + HOUR)

    assert queue() == []


def test_who_was_reminded_is_reminded_again_of_later_hours_only(seminar):
    register(seminar, address="a@example.org")
    session = seminar.sessions.get()
    reconcile()
    let_leave(DUE)

    Seminar.objects.update(title_en="Corrected")  # another revision, the same hours
    reconcile(at=DUE + HOUR)
    assert queue() == []

    later = START + DAY
    changes.move_hour(session, later, later + HOUR, by=COMMAND, at=DUE + 2 * HOUR)

    assert queue() == ["a@example.org"]
    assert due() == [(two_days_before(later), later)]


def test_another_room_is_in_the_reminder_that_has_not_left(seminar):
    register(seminar)
    reconcile()
    room = make_room()

    changes.move_room(seminar.sessions.get(), room, **acts)

    (message,) = Message.objects.filter(purpose="reminder", state="pending")
    assert room.name_en in message.text
    assert [state for _, state in about()] == ["cancelled", "pending"]


def test_whoever_cancels_is_not_reminded_any_more_and_others_are(seminar):
    gone = register(seminar)
    register(seminar, address="stays@example.org")
    reconcile()

    seats.cancel(gone, because="person", **acts)

    assert queue() == ["stays@example.org"]


def test_another_address_and_language_reach_the_queue(seminar):
    person = register(seminar, address="wrong@example.org")
    reconcile()

    said = {"address": "right@example.org", "language": "fr"}
    nominations.correct(person, said, **acts, why="Mistyped.")

    (message,) = Message.objects.filter(purpose="reminder")
    assert (message.address, message.language) == ("right@example.org", "fr")
    assert message.subject.endswith(seminar.title_fr)
    assert message.merge == {"link": ["r", person.pk, 2]}


def test_a_reminder_refused_at_a_wrong_address_goes_to_the_right_one(seminar):
    person = register(seminar, address="wrong@example.org")
    reconcile()
    Message.objects.filter(purpose="reminder").update(
        state="failed", attempt=1, next_attempt_at=DUE
    )
    reconcile(at=DUE + HOUR)
    assert queue() == []

    said = {"address": "right@example.org"}
    nominations.correct(person, said, by=COMMAND, at=DUE + HOUR, why="Mistyped.")

    assert queue() == ["right@example.org"]
    assert due() == [(DUE, START)]


def test_a_reminder_that_was_put_off_in_vain_goes_to_the_right_address(seminar):
    person = register(seminar, address="wrong@example.org")
    reconcile()
    let_leave(DUE)
    sent = Message.objects.get(purpose="reminder")
    words = "delivery time expired (4.4.7)"
    report = Report(sent, sent.address, BounceKind.SOFT, words, "expired")
    bounces.note(report, at=DUE + HOUR)

    said = {"address": "right@example.org"}
    nominations.correct(person, said, by=COMMAND, at=DUE + HOUR, why="Mistyped.")

    assert queue() == ["right@example.org"]


def test_once_it_begins_a_reminder_that_was_refused_goes_nowhere(seminar):
    person = register(seminar, address="wrong@example.org")
    reconcile()
    Message.objects.filter(purpose="reminder").update(state="failed")

    said = {"address": "right@example.org"}
    nominations.correct(person, said, by=COMMAND, at=START, why="Mistyped.")

    assert queue() == []


def test_who_joins_online_instead_is_reminded_of_the_address():
    seminar = make_seminar(places=1, online_places=1, starts_at=START)
    person = register(seminar, mode=Mode.ROOM)
    reconcile()

    modes.change_mode(person, Mode.ONLINE, **acts)

    (message,) = Message.objects.filter(purpose="reminder")
    assert "https://m.example/1" in message.text


def test_a_place_on_offer_is_nobodys_yet():
    seminar = make_seminar(places=1, starts_at=START)
    offers.change_hours(seminar, 24, by=COMMAND, at=NOW)
    first = register(seminar)
    register(seminar, address="offered@example.org")
    seats.cancel(first, because="person", by=COMMAND, at=NOW)

    reconcile()
    assert queue() == []
    offered = seminar.registrations.get(address="offered@example.org")
    offers.accept(offered, **acts)
    reconcile()

    assert queue() == ["offered@example.org"]


def test_a_successor_is_reminded_instead(seminar):
    person = register(seminar)
    reconcile()

    other = typed(person.organisation, address="other@example.org")
    substitutions.substitute(person, other, **acts)
    assert queue() == []
    reconcile()

    assert queue() == ["other@example.org"]


def test_a_switch_turns_reminders_off_and_on_again(seminar):
    register(seminar, address="a@example.org")
    reconcile()

    Seminar.objects.update(has_reminder=False)
    reconcile()
    assert queue() == []
    Seminar.objects.update(has_reminder=True)
    reconcile()

    assert queue() == ["a@example.org"]
    assert len(about()) == 1


def test_a_held_seminar_reminds_nobody(seminar):
    register(seminar)

    changes.mark_held(by=COMMAND, at=START + DAY)
    reconcile(at=START + DAY)

    assert queue() == []
