"""A room is changed for very many people, and the worker dies in the middle of it."""

from collections import Counter

from mailing.models import Message
from registrations.services import changes
from tests.factories import (
    COMMAND,
    NOW,
    make_mission,
    make_room,
    make_seminar,
    register,
)
from tests.mailing.faults.stage import PATIENCE, is_settled, kill, wait_until
from tests.scale import sized

PEOPLE = sized(60, 500)
LEASE = 2  # seconds


def address_of(number):
    """Name people; for the one in the middle the relay keeps its answer back."""
    start = "hold-" if number == PEOPLE // 2 else ""
    return f"{start}delegate{number}@example.org"


def test_everybody_has_one_message_of_a_change_though_the_worker_died(
    stage, relay, settings
):
    settings.CHANGE_GRACE_SECONDS = 0
    seminar, mission = make_seminar(places=PEOPLE), make_mission()
    addresses = [address_of(number) for number in range(PEOPLE)]
    for address in addresses:
        register(seminar, mission, address=address)
    Message.objects.all().delete()  # confirmations, which are not looked at here

    changes.move_room(seminar.sessions.get(), make_room(), by=COMMAND, at=NOW)
    worker = stage.start(lease=LEASE)
    assert relay.holding.wait(PATIENCE)
    kill(worker)
    stage.start(lease=LEASE)
    wait_until(is_settled)

    rows = Message.objects.values_list("address", "purpose", "state")
    assert sorted(rows) == sorted((one, "changed_room", "sent") for one in addresses)
    assert set(relay.addresses) == set(addresses)
    # Whose answer was on its way when the worker died is written to again, under the
    # same Message-ID: a mailbox shows one message.
    taken = Counter(zip(relay.envelopes, relay.ids, strict=True))
    assert len(taken) == PEOPLE
    assert [to for (to, _id), times in taken.items() if times > 1] == [
        address_of(PEOPLE // 2)
    ]
