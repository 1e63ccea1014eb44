"""Timed notices: which should exist, for whom, when, and what becomes of them."""

from datetime import datetime, timedelta

import pytest

from mailing.models import Message, MessageState, Window
from registrations.services import (
    attendance,
    changes,
    modes,
    nominations,
    offers,
    reminders,
    seats,
    substitutions,
)
from registrations.services.timetable import timetable, turned_off
from seminars.models import Document, DocumentContent, Mode, Seminar, Session
from tests.factories import (
    COMMAND,
    DAY,
    HOUR,
    NOW,
    make_mission,
    make_planned,
    make_room,
    make_seminar,
    make_waiting,
    register,
    typed,
)
from unitar_seminars.hours import NEW_YORK

pytestmark = pytest.mark.django_db
START = NOW + 4 * DAY
DUE = START - 2 * DAY
LATER = NOW + HOUR
acts = {"by": COMMAND, "at": LATER}


@pytest.fixture
def seminar():
    return make_seminar(places=3, starts_at=START)


def queue(purpose="reminder", state="pending"):
    """List who is to be told, as they stand in the queue, by address."""
    rows = Message.objects.filter(purpose=purpose, state=state)
    return sorted(rows.values_list("address", flat=True))


def about(purpose="reminder"):
    return sorted(Message.objects.filter(purpose=purpose).values_list("about", "state"))


def due(purpose="reminder"):
    rows = Message.objects.filter(purpose=purpose, state="pending")
    return sorted(rows.values_list("next_attempt_at", "not_after"))


def reconcile(at=LATER):
    return reminders.reconcile_near(at=at)


def let_leave(at, purpose="reminder"):
    rows = Message.objects.filter(purpose=purpose, state="pending")
    rows.update(state="sent", accepted_at=at)


def make_paper(seminar, title="A map", opened=LATER, **fields):
    """Publish a paper for participants at a full hour."""
    fields.setdefault("visibility", "participants")
    fields.setdefault("seminar", seminar)
    paper = Document.objects.create(
        kind="background", title=title, language="en", published_at=opened, **fields
    )
    DocumentContent.objects.create(document=paper, size=1, data=b"x")
    return paper


def mark(person, at, mark="present", session=None):
    session = session or person.seminar.sessions.earliest("starts_at")
    attendance.record(person, session, mark, source="door", by=COMMAND, at=at)


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

    assert due() == [(DUE, START), (DUE + 2 * DAY, START + 2 * DAY)]


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
    assert due() == [(DUE + 2 * DAY, START + 2 * DAY)]


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
    assert due() == [(DUE + DAY, later)]


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


# Papers


def test_papers_of_one_hour_are_told_of_together_at_the_full_hour(seminar):
    register(seminar, address="a@example.org")
    hour = NOW.replace(minute=0, second=0) + 2 * HOUR
    make_paper(seminar, "Second map", opened=NOW, embargo_until=hour)
    make_paper(seminar, "First map", opened=hour - timedelta(minutes=20))
    make_paper(seminar, "Third map", opened=hour + timedelta(minutes=1))

    reconcile()

    both, third = Message.objects.filter(purpose="materials").order_by("about")
    listed = [line for line in both.text.splitlines() if "map" in line]
    assert listed == [
        "First map (Background paper, en)",
        "Second map (Background paper, en)",
    ]
    assert both.about == f"seminars.seminar:{seminar.pk} {hour:%Y-%m-%dT%H}Z"
    assert both.subject == f"Papers for participants: {seminar.title_en}"
    assert (both.next_attempt_at, both.not_after) == (hour, hour + 7 * DAY)
    assert third.next_attempt_at == hour + HOUR
    assert third.subject == f"A paper for participants: {seminar.title_en}"


def test_what_is_not_for_participants_or_not_there_is_no_news(seminar):
    register(seminar)
    make_paper(seminar, visibility="public")
    make_paper(seminar, visibility="internal")
    make_paper(seminar, withdrawn_at=NOW)
    DocumentContent.objects.filter(document=make_paper(seminar)).delete()
    Document.objects.filter(pk=make_paper(seminar).pk).update(published_at=None)

    reconcile()

    assert queue("materials") == []


def test_a_paper_of_a_session_counts_and_latecomers_find_it_by_themselves():
    seminar = make_seminar(places=3, starts_at=NOW + 30 * DAY)
    register(seminar, address="a@example.org")
    register(seminar, at=NOW + 5 * HOUR, address="late@example.org")
    make_paper(None, session=seminar.sessions.get(), opened=NOW)

    reconcile()

    assert queue("materials") == ["a@example.org"]


def test_a_longer_embargo_holds_the_news_back(seminar):
    register(seminar)
    paper = make_paper(seminar)
    reconcile()
    assert len(queue("materials")) == 1

    Document.objects.filter(pk=paper.pk).update(embargo_until=NOW + 10 * DAY)
    reconcile()

    assert queue("materials") == []


def test_papers_are_no_news_after_a_week_nor_once_links_are_closed():
    seminar = make_seminar(places=1, starts_at=NOW - 29 * DAY)
    register_before(seminar)
    make_paper(seminar, opened=NOW)

    reconcile()

    (until,) = Message.objects.filter(purpose="materials").values_list(
        "not_after", flat=True
    )
    assert until == Seminar.objects.get().ends_at + 30 * DAY


def register_before(seminar, **fields):
    """Register somebody before a seminar that is over by now."""
    return register(seminar, at=seminar.starts_at - 5 * DAY, **fields)


