"""What comes back is understood, counted once, and forged by nobody."""

import io
import sys
from collections import Counter
from datetime import timedelta
from functools import partial

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone

from mailing import delivery, returns
from mailing.envelope import Envelope
from mailing.models import Bounce, Message, Suppression
from mailing.returns import Received
from mailing.unsubscription import Unsubscription
from tests.mailing.returned import HARD, POLICY, SAMPLES, SOFT, made, report, words
from tests.mailing.rows import make_message, make_running, states
from tests.races import race
from users.models import AuditEntry

pytestmark = pytest.mark.django_db
NOW = timezone.now()
DEAD = report("5.1.1", "smtp; 550 5.1.1 User unknown")
FULL = report("5.2.2", "smtp; 552 5.2.2 mailbox full")


@pytest.fixture(autouse=True)
def bounces_come_home(settings):
    settings.BOUNCE_DOMAIN = "bounces.unitar.example"


def receive(row, sample=DEAD, *, at=NOW, to=""):
    to = to or Envelope.of(row.pk).address
    return returns.receive(made(sample, to), at=at)


def noted():
    return list(Bounce.objects.order_by("pk").values_list("address_folded", "kind"))


def suppressed():
    found = Suppression.objects.order_by("pk")
    return list(found.values_list("address_folded", "scope", "reason"))


@pytest.mark.parametrize("name", SAMPLES)
def test_report_is_understood(name):
    kind, sample = SAMPLES[name]
    row = make_message("Desk@mission.example")

    received = receive(row, sample)

    assert received is (Received.NOTED if kind else Received.NOT_READ)
    assert noted() == ([("desk@mission.example", kind)] if kind else [])
    assert suppressed() == (
        [("desk@mission.example", "all", "hard_bounce")] if kind == HARD else []
    )


def test_samples_are_many_and_of_every_kind():
    kinds = [kind for kind, _sample in SAMPLES.values()]

    assert len(kinds) >= 40
    assert {HARD, SOFT, POLICY, None} == set(kinds)


def test_report_names_its_message_and_leaves_a_trace():
    row = make_message("desk@mission.example")

    receive(row)

    bounce = Bounce.objects.get()
    assert (bounce.message, bounce.at) == (row, NOW)
    assert bounce.evidence == "5.1.1 smtp; 550 5.1.1 User unknown"
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.kind, entry.label) == (
        "suppress",
        "system",
        "returned mail",
    )


def test_report_that_comes_again_counts_once():
    row = make_message()
    to = Envelope.of(row.pk).address
    raw = made(DEAD, to)
    later = b"Received: by another hand\r\n" + raw

    assert returns.receive(raw, at=NOW) is Received.NOTED
    assert returns.receive(later, at=NOW) is Received.KNOWN
    assert returns.receive(raw, recipient=to.upper(), at=NOW) is Received.KNOWN
    assert Bounce.objects.count() == Suppression.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_report_that_comes_twice_at_once_counts_once():
    row = make_message()

    outcomes = race(*[partial(receive, row) for _ in range(4)])

    assert Counter(outcomes) == {Received.NOTED: 1, Received.KNOWN: 3}
    assert Bounce.objects.count() == Suppression.objects.count() == 1
    assert AuditEntry.objects.count() == 1


def forged(row):
    good = Envelope.of(row.pk).token
    other = Envelope.of(row.pk + 1).token.rpartition(".")[2]
    unsubscribing = Unsubscription.of(row.pk).token
    version, number, _seal = good.split(".")
    return [
        good[:-1] + ("a" if good[-1] != "a" else "b"),
        f"{version}.{number}.{other}",
        unsubscribing,
        f"{version}.{number}.",
        number,
        "",
    ]


def test_forged_address_changes_nothing():
    row = make_message()

    for token in forged(row):
        to = f"b+{token}@bounces.unitar.example"
        assert receive(row, to=to) is Received.NOT_OURS

    assert (noted(), suppressed()) == ([], [])


def test_message_that_is_gone_is_no_message_of_ours():
    row = make_message()
    row.pk += 1

    assert receive(row) is Received.NOT_OURS
    to = f"u+{Unsubscription.of(row.pk).token}@bounces.unitar.example"
    assert receive(row, to=to) is Received.NOT_OURS


def test_address_on_the_envelope_is_found_where_the_relay_puts_it():
    row = make_message()
    to = Envelope.of(row.pk).address
    raw = made(DEAD, "somebody@relay.example")

    for given in (
        {"recipient": to, "raw": raw},
        {"raw": b"X-Original-To: " + to.encode() + b"\r\n" + raw},
        {"raw": b"Envelope-To: <" + to.encode() + b">\r\n" + raw},
    ):
        Bounce.objects.all().delete()
        assert returns.receive(at=NOW, **given) is Received.NOTED


def soft_on(row, *days):
    for day in days:
        said = f"smtp; 452 4.2.2 full, say {day}"
        receive(row, report("4.2.2", said), at=NOW - timedelta(days=day))


