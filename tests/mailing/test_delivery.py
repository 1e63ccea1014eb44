"""Whatever the relay answers, each row goes once, or is found where it stood."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from mailing import delivery, mailings, windows
from mailing.models import (
    MailingState,
    Message,
    MessageState,
    Relay,
    Suppression,
    Window,
)
from tests.mailing import sink
from tests.mailing.conftest import use
from tests.mailing.rows import (
    counters_of,
    make_message,
    make_messages,
    make_running,
    states,
)
from tests.races import race
from tests.scale import sized
from users.models import AuditEntry

ROWS = sized(200, 2000)


def make_due_now():
    Message.objects.update(next_attempt_at=timezone.now())


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_each_row_once(relay):
    make_messages([f"m{n}@example.org" for n in range(ROWS)])

    left = race(*[partial(delivery.deliver_due, seconds=60)] * 2)

    assert left == [False, False]
    assert relay.addresses == sorted(f"m{n}@example.org" for n in range(ROWS))
    assert len(set(relay.ids)) == ROWS
    assert set(states().values()) == {"sent"}
    assert Window.objects.count() == 0


@pytest.mark.django_db
def test_accepted_row_keeps_its_moment_and_the_relays_words(relay):
    before = timezone.now()
    message = make_message()

    assert delivery.deliver_due(seconds=5) is False

    message.refresh_from_db()
    assert message.state == MessageState.SENT
    assert message.reply == "250 2.0.0 taken as 1"
    assert message.attempt == 1
    assert before < message.accepted_at < timezone.now()


@pytest.mark.django_db
@pytest.mark.parametrize("moment", ["r", "n", "d"])
def test_row_refused_for_now_is_sent_at_its_next_attempt(relay, moment):
    now = timezone.now()
    make_messages([f"{moment}450-a@example.org", "b@example.org"])

    delivery.deliver_due(seconds=5)

    refused = Message.objects.get(state="pending")
    wait = refused.next_attempt_at - now
    assert states() == {
        f"{moment}450-a@example.org": "pending",
        "b@example.org": "sent",
    }
    assert refused.reply == "450 4.7.1 try again later"
    assert timedelta(minutes=4) <= wait <= timedelta(minutes=6, seconds=5)
    assert delivery.sweep() == 0
    make_due_now()
    delivery.deliver_due(seconds=5)
    refused.refresh_from_db()
    assert (refused.state, refused.attempt) == ("sent", 2)


@pytest.mark.django_db
def test_row_refused_for_good_fails_once_and_others_go(relay):
    make_messages(["r550-a@example.org", "b@example.org", "d554-c@example.org"])

    delivery.deliver_due(seconds=5)
    make_due_now()
    delivery.deliver_due(seconds=5)

    assert states() == {
        "r550-a@example.org": "failed",
        "b@example.org": "sent",
        "d554-c@example.org": "failed",
    }
    assert sorted(relay.refused) == ["d554-c@example.org", "r550-a@example.org"]
    bounced = Suppression.objects.order_by("address_folded")
    assert list(bounced.values_list("address_folded", "scope", "reason")) == [
        ("d554-c@example.org", "all", "hard_bounce"),
        ("r550-a@example.org", "all", "hard_bounce"),
    ]


@pytest.mark.django_db
def test_row_that_was_tried_often_enough_fails(relay):
    make_message("r450-a@example.org", attempt=len(windows.AGAIN))

    delivery.deliver_due(seconds=5)

    assert states() == {"r450-a@example.org": "failed"}


@pytest.mark.django_db
def test_row_that_would_be_worthless_next_time_fails(relay):
    soon = timezone.now() + timedelta(minutes=2)
    make_message("r450-a@example.org", not_after=soon)
    mailing = make_running(["r450-b@example.org"], give_up_at=soon)

    delivery.deliver_due(seconds=5)

    assert states() == {"r450-a@example.org": "failed", "r450-b@example.org": "failed"}
    assert counters_of(mailing) == {"failed": 1}


@pytest.mark.django_db
def test_nobody_is_charged_for_a_relay_that_is_away(settings):
    use(settings, 1)  # nobody listens there
    make_messages(["a@example.org", "b@example.org"])

    assert delivery.deliver_due(seconds=5) is False

    rows = Message.objects.values_list("state", "attempt", "window")
    assert list(rows) == [("pending", 0, None)] * 2
    assert Relay.objects.get().failures == 1
    assert Relay.objects.get().broken_until is None
    assert delivery.sweep() == 2


@pytest.mark.django_db
def test_relay_that_keeps_failing_rests_and_is_forgiven(settings, relay):
    make_message()
    use(settings, 1)

    for _attempt in range(5):
        delivery.deliver_due(seconds=5)

    use(settings, relay.port)
    rest = Relay.objects.get().broken_until - timezone.now()
    assert timedelta(seconds=50) < rest <= timedelta(minutes=1)
    assert delivery.sweep() == 0
    assert delivery.deliver_due(seconds=5) is False
    assert relay.ids == []
    Relay.objects.update(broken_until=timezone.now())
    delivery.deliver_due(seconds=5)
    assert len(relay.ids) == 1
    assert Relay.objects.get().failures == 0


@pytest.mark.django_db
def test_relay_that_closes_after_seven_gets_all_in_turns(settings):
    make_messages([f"m{n}@example.org" for n in range(30)])

    with sink.running(closes_after=7) as relay:
        use(settings, relay.port)
        delivery.deliver_due(seconds=20)

    assert len(relay.ids) == len(set(relay.ids)) == 30
    assert set(Message.objects.values_list("state", "attempt")) == {("sent", 1)}


@pytest.mark.django_db
def test_goodbye_instead_of_an_answer_charges_nobody(relay):
    make_messages(["a@example.org", "d421-b@example.org", "c@example.org"])

    delivery.deliver_due(seconds=5)

    assert set(Message.objects.values_list("state", "attempt")) == {("sent", 1)}
    assert relay.refused == ["d421-b@example.org"] * 2
    assert len(relay.ids) == len(set(relay.ids)) == 3


@pytest.mark.django_db
def test_relay_that_refuses_our_address_pauses_the_mailing(settings):
    mailing = make_running(["a@example.org", "b@example.org"])
    make_message("c@example.org")

    with sink.running(refuses_sender="550 5.7.1 not you") as relay:
        use(settings, relay.port)
        delivery.deliver_due(seconds=5)

    mailing.refresh_from_db()
    entry = AuditEntry.objects.get()
    rows = list(Message.objects.select_related("mailing"))
    mailings.pause_refused(rows, "550 once more")  # changes nothing
    assert mailing.state == MailingState.PAUSED
    assert AuditEntry.objects.count() == 1
    assert (entry.verb, entry.why) == ("pause", "550 5.7.1 not you")
    assert set(Message.objects.values_list("state", "attempt")) == {("pending", 0)}


@pytest.mark.django_db
def test_lost_answer_leaves_a_mailings_row_to_a_person_and_sends_ones_own_again(relay):
    mailing = make_running(["cut-a@example.org", "b@example.org"])

    delivery.deliver_due(seconds=5)

    assert states() == {"cut-a@example.org": "uncertain", "b@example.org": "pending"}
    Relay.objects.update(broken_until=None)
    delivery.deliver_due(seconds=5)
    make_message("cut-c@example.org")
    delivery.deliver_due(seconds=5)
    own = Message.objects.get(mailing=None)
    assert counters_of(mailing) == {"sent": 1, "uncertain": 1}
    assert mailing.state == MailingState.DONE
    assert (own.state, own.attempt) == ("pending", 1)
    assert own.next_attempt_at > timezone.now()
    make_due_now()
    delivery.deliver_due(seconds=5)
    own_id = f"<m{own.pk}@testserver>"
    assert [id for id in relay.ids if id == own_id] == [own_id] * 2


@pytest.mark.django_db
def test_what_is_worthless_by_now_is_not_sent(relay):
    past = timezone.now() - timedelta(seconds=1)
    make_message("a@example.org", not_after=past)
    mailing = make_running(["b@example.org"])
    mailing.messages.update(not_after=past)

    assert delivery.deliver_due(seconds=5) is False

    assert states() == {"a@example.org": "expired", "b@example.org": "expired"}
    assert counters_of(mailing) == {"expired": 1}
    assert mailing.state == MailingState.DONE
    assert relay.ids == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("scope", "outcome"),
    [("all", "suppressed"), ("briefings", "suppressed"), ("digests", "sent")],
)
def test_suppressed_address_gets_no_mailing_and_keeps_its_confirmations(
    relay, scope, outcome
):
    Suppression.objects.create(
        address_folded="a@example.org",
        scope=scope,
        reason="unsubscribed",
        at=timezone.now(),
    )
    mailing = make_running(["A@Example.org", "b@example.org"])
    make_message("a@example.org")

    delivery.deliver_due(seconds=5)

    assert states(mailing=mailing) == {
        "A@Example.org": outcome,
        "b@example.org": "sent",
    }
    assert states(mailing=None) == {"a@example.org": "sent"}
    assert sum(counters_of(mailing).values()) == mailing.total == 2


@pytest.mark.django_db
def test_mail_for_one_person_goes_before_a_mailing(relay):
    make_running([f"m{n}@example.org" for n in range(30)])
    make_message("confirmed@example.org")

    own, many = windows.claim(20), windows.claim(20)

    assert [row.address for row in own.rows] == ["confirmed@example.org"]
    assert (own.window.stride, len(many.rows), many.window.stride) == (1, 20, 2)


@pytest.mark.django_db
def test_mailing_that_waits_for_its_next_attempt_holds_no_other_up(relay):
    first = make_running(["a@example.org"])
    make_running(["b@example.org"])
    later = timezone.now() + timedelta(hours=1)
    first.messages.update(next_attempt_at=later)

    assert delivery.deliver_due(seconds=5) is False

    assert relay.addresses == ["b@example.org"]


@pytest.mark.django_db
def test_window_of_mailings_is_hinted_ten_times():
    make_running([f"m{n}@example.org" for n in range(30)])

    assert windows.claim(30).window.stride == 3


@pytest.mark.django_db
def test_row_that_cannot_be_rendered_fails_alone(relay):
    mailing = make_running(["a@example.org"])
    mailing.texts.all().delete()
    make_message("b@example.org")

    delivery.deliver_due(seconds=5)

    assert states() == {"a@example.org": "failed", "b@example.org": "sent"}
    failed = Message.objects.get(state="failed")
    assert failed.reply == "LookupError: This mailing has no text."


@pytest.mark.django_db
def test_row_that_cannot_be_put_on_the_wire_fails_alone(relay):
    make_messages(["a@example.org b@example.org", "c@example.org"])

    delivery.deliver_due(seconds=5)

    assert relay.addresses == ["c@example.org"]
    assert states()["a@example.org b@example.org"] == "failed"


@pytest.mark.django_db
def test_no_row_is_begun_without_lease(settings, relay):
    settings.MAIL_LEASE_SECONDS = 0
    make_message()

    assert delivery.deliver_due(seconds=0.1) is True

    assert relay.ids == []
    assert states() == {"mission@example.org": "pending"}


@pytest.mark.django_db
def test_any_backend_of_django_takes_the_mail(settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    make_running(["a@example.org"])
    make_message("b@example.org")

    delivery.deliver_due(seconds=5)

    written = "".join(file.read_text() for file in tmp_path.iterdir())
    assert states() == {"a@example.org": "sent", "b@example.org": "sent"}
    assert written.count("Message-ID: <m") == 2


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["Name", "Nom é", ""])
def test_domain_of_other_letters_is_written_as_name_servers_know_it(relay, name):
    make_message("mission@exämple.org", name=name)

    delivery.deliver_due(seconds=5)

    assert relay.addresses == ["mission@xn--exmple-cua.org"]
