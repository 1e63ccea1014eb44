"""What would reach nobody is refused, and goes back to the desk if it comes to that."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from briefings.models import AudiencePart
from briefings.services import approval, briefings
from mailing.models import Mailing, Message, Suppression
from partners.models import ContactUse
from tests.briefings.letting_out import let_out, make_readers, submitted
from tests.factories import (
    HOUR,
    NOW,
    SYSTEM,
    account,
    make_briefing,
    make_country,
    make_mission,
    make_organiser,
)
from tests.refusals import refusal
from unitar_seminars.db import key
from users.models import AuditEntry

pytestmark = pytest.mark.django_db
ALL_MISSIONS = {"who": "organisations", "sector": "mission", "reached_at": "official"}


def nobody_has_an_address(briefing):
    ContactUse.objects.all().delete()


def everybody_is_left_out(briefing):
    AudiencePart.objects.create(
        audience=briefing.audience, is_excluded=True, **ALL_MISSIONS
    )


def everybody_unsubscribed(briefing):
    for use in ContactUse.objects.select_related("contact_point"):
        folded = use.contact_point.address_folded
        why = {"scope": briefing.kind, "reason": "unsubscribed", "at": NOW}
        Suppression.objects.create(address_folded=folded, **why)


def nobody_is_meant(briefing):
    briefing.audience.parts.update(regional_group="weog")


EMPTIED = {
    nobody_has_an_address: "enter one of Mission of Land",
    everybody_is_left_out: "without: permanent and observer missions",
    everybody_unsubscribed: "has unsubscribed or can’t be reached",
    nobody_is_meant: "in the Western European and Others Group",
}


@pytest.mark.parametrize("emptied", EMPTIED)
def test_what_reaches_nobody_is_not_submitted_and_says_why(emptied):
    make_readers(1)
    make_mission(make_country("ZZZ"), name_en="Mission of Land")
    briefing = make_briefing()
    emptied(briefing)

    with pytest.raises(ValidationError) as refused:
        briefings.submit(briefing, by=account(briefing.written_by), at=NOW)

    assert refused.value.code == "nobody"
    assert EMPTIED[emptied] in refused.value.message


def test_what_reaches_nobody_by_now_is_not_approved():
    briefing = submitted()
    everybody_unsubscribed(briefing)

    by, seen = account(make_organiser()), approval.hash_of(briefing)
    assert refusal(briefings.approve, briefing, seen, by=by, at=NOW) == "nobody"


@pytest.mark.parametrize("emptied", [nobody_has_an_address, everybody_unsubscribed])
def test_an_audience_emptied_after_the_approval_leads_back_to_the_desk(client, emptied):
    second = make_organiser()
    briefing = let_out(make_briefing(send_at=NOW + HOUR), by=account(second))
    emptied(briefing)

    beats = [briefings.start_due(by=SYSTEM, at=NOW + 2 * HOUR) for _ in range(2)]

    briefing.refresh_from_db()
    assert beats == [0, 0]
    assert (briefing.state, briefing.approved_by) == ("draft", None)
    assert Mailing.objects.count() == 0
    entry = AuditEntry.objects.get(thing=key(briefing), verb="void")
    assert entry.why == "its audience reaches nobody"
    told = Message.objects.order_by("pk").values_list("purpose", "address")
    assert list(told) == [
        ("briefing_emptied", briefing.written_by.email),
        ("briefing_emptied", second.email),
    ]
    client.force_login(second)
    page = client.get(reverse("briefings:progress", args=[briefing.pk]), follow=True)
    assert page.redirect_chain == [(reverse("briefings:desk", args=[briefing.pk]), 302)]
    assert page.context["nobody"] in page.content.decode()
    assert "Submit for approval" in page.content.decode()
