"""Before a seminar: the room moves, the snow comes, a speaker stays away."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from mailing import delivery
from mailing.models import Message
from partners.models import Sector
from registrations.models import Registration
from registrations.services import gates
from tests.factories import (
    DAY,
    HOUR,
    make_mission,
    make_organisation,
    make_organiser,
    make_room,
    make_seminar,
    make_theme,
    register,
)
from tests.registrations.gating import guarded_room, send
from tests.seminars.scenes import make_document, make_speaker

pytestmark = pytest.mark.django_db
PLACES, HOLDS = 6, 4
CONFIRM = {"confirmed": "yes"}


@pytest.fixture
def tomorrow():
    return timezone.now().replace(microsecond=0) + 26 * HOUR


@pytest.fixture
def seminar(tomorrow):
    """Everybody has a place; the last two are of the lowest tier."""
    seminar = make_seminar(places=PLACES, starts_at=tomorrow, room=guarded_room())
    mission, firm = make_mission(), make_organisation(Sector.PRIVATE)
    for number in range(PLACES - 2):
        language = "fr" if number % 2 else "en"
        address = f"delegate{number}@example.org"
        register(seminar, mission, address=address, language=language)
    for number in range(2):
        register(seminar, firm, address=f"firm{number}@example.org")
    delivery.deliver_due(seconds=30)
    mail.outbox.clear()
    send(seminar)
    assert not has_to_be_sent_again(seminar)
    return seminar


@pytest.fixture
def organiser(client):
    client.force_login(make_organiser())
    return client


def page_of(name, seminar):
    return reverse(f"registrations:{name}", args=[seminar.pk])


def told(subject):
    return sorted(one.to[0] for one in mail.outbox if one.subject.startswith(subject))


def has_to_be_sent_again(seminar):
    """Tell whether the desk of a building knows what is no longer true."""
    now = timezone.now()
    return bool(gates.to_send(type(seminar).objects.get(pk=seminar.pk), at=now))


def leave():
    """Let the time pass in which the change could be undone."""
    rows = Message.objects.filter(state="pending")
    rows.update(next_attempt_at=timezone.now() - timedelta(seconds=1))
    delivery.deliver_due(seconds=30)


def entries():
    """Read the calendar entries that left, by UID, in their order."""
    found = {}
    for message in mail.outbox:
        for part in message.alternatives:
            if not part.mimetype.startswith("text/calendar"):
                continue
            calendar = Calendar.from_ical(part.content)
            [event] = calendar.walk("VEVENT")
            found.setdefault(str(event["uid"]), []).append((calendar["method"], event))
    return found


def test_the_room_moves_the_night_before(organiser, seminar):
    old, new = seminar.sessions.get().room, make_room(capacity=HOLDS)
    bounced = Registration.objects.get(address="delegate0@example.org")
    Message.objects.filter(address=bounced.address).update(
        state="failed", accepted_at=None
    )
    choice = {"session": seminar.sessions.get().pk, "room": new.pk, "why": "A leak."}
    page = page_of("move_room", seminar)

    asked = organiser.post(page, choice)
    shown = organiser.post(page, choice | {"overflow": "by_tier"})
    organiser.post(page, choice | {"overflow": "by_tier"} | CONFIRM)
    leave()

    assert asked.context["means"].overflow == PLACES - HOLDS
    assert [one.address for one in shown.context["means"].beyond] == [
        "firm1@example.org",
        "firm0@example.org",
    ]
    assert [one.people for one in shown.context["reach"].unreached] == [[bounced]]
    assert "perhaps to be sent again" in shown.content.decode()
    assert len(mail.outbox) == PLACES  # one each
    assert len(told("New room, no place for now")) == 2
    french = next(one for one in mail.outbox if "delegate1@" in one.to[0])
    assert f"<del>{old.name_fr}, Siège</del>" in french.alternatives[0].content
    assert {method for sent in entries().values() for method, _one in sent} == {
        "REQUEST",
        "CANCEL",
    }
    public = organiser.get(f"/seminars/{seminar.slug}/").content.decode()
    door = reverse("registrations:door", args=[seminar.sessions.get().pk])
    assert "Version 2" in public
    assert new.name_en in public
    assert "firm0" not in public
    assert organiser.get(door).content.decode().count('class="guest') <= HOLDS
    assert has_to_be_sent_again(seminar)


def test_snow_comes_and_then_a_new_date(organiser, seminar, tomorrow):
    waits = register(seminar, make_organisation(Sector.MEDIA), address="w@example.org")
    session = seminar.sessions.get()
    url = {f"url_{session.pk}": "https://meet.example/1", "why": "Snow."}

    organiser.post(page_of("move_online", seminar), url | CONFIRM)
    places = {"mode": "online", "places": PLACES + 1, "why": ""}
    organiser.post(page_of("change_places", seminar), places | CONFIRM)
    leave()

    waits.refresh_from_db()
    assert (waits.mode, waits.status) == ("online", "confirmed")
    assert len(Message.objects.filter(purpose="changed_online", state="sent")) == (
        PLACES + 1
    )
    assert has_to_be_sent_again(seminar)

    later = (tomorrow + 7 * DAY).astimezone(timezone.get_current_timezone())
    hours = {
        f"day_{session.pk}": later.date().isoformat(),
        f"starts_{session.pk}": "10:00",
        f"ends_{session.pk}": "12:00",
        "confirm_day": (later - 2 * DAY).date().isoformat(),
        "confirm_time": "17:00",
    }
    new = {"to": "hours", "why": "", **hours}
    organiser.post(page_of("postpone", seminar), new | CONFIRM)
    leave()

    statuses = set(seminar.registrations.values_list("status", flat=True))
    assert statuses == {"offered"}
    for sent in entries().values():
        numbers = [event["sequence"] for _method, event in sent]
        assert numbers == sorted(set(numbers))
        assert sent[-1][0] == "CANCEL"


def test_a_speaker_cancels_a_day_before(organiser, seminar):
    theme = make_theme()
    past = make_seminar(places=1)
    for one in (seminar, past):
        one.themes.add(theme)
    speaker = make_speaker(seminar.sessions.get())
    known = make_speaker(past.sessions.get(), name="Ana Duarte", state="spoke").person
    make_document(seminar, kind="presentation", title="Slides of the first")
    page = page_of("replace_speaker", seminar)
    before = organiser.get(f"/seminars/{seminar.slug}/").content.decode()

    shown = organiser.get(page).content.decode()
    choice = {"speaker": speaker.pk, "other": known.pk, "why": ""}
    organiser.post(page, choice | CONFIRM)
    leave()

    public = organiser.get(f"/seminars/{seminar.slug}/").content.decode()
    assert "Ana Duarte (said yes before)" in shown
    assert "Slides of the first" in before
    assert "Slides of the first" not in public
    assert "Speaker to be confirmed" in public
    assert "<del>Ingrid Solheim, University of the Southern Coast</del>" in public
    assert "Version 2" in public
    assert len(mail.outbox) == PLACES
