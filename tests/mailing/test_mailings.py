"""One text to many: one row for each address, whoever starts it and how often."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from mailing import delivery, mailings, windows
from mailing.models import Mailing, MailingState, Message
from tests.mailing.rows import (
    SYSTEM,
    counters_of,
    make_mailing,
    make_running,
    states,
)
from tests.races import race
from tests.refusals import refusal
from tests.scale import sized
from users.models import AuditEntry

MANY = sized(200, 10_000)
FROZEN = sized(2_000, 100_000)


def now():
    return {"by": SYSTEM, "at": timezone.now()}


def people(*addresses):
    return [
        (f"partners.person:{n}", f"Reader {n}", address, "en")
        for n, address in enumerate(addresses)
    ]


@pytest.mark.django_db(transaction=True)
def test_two_starts_at_once_make_one_set_of_rows():
    mailing = make_mailing()
    audience = people(*[f"m{n}@example.org" for n in range(MANY)])

    def start():
        mine = Mailing.objects.get(pk=mailing.pk)
        mailings.start(mine, audience, **now())

    outcomes = race(start, start)

    mailing.refresh_from_db()
    codes = [getattr(outcome, "code", None) for outcome in outcomes]
    assert sorted(codes, key=str) == [None, "not_scheduled"]
    assert mailing.messages.count() == mailing.total == MANY
    assert mailing.state == MailingState.RUNNING
    assert AuditEntry.objects.filter(verb="start").count() == 1


@pytest.mark.django_db
def test_start_writes_to_each_address_once(relay):
    mailing = make_mailing(not_after=timezone.now() + timedelta(hours=1))
    audience = people("A@example.org", "a@Example.org ", "b@example.org")
    audience.append(("partners.person:9", "two\r\nlines", "c@example.org", "fr"))

    mailings.start(mailing, iter(audience), **now())

    rows = mailing.messages.order_by("pk")
    assert list(rows.values_list("address", "name", "language", "person_key")) == [
        ("A@example.org", "Reader 0", "en", "partners.person:0"),
        ("b@example.org", "Reader 2", "en", "partners.person:2"),
        ("c@example.org", "two lines", "fr", "partners.person:9"),
    ]
    assert set(rows.values_list("purpose", "about", "not_after")) == {
        ("briefing", f"mailing.mailing:{mailing.pk}", mailing.not_after)
    }
    assert mailing.total == 3
    delivery.deliver_due(seconds=5)
    assert counters_of(mailing) == {"sent": 3}
    assert mailing.state == MailingState.DONE


@pytest.mark.django_db
def test_start_freezes_as_many_as_there_are_in_their_order():
    mailing = make_mailing()
    doubled = people(*[f"m{n}@example.org" for n in range(FROZEN)]) * 2
    audience = [(*one, {"country": f"Pays d’été {one[0]}"}) for one in doubled]

    mailings.start(mailing, iter(audience), **now())

    rows = mailing.messages.order_by("pk")
    assert mailing.total == FROZEN
    assert list(rows.values_list("person_key", "name", "address", "language")) == (
        people(*[f"m{n}@example.org" for n in range(FROZEN)])
    )
    assert list(rows.values_list("merge", flat=True)) == [
        fields for *_, fields in audience[:FROZEN]
    ]
    assert set(rows.values_list("state", "attempt", "calendars__0", "window")) == {
        ("pending", 0, None, None)
    }


@pytest.mark.django_db
def test_start_asks_the_same_questions_for_each_thousand(django_assert_num_queries):
    few, many = make_mailing(), make_mailing()
    thousands = people(*[f"m{n}@example.org" for n in range(2000)])

    with django_assert_num_queries(9):
        mailings.start(few, people("a@example.org"), **now())
    with django_assert_num_queries(10):
        mailings.start(many, thousands, **now())


@pytest.mark.django_db
def test_start_for_nobody_is_done_at_once():
    mailing = make_mailing()

    mailings.start(mailing, [], **now())

    mailing.refresh_from_db()
    assert mailing.state == MailingState.DONE


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["running", "paused", "done", "recalled", "missed"])
def test_only_a_scheduled_mailing_starts(state):
    mailing = make_mailing(state=state)

    assert refusal(mailings.start, mailing, [], **now()) == "not_scheduled"


@pytest.mark.django_db
def test_mailing_without_text_does_not_start():
    mailing = make_mailing()
    mailing.texts.all().delete()

    assert refusal(mailings.start, mailing, [], **now()) == "no_text"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "limits",
    [
        {"max_lateness": timedelta(hours=1)},
        {"not_after": timezone.now() - timedelta(hours=2)},
    ],
)
def test_mailing_that_comes_too_late_is_missed(limits):
    mailing = make_mailing(start_at=timezone.now() - timedelta(hours=4), **limits)

    mailings.start(mailing, people("a@example.org"), **now())

    mailing.refresh_from_db()
    assert mailing.state == MailingState.MISSED
    assert Message.objects.count() == 0
    assert [entry.verb for entry in AuditEntry.objects.all()] == ["miss"]


@pytest.mark.django_db
def test_mailing_that_may_be_late_starts_late():
    late = timezone.now() - timedelta(minutes=30)
    mailing = make_mailing(start_at=late, max_lateness=timedelta(hours=1))

    mailings.start(mailing, people("a@example.org"), **now())

    assert mailing.state == MailingState.RUNNING


@pytest.mark.django_db
def test_paused_mailing_waits_and_goes_on_without_a_loss(relay):
    mailing = make_running(["a@example.org", "b@example.org"])

    mailings.pause(mailing, **now(), why="a wrong date")
    assert delivery.deliver_due(seconds=5) is False
    assert delivery.sweep() == 0
    assert relay.ids == []
    mailings.resume(mailing, **now())
    delivery.deliver_due(seconds=5)

    assert counters_of(mailing) == {"sent": 2}
    entries = AuditEntry.objects.order_by("pk").values_list("verb", "why")
    assert list(entries) == [("pause", "a wrong date"), ("resume", "")]


@pytest.mark.django_db
@pytest.mark.parametrize(("limit", "state"), [(None, "pending"), (80, "failed")])
def test_what_is_put_off_after_a_long_pause_is_tried_again(relay, limit, state):
    began = timezone.now() - timedelta(hours=80)
    limit = limit and timezone.now() + timedelta(seconds=limit)
    mailing = make_mailing(not_after=limit)
    mailings.start(mailing, people("r451-a@example.org"), by=SYSTEM, at=began)
    mailings.pause(mailing, by=SYSTEM, at=began)

    mailings.resume(mailing, **now())
    delivery.deliver_due(seconds=5)

    assert [(row.state, row.attempt) for row in Message.objects.all()] == [(state, 1)]


@pytest.mark.django_db
def test_a_later_end_of_patience_is_kept():
    far = timezone.now() + timedelta(hours=100)
    mailing = make_running(["a@example.org"], give_up_at=far)
    mailings.pause(mailing, **now())

    mailings.resume(mailing, **now())

    mailing.refresh_from_db()
    assert mailing.give_up_at == far


@pytest.mark.django_db
def test_what_ended_while_paused_is_done_when_resumed(relay):
    mailing = make_running(["a@example.org"])
    claim = windows.claim(5)
    mailings.pause(mailing, **now())
    windows.close(claim.window.pk, handled_to=claim.rows[0].pk)

    mailings.resume(mailing, **now())

    assert counters_of(mailing) == {"sent": 1}
    assert mailing.state == MailingState.DONE


@pytest.mark.django_db
def test_recalled_mailing_reaches_nobody_else(relay):
    mailing = make_running(["a@example.org", "b@example.org", "c@example.org"])
    claim = windows.claim(2)

    mailings.recall(mailing, **now(), why="wrong audience")
    windows.close(claim.window.pk, handled_to=claim.rows[0].pk)

    assert delivery.deliver_due(seconds=5) is False
    assert sorted(states().values()) == ["cancelled", "cancelled", "sent"]
    assert counters_of(mailing) == {"sent": 1, "cancelled": 2}
    assert mailing.state == MailingState.RECALLED
    assert AuditEntry.objects.get().why == "wrong audience"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("verb", "code", "good"),
    [
        (mailings.pause, "not_running", ["running"]),
        (mailings.resume, "not_paused", ["paused"]),
        (mailings.recall, "over", ["scheduled", "running", "paused"]),
    ],
)
def test_verbs_refuse_every_other_state(verb, code, good):
    for state in set(MailingState.values) - set(good):
        assert refusal(verb, make_mailing(state=state), **now()) == code
    for state in good:
        verb(make_mailing(state=state), **now())


@pytest.mark.django_db(transaction=True)
def test_recall_and_claims_at_once_keep_the_count(relay):
    mailing = make_running([f"m{n}@example.org" for n in range(60)])
    recall = partial(mailings.recall, Mailing.objects.get(pk=mailing.pk), **now())

    outcomes = race(partial(delivery.deliver_due, seconds=10), recall)

    found = counters_of(mailing)
    assert [o for o in outcomes if isinstance(o, Exception)] == []
    assert found.get("sent", 0) == len(relay.ids)
    assert sum(found.values()) == 60
    assert set(states().values()) <= {"sent", "cancelled"}
