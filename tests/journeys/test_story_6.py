"""Story 6: the room changes the night before, for one that holds fewer people."""

from email.utils import parseaddr

import pytest
from django.core import mail
from django.utils import timezone

from mailing.models import Message
from partners.models import Sector
from seminars.models import Room
from tests.factories import (
    HOUR,
    make_mission,
    make_organisation,
    make_organiser,
    make_seminar,
)
from tests.journeys.visitor import (
    Visitor,
    address_of,
    ask,
    entries,
    let_messages_leave,
    letters,
    link_in,
    signed_in,
)
from tests.registrations.gating import guarded_room
from tests.scale import sized

pytestmark = pytest.mark.django_db
PLACES, HOLDS = sized((6, 4), (58, 45))
BEYOND = PLACES - HOLDS
FRENCH = 2


@pytest.fixture
def french():
    return make_mission(name_en="Mission that reads French")


@pytest.fixture
def firm():
    return make_organisation(Sector.PRIVATE)


@pytest.fixture
def seminar(french, firm):
    """Given a full room tomorrow, the last ones of the lowest tier."""
    tomorrow = timezone.now().replace(microsecond=0) + 12 * HOUR
    seminar = make_seminar(places=PLACES, starts_at=tomorrow, room=guarded_room())
    ask(seminar, french, FRENCH, language="fr")
    ask(seminar, make_mission(name_en="Other"), PLACES - FRENCH - BEYOND)
    ask(seminar, firm, BEYOND)
    return seminar


@pytest.fixture
def organiser(seminar):
    """Given an organiser who has sent the list to the building's desk."""
    organiser = signed_in(make_organiser())
    organiser.open(f"/work/seminars/{seminar.pk}/access/")
    organiser.send("Fix the first version")
    letters()
    mail.outbox.clear()
    return organiser


def choose(organiser, seminar, **choice) -> Visitor:
    """Choose a smaller room beside it, read what it means, choose for those beyond."""
    beside = {"venue": seminar.sessions.get().room.venue, "capacity": HOLDS}
    new = Room.objects.create(name_en="Small room", name_fr="Petite salle", **beside)
    organiser.open(f"/work/seminars/{seminar.pk}/").follow("Move to another room")
    organiser.send("Show what it means", room=new.pk, why="A leak.")
    assert organiser.sees(
        f"The room holds {HOLDS}, and there are {PLACES} places",
        f"{BEYOND} people who have a place do not fit.",
    )
    return organiser.send("Show what it means", **choice)


def test_who_does_not_fit_waits_by_tier(organiser, seminar, french, firm):
    old = seminar.sessions.get().room
    visitor = Visitor().open(f"/seminars/{seminar.slug}/")
    assert old.name_en in visitor.text
    came_back = address_of(french)
    Message.objects.filter(address=came_back).update(state="failed", accepted_at=None)

    choose(organiser, seminar, overflow="by_tier")
    assert organiser.sees(
        "Who would be the first not to fit",
        f"Guest {BEYOND} of {firm.name_en}",
        "Mail does not reach 1 person: please phone.",
        "sent before, perhaps to be sent again",
        f"English {PLACES - FRENCH}",
    )
    organiser.send("Move it and tell everybody")
    organiser.open(f"/work/seminars/{seminar.pk}/people/").follow("1 person was not")
    assert came_back in organiser.text
    let_messages_leave()

    # The public page and the door have changed at once
    session = seminar.sessions.get()
    visitor.open(visitor.path)
    assert visitor.sees("Version 2", session.room.name_en)
    assert f"<del>{old.name_en}, Headquarters</del>" in visitor.html
    assert "A leak." not in visitor.text
    organiser.open(f"/door/{session.pk}/")
    assert organiser.sees(f"of {HOLDS} present", session.room.name_en)
    # The list at the desk
    assert organiser.open(f"/work/seminars/{seminar.pk}/access/").sees("Send again")
    # One message each, in their language, the old room struck through
    told = [parseaddr(one.to[0])[1] for one in mail.outbox]
    assert len(told) == len(set(told)) == PLACES
    [second] = letters(to=address_of(french, 2))
    assert f"<del>{old.name_fr}, Siège</del>" in second.alternatives[0].content
    # Under the same UID: changed for who stays, cancelled for who waits again
    stays, goes = entries("REQUEST"), entries("CANCEL")
    assert (len(stays), len(goes)) == (HOLDS, BEYOND)
    assert {event["sequence"] for [event] in stays.values()} == {1}
    [lost] = letters(to=address_of(firm))
    assert lost.subject.startswith("New room, no place for now")
    assert Visitor().open(link_in(lost)).sees("Waiting, position 1")


def test_who_does_not_fit_takes_part_online(organiser, seminar, firm):
    url = f"url_{seminar.sessions.get().pk}"

    choose(organiser, seminar, overflow="online", **{url: "https://meet.example/1"})
    organiser.send("Move it and tell everybody")
    let_messages_leave()

    [moved] = letters(to=address_of(firm))
    assert moved.subject.startswith("New room, your place is online")
    person = Visitor().open(link_in(moved))
    assert person.sees("Confirmed", "Join online")
    assert "https://meet.example/1" in person.html
    organiser.open(f"/work/seminars/{seminar.pk}/")
    assert organiser.sees(
        f"In the room {HOLDS} of {HOLDS} taken", f"Online {BEYOND} of {BEYOND} taken"
    )


def test_all_stay_where_the_reason_is_given(organiser, seminar):
    choose(organiser, seminar, overflow="keep", why="")
    organiser.send("Move it and tell everybody")
    assert "reason" in organiser.text
    organiser.send("Show what it means", why="Chairs are brought in.")
    organiser.send("Move it and tell everybody")
    let_messages_leave()

    assert len(letters(subject="New room: ")) == PLACES - FRENCH
    organiser.open(f"/work/seminars/{seminar.pk}/")
    assert organiser.sees(f"{PLACES} of {PLACES} taken")
