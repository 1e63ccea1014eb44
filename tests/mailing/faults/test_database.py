"""PostgreSQL goes away under a worker, in order or at once, alone or with it."""

from tests.mailing.faults.stage import (
    PATIENCE,
    Found,
    is_settled,
    kill,
    look,
    wait_until,
)
from tests.mailing.rows import make_messages, make_running
from tests.scale import sized

TIMES = sized(1, 10)
WINDOW, HELD = 20, 15  # rows of a first window, and the one at which it happens
SHORT = 1.5  # seconds of lease, where a rule is missing and only that is to be seen


def names(number, *held, name="m"):
    starts = ["hold-" if n in held else "" for n in range(number)]
    return [f"{start}{name}{n}@example.org" for n, start in enumerate(starts)]


def wait_for_the_held_answer(relay):
    assert relay.holding.wait(PATIENCE)
    relay.holding.clear()


def restart_under_a_worker(relay, server):
    """Restart in both ways, each time while the worker waits for an answer."""
    for how in ("fast", "immediate"):
        wait_for_the_held_answer(relay)
        server.restart(how)
        relay.go_on.set()
        relay.go_on.clear()


def test_worker_writes_what_it_knows_when_the_database_is_back(
    server, stage_there, relay
):
    for turn in range(TIMES):
        mailing = make_running(names(60, 10, 40, name=f"m{turn}-"))
        worker = stage_there.start(lease=20)
        restart_under_a_worker(relay, server)
        wait_until(is_settled)
        kill(worker)
        assert look(relay, mailing) == Found()


def crash_with_workers(stage, relay, server, number, **orders):
    """End PostgreSQL at once, and the workers while it is away."""
    workers = []
    for _ in range(number):
        workers.append(stage.start(**orders))
        wait_for_the_held_answer(relay)
    server.end("immediate")
    kill(*workers)
    server.start()
    stage.start(**orders)
    wait_until(is_settled)


def test_crash_of_all_leaves_windows_to_a_person_and_loses_no_confirmation(
    server, stage_there, relay
):
    make_messages(names(WINDOW, HELD, name="own"))
    mailing = make_running(names(2 * WINDOW, HELD))

    crash_with_workers(stage_there, relay, server, 2)

    found = look(relay, mailing)
    assert found == Found(uncertain=WINDOW, doubled_own=found.doubled_own)
    assert 0 < found.doubled_own <= WINDOW


def test_recovery_without_a_new_start_loses_hints_too(server, stage_there, relay):
    mailing = make_running(names(2 * WINDOW, HELD))
    worker = stage_there.start()
    wait_for_the_held_answer(relay)

    kill(worker)
    server.crash_inside()
    stage_there.start()
    wait_until(is_settled)

    assert look(relay, mailing) == Found(uncertain=WINDOW)


def test_hints_that_a_crash_lost_double_if_they_are_trusted(server, stage_there, relay):
    mailing = make_running(names(2 * WINDOW, HELD))

    rule = "start time"
    crash_with_workers(stage_there, relay, server, 1, lease=SHORT, without=rule)

    assert look(relay, mailing).doubled > 0
