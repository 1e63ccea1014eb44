"""When a row that was refused for now is tried again, and for how long."""

from datetime import timedelta

import pytest
from django.utils import timezone

from mailing import mailings, windows
from mailing.models import Mailing, Message
from tests.mailing.rows import SYSTEM, make_mailing

HOUR = timedelta(hours=1)
WAITS = [HOUR / 12, HOUR / 4, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, 24 * HOUR, 24 * HOUR]


@pytest.mark.parametrize(("attempt", "wait"), list(enumerate(WAITS)))
def test_each_attempt_waits_longer_and_never_for_the_same_time(attempt, wait):
    now = timezone.now()
    message = Message(attempt=attempt)

    found = {windows.next_attempt(message, at=now) - now for _ in range(50)}

    assert 0.8 * wait <= min(found) < max(found) <= 1.2 * wait


def test_after_the_last_attempt_there_is_none():
    message = Message(attempt=len(WAITS))

    assert windows.next_attempt(message, at=timezone.now()) is None


@pytest.mark.parametrize("limit", ["not_after", "give_up_at"])
def test_nothing_is_tried_behind_its_limit(limit):
    now = timezone.now()
    mailing = Mailing(give_up_at=now + 2 * HOUR if limit == "give_up_at" else None)
    not_after = now + 2 * HOUR if limit == "not_after" else None

    def again(attempt):
        message = Message(attempt=attempt, mailing=mailing, not_after=not_after)
        return windows.next_attempt(message, at=now)

    assert again(2) is not None
    assert again(3) is None


@pytest.mark.django_db
def test_mailing_gives_up_after_three_days_unless_it_says_when():
    now = timezone.now()
    usual, hasty = make_mailing(), make_mailing(give_up_at=now + HOUR)

    for mailing in (usual, hasty):
        mailings.start(mailing, [("p:1", "A", "a@x.example", "en")], by=SYSTEM, at=now)

    assert usual.give_up_at - now == timedelta(hours=72)
    assert hasty.give_up_at - now == HOUR
