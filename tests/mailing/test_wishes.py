"""What an owner ended they take up again; what happened to an address stays."""

import pytest
from django.utils import timezone

from mailing import bounces, suppressions, wishes
from mailing.models import BounceKind, Suppression, SuppressionReason
from mailing.preferences import Preferences
from mailing.unsubscription import Unsubscription
from tests.mailing.rows import SYSTEM, a_minute_ago
from users.models import AuditEntry

pytestmark = pytest.mark.django_db
ADDRESS = "Mission@example.org"
SCOPES = {"update", "briefing"}


def suppress(scope, reason="unsubscribed", address="mission@example.org"):
    return Suppression.objects.create(
        address_folded=address, scope=scope, reason=reason, at=a_minute_ago()
    )


def settle(wanted=(), unwanted=()):
    wishes.settle(
        ADDRESS, wanted=wanted, unwanted=unwanted, by=SYSTEM, at=a_minute_ago()
    )


def kept():
    found = Suppression.objects.filter(address_folded="mission@example.org")
    return list(found.order_by("scope").values_list("scope", "reason"))


def test_the_end_of_everything_ends_each_scope():
    suppress("update")
    assert wishes.stopped(ADDRESS, SCOPES) == {"update"}

    suppress("all")
    assert wishes.stopped(ADDRESS, SCOPES) == SCOPES


def test_what_bounced_is_no_wish():
    suppress("update", "hard_bounce")
    suppress("all", address="other@example.org")

    assert wishes.stopped(ADDRESS, SCOPES) == set()
    assert wishes.barred(ADDRESS, SCOPES).scope == "update"
    assert wishes.barred(ADDRESS, {"briefing"}) is None


def test_settling_writes_what_changes_and_nothing_twice():
    suppress("update")
    suppress("digest", "complaint")

    for _ in range(2):
        settle(wanted={"update", "digest"}, unwanted={"briefing"})

    assert kept() == [("briefing", "unsubscribed"), ("digest", "complaint")]
    verbs = AuditEntry.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["resubscribe", "unsubscribe"]


def test_wanting_nothing_leaves_the_end_of_everything():
    suppress("all")

    settle(unwanted={"update"})

    assert kept() == [("all", "unsubscribed"), ("update", "unsubscribed")]


def test_a_token_opens_one_kind_of_page():
    token = Preferences.of(7).token

    assert Preferences.read(token) == Preferences.of(7)
    assert Unsubscription.read(token) is None
    assert Preferences.of(7).url == f"http://testserver/p/{token}/"


@pytest.mark.parametrize(
    ("kind", "reason"), [("hard", "hard_bounce"), ("complaint", "complaint")]
)
def test_what_happens_after_the_end_of_everything_is_a_fact_and_stays(kind, reason):
    wish = SuppressionReason.UNSUBSCRIBED
    suppressions.suppress(ADDRESS, wish, "page", by=SYSTEM, at=a_minute_ago())
    report = bounces.Report(None, ADDRESS, BounceKind(kind), "550 5.1.1", kind)
    at = timezone.now()

    bounces.note(report, at=at)
    suppressions.suppress(ADDRESS, wish, "page", by=SYSTEM, at=timezone.now())
    settle(wanted={"update"})

    assert kept() == [("all", reason)]
    row = Suppression.objects.get()
    assert (row.evidence, row.at) == ("550 5.1.1", at)
    verbs = AuditEntry.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["suppress", "suppress"]


def test_the_first_of_two_facts_stays():
    suppress("all", "manual")
    report = bounces.Report(None, ADDRESS, BounceKind.HARD, "550 5.1.1", "f")

    bounces.note(report, at=timezone.now())

    assert kept() == [("all", "manual")]
