"""A mailing without a desk goes on, or ends, in the list of mailings."""

import pytest
from django.urls import reverse

from mailing import mailings
from mailing.models import Mailing
from tests.briefings.letting_out import sent
from tests.factories import NOW, SYSTEM, make_organiser
from tests.mailing.rows import make_mailing, make_running
from users.models import AuditEntry

pytestmark = pytest.mark.django_db
ADMIN = "/admin/mailing/mailing/"


@pytest.fixture
def organiser(client):
    user = make_organiser()
    client.force_login(user)
    return user


def make_paused():
    return pause(make_running(["a@example.org", "b@example.org"]))


def pause(mailing):
    mailings.pause(mailing, by=SYSTEM, at=NOW, why="535 authentication failed")
    return mailing


def act(client, action, *chosen, note=""):
    keys = [mailing.pk for mailing in chosen]
    form = {"action": action, "note": note, "_selected_action": keys}
    return client.post(ADMIN, form, follow=True).content.decode()


def state_of(mailing):
    return Mailing.objects.get(pk=mailing.pk).state


def test_what_was_paused_goes_on(client, organiser):
    first, second, done = make_paused(), make_paused(), make_mailing(state="done")

    page = act(client, "go_on", first, second, done)

    assert "2 mailings go on." in page
    assert f"Mailing {done.pk}: Only a paused mailing can be resumed" in page
    assert [state_of(one) for one in (first, second)] == ["running", "running"]
    entries = AuditEntry.objects.filter(verb="resume").order_by("pk")
    assert list(entries.values_list("thing", "user")) == [
        (f"mailing.mailing:{one.pk}", organiser.pk) for one in (first, second)
    ]


def test_what_was_paused_is_recalled_with_a_note(client, organiser):
    mailing = make_paused()

    refused = act(client, "recall", mailing, note=" ")
    page = act(client, "recall", mailing, note="wrong links")

    assert "Say why" in refused
    assert "1 mailing is recalled" in page
    mailing.refresh_from_db()
    assert (mailing.state, mailing.cancelled) == ("recalled", 2)
    assert AuditEntry.objects.get(verb="recall").why == "wrong links"


@pytest.mark.parametrize("action", ["go_on", "recall"])
def test_a_briefing_is_led_to_its_desk(action, client, organiser):
    briefing = sent(subject_en="The <summit>")
    pause(briefing.mailing)

    page = act(client, action, briefing.mailing, note="wrong links")

    assert "It sends “The &lt;summit&gt;”, which goes on" in page
    progress = reverse("briefings:progress", args=[briefing.pk])
    assert f'href="{progress}"' in page
    assert state_of(briefing.mailing) == "paused"
