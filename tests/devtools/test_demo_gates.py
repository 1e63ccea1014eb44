"""The sample's building has a desk, and a list that has to go there again."""

import pytest

from devtools.demo import gates as sample
from devtools.demo import ledger
from devtools.demo.offers import BOTH_WAYS
from registrations.models import AccessList, AccessState
from registrations.services import gates
from seminars.models import SeminarMode
from tests.factories import NOW, make_seminar, register

pytestmark = pytest.mark.django_db


def make(seminar):
    ledger.make("access list", sample.make_access_list, at=NOW)
    return gates.of(seminar, at=NOW)


def test_list_was_sent_and_one_guest_has_got_a_pass_since():
    seminar = make_seminar(places=3, slug=BOTH_WAYS.slug)
    for _person in range(2):
        register(seminar)

    (gate,) = make(seminar)

    assert (gate.version, gate.state) == (1, AccessState.AMENDED)
    assert [row.change for row in gate.differences] == ["removed"]
    assert gate.venue.access_send_to.endswith(".example")


def test_nothing_is_sent_of_nobody():
    seminar = make_seminar(places=3, slug=BOTH_WAYS.slug)

    assert [gate.version for gate in make(seminar)] == [0]


def test_nothing_is_sent_where_there_is_no_room():
    online = SeminarMode.ONLINE
    seminar = make_seminar(online_places=1, mode=online, slug=BOTH_WAYS.slug)

    assert make(seminar) == []
    assert AccessList.objects.count() == 0
