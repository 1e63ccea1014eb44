"""A briefing leaves once, at its New York hour, also when the clocks change."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from briefings.services import briefings
from mailing.models import Mailing, Message
from tests.factories import (
    account,
    give_address,
    make_briefing,
    make_mission,
    make_organiser,
)
from tests.mailing.rows import SYSTEM

pytestmark = pytest.mark.django_db
NEW_YORK = ZoneInfo("America/New_York")
BEFORE = datetime(2027, 3, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def approved_for(hour):
    give_address(make_mission(), "mission@example.org")
    briefing = make_briefing(send_at=hour)
    briefings.submit(briefing, by=account(briefing.written_by), at=BEFORE)
    seal = briefings.hash_of(briefing)
    briefings.approve(briefing, seal, by=account(make_organiser()), at=BEFORE)
    return briefing


@pytest.mark.parametrize(
    ("hour", "leaves_at"),
    [
        # Forward on 14 March: 01:59 is followed by 03:00.
        ("2027-03-14 01:59", "2027-03-14 06:59"),
        ("2027-03-14 03:00", "2027-03-14 07:00"),
        # Back on 7 November: 01:30 comes twice, and the first one is meant.
        ("2027-11-07 00:30", "2027-11-07 04:30"),
        ("2027-11-07 01:30", "2027-11-07 05:30"),
        ("2027-11-07 02:00", "2027-11-07 07:00"),
    ],
)
def test_it_leaves_once_at_its_hour(hour, leaves_at):
    approved_for(datetime.fromisoformat(hour).replace(tzinfo=NEW_YORK))
    leaves_at = datetime.fromisoformat(f"{leaves_at}Z")
    looks = [leaves_at + n * MINUTE for n in range(-90, 150)]

    started = [at for at in looks if briefings.start_due(by=SYSTEM, at=at)]

    assert started == [leaves_at]
    assert Mailing.objects.count() == Message.objects.count() == 1
