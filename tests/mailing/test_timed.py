"""Messages with an hour: the queue is brought into line with what is called for."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mailing import timed, windows
from mailing.models import Bounce, Message, Window
from tests.factories import DAY, HOUR, NOW

pytestmark = pytest.mark.django_db
PERSON = "sample.person:1"


def letter(person=PERSON, about="sample.session:1 r1", **fields):
    fields.setdefault("subject", "Reminder")
    fields.setdefault("next_attempt_at", NOW + DAY)
    fields.setdefault("not_after", NOW + 3 * DAY)
    return Message(
        person_key=person,
        purpose="reminder",
        about=about,
        address=fields.pop("address", "desk@example.org"),
        language="en",
        merge={"link": ["r", 1, 1]},
        text="It begins.",
        **fields,
    )


def bring(*letters, people=(PERSON,), at=NOW):
    timed.bring_into_line(letters, people=people, purposes=["reminder"], at=at)


def rows():
    found = Message.objects.order_by("pk")
    return list(found.values_list("about", "state", "subject"))


def put(**fields):
    Message.objects.update(**fields)


def hold():
    window = Window.objects.create(claimed_at=NOW, lease_until=NOW, stride=1)
    put(state="sending", window=window)
    return window


def test_what_lacks_is_written_once():
    bring(letter())
    bring(letter())

    assert rows() == [("sample.session:1 r1", "pending", "Reminder")]


def test_what_nothing_calls_for_is_called_back_and_what_is_called_for_again_revived():
    bring(letter())

    bring()
    assert rows() == [("sample.session:1 r1", "cancelled", "Reminder")]
    bring(letter(subject="Again"))

    assert rows() == [("sample.session:1 r1", "pending", "Again")]
    assert Message.objects.get().not_after == NOW + 3 * DAY


@pytest.mark.parametrize("state", ["failed", "suppressed", "uncertain"])
def test_what_was_tried_is_neither_corrected_nor_written_again(state):
    bring(letter())
    put(state=state)

    bring(letter(subject="Other"))
    bring()

    assert rows() == [("sample.session:1 r1", state, "Reminder")]


def test_what_was_refused_for_good_goes_to_the_address_that_was_corrected():
    bring(letter())
    put(state="failed", attempt=1, reply="550 5.1.1", next_attempt_at=NOW + 2 * DAY)

    bring(letter(address="DESK@example.org"))
    assert [state for _, state, _ in rows()] == ["failed"]
    bring(letter(address="right@example.org"))

    again = Message.objects.get()
    assert (again.state, again.address) == ("pending", "right@example.org")
    assert (again.attempt, again.reply) == (0, "")
    assert again.next_attempt_at == NOW + DAY


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        ("hard", "pending"),
        ("policy", "pending"),
        ("soft", "pending"),
        ("complaint", "sent"),
    ],
)
def test_what_came_back_goes_to_the_address_that_was_corrected(kind, state):
    bring(letter())
    put(state="sent", accepted_at=NOW)
    sent = Message.objects.get()
    Bounce.objects.create(
        message=sent, address_folded=sent.address_folded, kind=kind, at=NOW
    )

    bring(letter(address="right@example.org"))
    assert [state for _, state, _ in rows()] == [state]
    put(state="sent", accepted_at=NOW)
    bring(letter(address="other@example.org"))

    assert [state for _, state, _ in rows()] == ["sent"]


def test_what_a_relay_put_off_at_a_wrong_address_goes_at_its_hour():
    bring(letter())
    put(attempt=3, next_attempt_at=NOW + 2 * DAY)

    bring(letter(address="right@example.org"))

    again = Message.objects.get()
    assert (again.attempt, again.next_attempt_at) == (0, NOW + DAY)


def test_other_people_purposes_and_mailings_are_left_alone():
    bring(letter())
    put(purpose="seat_confirmed")
    bring(letter(person="sample.person:2"), people=["sample.person:2"])

    bring()

    assert [state for _, state, _ in rows()] == ["pending", "pending"]


def test_another_hour_is_kept_unless_a_relay_put_the_message_off():
    bring(letter())
    bring(letter(next_attempt_at=NOW + HOUR, not_after=NOW + DAY))
    moved = Message.objects.get()
    assert (moved.next_attempt_at, moved.not_after) == (NOW + HOUR, NOW + DAY)

    put(attempt=1, next_attempt_at=NOW + 5 * HOUR)
    bring(letter(next_attempt_at=NOW + HOUR, not_after=NOW + DAY, subject="Other"))

    assert Message.objects.get().next_attempt_at == NOW + 5 * HOUR
    assert rows() == [("sample.session:1 r1", "pending", "Other")]


@pytest.mark.parametrize("again", [[], [letter(subject="Other")]])
def test_what_a_worker_holds_leaves_now_or_never(again):
    bring(letter(next_attempt_at=NOW - HOUR))
    window = hold()

    bring(*again)
    assert Message.objects.get().state == "sending"
    windows.close(window.pk, handled_to=0)  # the relay failed before it was begun
    windows.claim(10)

    assert rows() == [("sample.session:1 r1", "expired", "Reminder")]
    bring(*again, at=NOW + timedelta(seconds=5))
    assert [state for _, state, _ in rows()] == [again and "pending" or "expired"]


def test_many_people_cost_no_more_statements():
    def statements(number):
        people = [f"sample.person:{number}-{one}" for one in range(number)]
        letters = [letter(person) for person in people]
        with CaptureQueriesContext(
            connection,
        ) as asked:
            bring(*letters, people=people)
        return len(asked)

    assert statements(3) == statements(50)
