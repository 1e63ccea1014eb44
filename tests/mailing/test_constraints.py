"""The tables refuse what must not be true."""

import pytest
from django.utils import timezone

from mailing.models import (
    Bounce,
    Mailing,
    MailingText,
    Message,
    Relay,
    Suppression,
    Window,
)
from tests.mailing.rows import make_mailing, make_message
from tests.refusals import broken

pytestmark = pytest.mark.django_db


def make_window():
    now = timezone.now()
    return Window.objects.create(claimed_at=now, lease_until=now, stride=1)


def suppress(**fields):
    values = {"address_folded": "a@example.org", "scope": "all", "reason": "manual"}
    return Suppression.objects.create(**values | {"at": timezone.now()} | fields)


def bounce(**fields):
    values = {"address_folded": "a@example.org", "kind": "hard", "fingerprint": "f"}
    return Bounce.objects.create(**values | {"at": timezone.now()} | fields)


def test_one_message_per_person_purpose_and_fact():
    make_message("a@example.org", person_key="users.user:1")

    same = {"person_key": "users.user:1"}
    assert broken(make_message, "b@example.org", **same) == "message_once_per_fact"
    make_message("a@example.org", **same, about="users.auditentry:2")
    make_message("a@example.org", **same, purpose="cancelled")
    make_message("a@example.org", **same, mailing=make_mailing())


def test_one_message_per_mailing_and_address():
    mailing = make_mailing()
    make_message("a@example.org", mailing=mailing)

    again = broken(make_message, "A@Example.org", mailing=mailing, about="other")
    assert again == "message_once_per_mailing_and_address"
    make_message("a@example.org", mailing=make_mailing())


@pytest.mark.parametrize("field", ["subject", "text", "html"])
def test_message_of_a_mailing_has_no_text_of_its_own(field):
    mailing = make_mailing()

    refused = broken(make_message, mailing=mailing, **{field: "mine"})
    assert refused == "mailing_message_has_no_text_of_its_own"


def test_message_is_in_a_window_exactly_while_it_is_sending():
    rule = "message_in_a_window_exactly_while_sending"
    window = make_window()

    assert broken(make_message, state="sending") == rule
    assert broken(make_message, state="pending", window=window) == rule
    assert make_message(state="sending", window=window).pk


def test_message_is_sent_exactly_when_it_has_its_moment():
    rule = "sent_message_has_its_moment"
    now = timezone.now()

    assert broken(make_message, state="sent") == rule
    assert broken(make_message, state="failed", accepted_at=now) == rule
    assert make_message(state="sent", accepted_at=now).pk


def test_only_an_uncertain_message_is_left():
    now = timezone.now()

    refused = broken(make_message, state="failed", left_at=now)
    assert refused == "only_uncertain_message_is_left"
    assert make_message(state="uncertain", left_at=now).pk


def test_report_is_written_down_once():
    bounce()

    assert broken(bounce, kind="soft").startswith("mailing_bounce_fingerprint")
    assert bounce(fingerprint="g").pk


def test_unknown_words_are_refused():
    mailing = make_mailing()
    text = {"mailing": mailing, "language": "xx", "subject": "", "text": "", "html": ""}

    assert broken(make_message, state="lost") == "mailing_message_state_known"
    assert broken(make_message, language="xx") == "mailing_message_language_known"
    assert broken(make_mailing, state="lost") == "mailing_mailing_state_known"
    known = "mailing_mailingtext_language_known"
    assert broken(MailingText.objects.create, **text) == known
    assert broken(suppress, reason="mood") == "mailing_suppression_reason_known"
    assert broken(bounce, kind="odd") == "mailing_bounce_kind_known"


def test_mailing_has_one_text_per_language():
    text = {"language": "en", "subject": "", "text": "", "html": ""}
    create = MailingText.objects.create

    assert broken(create, mailing=make_mailing(), **text) == "one_text_per_language"


def test_address_is_suppressed_once_per_scope():
    suppress()

    assert broken(suppress) == "suppression_once_per_scope"
    suppress(scope="briefings")
    suppress(address_folded="b@example.org")


@pytest.mark.parametrize("rate", [0, -1, -5])
def test_relay_has_a_rate_above_nothing_or_none(rate):
    refused = broken(Relay.objects.create, name="default", per_second=rate)

    assert refused == "relay_sends_something_a_second"
    assert Relay.objects.create(name="slow", per_second=0.1).pk
    assert Relay.objects.create(name="free", per_second=None).pk


def test_relay_has_a_connection():
    refused = broken(Relay.objects.create, name="default", connections=0)

    assert refused == "relay_has_a_connection"


def test_rows_name_themselves_without_naming_anybody():
    message = make_message()
    mailing = make_mailing()

    assert str(message) == f"message {message.pk}"
    assert str(mailing) == f"mailing {mailing.pk}"
    assert str(mailing.texts.get(language="fr")) == "Nouvelles"
    assert str(suppress()).startswith("suppression ")
    assert str(bounce()).startswith("returned message ")
    assert str(make_window()).startswith("window ")
    assert str(Relay(name="default")) == "default"
    assert Mailing.objects.count() == 1
    assert Message.objects.get().address_folded == "mission@example.org"