def test_five_days_within_thirty_end_mailings():
    row = make_message("desk@mission.example")

    soft_on(row, 28, 20, 9, 1)
    assert suppressed() == []
    soft_on(row, 0)

    assert suppressed() == [("desk@mission.example", "all", "soft_bounce")]


@pytest.mark.parametrize(
    "days",
    [
        (35, 28, 20, 9, 0),
        (4, 4.001, 3, 2, 0, 0.0001, 0.0002),
    ],
)
def test_fewer_days_or_longer_ago_end_nothing(days):
    at_noon = timezone.localtime().replace(hour=12)
    row = make_message()

    for day in days:
        said = f"smtp; 452 4.2.2 full, say {day}"
        receive(row, report("4.2.2", said), at=at_noon - timedelta(days=day))

    assert suppressed() == []
    assert len(noted()) == len(days)


def test_policy_never_ends_mailings():
    row = make_message()

    for day in range(10):
        said = report("5.7.1", f"smtp; 554 5.7.1 blocked, say {day}")
        receive(row, said, at=NOW - timedelta(days=day))

    assert [kind for _address, kind in noted()] == [POLICY] * 10
    assert suppressed() == []


def test_dead_address_gets_no_mailing_and_its_own_mail(relay):
    receive(make_message("desk@example.org", state="failed"))
    make_running(["Desk@example.org"])
    make_message("desk@example.org", about="users.auditentry:2")

    delivery.deliver_due(seconds=5)

    assert states(mailing__isnull=False) == {"Desk@example.org": "suppressed"}
    assert relay.envelopes == ["desk@example.org"]


def test_mail_to_the_other_address_ends_mailings():
    row = make_running(["desk@mission.example"]).messages.get()
    to = f"u+{Unsubscription.of(row.pk).token}@bounces.unitar.example"

    for _again in range(2):
        assert receive(row, words("", ours=""), to=to) is Received.UNSUBSCRIBED

    assert suppressed() == [("desk@mission.example", "briefings", "unsubscribed")]
    assert [entry.kind for entry in AuditEntry.objects.all()] == ["link"]


def test_report_to_a_mailing_counts_for_its_address_alone():
    mailing = make_running(["a@example.org", "b@example.org"])

    receive(mailing.messages.get(address="a@example.org"))

    assert suppressed() == [("a@example.org", "all", "hard_bounce")]


RUBBISH = [
    b"",
    b"\0\xff\xfe" * 1000,
    b"To: {to}\r\nContent-Type: multipart/report; boundary=x\r\n\r\n--x\r\n\r\n",
    b"To: {to}\r\nContent-Type: message/delivery-status\r\n\r\nAction\r\n\r\n: failed",
    b"To: {to}\r\nContent-Type: multipart/mixed\r\n\r\n",
    b"To: {to}\r\nX-Failed-Recipients: \xff\xfe\xfd\r\n\r\n\0\0",
    b"To: {to}\r\nContent-Type: message/delivery-status\r\n\r\n"
    b"Action: failed\r\nStatus: \0\xff\r\nDiagnostic-Code: \xff 550 5.1.1 \0\r\n",
]


@pytest.mark.parametrize("raw", RUBBISH, ids=range(len(RUBBISH)))
def test_rubbish_in_the_pipe_is_taken_and_foreseen(raw, pipe, caplog):
    row = make_message()

    pipe(raw.replace(b"{to}", Envelope.of(row.pk).address.encode()))

    assert Message.objects.get().state == "pending"
    assert "was not read" not in caplog.text


@pytest.fixture
def pipe(monkeypatch):
    def run(raw, **options):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
        out = io.StringIO()
        call_command("receive_bounce", stdout=out, **options)
        return out.getvalue().strip()

    return run


def test_pipe_takes_a_report(pipe):
    row = make_message("desk@mission.example")
    raw = made(DEAD, "somebody@relay.example")

    assert pipe(raw, recipient=Envelope.of(row.pk).address) == "noted"
    assert pipe(raw) == "of no message of ours"
    assert suppressed() == [("desk@mission.example", "all", "hard_bounce")]


def test_log_of_what_is_not_understood_names_no_address(pipe, caplog):
    row = make_message("desk@mission.example")

    pipe(made(words("Thank you"), Envelope.of(row.pk).address))
    pipe(made(DEAD, "desk@mission.example"))

    assert len(caplog.messages) == 2
    assert "desk" not in caplog.text


def test_without_a_database_the_relay_comes_again(pipe, monkeypatch):
    def away(*_args, **_kwargs):
        raise OperationalError

    monkeypatch.setattr(returns, "receive", away)

    with pytest.raises(SystemExit) as ended:
        pipe(b"")
    assert ended.value.code == 75


def test_what_nobody_foresaw_is_logged_and_not_sent_back(pipe, monkeypatch, caplog):
    def broken(*_args, **_kwargs):
        raise RuntimeError("surprise")

    monkeypatch.setattr(returns, "receive", broken)

    assert pipe(b"abc") == ""
    assert caplog.messages == ["a returned message of 3 bytes was not read"]