def test_papers_can_be_turned_off(seminar):
    register(seminar)
    make_paper(seminar)
    Seminar.objects.update(has_materials_notice=False)

    reconcile()

    assert queue("materials") == []


# Thanks


@pytest.fixture
def over():
    return make_seminar(places=3, starts_at=NOW - DAY)


def test_those_who_came_are_thanked_a_day_after_the_end(over):
    came = register_before(over, address="came@example.org")
    partly = register_before(over, address="partly@example.org")
    absent = register_before(over)
    register_before(over, address="unrecorded@example.org")
    mark(came, NOW)
    mark(partly, NOW, "partial")
    mark(absent, NOW, "absent")

    reconcile()

    end = over.sessions.get().ends_at
    assert queue("thank_you") == ["came@example.org", "partly@example.org"]
    assert due("thank_you") == [(end + DAY, end + 14 * DAY)] * 2
    assert about("thank_you")[0][0] == f"seminars.seminar:{over.pk}"


def test_a_mark_that_is_taken_back_takes_the_thanks_back(over):
    came, other = register_before(over), register_before(over)
    session = over.sessions.get()
    mark(came, NOW)
    mark(other, NOW)
    reconcile()

    attendance.take_back(came, session, **acts)
    mark(other, LATER, "absent")

    assert queue("thank_you") == []


def test_a_sheet_puts_the_thanks_right(over):
    came, absent = register_before(over, address="a@example.org"), register_before(over)
    mark(absent, NOW)
    reconcile()

    marks = {came.pk: "present", absent.pk: ""}
    changed = attendance.record_sheet(over.sessions.get(), marks, **acts)

    assert changed == 2
    assert queue("thank_you") == ["a@example.org"]


def test_nobody_is_thanked_twice_nor_after_two_weeks_nor_where_it_is_off(over):
    person = register_before(over)
    mark(person, NOW)
    reconcile()
    let_leave(NOW + DAY, "thank_you")
    late = register_before(over)
    mark(late, NOW)

    Seminar.objects.update(has_thank_you=False)
    reconcile(at=NOW + 2 * DAY)
    Seminar.objects.update(has_thank_you=True)
    reconcile(at=NOW + 14 * DAY)

    assert about("thank_you") == [(f"seminars.seminar:{over.pk}", "sent")]


# What a worker holds


def test_what_a_worker_holds_is_worthless_should_it_come_back(seminar):
    register(seminar)
    reconcile()
    lease = {"claimed_at": DUE, "lease_until": DUE, "stride": 1}
    rows = Message.objects.filter(purpose="reminder")
    rows.update(state="sending", window=Window.objects.create(**lease))

    changes.call_off(seminar, by=COMMAND, at=DUE, why="Snow.")

    assert rows.get().state == MessageState.SENDING
    assert rows.get().not_after == DUE


# Which seminars are looked at


def test_only_seminars_with_something_near_or_queued_are_looked_at(seminar):
    register(seminar)
    make_seminar(places=1, starts_at=NOW + 20 * DAY)
    make_seminar(places=1, starts_at=NOW - 20 * DAY)
    make_planned(starts_at=START)
    make_paper(make_seminar(places=1, starts_at=NOW + 20 * DAY))
    assert reconcile() == 2

    Seminar.objects.filter(pk=seminar.pk).update(state="cancelled", cancelled_at=NOW)

    assert reconcile() == 2
    assert queue() == []
    assert reconcile() == 1


@pytest.mark.parametrize("people", [1, 3])
def test_any_number_of_people_costs_the_same_statements(
    people, django_assert_num_queries
):
    seminar = make_seminar(places=3, starts_at=START)
    mission = make_mission()
    for _ in range(people):
        register(seminar, mission)

    with django_assert_num_queries(16):
        reminders.reconcile(seminar.pk, at=LATER)

    assert len(queue()) == people


# What organisers see


def test_the_timetable_counts_what_is_queued_and_sent(seminar):
    register(seminar)
    register(seminar)
    paper_at = NOW.replace(minute=0, second=0) - DAY
    make_paper(seminar, opened=paper_at)
    reconcile()
    let_leave(DUE)
    Seminar.objects.update(title_en="Corrected")

    lines = timetable(Seminar.objects.get(), at=DUE + HOUR)

    end = START + 3 * HOUR
    found = [(str(one.label), one.due_at, one.queued, one.sent) for one in lines]
    assert found == [
        ("Papers for participants", paper_at, 0, 0),
        ("Reminder", DUE, 0, 2),
        ("Thanks to those who came", end + DAY, 0, 0),
    ]
    assert [one.queued_from for one in lines] == [None, None, end - 2 * DAY]


def test_the_timetable_says_from_when_on_a_notice_is_queued(seminar):
    lines = timetable(seminar, at=NOW - 2 * DAY)

    end = START + 3 * HOUR
    assert [one.queued_from for one in lines] == [DUE - 3 * DAY, end - 2 * DAY]


def test_what_nobody_got_in_time_is_left_out_and_nothing_without_a_day(seminar):
    assert len(timetable(seminar, at=START)) == 1

    changes.postpone(seminar, None, by=COMMAND, at=NOW)

    assert timetable(Seminar.objects.get(), at=NOW) == []


def test_what_is_turned_off_is_named(seminar):
    assert turned_off(seminar) == []

    seminar.has_reminder = seminar.has_thank_you = False

    assert turned_off(seminar) == ["Reminder", "Thanks to those who came"]
