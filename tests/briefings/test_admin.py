"""Where organisers write what they tell missions."""

import re
from functools import partial

import pytest
from django.urls import reverse

from briefings.models import BriefingState
from briefings.services import briefings
from tests.briefings.letting_out import sent, somebody, submitted
from tests.factories import (
    NOW,
    SYSTEM,
    account,
    make_audience,
    make_briefing,
    make_organiser,
)
from tests.refusals import refusal
from tests.sent import sent_back

pytestmark = pytest.mark.django_db
NOT_SAVED = "It was submitted, so nothing was saved: take it back at its desk"


def page_of(briefing):
    return reverse("admin:briefings_briefing_change", args=[briefing.pk])


def opened(client, briefing):
    """Give the form as it stands."""
    page = client.get(page_of(briefing)).content.decode()
    return sent_back(page, "briefing_form")


def edit(client, briefing, **values):
    """Send the form as it stands, with these values typed over."""
    form = opened(client, briefing) | values
    assert client.post(page_of(briefing), form).status_code == 302
    briefing.refresh_from_db()


def test_nobody_lets_out_what_they_wrote_into_the_draft_of_another(client):
    briefing, other = make_briefing(), make_organiser()
    client.force_login(other)

    edit(client, briefing, body_en="Something else.")
    somebody()
    briefings.submit(briefing, by=account(other), at=NOW)

    assert briefing.written_by == other
    code = refusal(
        briefings.approve,
        briefing,
        briefings.hash_of(briefing),
        by=account(other),
        at=NOW,
    )
    assert code == "second_person"


def test_saving_without_a_change_leaves_who_wrote_it(client):
    briefing = make_briefing()
    author = briefing.written_by
    client.force_login(make_organiser())

    edit(client, briefing)

    assert briefing.written_by == author


def test_what_waits_for_approval_is_not_edited(client):
    briefing = submitted()
    client.force_login(make_organiser())
    form = opened(client, briefing) | {"audience": make_audience().pk}

    page = client.post(page_of(briefing), form).content.decode()

    assert (NOT_SAVED in page, "is required" in page) == (True, False)
    briefing.refresh_from_db()
    assert briefing.state == BriefingState.SUBMITTED
    assert briefings.hash_of(briefing) == briefing.submitted_hash


def test_what_was_submitted_meanwhile_is_not_said_to_be_saved(client):
    briefing = make_briefing()
    somebody()
    client.force_login(make_organiser())
    form = opened(client, briefing) | {"body_en": "Something else."}
    acting = {"by": account(briefing.written_by), "at": NOW}
    briefings.submit(briefing, **acting)

    answer = client.post(page_of(briefing), form)

    page = answer.content.decode()
    assert (answer.status_code, NOT_SAVED in page) == (200, True)
    assert "successfully" not in page
    assert "Something else." in page
    briefings.withdraw(briefing, **acting)
    again = sent_back(page, "briefing_form")
    assert client.post(page_of(briefing), again).status_code == 302
    briefing.refresh_from_db()
    assert briefing.body_en == "Something else."


def recalled():
    briefing = sent()
    briefings.recall(briefing, by=SYSTEM, at=NOW, why="wrong day")
    return briefing


@pytest.mark.parametrize(
    ("make", "shows"),
    [
        (make_briefing, "desk"),
        (submitted, "desk"),
        (partial(sent, is_public=False), "desk"),
        (recalled, "desk"),
        (sent, "page"),
    ],
)
def test_what_is_not_in_public_is_looked_at_on_its_desk(make, shows, client):
    briefing = make()
    client.force_login(make_organiser())
    page = client.get(page_of(briefing)).content.decode()

    [link] = re.findall(r'href="([^"]+)" class="viewsitelink"', page)

    desk = reverse("briefings:desk", args=[briefing.pk])
    assert link == {"desk": desk, "page": briefing.get_absolute_url()}[shows]
    assert client.get(link).status_code == 200
