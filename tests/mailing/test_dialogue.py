"""Commands in a group: the same outcome for each row, in half the round trips."""

import pytest
from django.utils import timezone

from mailing import delivery
from mailing.models import Message, Relay
from tests.mailing import sink
from tests.mailing.conftest import use
from tests.mailing.rows import (
    counters_of,
    make_message,
    make_messages,
    make_running,
)

pytestmark = pytest.mark.django_db
NOBODY = "554 5.5.1 nobody to send it to"


class Grouping(sink.Dialogue):
    """A dialogue that allows groups, and knows when nobody would get a message."""

    goes_on = False  # and says so only behind the message, as some relays do

    def handle(self):
        self.is_refused = False
        super().handle()

    def on_ehlo(self, line):
        return self.say("250-sink") and self.say("250-SIZE 9000000") and self.allow()

    def allow(self):
        return self.say("250 PIPELINING")

    def on_mail(self, line):
        self.relay.lines.append(line)
        self.is_refused = bool(self.relay.refuses_sender)
        return super().on_mail(line)

    def refuse(self, moment):
        is_refused = super().refuse(moment)
        if moment == "r":
            self.is_refused |= bool(is_refused)
        return is_refused

    def on_data(self, line):
        if not self.is_refused:
            return super().on_data(line)
        if self.goes_on:
            self.say("354 go on")
            assert self.rfile.readline() == b".\r\n"
        return self.say(NOBODY)


class GoingOn(Grouping):
    goes_on = True


class OneByOne(Grouping):
    """A dialogue that allows no groups."""

    def allow(self):
        return self.say("250 8BITMIME")


@pytest.fixture(params=[Grouping, GoingOn, OneByOne])
def relay_of(request, settings, monkeypatch):
    """A relay that speaks in one of these ways."""
    monkeypatch.setattr(sink, "Dialogue", request.param)
    monkeypatch.setattr(sink.Relay, "lines", [], raising=False)

    def start(**behaviour):
        return sink.running(**behaviour)

    return start


def found():
    Relay.objects.update(broken_until=None)
    rows = Message.objects.order_by("pk")
    return list(rows.values_list("state", "attempt", "reply"))


def deliver(settings, relay):
    use(settings, relay.port)
    delivery.deliver_due(seconds=5)


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [
        ("r450", ("pending", 1, "450 4.7.1 try again later")),
        ("r550", ("failed", 1, "550 5.1.1 no such mailbox")),
        ("n451", ("pending", 1, "451 4.7.1 try again later")),
        ("n554", ("failed", 1, "554 5.1.1 no such mailbox")),
        ("d451", ("pending", 1, "451 4.7.1 try again later")),
        ("d554", ("failed", 1, "554 5.1.1 no such mailbox")),
    ],
)
def test_refused_row_touches_no_other(settings, relay_of, kind, outcome):
    make_messages(["a@example.org", f"{kind}-b@example.org", "c@example.org"])

    with relay_of() as relay:
        deliver(settings, relay)

    assert relay.addresses == ["a@example.org", "c@example.org"]
    taken = ("sent", 1, "250 2.0.0 taken as 1"), ("sent", 1, "250 2.0.0 taken as 2")
    assert found() == [taken[0], outcome, taken[1]]


@pytest.mark.parametrize("behaviour", [{"closes_after": 2}, {"seconds": 0}])
def test_every_row_goes_once_whenever_the_relay_hangs_up(settings, relay_of, behaviour):
    make_messages([f"m{n}@example.org" for n in range(7)])

    with relay_of(**behaviour) as relay:
        deliver(settings, relay)

    assert relay.addresses == [f"m{n}@example.org" for n in range(7)]
    assert {(state, attempt) for state, attempt, _ in found()} == {("sent", 1)}


def test_goodbye_behind_the_message_charges_nobody(settings, relay_of):
    make_messages(["a@example.org", "d421-b@example.org", "c@example.org"])

    with relay_of() as relay:
        deliver(settings, relay)

    assert len(relay.ids) == len(set(relay.ids)) == 3
    assert {(state, attempt) for state, attempt, _ in found()} == {("sent", 1)}


