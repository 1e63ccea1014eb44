"""What the admin shows of registrations, and what it keeps its hands off."""

import pytest
from django.contrib import admin
from django.urls import reverse

from registrations import models
from tests.factories import (
    HOUR,
    make_organiser,
    make_seminar,
    make_user,
    ten_days_ahead,
)
from tests.sent import sent_back

pytestmark = pytest.mark.django_db


def change(seminar):
    return reverse("admin:seminars_seminar_change", args=[seminar.pk])


def test_an_organiser_gives_somebody_the_door(client):
    seminar, helper = make_seminar(places=1), make_user()
    client.force_login(make_user(is_staff=True))
    html = client.get(change(seminar)).content.decode()
    duty = {
        "door_duties-TOTAL_FORMS": "1",
        "door_duties-0-user": str(helper.pk),
        "door_duties-0-starts_at_0": "2026-11-24",
        "door_duties-0-starts_at_1": "08:00",
        "door_duties-0-ends_at_0": "2026-11-24",
        "door_duties-0-ends_at_1": "13:00",
    }

    answer = client.post(change(seminar), sent_back(html, "seminar_form") | duty)

    assert answer.status_code == 302
    [kept] = models.DoorDuty.objects.all()
    assert (kept.seminar, kept.user, kept.ends_at - kept.starts_at) == (
        seminar,
        helper,
        5 * HOUR,
    )


@pytest.mark.parametrize(
    "model",
    [
        models.Attendance,
        models.Invitation,
        models.Line,
        models.Nomination,
        models.Registration,
        models.Seat,
        models.Substitution,
    ],
)
def test_what_verbs_own_has_no_form_in_the_admin(model):
    assert not admin.site.is_registered(model)


def test_a_hand_made_request_changes_nothing_that_verbs_own(client):
    """Nor by fields that the form does not show, rows added or rows removed."""
    seminar = make_seminar(places=2, starts_at=ten_days_ahead())
    [session] = seminar.sessions.all()
    client.force_login(make_organiser())
    form = sent_back(client.get(change(seminar)).content.decode(), "seminar_form")
    forged = {
        "state": "planned",
        "announced_at_0": "",
        "slug": "elsewhere",
        "mode": "online",
        "places_planned": "50",
        "tiers": "other",
        "starts_at_0": "2020-01-01",
        "sessions-TOTAL_FORMS": "2",
        "sessions-0-starts_at_0": "2030-01-01",
        "sessions-0-starts_at_1": "10:00",
        "sessions-0-ends_at_0": "2030-01-01",
        "sessions-0-ends_at_1": "12:00",
        "sessions-0-room": "",
        "sessions-0-takes_room": "",
        "sessions-0-DELETE": "on",
        "sessions-1-title_en": "One more",
        "sessions-1-starts_at_0": "2030-01-02",
        "sessions-1-starts_at_1": "10:00",
        "sessions-1-ends_at_0": "2030-01-02",
        "sessions-1-ends_at_1": "12:00",
    }
    before = facts(seminar)

    answer = client.post(change(seminar), form | forged)

    assert answer.status_code == 302
    assert facts(seminar) == before


def facts(seminar):
    seminar.refresh_from_db()
    told = ("state", "announced_at", "slug", "mode", "places_planned", "tiers")
    sessions = seminar.sessions.values_list("pk", "starts_at", "room", "takes_room")
    return [getattr(seminar, name) for name in told], list(sessions)


@pytest.mark.parametrize("verb", ["delete", "delete_selected"])
def test_what_was_announced_is_not_deleted(verb, client):
    seminar = make_seminar(places=1)
    [session] = seminar.sessions.all()
    client.force_login(make_organiser())

    for thing in (seminar, session):
        name = f"admin:seminars_{thing._meta.model_name}"
        if verb == "delete":
            client.post(reverse(f"{name}_delete", args=[thing.pk]), {"post": "yes"})
        else:
            chosen = {"action": verb, "_selected_action": thing.pk, "post": "yes"}
            client.post(reverse(f"{name}_changelist"), chosen)
        thing.refresh_from_db()
