"""Who is asked about uncertain messages decides, and the counters stay true."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from mailing import delivery, mailings, uncertain
from mailing.models import Mailing, MailingState, Message
from tests.mailing.rows import SYSTEM, counters_of, make_running, states
from tests.refusals import refusal
from users.models import AuditEntry

pytestmark = pytest.mark.django_db
NOW = timezone.now()
WHO = {"by": SYSTEM, "at": NOW, "why": "asked by phone"}


@pytest.fixture
def mailing():
    """A mailing that is done, of which nobody knows about two rows."""
    mailing = make_running(["a@example.org", "b@example.org", "c@example.org"])
    mailing.messages.filter(address="a@example.org").update(
        state="sent", accepted_at=NOW
    )
    mailing.messages.exclude(address="a@example.org").update(state="uncertain")
    Mailing.objects.update(sent=1, uncertain=2, state=MailingState.DONE)
    mailing.refresh_from_db()
    return mailing


def ids(mailing):
    return list(mailing.messages.order_by("pk").values_list("pk", flat=True))


def counted(mailing):
    """What the rows say, as the counters should."""
    found = Counter(mailing.messages.values_list("state", flat=True))
    found.pop("pending", None)
    return dict(found)


def test_sent_again_they_leave_and_the_mailing_is_done_again(mailing, relay):
    assert uncertain.send_again(ids(mailing), **WHO) == 2

    assert counters_of(mailing) == counted(mailing) == {"sent": 1}
    assert mailing.state == MailingState.RUNNING
    delivery.deliver_due(seconds=5)
    assert relay.addresses == ["b@example.org", "c@example.org"]
    assert counters_of(mailing) == counted(mailing) == {"sent": 3}
    assert mailing.state == MailingState.DONE


def test_sent_again_late_they_are_tried_more_than_once(mailing, relay):
    Mailing.objects.update(give_up_at=NOW - timedelta(hours=8))
    mailing.messages.filter(address="b@example.org").update(
        address="r451-b@example.org"
    )

    uncertain.send_again(ids(mailing)[1:2], **WHO)
    delivery.deliver_due(seconds=5)

    assert mailing.messages.filter(state="pending", attempt=1).count() == 1


def test_left_they_stay_uncertain_and_ask_nobody(mailing):
    assert uncertain.leave(ids(mailing)[:2], **WHO) == 1

    assert counters_of(mailing) == counted(mailing) == {"sent": 1, "uncertain": 2}
    assert mailing.state == MailingState.DONE
    asked = Message.objects.undecided().values_list("address", flat=True)
    assert list(asked) == ["c@example.org"]
    assert uncertain.leave(ids(mailing), **WHO) == 1
    assert uncertain.leave(ids(mailing), **WHO) == 0


def test_who_left_one_may_still_send_it(mailing):
    uncertain.leave(ids(mailing), **WHO)

    assert uncertain.send_again(ids(mailing), **WHO) == 2
    assert uncertain.send_again(ids(mailing), **WHO) == 0
    assert states(state="pending") == {
        "b@example.org": "pending",
        "c@example.org": "pending",
    }


def test_each_decision_stands_in_the_history_with_its_note(mailing):
    _sent, second, third = ids(mailing)

    uncertain.send_again([second], **WHO)
    uncertain.leave([third], **WHO)

    found = AuditEntry.objects.order_by("pk").values_list("verb", "thing", "why")
    assert list(found) == [
        ("send_again", f"mailing.message:{second}", "asked by phone"),
        ("leave", f"mailing.message:{third}", "asked by phone"),
    ]


def test_paused_mailing_stays_paused(mailing):
    Mailing.objects.update(state=MailingState.PAUSED)

    uncertain.send_again(ids(mailing), **WHO)

    mailing.refresh_from_db()
    assert mailing.state == MailingState.PAUSED


def test_recalled_mailing_sends_nothing_more(mailing):
    Mailing.objects.update(state=MailingState.RUNNING)
    mailings.recall(mailing, by=SYSTEM, at=NOW)

    assert refusal(uncertain.send_again, ids(mailing), **WHO) == "recalled"
    assert counters_of(mailing) == {"sent": 1, "uncertain": 2}
    assert uncertain.leave(ids(mailing), **WHO) == 2


def test_decision_needs_a_note(mailing):
    silent = {**WHO, "why": ""}

    assert refusal(uncertain.send_again, ids(mailing), **silent) == "no_note"
    assert refusal(uncertain.leave, ids(mailing), **silent) == "no_note"
