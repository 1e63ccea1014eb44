"""The public pages in a real browser: nothing for axe, nothing against the CSP."""

import pytest

from partners.models import Person
from registrations.emails import link_of, link_of_invitation, link_of_nomination
from registrations.services import inviting, nominations
from seminars.models import RegistrationMode
from tests.axe import LOOKS, assert_clean, enter, findings, wear
from tests.factories import (
    COMMAND,
    DAY,
    LINK,
    NOW,
    filing,
    make_country,
    make_mission,
    make_seminar,
    make_user,
    make_waiting,
    register,
    submit,
    typed,
)
from tests.registrations.forms import NAMES, address_of

pytestmark = pytest.mark.django_db(transaction=True)
each_look = pytest.mark.parametrize("look", LOOKS, ids=str)


@pytest.fixture
def seminar():
    return make_seminar(places=1, online_places=1)


@each_look
def test_the_form_is_clean_empty_and_refused(live_server, page, look, seminar):
    make_country()
    url = live_server.url + look.path(address_of(seminar))
    assert_clean(page, url, look)
    page.fill("[name=person-1-organisation]", "Union of nobody’s list")
    page.click("[name=add]")
    page.click("[data-ask]")
    page.wait_for_selector(".errors")

    assert findings(page, look) == []
    assert page.title().startswith("Err")
    assert page.evaluate("document.activeElement.className") == "errors stack"


@each_look
def test_a_form_that_is_not_open_is_clean(live_server, page, look):
    seminar = make_seminar(places=1, opens_at=NOW + DAY)

    assert_clean(page, live_server.url + look.path(address_of(seminar)), look)


@each_look
def test_pages_of_links_are_clean(live_server, page, look, seminar):
    make_waiting(seminar, 1)
    mission = make_mission()
    people = [typed(mission, name=name, language=look.language) for name in NAMES]
    sheet = submit(seminar, *people, language=look.language)
    first, *_others, last = sheet.registrations.order_by("line_number")

    base = live_server.url + link_of_nomination(sheet).path
    for path in (base, f"{base}cancel/{first.pk}/"):
        assert_clean(page, path, look)
    for person in (first, last):
        assert_clean(page, live_server.url + link_of(person).path, look)


@each_look
def test_an_invitation_that_was_used_is_clean(live_server, page, look):
    seminar = make_seminar(places=1, registration_mode=RegistrationMode.INVITATION)
    guest = inviting.Guest(NAMES[0], "guest@example.org", language=look.language)
    invited = inviting.invite(seminar, guest, until=NOW + DAY, by=COMMAND, at=NOW)
    inviting.accept(invited, filing(), came_instead=False, by=LINK, at=NOW)

    assert_clean(page, live_server.url + link_of_invitation(invited).path, look)
    assert page.query_selector("main form") is None


@each_look
def test_my_pages_are_clean(live_server, page, look, client, seminar):
    user = make_user()
    enter(page, live_server.url, client, user)
    assert_clean(page, f"{live_server.url}/my/", look)
    registration = register(seminar, make_mission())
    person = Person.objects.create(name=registration.name, account=user)
    nominations.identify_person(registration, person, by=LINK, at=NOW)
    submit(seminar, typed(registration.organisation), sender_address=user.email)

    for path in ("/my/", f"/my/registrations/{registration.pk}/"):
        assert_clean(page, live_server.url + path, look)


def test_the_way_through_a_link_asks_for_no_referrer(live_server, page, seminar):
    wear(page, LOOKS[0])
    sheet = submit(seminar, typed(make_mission()))
    path = link_of_nomination(sheet).path
    page.goto(live_server.url + path)

    page.click("text=Français")
    page.wait_for_url("**/?language=fr")
    page.click(".people a[href*='/cancel/']")
    page.click("form.actions button")
    page.wait_for_url(f"**{path}?language=fr")

    assert page.get_attribute("html", "lang") == "fr"
    assert sheet.registrations.get().status == "cancelled"


def test_guest_reads_an_invitation_in_the_other_language(live_server, page):
    wear(page, LOOKS[0])
    make_mission()
    seminar = make_seminar(places=1, registration_mode=RegistrationMode.INVITATION)
    guest = inviting.Guest(NAMES[0], "guest@example.org", "Mission of Senegal")
    invited = inviting.invite(seminar, guest, until=NOW + DAY, by=COMMAND, at=NOW)
    page.goto(live_server.url + link_of_invitation(invited).path)

    page.click("text=Français")
    page.wait_for_url("**/?language=fr")

    assert page.get_attribute("html", "lang") == "fr"
    assert page.input_value("[name=person-1-name]") == NAMES[0]
