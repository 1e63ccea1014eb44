"""Sample readers asked for news in each way there is, under addresses of nobody."""

import pytest

from briefings.models import Subscriber
from devtools.demo import ledger, readers
from mailing.models import Message, MessageState
from partners.models import ContactPoint
from tests.factories import NOW, make_theme

pytestmark = pytest.mark.django_db


def test_readers_said_yes_in_each_way_and_one_has_not_answered():
    make_theme(slug="governance")

    ledger.make("readers", readers.make_readers, at=NOW)

    said_yes = Subscriber.objects.filter(confirmed_at__lt=NOW)
    assert set(said_yes.values_list("frequency", "language")) == {
        ("each", "en"),
        ("each", "fr"),
        ("weekly", "en"),
        ("weekly", "fr"),
        ("monthly", "en"),
        ("monthly", "fr"),
    }
    assert Subscriber.objects.filter(confirmed_at=None).count() == 1
    addresses = ContactPoint.objects.values_list("address", flat=True)
    assert [one for one in addresses if not one.endswith(".example")] == []
    states = set(Message.objects.values_list("purpose", "state"))
    assert states == {("question", MessageState.SENT)}
