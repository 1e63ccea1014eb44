"""A seminar's page: speakers, papers, places, and how registration stands."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from registrations.services import changes
from seminars.models import (
    DocumentKind,
    SeminarMode,
    SpeakerState,
    Visibility,
)
from tests.factories import (
    COMMAND,
    DAY,
    HOUR,
    NOW,
    make_organiser,
    make_planned,
    make_seats,
    make_seminar,
    make_user,
    make_waiting,
    register,
    ten_days_ahead,
)
from tests.seminars.scenes import (
    make_document,
    make_item,
    make_speaker,
    put_off,
)

pytestmark = pytest.mark.django_db


def read(client, path, status=200):
    response = client.get(path)
    assert response.status_code == status
    return " ".join(response.content.decode().split())


def page(client, seminar):
    return read(client, seminar.get_absolute_url())


def test_speakers_are_named_once_they_accepted(client):
    seminar = make_seminar(places=1)
    session = seminar.sessions.get()
    item = make_item(session)
    for state in SpeakerState:
        make_speaker(session, item, name=f"Speaker {state}", state=state)

    shown = page(client, seminar)

    named = [state for state in SpeakerState if f"Speaker {state}<" in shown]
    assert named == [
        SpeakerState.ACCEPTED,
        SpeakerState.CONFIRMED,
        SpeakerState.SPOKE,
    ]
    assert "2 speakers to be confirmed" in shown


def test_paper_is_closed_until_its_hour(client):
    seminar = make_seminar(places=1)
    hour = timezone.now() + timedelta(minutes=1)
    paper = make_document(seminar, embargo_until=hour)
    path = f"/documents/{paper.pk}/paper.pdf"

    assert "available from" in page(client, seminar)
    read(client, path, 404)

    paper.embargo_until = hour - timedelta(minutes=2)
    paper.save()
    assert path in page(client, seminar)
    assert client.get(path).content == b"%PDF-1.7 a paper"


@pytest.mark.parametrize(
    "fields",
    [
        {"visibility": Visibility.PARTICIPANTS},
        {"visibility": Visibility.INTERNAL},
        {"published_at": None},
        {"published_at": NOW + DAY},
        {"withdrawn_at": NOW},
    ],
)
def test_paper_that_is_not_public_does_not_exist(fields, client):
    seminar = make_seminar(places=1)
    paper = make_document(seminar, **fields)

    assert "Documents" not in page(client, seminar)
    read(client, f"/documents/{paper.pk}/paper.pdf", 404)


def test_paper_of_a_plan_or_under_another_name_does_not_exist(client):
    planned = make_document(make_planned())
    announced = make_document(make_seminar(places=1))

    read(client, f"/documents/{planned.pk}/paper.pdf", 404)
    read(client, f"/documents/{announced.pk}/other.pdf", 404)


def test_what_a_preview_links_is_there_for_organisers_alone(client):
    planned = make_planned()
    make_document(planned)
    make_document(session=planned.sessions.get(), title="Note")
    preview = f"/seminars/preview/{planned.pk}/"
    client.force_login(make_organiser())

    shown = read(client, preview)
    papers = re.findall(r'href="(/documents/[^"]+)"', shown)
    answers = [client.get(path) for path in papers]

    assert [one.status_code for one in answers] == [200, 200]
    assert [one["Cache-Control"] for one in answers] == ["no-store"] * 2
    assert f"{planned.slug}.ics" not in shown
    client.force_login(make_user())
    for path in papers:
        read(client, path, 404)
        read(Client(), path, 404)


def test_not_even_organisers_read_a_paper_here_that_is_not_open(client):
    paper = make_document(make_planned(), embargo_until=NOW + DAY)
    client.force_login(make_organiser())

    read(client, f"/documents/{paper.pk}/paper.pdf", 404)


def test_paper_is_handed_out_without_rights(client):
    paper = make_document(make_seminar(places=1))
    url = f"/documents/{paper.pk}/paper.pdf"
    shown = client.get(url)
    paper.content.content_type = "application/octet-stream"
    paper.content.save()

    assert shown["Content-Type"] == "application/pdf"
    assert shown["Content-Disposition"] == 'inline; filename="paper.pdf"'
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert shown["Content-Security-Policy"].startswith("default-src 'none'; sandbox")
    assert client.get(url)["Content-Disposition"].startswith("attachment")


def test_papers_stand_by_kind_with_language_and_size(client):
    seminar = make_seminar(places=1)
    make_document(seminar, kind=DocumentKind.SUMMARY, title="Резюме", language="ru")
    session = seminar.sessions.get()
    make_document(session=session, kind=DocumentKind.INFORMATION_NOTE, title="Note")

    shown = page(client, seminar)

    assert 'lang="ru" hreflang="ru">Резюме, Русский</a> (PDF, 117.2' in shown
    assert shown.index("Note, English") < shown.index("Резюме")


def test_kept_places_and_waiting_people(client):
    seminar = make_seminar(places=1)
    register(seminar)
    make_waiting(seminar, 7)

    full = page(client, seminar)
    make_seats(seminar, 2, tier=1, held_until=NOW + DAY)
    kept = page(client, seminar)

    assert "No place is free at the moment" in full
    assert "Join the waiting list" in full
    assert (
        "7" not in full.split('id="places"')[1].split("</section>")[0].split("<svg")[0]
    )
    assert "2 of 3 places left" in kept
    assert "2 are kept until " in kept


def test_both_modes_have_places_of_their_own(client):
    seminar = make_seminar(places=2, online_places=5)

    shown = page(client, seminar)

    assert "7 places left" in shown
    assert "In the room: 2 of 2 places left" in shown
    assert "Online: 5 of 5 places left" in shown
    assert "m.example" not in shown


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"opens_at": NOW + DAY}, "Registration is not open yet"),
        ({"closes_at": NOW - HOUR}, "to ask for a late place"),
        ({"registration_mode": "approval"}, "Places are given after approval."),
        ({"mode": SeminarMode.ONLINE, "online_places": 3}, "Online. Whoever has a"),
    ],
)
def test_registration_says_how_it_stands(fields, said, client):
    seminar = make_seminar(places=3, starts_at=ten_days_ahead(), **fields)

    assert said in page(client, seminar)


def test_postponed_seminar_waits_for_its_date(client):
    seminar = make_seminar(places=1)
    put_off(seminar)

    shown = page(client, seminar)

    assert "<strong>Postponed.</strong>" in shown
    assert "No date yet" in shown
    assert "stays registered" in shown
    assert "Add to your calendar" not in shown


def test_called_off_seminar_says_so_and_takes_nobody(client):
    seminar = make_seminar(places=1)
    changes.call_off(seminar, by=COMMAND, at=NOW, why="Weather")

    shown = page(client, seminar)

    assert "<strong>Called off.</strong>" in shown
    assert "places left" not in shown
