"""The desk is for organisers: from a draft to what was sent, and back."""

import pytest
from django.urls import reverse

from briefings.models import Briefing, BriefingState
from briefings.services import briefings
from tests.axe import LOOKS, assert_clean, enter
from tests.briefings.letting_out import somebody, submitted
from tests.factories import (
    DAY,
    MISSIONS,
    NOW,
    account,
    make_audience,
    make_briefing,
    make_organiser,
    make_user,
)
from tests.sent import sent_back

pytestmark = pytest.mark.django_db


def published(**fields):
    briefing = submitted(**fields)
    seen = briefings.hash_of(briefing)
    briefings.approve(briefing, seen, by=account(make_organiser()), at=NOW - DAY)
    return briefing


@pytest.fixture
def organiser(client):
    user = make_organiser()
    client.force_login(user)
    return user


@pytest.mark.parametrize("verb", ["desk", "submit", "approve", "withdraw", "recall"])
def test_for_others_than_organisers_there_is_no_desk(verb, client):
    address = reverse(f"briefings:{verb}", args=[make_briefing().pk])

    assert client.get(address).url.startswith("/accounts/login/")
    client.force_login(make_user())
    assert client.post(address).status_code in (404, 405)
    assert client.get(address).status_code in (404, 405)


def test_from_draft_to_sent_through_the_desk(client, organiser):
    briefing = make_briefing(written_by=organiser)
    address = reverse("briefings:desk", args=[briefing.pk])

    refused = client.post(f"{address}submit/", follow=True).content.decode()
    assert refused.count("Its audience reaches nobody today") == 2  # why, and always
    somebody()
    client.post(f"{address}submit/")
    own = client.get(address).content.decode()
    client.post(f"{address}approve/", {"seen_hash": briefings.hash_of(briefing)})
    briefing.refresh_from_db()
    assert "another organiser has to approve" in own
    assert briefing.state == BriefingState.SUBMITTED

    client.force_login(make_organiser())
    page = client.get(address)
    seen = page.context["seen_hash"]
    done = client.post(f"{address}approve/", {"seen_hash": seen}, follow=True)
    again = client.post(f"{address}approve/", {"seen_hash": seen}, follow=True)

    assert "it is being sent" in done.content.decode()
    assert "This is not possible now" in again.content.decode()
    assert Briefing.objects.get().state == BriefingState.SENT


def test_withdrawing_and_recalling_through_the_desk(client, organiser):
    waiting, sent = make_briefing(), published()
    briefings.submit(waiting, by=account(organiser), at=NOW)

    client.post(reverse("briefings:withdraw", args=[waiting.pk]))
    client.post(reverse("briefings:recall", args=[sent.pk]), {"why": "wrong day"})

    states = Briefing.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["draft", "recalled"]


@pytest.mark.parametrize("rows", [1, 3])
def test_admin_list_asks_the_same_for_any_length(
    rows, client, organiser, django_assert_num_queries
):
    for _ in range(rows):
        make_briefing(written_by=organiser)

    with django_assert_num_queries(6):
        page = client.get("/admin/briefings/briefing/")

    assert page.content.decode().count("Read, submit, send") == rows


def test_admin_names_the_author_and_keeps_what_is_submitted(client, organiser):
    add = client.get("/admin/briefings/briefing/add/").content.decode()
    form = sent_back(add, "briefing_form") | {
        "subject_en": "One",
        "subject_fr": "Un",
        "body_en": "Text",
        "body_fr": "Texte",
        "audience": make_audience().pk,
        "slug": "one",
    }
    client.post("/admin/briefings/briefing/add/", form)
    briefing = Briefing.objects.get()
    assert briefing.written_by == organiser

    somebody()
    briefings.submit(briefing, by=account(organiser), at=NOW)
    change = f"/admin/briefings/briefing/{briefing.pk}/change/"
    client.post(change, form | {"subject_en": "Other"})
    assert Briefing.objects.get().subject_en == "One"
    delete = client.post(f"/admin/briefings/briefing/{briefing.pk}/delete/")
    assert delete.status_code == 403


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_pages_are_clean(live_server, page, client, look):
    nobody = make_audience({**MISSIONS, "regional_group": "weog"})
    briefing, draft = published(), make_briefing(audience=nobody)

    enter(page, live_server.url, client, make_organiser())
    for one in (briefing, draft):
        desk = reverse("briefings:desk", args=[one.pk])
        assert_clean(page, live_server.url + desk, look)
