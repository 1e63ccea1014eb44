"""Twenty refusals by policy, one behind the other, are about us."""

import pytest

from mailing import delivery, mailings, refusals
from mailing.models import MailingState, Message, Relay, Suppression
from tests.mailing.rows import (
    SYSTEM,
    a_minute_ago,
    counters_of,
    make_message,
    make_messages,
    make_running,
    states,
)
from tests.mailing.sink import POLICY
from users.models import AuditEntry

pytestmark = pytest.mark.django_db


def unwelcome(numbers):
    return [f"r571-m{n:02}@example.org" for n in numbers]


def deliver():
    """Run as the timetable does, until nothing is due or nothing can be done."""
    for _turn in range(4):
        delivery.deliver_due(seconds=10)


def test_twenty_running_pause_the_mailing_and_charge_nobody(relay):
    mailing = make_running(["first@example.org", *unwelcome(range(30))])

    deliver()

    entry = AuditEntry.objects.get()
    rows = mailing.messages.exclude(address="first@example.org")
    assert mailing.state == MailingState.RUNNING  # as it was read
    assert counters_of(mailing) == {"sent": 1}
    assert mailing.state == MailingState.PAUSED
    assert (entry.verb, entry.why) == ("pause", POLICY)
    assert set(rows.values_list("state", "attempt")) == {("pending", 0)}
    assert len(relay.refused) == 20
    assert Suppression.objects.count() == 0


def test_nineteen_are_their_own(relay):
    mailing = make_running(unwelcome(range(19)))

    deliver()

    assert counters_of(mailing) == {"failed": 19}
    assert mailing.state == MailingState.DONE


@pytest.mark.parametrize(
    ("between", "counted"),
    [
        ("welcome@example.org", {"sent": 1, "failed": 38}),
        ("r550-gone@example.org", {"failed": 39}),
    ],
)
def test_another_answer_ends_the_run(relay, between, counted):
    names = [*unwelcome(range(19)), between, *unwelcome(range(20, 39))]
    mailing = make_running(names)

    deliver()

    assert counters_of(mailing) == counted
    assert mailing.state == MailingState.DONE


def test_row_that_waits_does_not_end_the_run(relay):
    names = [*unwelcome(range(10)), "r450-a@example.org", *unwelcome(range(10, 20))]
    mailing = make_running(names)

    deliver()

    assert counters_of(mailing) == {}
    assert mailing.state == MailingState.PAUSED


def test_resumed_mailing_reaches_them_when_the_relay_has_changed_its_mind(relay):
    mailing = make_running(unwelcome(range(20)))
    deliver()
    relay.forgives = True
    Relay.objects.update(broken_until=None)

    mailings.resume(mailing, by=SYSTEM, at=a_minute_ago())
    deliver()

    assert counters_of(mailing) == {"sent": 20}
    assert relay.addresses == unwelcome(range(20))


def test_mail_for_one_person_is_refused_for_itself_and_holds_nobody_up(relay):
    make_messages(unwelcome(range(25)))
    make_message("z@example.org")

    deliver()

    found = Message.objects.values_list("state", flat=True)
    assert sorted(found) == ["failed"] * 25 + ["sent"]


def test_recalled_meanwhile_they_are_called_back(relay):
    mailing = make_running(unwelcome(range(19)))
    last = make_message("r571-last@example.org", mailing=mailing)
    mailing.messages.filter(pk__lt=last.pk).update(
        state="failed", reply=POLICY, attempt=1
    )
    type(mailing).objects.update(state="recalled", total=20, failed=19)
    window = delivery.windows.open_window([last], at=a_minute_ago())
    last = Message.objects.select_related("mailing").get(pk=last.pk)
    answer = delivery.Answer(delivery.Outcome.FAILED, POLICY, is_policy=True)

    weighed = refusals.weigh(answer, last, window)

    assert weighed.outcome is delivery.Outcome.UNTOUCHED
    assert counters_of(mailing) == {"cancelled": 19}
    assert states()["r571-last@example.org"] == "sending"
