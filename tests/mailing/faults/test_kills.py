"""Workers that are killed or stopped in the worst moment: between sent and noted."""

from mailing.models import Message, Relay, Window
from tests.mailing.faults.stage import (
    PATIENCE,
    Found,
    go_on,
    halt,
    is_settled,
    kill,
    look,
    wait_until,
)
from tests.mailing.rows import make_messages, make_running
from tests.scale import sized

MANY, KILLS = sized((2_000, 2), (20_000, 15))
OWN, OWN_KILLS = sized((60, 1), (500, 5))
STOPS = sized(1, 10)  # each time of two workers
SHORT = 1.5  # seconds of lease, where a rule is missing and only that is to be seen


def addresses(number, held, name="m"):
    """Name so many addresses; at some of them the relay keeps its answer back."""
    starts = ["hold-" if n in held else "" for n in range(number)]
    return [f"{start}{name}{n}@example.org" for n, start in enumerate(starts)]


def kill_in_the_worst_moment(stage, relay, times, **orders):
    """Kill the worker each time the relay holds its answer; return the strides."""
    strides = 0
    worker = stage.start(**orders)
    for _ in range(times):
        assert relay.holding.wait(PATIENCE)
        relay.holding.clear()
        strides += max(Window.objects.values_list("stride", flat=True))
        kill(worker)
        worker = stage.start(**orders)
    wait_until(is_settled)
    return strides


def test_killed_workers_lose_nothing_and_double_no_mailing(stage, relay):
    own = {(n + 1) * OWN // (2 * OWN_KILLS) for n in range(OWN_KILLS)}
    held = {(n + 1) * MANY // (2 * KILLS) for n in range(KILLS)}
    make_messages(addresses(OWN, own, "own"))
    mailing = make_running(addresses(MANY, held))

    strides = kill_in_the_worst_moment(stage, relay, OWN_KILLS + KILLS)

    found = look(relay, mailing)
    assert found == Found(doubled_own=OWN_KILLS, uncertain=found.uncertain)
    assert KILLS <= found.uncertain <= strides
    mailing.refresh_from_db()
    assert mailing.state == "done"


def test_without_the_doubt_a_kill_doubles(stage, relay):
    mailing = make_running(addresses(20, {7}))

    kill_in_the_worst_moment(stage, relay, 1, lease=SHORT, without="doubt")

    assert look(relay, mailing).doubled > 0


def stop_past_the_lease(stage, relay, workers, **orders):
    """Stop workers that wait for an answer, until another has done all the rest."""
    stopped = []
    for _ in range(workers):
        stopped.append(stage.start(**orders))
        assert relay.holding.wait(PATIENCE)
        relay.holding.clear()
        halt(stopped[-1])
    awake = stage.start(**orders)
    wait_until(is_settled)
    relay.go_on.set()
    for worker in stopped:
        go_on(worker)
    wait_until(lambda: relay.dialogues == 0)
    relay.go_on.clear()
    kill(awake, *stopped)


def test_worker_that_wakes_behind_its_lease_begins_nothing(stage, relay):
    Relay.objects.create(name="default", connections=3)
    mailings = []
    for stop in range(STOPS):
        make_messages(addresses(20, {7}, f"own{stop}-"))
        mailings.append(make_running(addresses(20, {7}, f"m{stop}-")))
        stop_past_the_lease(stage, relay, 2)

    found = look(relay, *mailings)
    assert found == Found(doubled_own=STOPS, uncertain=2 * STOPS)


def test_without_a_look_at_the_lease_it_doubles(stage, relay):
    mailing = make_running(addresses(20, {7}))

    stop_past_the_lease(stage, relay, 1, lease=SHORT, without="lease")

    assert look(relay, mailing).doubled > 0
    assert Message.objects.filter(state="uncertain").exists()
