"""What a mail service reports ends mailings as a returned message does."""

import base64
import json
from datetime import UTC, datetime
from types import ModuleType

import pytest
from anymail.signals import AnymailTrackingEvent, tracking
from django.core import mail

from mailing import delivery
from mailing.envelope import Envelope
from mailing.models import ERASED, Bounce, Suppression
from tests.mailing.rows import make_message, make_running
from unitar_seminars import urls

pytestmark = pytest.mark.django_db
SECRET = "service:a-long-secret"


def tell(event_type, row=None, **fields):
    """Hand an event over as anymail's views do."""
    token = Envelope.of(row.pk).token if row else "none"
    event = AnymailTrackingEvent(
        event_type=event_type,
        timestamp=datetime(2008, 5, 5, 14, tzinfo=UTC),
        metadata={"message": token},
        **{"recipient": "Desk@mission.example", **fields},
    )
    tracking.send(sender=None, event=event, esp_name="Test")


def noted():
    return list(Bounce.objects.order_by("pk").values_list("address_folded", "kind"))


def suppressed():
    found = Suppression.objects.order_by("pk")
    return list(found.values_list("address_folded", "scope", "reason"))


@pytest.mark.parametrize(
    ("event_type", "fields", "kind", "reason"),
    [
        ("bounced", {"mta_response": "550 5.1.1 unknown"}, "hard", "hard_bounce"),
        ("bounced", {"mta_response": "552 5.2.2 full"}, "soft", None),
        ("bounced", {"mta_response": "554 5.7.1 no"}, "policy", None),
        ("bounced", {"reject_reason": "invalid"}, "hard", "hard_bounce"),
        ("bounced", {"reject_reason": "blocked"}, "policy", None),
        ("bounced", {"reject_reason": "bounced"}, "soft", None),
        ("bounced", {"reject_reason": "spam"}, "policy", None),
        (
            "bounced",
            {"reject_reason": "spam", "mta_response": "550 5.7.1 spam"},
            "policy",
            None,
        ),
        ("bounced", {}, "soft", None),
        ("deferred", {"mta_response": "450 5.1.1 odd"}, "soft", None),
        ("failed", {"description": "template"}, "policy", None),
        ("rejected", {"reject_reason": "invalid"}, "hard", "hard_bounce"),
        ("rejected", {"reject_reason": "spam"}, "policy", "complaint"),
        ("rejected", {"reject_reason": "unsubscribed"}, "policy", "unsubscribed"),
        ("bounced", {"reject_reason": "unsubscribed"}, "policy", "unsubscribed"),
        ("failed", {"reject_reason": "unsubscribed"}, "policy", "unsubscribed"),
        ("rejected", {"reject_reason": "timed_out"}, "soft", None),
        ("rejected", {"reject_reason": "other"}, "policy", None),
        ("complained", {"mta_response": "5.7.1"}, "complaint", "complaint"),
    ],
)
def test_event_is_judged(event_type, fields, kind, reason):
    row = make_message("desk@mission.example")

    tell(event_type, row, **fields)

    assert noted() == [("desk@mission.example", kind)]
    assert Bounce.objects.get().message == row
    assert suppressed() == ([("desk@mission.example", "all", reason)] if reason else [])


@pytest.mark.parametrize("event_type", ["sent", "delivered", "opened", "clicked"])
def test_what_is_no_failure_is_left_alone(event_type):
    tell(event_type, make_message())

    assert (noted(), suppressed()) == ([], [])


def test_event_that_comes_again_counts_once():
    row = make_message("desk@mission.example")

    for event_id in ("1", "1", None, None):
        tell("deferred", row, event_id=event_id)

    assert len(noted()) == 2


def test_service_that_keeps_no_token_names_the_address():
    tell("complained")

    assert noted() == [("desk@mission.example", "complaint")]
    assert Bounce.objects.get().message is None


