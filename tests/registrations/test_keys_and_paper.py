"""What Enter does in our forms, and what lists look like on paper."""

import pytest
from django.urls import reverse

from registrations.emails import link_of, link_of_invitation
from registrations.models import Registration
from registrations.services import inviting
from seminars.models import RegistrationMode
from tests.axe import LOOKS, enter, wear
from tests.factories import (
    COMMAND,
    DAY,
    NOW,
    make_mission,
    make_organiser,
    make_seminar,
    register,
)
from tests.registrations.forms import NAMES
from tests.registrations.gating import guarded_room

pytestmark = pytest.mark.django_db(transaction=True)
A4 = {"width": 673, "height": 1000}  # pixels between the margins


def test_enter_registers_a_guest(live_server, page):
    wear(page, LOOKS[0])
    make_mission(name_en="Permanent Mission of Senegal")
    seminar = make_seminar(places=1, registration_mode=RegistrationMode.INVITATION)
    guest = inviting.Guest(NAMES[0], "guest@example.org", "Mission of Senegal")
    invited = inviting.invite(seminar, guest, until=NOW + DAY, by=COMMAND, at=NOW)
    page.goto(live_server.url + link_of_invitation(invited).path)
    page.fill("[name=person-1-organisation]", "Permanent Mission of Senegal")

    page.fill("[name=person-1-rank]", "Counsellor")
    page.check("[name=who][value=me]")
    page.check("[name=told]")
    page.press("[name=person-1-name]", "Enter")
    page.wait_for_url("**/n/**")

    assert Registration.objects.get().name == NAMES[0]


def test_a_long_address_stays_on_the_paper(live_server, page, client):
    seminar = make_seminar(places=1)
    register(seminar, make_mission(), address=f"{'secretariat.' * 5}at@mission.example")
    enter(page, live_server.url, client, make_organiser())
    page.emulate_media(media="print")
    page.set_viewport_size(A4)

    printed = reverse("registrations:people_print", args=[seminar.pk])
    page.goto(live_server.url + printed)

    wide = "document.querySelector('.scroll').scrollWidth"
    assert page.evaluate(wide) <= A4["width"]


def test_getting_in_is_read_as_it_is_written(client):
    said = "A **grounds pass**"
    room = guarded_room(access_en=said, access_fr=said)
    one = register(make_seminar(places=1, room=room))

    page = client.get(link_of(one).path).text

    assert "<strong>grounds pass</strong>" in page
