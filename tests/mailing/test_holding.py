"""While mail is held nothing leaves; released, mailings wait for somebody's word."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from mailing import delivery, holding, mailings
from mailing.models import MailingState, Relay
from tests.mailing.rows import (
    SYSTEM,
    make_mailing,
    make_message,
    make_running,
    states,
)
from tests.refusals import refusal
from users.models import AuditEntry

pytestmark = pytest.mark.django_db
NOW = timezone.now()
WHO = {"by": SYSTEM, "at": NOW}
READER = ("partners.person:1", "Reader", "late@example.org", "en")


def test_nothing_leaves_while_mail_is_held(relay):
    make_message("own@example.org")
    running = make_running(["a@example.org"])

    assert holding.hold(**WHO) == 1
    assert delivery.sweep() == 0
    delivery.deliver_due(seconds=1)

    assert relay.addresses == []
    running.refresh_from_db()
    assert running.state == MailingState.PAUSED
    assert states() == {"a@example.org": "pending", "own@example.org": "pending"}


def test_released_own_mail_leaves_and_mailings_wait(relay):
    make_message("own@example.org")
    running = make_running(["a@example.org"])
    holding.hold(**WHO)
    scheduled = make_mailing()
    mailings.start(scheduled, [READER], **WHO)

    assert holding.release(**WHO) == 1
    delivery.deliver_due(seconds=5)

    assert relay.addresses == ["own@example.org"]
    for mailing in (running, scheduled):
        mailings.resume(mailing, **WHO)
    delivery.deliver_due(seconds=5)
    assert relay.addresses == ["a@example.org", "late@example.org", "own@example.org"]


def test_holding_twice_is_holding_once():
    holding.hold(**WHO)
    holding.hold(**WHO)

    assert [entry.verb for entry in AuditEntry.objects.all()] == ["hold"]
    assert Relay.objects.get().held_at == NOW


def test_each_step_stands_in_the_history():
    mailing = make_running(["a@example.org"])

    holding.hold(**WHO)
    holding.release(**WHO)

    found = AuditEntry.objects.order_by("pk").values_list("verb", "thing", "why")
    key = f"mailing.relay:{Relay.objects.get().pk}"
    assert list(found) == [
        ("hold", key, ""),
        ("pause", f"mailing.mailing:{mailing.pk}", "All mail is held back."),
        ("release", key, ""),
    ]


def test_what_is_not_held_is_not_released():
    assert refusal(holding.release, **WHO) == "not_held"


def call(*options):
    out = StringIO()
    call_command("hold_mail", *options, stdout=out)
    return out.getvalue().strip()


def test_command_holds_and_releases():
    make_running(["a@example.org"])

    assert call() == "no mail leaves; 1 mailings were paused"
    assert call("--release") == "mail leaves again; 0 mailings were paused"
    with pytest.raises(CommandError, match="Nothing is held back"):
        call("--release")
    assert {entry.label for entry in AuditEntry.objects.all()} == {"hold_mail"}
