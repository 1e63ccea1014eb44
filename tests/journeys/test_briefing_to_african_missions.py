"""A briefing to the African missions: written, let out by a second person, received.

All of it goes over HTTP as organisers and readers do it; a worker sends.
"""

import re

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from briefings.models import Briefing, BriefingState
from mailing import delivery
from mailing.models import Message
from partners.models import CountryGroup
from tests.factories import (
    MISSIONS,
    NOW,
    give_address,
    make_audience,
    make_country,
    make_mission,
    make_organiser,
    make_seminar,
)
from tests.registrations.forms import NAMES, address_of, person, sheet
from tests.sent import sent_back

pytestmark = pytest.mark.django_db(transaction=True)
ADD = "/admin/briefings/briefing/add/"
AFRICAN = ["Ghana", "Kenya", "Senegal"]
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def missions():
    """Three of the African group, one of them read in French, and one of another."""
    for code, name in zip(("GHA", "KEN", "SEN"), AFRICAN, strict=True):
        mission = make_mission(make_country(code, name=name))
        language = "fr" if code == "SEN" else "en"
        give_address(mission, f"{name.lower()}@mission.example", language)
    japan = make_country("JPN", groups=[CountryGroup.ASIA_PACIFIC], name="Japan")
    give_address(make_mission(japan), "japan@mission.example")


@pytest.fixture
def audience(missions):
    group = {"regional_group": CountryGroup.AFRICAN}
    return make_audience({**MISSIONS, **group}, name_en="African missions")


def signed_in():
    client = Client()
    client.force_login(make_organiser())
    return client


def write(client, audience, **fields):
    """Write a briefing in the admin, as its form stands."""
    form = sent_back(client.get(ADD).content.decode(), "briefing_form")
    said = {
        "kind": "briefing",
        "subject_en": "Recruitment costs",
        "subject_fr": "Coûts du recrutement",
        "body_en": "Dear [[name]],\n\ncome to the **round table**.",
        "body_fr": "Chère [[name]],\n\nvenez à la **table ronde**.",
        "audience": audience.pk,
        "slug": "recruitment-costs",
    }
    answer = client.post(ADD, form | said | fields)
    assert answer.status_code == 302, answer.context["errors"]
    return Briefing.objects.latest("pk")


def desk(client, briefing, verb="", **values):
    page = reverse("briefings:desk", args=[briefing.pk])
    if not verb:
        return client.get(page)
    return client.post(f"{page}{verb}/", values, follow=True)


def approve(client, briefing):
    seen = desk(client, briefing).context["seen_hash"]
    return desk(client, briefing, "approve", seen_hash=seen).content.decode()


def received():
    """Give what was sent since last asked, by address."""
    found = {
        message.to[0].split("<")[-1].strip(">"): message for message in mail.outbox
    }
    mail.outbox.clear()
    return found


def refuse_thrice(author, briefing):
    """Try to let out one's own by the admin, by request and by SQL."""
    page = reverse("admin:briefings_briefing_change", args=[briefing.pk])
    form = sent_back(author.get(page).content.decode(), "briefing_form")
    in_admin = author.post(page, form | {"state": "approved"})
    assert "so nothing was saved" in in_admin.content.decode()
    assert "ask another organiser" in approve(author, briefing)
    with pytest.raises(IntegrityError), transaction.atomic():
        Briefing.objects.filter(pk=briefing.pk).update(
            state="approved", approved_by=briefing.written_by, approved_at=NOW
        )
    briefing.refresh_from_db()
    assert briefing.state == BriefingState.SUBMITTED


def test_written_refused_approved_received_and_left(client, audience):
    author, second = signed_in(), signed_in()
    briefing = write(author, audience)
    desk(author, briefing, "submit")
    refuse_thrice(author, briefing)

    assert "it is being sent" in approve(second, briefing)
    assert delivery.deliver_due(seconds=10) is False

    progress = reverse("briefings:progress", args=[briefing.pk])
    page = second.get(progress).content.decode()
    assert 'data-over="yes"' in page
    assert '<progress id="settled" max="3" value="3">' in page
    letters = received()
    assert set(letters) == {f"{name.lower()}@mission.example" for name in AFRICAN}
    ghana, senegal = (
        letters["ghana@mission.example"],
        letters["senegal@mission.example"],
    )
    assert (
        "Dear Permanent Mission of Ghana,\n\ncome to the **round table**" in ghana.body
    )
    assert "<strong>round table</strong>" in ghana.alternatives[0].content
    assert senegal.subject == "Coûts du recrutement"
    assert "<strong>table ronde</strong>" in senegal.alternatives[0].content

    unsubscribe = re.search(r"<http://testserver(/u/[^>]+)>", header_of(ghana))[1]
    program = Client(enforce_csrf_checks=True)
    assert program.post(unsubscribe, ONE_CLICK).status_code == 200

    another = write(author, audience, slug="again", subject_en="The round table again")
    desk(author, another, "submit")
    approve(second, another)
    delivery.deliver_due(seconds=10)
    assert set(received()) == {"kenya@mission.example", "senegal@mission.example"}
    results = reverse("briefings:results", args=[another.pk])
    page = second.get(results, {"state": "suppressed"}).content.decode()
    assert "ghana@mission.example" in page
    assert "kenya@mission.example" not in page

    register_from_ghana(client)
    assert set(received()) == {"ghana@mission.example"}
    kinds = Message.objects.filter(mailing=None, address="ghana@mission.example")
    assert set(kinds.values_list("state", flat=True)) == {"sent"}


def header_of(message):
    return message.extra_headers["List-Unsubscribe"]


def register_from_ghana(client):
    """Register somebody whose answers go to the address that left the briefings."""
    seminar = make_seminar(places=1)
    mission, address = "Permanent Mission of Ghana", "ghana@mission.example"
    one = person(NAMES[0], organisation=mission, address=address)
    answer = client.post(address_of(seminar), sheet(one, address=address))
    assert answer.status_code == 303
    delivery.deliver_due(seconds=10)
