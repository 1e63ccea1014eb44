"""What came back from an address stands beside it, for all who use it."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from mailing import bounces, suppressions
from mailing.bounces import Report
from mailing.models import BounceKind, SuppressionReason
from partners.models import ContactPoint
from tests.partners.rows import boss
from users.models import Actor, ActorKind

pytestmark = pytest.mark.django_db
MAY = datetime(2008, 5, 5, 14, tzinfo=UTC)
JUNE = datetime(2008, 6, 5, 14, tzinfo=UTC)
LIST = reverse("admin:partners_contactpoint_changelist")


@pytest.fixture
def admin(client):
    client.force_login(boss())
    return client


def make_points():
    for name in ("Dead", "full", "well"):
        ContactPoint.objects.create(address=f"{name}@mission.example")


def come_back(address, kind, at):
    report = Report(None, address, kind, "", f"{address} {at}")
    bounces.note(report, at=at)


def shown(answer):
    """What the list says of each address."""
    found = answer.context["cl"].result_list
    keeper = answer.context["cl"].model_admin
    return {p.address: (keeper.bounced(p), keeper.stopped(p)) for p in found}


def test_last_report_and_what_is_stopped_are_shown(admin):
    make_points()
    come_back("dead@mission.example", BounceKind.SOFT, MAY)
    come_back("dead@mission.example", BounceKind.HARD, JUNE)
    come_back("full@mission.example", BounceKind.SOFT, MAY)

    assert shown(admin.get(LIST)) == {
        "Dead@mission.example": (
            "5 June 2008: There is no such mailbox",
            "The address does not exist (all)",
        ),
        "full@mission.example": ("5 May 2008: Not reachable for now", "–"),
        "well@mission.example": ("–", "–"),
    }


def test_stopped_addresses_are_found_by_their_reason(admin):
    make_points()
    come_back("dead@mission.example", BounceKind.HARD, MAY)
    by = Actor(ActorKind.SYSTEM, label="test")
    why = SuppressionReason.MANUAL
    suppressions.suppress("full@mission.example", why, "phoned", by=by, at=MAY)

    found = admin.get(LIST, {"stopped": "hard_bounce"})

    assert list(shown(found)) == ["Dead@mission.example"]


def test_form_shows_it_and_changes_nothing_of_it(admin):
    make_points()
    come_back("dead@mission.example", BounceKind.HARD, MAY)
    point = ContactPoint.objects.get(address="Dead@mission.example")

    answer = admin.get(reverse("admin:partners_contactpoint_change", args=[point.pk]))

    assert "The address does not exist (all)" in answer.text
