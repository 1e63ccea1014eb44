"""Story 7: snow closes the building; it goes online, and is then put off after all."""

from email.utils import parseaddr

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.utils import timezone

from partners.models import Sector
from registrations.services import offers
from seminars.models import Room
from tests.factories import (
    DAY,
    HOUR,
    SYSTEM,
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
from unitar_seminars.hours import NEW_YORK

pytestmark = pytest.mark.django_db
PLACES = 2
MEETING = "https://meet.example/1"


@pytest.fixture
def mission():
    return make_mission()


@pytest.fixture
def press():
    return make_organisation(Sector.MEDIA)


@pytest.fixture
def seminar(mission, press):
    """Given a full room in a few hours, and two people who wait."""
    soon = timezone.now().replace(microsecond=0) + 4 * HOUR
    seminar = make_seminar(places=PLACES, starts_at=soon, room=guarded_room())
    ask(seminar, mission, PLACES)
    ask(seminar, press, 2)
    return seminar


@pytest.fixture
def organiser(seminar):
    organiser = signed_in(make_organiser())
    organiser.open(f"/work/seminars/{seminar.pk}/access/")
    organiser.send("Fix the first version")
    letters()
    mail.outbox.clear()
    return organiser


def move_online(organiser, seminar):
    url = f"url_{seminar.sessions.get().pk}"
    organiser.open(f"/work/seminars/{seminar.pk}/").follow("Move online")
    organiser.send("Show what it means", why="Snow.", **{url: MEETING})
    organiser.send("Move it online and tell everybody")
    let_messages_leave()


def test_it_goes_online_and_people_who_wait_are_let_in(
    organiser, seminar, mission, press
):
    starts_at = seminar.starts_at

    move_online(organiser, seminar)
    organiser.follow("Change the number of places")
    organiser.send("Show what it means", places=PLACES + 1)
    organiser.send("Change the places")

    # Everybody is told once; who has a place finds the address, at the same hour
    told = [parseaddr(one.to[0])[1] for one in letters(subject="Moved online")]
    assert len(told) == len(set(told)) == PLACES + 2
    [moved] = letters(to=address_of(mission))
    guest = Visitor().open(link_in(moved))
    assert guest.sees("Confirmed", "Join online")
    assert MEETING in guest.html
    [[entry], *_others] = entries("REQUEST").values()
    assert entry["dtstart"].dt == starts_at
    # Whoever waited first is let in up to the new cap, the next waits on
    [let_in] = letters(to=address_of(press), subject="A place for")
    assert Visitor().open(link_in(let_in)).sees("Confirmed", "Join online")
    assert letters(to=address_of(press, 2), subject="A place for") == []
    organiser.open(f"/work/seminars/{seminar.pk}/")
    assert organiser.sees(f"Online {PLACES + 1} of {PLACES + 1} taken")
    # The programme says so too
    visitor = Visitor().open(f"/seminars/{seminar.slug}/")
    assert visitor.sees("Version 3", f"{PLACES + 1} places online")
    assert f"<del>{PLACES} places online</del>" in visitor.html


def test_back_in_a_smaller_room_whoever_does_not_fit_stays_online(organiser, seminar):
    session = seminar.sessions.get()
    beside = {"venue": session.room.venue, "capacity": PLACES - 1}
    small = Room.objects.create(name_en="Small room", name_fr="Petite salle", **beside)
    move_online(organiser, seminar)
    mail.outbox.clear()

    organiser.follow("Bring it back to the room")
    organiser.send("Show what it means", **{f"room_{session.pk}": small.pk})
    assert organiser.sees("1 person who has a place does not fit.")
    organiser.send("Show what it means", overflow="online")
    organiser.send("Bring it back and tell everybody")
    let_messages_leave()

    assert len(letters(subject="In the room again")) == PLACES + 1
    [stays] = letters(subject="New room, your place is online")
    assert Visitor().open(link_in(stays)).sees("Confirmed", "Join online")
    organiser.open(f"/work/seminars/{seminar.pk}/")
    assert organiser.sees("In the room 1 of 1 taken", "Online 1 of 1 taken")


def test_the_desk_is_told_that_nobody_comes(organiser, seminar):
    move_online(organiser, seminar)

    organiser.open(f"/work/seminars/{seminar.pk}/access/")
    assert organiser.sees("Nobody comes here any more: send a last version")
    organiser.send("Fix a version that cancels the list")

    assert "Nobody comes here any more" not in organiser.text
    assert organiser.sees("Version 2 sent")


def test_put_off_everybody_confirms_anew(organiser, seminar, mission, press):
    move_online(organiser, seminar)
    session, later = seminar.sessions.get(), timezone.now() + 7 * DAY
    until = (later - 2 * DAY).astimezone(NEW_YORK).date()
    mail.outbox.clear()

    organiser.follow("Postpone").send(
        "Show what it means",
        to="hours",
        confirm_day=until,
        **{
            f"day_{session.pk}": later.astimezone(NEW_YORK).date(),
            f"starts_{session.pk}": "10:00",
            f"ends_{session.pk}": "12:00",
        },
    )
    organiser.send("Postpone it and tell everybody")
    let_messages_leave()

    # Who has a place is asked; who waits is told and waits on
    asked = letters(subject="New date, please confirm")
    assert sorted(parseaddr(one.to[0])[1] for one in asked) == sorted(
        address_of(mission, number) for number in (1, 2)
    )
    assert len(letters(to=address_of(press))) == 1
    assert len(entries("CANCEL")) == PLACES
    comes = Visitor().open(link_in(asked[0])).send("Confirm this place")
    assert comes.sees("Confirmed", "The place is confirmed.")
    # Without an answer the place goes to the next when the hour is over
    offers.expire_due(by=SYSTEM, at=later - DAY)
    assert Visitor().open(link_in(asked[1])).sees("Cancelled")
    let_messages_leave()
    assert len(letters(to=address_of(press), subject="A place for")) == 1
    assert comes.open(comes.path).sees("Confirmed")


def test_who_was_there_is_typed_by_somebody_who_looked(organiser, seminar):
    move_online(organiser, seminar)
    session = seminar.sessions.get()
    [first, second] = seminar.registrations.filter(status="confirmed").order_by("pk")

    organiser.open(f"/door/{session.pk}/").follow("Type in the sheet")
    marks = {f"mark_{first.pk}": "present", f"mark_{second.pk}": "absent"}
    organiser.send("Save the sheet", **marks)

    assert organiser.open(f"/door/{session.pk}/").sees("1 of 2 present", "Absent")


def test_a_log_proposes_who_was_there_and_a_human_records_it(organiser, seminar):
    move_online(organiser, seminar)
    session = seminar.sessions.get()
    [first, second] = seminar.registrations.filter(status="confirmed").order_by("pk")
    # Given one who fell out and came back, and one on a phone for half an hour
    log = zoom_log(
        session.starts_at.astimezone(NEW_YORK),
        (first.name, first.address, -5, 100),
        (first.name, "", 90, 180),
        ("iPhone 17", "", 10, 40),
    )

    organiser.open(f"/door/{session.pk}/").follow("Take it from an online log")
    organiser.send("Look through it", list=ContentFile(log, "participants.csv"))

    # Then who it may be is said with the reason, and nothing is on record yet
    assert organiser.sees(
        "It looks like a log of Zoom.",
        "180 minutes in the session · same address and same name",
        "30 minutes in the session · nobody on the list",
    )
    assert organiser.page.forms[-1].values["who-7"] == [""]
    assert not session.attendances.exists()
    # When the human says whose phone it was
    name = f"{second.addressed_name}, {second.organisation_name}"
    organiser.send("Record who was there", **{"who-7": name})
    assert organiser.sees("2 people recorded.", "2 of 2 present")
    organiser.open(f"/work/registrations/{first.pk}/")
    assert organiser.sees("Present · Online", "(Online log)")
    organiser.open(f"/work/registrations/{second.pk}/")
    assert organiser.sees("Present in part · Online", "(Online log)")


def zoom_log(starts_at, *joins):
    """Write what Zoom reports: minutes from the start of the session."""
    when = "%m/%d/%Y %I:%M:%S %p"
    lines = [
        "Topic,Start Time",
        f"Seminar,{starts_at:{when}}",
        "",
        "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest",
    ]
    for name, address, joined, left in joins:
        span = [f"{starts_at + n * HOUR / 60:{when}}" for n in (joined, left)]
        lines.append(",".join([name, address, *span, str(left - joined), "Yes"]))
    return "\n".join(lines)
