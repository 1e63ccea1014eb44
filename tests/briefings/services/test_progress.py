"""How far it is, said by counters; pausing, going on and recalling what runs."""

from datetime import timedelta
from functools import partial

import pytest

from briefings.models import Briefing, BriefingState
from briefings.services import briefings, progress
from mailing import delivery, mailings, windows
from mailing.models import MailingState, MessageState, Relay
from tests.briefings.letting_out import make_readers, sent, settle, submitted
from tests.factories import DAY, HOUR, NOW, SYSTEM, account, make_organiser
from tests.mailing.rows import make_mailing
from tests.races import race
from tests.refusals import refusal
from users.models import AuditEntry

pytestmark = pytest.mark.django_db
MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)


@pytest.fixture
def by():
    return account(make_organiser())


def states(briefing):
    rows = briefing.mailing.messages.order_by("pk")
    return list(rows.values_list("state", flat=True))


def test_it_reads_counters_rate_and_time_left(django_assert_num_queries):
    make_readers(8)
    briefing = sent()
    settle(briefing, count=3)
    settle(briefing, MessageState.FAILED)

    with django_assert_num_queries(2):  # when it ran, and whether the relay rests
        read = progress.read(briefing.mailing, at=NOW + 2 * SECOND)

    assert (read.settled, read.percent, read.tens) == (4, 50, 50)
    assert (read.per_second, read.time_left) == (2.0, 2 * SECOND)
    counts = [(state, number) for state, _label, number in read.counts if number]
    assert counts == [("pending", 4), ("sent", 3), ("failed", 1)]
    assert not read.is_over


def test_pauses_do_not_count_as_time_in_which_it_ran(by):
    make_readers(4)
    briefing = sent()
    settle(briefing, count=2)
    briefings.pause(briefing, by=by, at=NOW + 10 * SECOND, why="wrong room")
    paused = progress.read(briefing.mailing, at=NOW + DAY)
    briefings.resume(briefing, by=by, at=NOW + DAY)
    again = progress.read(briefing.mailing, at=NOW + DAY + 10 * SECOND)

    assert (paused.ran, paused.time_left) == (10 * SECOND, None)
    assert paused.paused_because == "wrong room"
    assert (again.ran, again.paused_because) == (20 * SECOND, "")
    assert again.per_second == 0.1


def test_nothing_is_guessed_in_the_first_second_and_nobody_is_all():
    mailing = make_mailing()
    mailings.start(mailing, [], by=SYSTEM, at=NOW)
    mailing.refresh_from_db()

    read = progress.read(mailing, at=NOW)

    assert (read.per_second, read.time_left, read.percent) == (0, None, 100)
    assert read.is_over


def test_a_relay_that_rests_is_told():
    make_readers(1)
    mailing = sent().mailing
    Relay.objects.create(name="default", broken_until=NOW + HOUR)

    assert progress.read(mailing, at=NOW).rests_until == NOW + HOUR
    assert progress.read(mailing, at=NOW + 2 * HOUR).rests_until is None


def test_a_mailing_that_was_never_started_ran_for_no_time():
    assert progress.time_run([("pause", NOW, "")], until=NOW + HOUR) == timedelta()


@pytest.mark.django_db(transaction=True)
def test_pause_lets_one_window_out_and_resume_loses_nobody(by, mailoutbox):
    make_readers(8)
    briefing = sent()
    in_hands = windows.claim(3)

    briefings.pause(briefing, by=by, at=NOW)
    delivery.deliver_due(seconds=5)
    assert mailoutbox == []
    windows.close(in_hands.window.pk, handled_to=in_hands.rows[-1].pk)
    assert states(briefing) == ["sent"] * 3 + ["pending"] * 5
    briefings.resume(briefing, by=by, at=NOW)
    delivery.deliver_due(seconds=5)

    assert sorted(mail.to[0].split("<")[1] for mail in mailoutbox) == [
        f"mission{n:02}@example.org>" for n in range(3, 8)
    ]
    briefing.refresh_from_db()
    assert briefing.mailing.state == MailingState.DONE
    assert briefing.mailing.sent == 8


def test_recall_is_final(by):
    make_readers(3)
    briefing = sent()
    settle(briefing)
    briefings.pause(briefing, by=by, at=NOW)

    briefings.recall(briefing, by=by, at=NOW, why="wrong day")

    assert briefing.state == BriefingState.RECALLED
    assert states(briefing) == ["sent", "cancelled", "cancelled"]
    for verb in (briefings.resume, briefings.pause, briefings.recall):
        assert refusal(verb, briefing, by=by, at=NOW) == "state"
    for verb in (briefings.submit, briefings.withdraw):
        assert refusal(verb, briefing, by=by, at=NOW) == "state"


def test_what_does_not_run_is_neither_paused_nor_resumed(by):
    make_readers(1)
    briefing = sent()

    assert refusal(briefings.resume, briefing, by=by, at=NOW) == "not_paused"
    briefings.pause(briefing, by=by, at=NOW)
    assert refusal(briefings.pause, briefing, by=by, at=NOW) == "not_running"
    assert refusal(briefings.pause, submitted(), by=by, at=NOW) == "state"


def test_each_verb_leaves_its_entry(by):
    make_readers(1)
    briefing = sent()
    briefings.pause(briefing, by=by, at=NOW)
    briefings.resume(briefing, by=by, at=NOW)
    briefings.recall(briefing, by=by, at=NOW)

    done = AuditEntry.objects.filter(thing=f"briefings.briefing:{briefing.pk}")
    verbs = list(done.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["submit", "approve", "send", "pause", "resume", "recall"]


@pytest.mark.django_db(transaction=True)
def test_of_pause_and_recall_at_once_the_recall_stands(by):
    make_readers(3)
    pk = sent().pk

    def call(verb):
        return verb(Briefing.objects.get(pk=pk), by=by, at=NOW)

    race(partial(call, briefings.pause), partial(call, briefings.recall))

    briefing = Briefing.objects.get(pk=pk)
    assert briefing.state == BriefingState.RECALLED
    assert briefing.mailing.state == MailingState.RECALLED
    assert states(briefing) == ["cancelled"] * 3
