"""An assistant files three people and cancels one, without a mouse."""

import pytest

from registrations.models import Registration
from tests.axe import Look, wear
from tests.factories import make_mission, make_seminar
from tests.registrations.forms import MISSION, NAMES, SENDER, address_of

pytestmark = pytest.mark.django_db(transaction=True)
DESK = Look("en", "light", 1280)


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def browser_page(chromium, request):
    with chromium.new_context(java_script_enabled=request.param) as context:
        context.set_default_timeout(10_000)  # milliseconds
        yield context.new_page()


def focused(page):
    """Return the name and words of what has the focus, asked without a script."""
    found = page.locator(":focus")
    return found.get_attribute("name") or found.inner_text()


def tab_to(page, wanted):
    """Press Tab until this field, button or link has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if focused(page).startswith(wanted):
            return
    raise AssertionError(f"Tab never came to {wanted}.")


def type_in(page, name, text):
    tab_to(page, name)
    page.keyboard.type(text)


def press(page, words):
    tab_to(page, words)
    page.keyboard.press("Enter")


def test_three_people_one_of_whom_cancels(live_server, browser_page):
    page = browser_page
    wear(page, DESK)
    make_mission()
    seminar = make_seminar(places=2)
    page.goto(live_server.url + address_of(seminar))

    type_in(page, "address", SENDER)
    tab_to(page, "person-1-form_of_address")
    page.keyboard.type("Ms")  # chooses by the first letters
    type_in(page, "person-1-name", NAMES[0])
    type_in(page, "person-1-rank", "Counsellor")
    type_in(page, "person-1-organisation", MISSION)
    type_in(page, "person-1-address", SENDER)
    for number in (2, 3):
        press(page, "add")
        page.wait_for_selector(f"[name=person-{number}-name]")
        assert focused(page) == f"person-{number}-form_of_address"
        type_in(page, f"person-{number}-name", NAMES[number - 1])
        type_in(page, f"person-{number}-rank", "Adviser")
    assert page.input_value("[name=person-3-organisation]") == MISSION
    assert page.input_value("[name=person-3-address]") == SENDER
    tab_to(page, "told")
    page.keyboard.press("Space")
    press(page, "Ask for three places")

    page.wait_for_url("**/n/**")
    assert page.inner_text("h1") == (
        "Two people have a place, one is on the waiting list"
    )
    press(page, "Cancel this place")
    page.wait_for_url("**/cancel/**")
    press(page, "Cancel this place")
    page.wait_for_selector("text=We have confirmed it by e-mail.")

    assert page.inner_text("h1") == "Two people have a place, one is cancelled"
    filed = Registration.objects.order_by("line_number")
    assert [(one.name, one.status) for one in filed] == [
        (NAMES[0], "cancelled"),
        (NAMES[1], "confirmed"),
        (NAMES[2], "confirmed"),
    ]


def test_enter_in_a_field_sends_the_form_and_removes_nobody(live_server, browser_page):
    page = browser_page
    wear(page, DESK)
    page.goto(live_server.url + address_of(make_seminar(places=2)))
    type_in(page, "person-1-name", NAMES[0])
    press(page, "add")
    page.wait_for_selector("[name=person-2-name]")

    type_in(page, "person-2-name", NAMES[1])
    page.keyboard.press("Enter")

    page.wait_for_selector(".errors")
    assert page.input_value("[name=person-1-name]") == NAMES[0]
    assert page.input_value("[name=person-2-name]") == NAMES[1]


def test_removing_a_person_numbers_the_others_anew(live_server, browser_page):
    page = browser_page
    wear(page, DESK)
    page.goto(live_server.url + address_of(make_seminar(places=2)))
    for number, name in enumerate(NAMES, 1):
        if number > 1:
            press(page, "add")
            page.wait_for_selector(f"[name=person-{number}-name]")
        type_in(page, f"person-{number}-name", name)

    page.get_by_role("button", name="Remove person 2").press("Enter")
    page.wait_for_selector("text=Person 2 of 2")

    assert page.input_value("[name=person-2-name]") == NAMES[2]
    assert page.locator("[name=person-3-name]").count() == 0
    assert page.inner_text("[data-ask]") == "Ask for two places"


def test_organisations_are_offered_while_somebody_types(live_server, page):
    wear(page, DESK)
    make_mission()
    page.goto(live_server.url + address_of(make_seminar(places=2)))

    page.locator("[name=person-1-organisation]").press_sequentially("perm sen")
    page.wait_for_selector("#organisations option", state="attached")

    offered = page.locator("#organisations option")
    assert offered.get_attribute("value") == MISSION
