"""The main job from a mission's side: three people, two places, one cancels."""

import re
from email.utils import parseaddr

import pytest
import vobject
from django.core import mail
from icalendar import Calendar

from mailing import delivery
from mailing.models import Message
from registrations.emails import link_of, link_of_nomination
from registrations.models import Nomination, Registration
from tests.factories import make_mission, make_seminar
from tests.registrations.forms import NAMES, SENDER, address_of, person, sheet
from unitar_seminars.db import key

pytestmark = pytest.mark.django_db(transaction=True)
LINK = re.compile(r"http://testserver(/[nr]/[\w-]+/)")


@pytest.fixture
def seminar():
    make_mission()
    return make_seminar(places=2)


@pytest.fixture
def answer(client, seminar):
    return client.post(address_of(seminar), sheet(*[person(name) for name in NAMES]))


def people():
    return list(Registration.objects.order_by("line_number"))


def told(purpose):
    """List whom the messages of this purpose tell, by name."""
    rows = Message.objects.filter(purpose=purpose).values_list("person_key", flat=True)
    names = {key(one): one.name for one in people()}
    return sorted(names.get(row, "the sender") for row in rows)


def entries(method):
    """Read the calendar objects of this method that were sent, by UID."""
    found = {}
    for message in mail.outbox:
        for part in message.message().walk():
            is_calendar = part.get_content_type() == "text/calendar"
            if is_calendar and part.get_param("method") == method:
                text = part.get_payload(decode=True).decode()
                [entry] = Calendar.from_ical(text).walk("VEVENT")
                found[str(entry["uid"])] = (entry, text)
    return found


def uid_of(registration):
    session = registration.seminar.sessions.get()
    return f"s{session.pk}-r{registration.pk}@testserver"


def test_three_people_two_places_one_cancels(client, seminar, answer):
    page = client.get(answer.url).content.decode()
    assert page.count("badge--confirmed") == 2
    assert "Waiting, position 1" in page

    first, second, third = people()
    client.post(f"{answer.url}cancel/{first.pk}/")

    page = client.get(answer.url).content.decode()
    assert "Two people have a place, one is cancelled" in page
    assert [one.status for one in people()] == ["cancelled", "confirmed", "confirmed"]

    # Six messages to one address, five of which name their person.
    assert told("receipt") == ["the sender"]
    assert told("seat_confirmed") == sorted([first.name, second.name])
    assert told("waiting") == told("promoted") == [third.name]
    assert told("cancelled") == [first.name]
    assert Message.objects.count() == 6
    assert set(Message.objects.values_list("address", flat=True)) == {SENDER}
    for one in people():
        for message in Message.objects.filter(person_key=key(one)):
            assert one.addressed_name in message.subject
            assert one.addressed_name in message.text
            assert one.addressed_name in message.html


def test_every_message_is_sent_with_its_own_link(client, seminar, answer):
    first, _second, third = people()
    client.post(f"{answer.url}cancel/{first.pk}/")

    assert delivery.deliver_due(seconds=30) is False

    assert set(Message.objects.values_list("state", flat=True)) == {"sent"}
    assert {parseaddr(message.to[0])[1] for message in mail.outbox} == {SENDER}
    opened = {}
    for message in mail.outbox:
        [path] = LINK.findall(message.body)
        assert path in message.alternatives[0].content
        opened.setdefault(path, []).append(message.subject.split(",")[0].split(":")[0])
    nomination = Nomination.objects.get()
    assert set(opened) == {
        link_of_nomination(nomination).path,
        *[link_of(one).path for one in people()],
    }
    assert len(opened[link_of(first).path]) == len(opened[link_of(third).path]) == 2
    assert {client.get(path).status_code for path in opened} == {200}


def test_calendars_follow_each_person(client, seminar, answer):
    first, second, third = people()
    client.post(f"{answer.url}cancel/{first.pk}/")
    delivery.deliver_due(seconds=30)

    asked, taken_back = entries("REQUEST"), entries("CANCEL")

    assert set(asked) == {uid_of(one) for one in (first, second, third)}
    assert set(taken_back) == {uid_of(first)}
    before, after = asked[uid_of(first)][0], taken_back[uid_of(first)][0]
    assert after["sequence"] > before["sequence"]
    assert after["status"] == "CANCELLED"
    with_calendar = [m.subject for m in mail.outbox if len(m.alternatives) > 1]
    assert len(with_calendar) == 4
    for entry, text in [*asked.values(), *taken_back.values()]:
        again = vobject.readOne(text)
        assert again.vevent.uid.value == entry["uid"]
        assert int(again.vevent.sequence.value) == entry["sequence"]
        assert again.vevent.dtstart.value == seminar.starts_at
        assert again.method.value in ("REQUEST", "CANCEL")
        assert SENDER in again.vevent.attendee.value


def test_a_course_of_three_days_is_three_entries(client):
    make_mission()
    course = make_seminar(places=1, sessions=3, format="course")
    client.post(address_of(course), sheet(person(NAMES[0])))

    delivery.deliver_due(seconds=30)

    registration = Registration.objects.get()
    assert set(entries("REQUEST")) == {
        f"s{session.pk}-r{registration.pk}@testserver"
        for session in course.sessions.all()
    }
    [confirmation] = [m for m in mail.outbox if m.subject.startswith("Place confirmed")]
    files = [attachment.filename for attachment in confirmation.attachments]
    assert files == [f"invitation-{n}.ics" for n in (1, 2, 3)]


def test_the_waiting_notice_gives_the_position(client, answer):
    text = " ".join(Message.objects.get(purpose="waiting").text.split())

    assert f"{people()[2].addressed_name} is on the waiting list." in text
    assert "The position is now 1." in text


def test_the_receipt_says_how_everybody_stands(client, answer):
    text = Message.objects.get(purpose="receipt").text

    for one, state in zip(people(), ["Confirmed", "Confirmed", "Waiting"], strict=True):
        assert f"{one.addressed_name}: {state}" in text
    assert "Thank you for your nomination of 3 people." in text
    assert "opens your nomination" in text
