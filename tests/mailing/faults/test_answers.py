"""A relay that refuses, hangs up and loses its answers, each for a few of many."""

import pytest
from django.utils import timezone

from mailing import delivery
from mailing.models import Message, Relay, Suppression
from tests.mailing import sink
from tests.mailing.conftest import use
from tests.mailing.faults.stage import Found, look
from tests.mailing.rows import counters_of, make_messages, make_running
from tests.mailing.test_dialogue import Grouping
from tests.scale import sized

pytestmark = pytest.mark.django_db
MANY = sized(200, 10_000)  # in each of two dialogues
LOST = 20  # answers
KINDS = {"r450": 100, "d451": 100, "r554": 200, "d421": 200}  # one in so many


def names(number):
    """Name addresses, of which one in so many is answered in each bad way."""
    kinds = list(KINDS.items())

    def start(n):
        hit = (f"{kind}-" for at, (kind, each) in enumerate(kinds) if n % each == at)
        return next(hit, "")

    return [f"{start(n)}m{n}@example.org" for n in range(number)]


def deliver_all():
    """Deliver as the timetable does; hours that a row has to wait are over at once."""
    for _ in range(MANY):
        delivery.deliver_due(seconds=60)
        Relay.objects.update(broken_until=None)
        waiting = Message.objects.filter(state="pending")
        if not waiting.update(next_attempt_at=timezone.now()):
            return
    raise TimeoutError("Rows are pending for ever.")


@pytest.mark.parametrize("dialogue", [sink.Dialogue, Grouping])
def test_each_answer_has_its_consequence_and_touches_nobody_else(
    settings, monkeypatch, dialogue
):
    monkeypatch.setattr(sink, "Dialogue", dialogue)
    monkeypatch.setattr(sink.Relay, "lines", [], raising=False)
    mailing = make_running(names(MANY))

    with sink.running(closes_after=7) as relay:
        use(settings, relay.port)
        deliver_all()

    failed = MANY // KINDS["r554"]
    tries = Message.objects.exclude(state="failed").values_list("address", "attempt")
    charged = {address for address, attempt in tries if attempt > 1}
    assert look(relay, mailing) == Found()
    assert counters_of(mailing) == {"sent": MANY - failed, "failed": failed}
    assert charged == {a for a in names(MANY) if a[:4] in ("r450", "d451")}
    assert {attempt for _, attempt in tries} == {1, 2}
    assert len(relay.refused) == len(set(relay.refused)) + 2 * MANY // 100 + MANY // 200
    assert Suppression.objects.count() == failed


@pytest.mark.parametrize("is_own", [False, True])
def test_lost_answers_are_listed_or_sent_again_under_the_same_id(relay, is_own):
    cut = [f"{'cut-' if n % 10 == 5 else ''}m{n}@x.example" for n in range(10 * LOST)]
    mailings = [] if is_own else [make_running(cut)]
    if is_own:
        make_messages(cut)

    deliver_all()

    expected = Found(doubled_own=LOST) if is_own else Found(uncertain=LOST)
    unsure = Message.objects.filter(state="uncertain").values_list("address", flat=True)
    assert look(relay, *mailings) == expected
    assert sorted(unsure) == ([] if is_own else sorted(a for a in cut if "cut-" in a))
    assert len(relay.ids) == 10 * LOST + LOST * is_own
    assert set(relay.addresses) == set(cut)


def test_refused_sender_charges_nobody(settings):
    mailing = make_running(names(30))

    with sink.running(refuses_sender="550 5.7.1 not you") as relay:
        use(settings, relay.port)
        delivery.deliver_due(seconds=5)

    assert counters_of(mailing) == {}
    assert mailing.state == "paused"
    assert set(Message.objects.values_list("state", "attempt")) == {("pending", 0)}
    assert relay.ids == []