def test_a_late_report_about_a_corrected_address_spares_the_new_one():
    row = make_message("right@mission.example")

    tell("bounced", row, recipient="Wrong@mission.example", reject_reason="invalid")

    assert suppressed() == [("wrong@mission.example", "all", "hard_bounce")]
    assert Bounce.objects.get().message == row


def test_a_report_about_somebody_forgotten_writes_no_address_down():
    row = make_message("erased-1@erased.invalid", person_key=f"{ERASED}1")

    tell("bounced", row, reject_reason="invalid")

    assert noted() == [("erased-1@erased.invalid", "hard")]


def test_what_was_dropped_for_a_complaint_ends_mailings_once():
    row = make_message("desk@mission.example")
    tell("rejected", row, reject_reason="spam")
    Suppression.objects.all().delete()  # by an organiser, who has asked the reader

    tell("rejected", row, reject_reason="spam")

    assert suppressed() == []


def test_event_about_nobody_is_logged(caplog):
    tell("complained", recipient=None)

    assert noted() == []
    assert caplog.messages == ["Test reports on nobody that we know"]


@pytest.mark.parametrize("event_type", ["unsubscribed", "rejected"])
def test_wish_ends_the_list_it_came_from(event_type):
    row = make_running(["desk@mission.example"]).messages.get()

    tell(event_type, row, reject_reason="unsubscribed")

    assert suppressed() == [("desk@mission.example", "briefings", "unsubscribed")]


def test_wish_of_which_nobody_knows_the_list_ends_all():
    tell("unsubscribed", make_message("desk@mission.example"))

    assert noted() == []
    assert suppressed() == [("desk@mission.example", "all", "unsubscribed")]


def test_service_is_given_the_token(settings):
    settings.EMAIL_BACKEND = "anymail.backends.test.EmailBackend"
    settings.BOUNCE_DOMAIN = "bounces.unitar.example"
    row = make_message("desk@mission.example")

    delivery.deliver_due(seconds=5)

    row.refresh_from_db()
    assert row.state == "sent"
    (message,) = mail.outbox
    given = message.anymail_test_params
    token = Envelope.of(row.pk).token
    assert given["metadata"] == {"message": token}
    assert str(given["envelope_sender"]) == f"b+{token}@bounces.unitar.example"
    assert str(given["from"]) == "UNITAR Seminars <seminars@unitar.example>"


@pytest.fixture
def webhook(settings, client):
    """The addresses of the webhooks, which exist where there is a secret."""
    settings.ANYMAIL = {**settings.ANYMAIL, "WEBHOOK_SECRET": SECRET}
    settings.ROOT_URLCONF = ModuleType("addresses")
    settings.ROOT_URLCONF.urlpatterns = urls.webhooks()

    def post(body, secret=SECRET):
        sealed = base64.b64encode(secret.encode()).decode()
        return client.post(
            "/anymail/postmark/tracking/",
            json.dumps(body),
            content_type="application/json",
            headers={"Authorization": f"Basic {sealed}"},
        )

    return post


def postmark(row):
    return {
        "RecordType": "Bounce",
        "ID": 4323372036854775807,
        "Type": "HardBounce",
        "MessageID": "883953f4-6105-42a2-a16a-77a8eac79483",
        "Email": "desk@mission.example",
        "Description": "The server was unable to deliver your message",
        "Details": "smtp;550 5.1.1 The email account does not exist",
        "BouncedAt": "2008-05-05T14:00:00Z",
        "Metadata": {"message": Envelope.of(row.pk).token},
    }


def test_webhook_needs_its_secret(webhook):
    row = make_message("desk@mission.example")

    assert webhook(postmark(row), secret="service:guess").status_code == 400
    assert noted() == []
    assert [webhook(postmark(row)).status_code for _again in range(2)] == [200, 200]
    assert noted() == [("desk@mission.example", "hard")]
    assert suppressed() == [("desk@mission.example", "all", "hard_bounce")]


def test_without_a_secret_there_is_no_such_address(client):
    assert client.post("/anymail/postmark/tracking/").status_code == 404