def test_lost_answer_is_in_doubt_and_its_message_goes_again(settings, relay_of):
    message = make_message("cut-a@example.org")

    with relay_of() as relay:
        deliver(settings, relay)
        Message.objects.update(next_attempt_at=timezone.now())
        deliver(settings, relay)

    assert relay.ids == [f"<m{message.pk}@testserver>"] * 2


class Rude(Grouping):
    """A dialogue that hangs up behind a refusal, or at an address without a word."""

    def on_rcpt(self, line):
        silent = "silent-" in line
        return not silent and super().on_rcpt(line) and not self.is_refused


class Stuttering(Grouping):
    """A dialogue that takes a message, and breaks off or talks nonsense then."""

    answers = {"half": b"25", "odd": b"what?\r\n", "late": b"354 go on\r\n"}

    def say(self, line):
        word = self.answers.get(self.kind())
        if word and line.startswith("250 2.0.0") and self.relay.troubles(self.to):
            self.wfile.write(word)
            return False
        return super().say(line)

    def kind(self):
        return getattr(self, "to", "").partition("-")[0]


def deliver_in_turns(settings, relay):
    """Deliver as the timetable does, with the relay's rests left out."""
    for _turn in range(4):
        Relay.objects.update(broken_until=None)
        deliver(settings, relay)


def test_refusal_counts_though_the_relay_hangs_up_behind_it(settings, monkeypatch):
    monkeypatch.setattr(sink, "Dialogue", Rude)
    monkeypatch.setattr(sink.Relay, "lines", [], raising=False)
    make_messages(["r550-a@example.org", "r450-b@example.org", "c@example.org"])

    with sink.running() as relay:
        deliver_in_turns(settings, relay)

    assert found() == [
        ("failed", 1, "550 5.1.1 no such mailbox"),
        ("pending", 1, "450 4.7.1 try again later"),
        ("sent", 1, "250 2.0.0 taken as 1"),
    ]


def test_address_at_which_the_relay_hangs_up_blocks_no_other(settings, monkeypatch):
    monkeypatch.setattr(sink, "Dialogue", Rude)
    monkeypatch.setattr(sink.Relay, "lines", [], raising=False)
    make_messages(["silent-a@example.org", "b@example.org", "c@example.org"])

    with sink.running() as relay:
        deliver_in_turns(settings, relay)

    assert relay.addresses == ["b@example.org", "c@example.org"]
    assert found()[0] == ("pending", 0, "")


@pytest.mark.parametrize("kind", Stuttering.answers)
def test_answer_that_breaks_off_leaves_its_row_in_doubt(settings, monkeypatch, kind):
    monkeypatch.setattr(sink, "Dialogue", Stuttering)
    monkeypatch.setattr(sink.Relay, "lines", [], raising=False)
    mailing = make_running([f"{kind}-a@example.org", "b@example.org"])

    with sink.running() as relay:
        deliver_in_turns(settings, relay)

    assert relay.addresses == ["b@example.org", f"{kind}-a@example.org"]
    assert counters_of(mailing) == {"sent": 1, "uncertain": 1}


def test_refused_sender_charges_nobody(settings, relay_of):
    make_message("a@example.org")

    with relay_of(refuses_sender="550 5.7.1 not you") as relay:
        deliver(settings, relay)

    assert relay.ids == []
    assert found() == [("pending", 0, "")]


def test_relay_hears_how_large_a_message_is(settings, relay_of):
    make_message("a@example.org")

    with relay_of() as relay:
        deliver(settings, relay)

    size = len(relay.sources[0])
    (line,) = relay.lines
    assert line.endswith(f"size={size}")


def test_dots_arrive_as_they_left(settings, relay_of):
    make_message("a@example.org", text=".\n..two\nthree\n.\n")

    with relay_of() as relay:
        deliver(settings, relay)

    (taken,) = relay.accepted
    assert taken.get_content().replace("\r\n", "\n") == ".\n..two\nthree\n.\n"
