"""News of papers, thanks, what a worker holds, and what organisers see of it all."""

from datetime import timedelta
from functools import partial

import pytest

from mailing.models import Message, MessageState, Window
from registrations.services import (
    attendance,
    changes,
    reminders,
)
from registrations.services.timetable import timetable, turned_off
from seminars.models import Document, DocumentContent, Seminar
from tests.factories import (
    COMMAND,
    DAY,
    HOUR,
    NOW,
    make_mission,
    make_planned,
    make_seminar,
    register,
)
from tests.registrations.reminding import (
    DUE,
    LATER,
    START,
    about,
    acts,
    due,
    let_leave,
    make_paper,
    mark,
    queue,
    reconcile,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def seminar():
    return make_seminar(places=3, starts_at=START)


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

    marks = {came.pk: ("", "present"), absent.pk: ("present", "")}
    record = partial(attendance.record_sheet, over.sessions.get(), marks, **acts)

    assert record() == attendance.Recorded(marked=2, left_standing=0)
    assert queue("thank_you") == ["a@example.org"]
    assert record() == attendance.Recorded(marked=0, left_standing=0)


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

    with django_assert_num_queries(17):
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
