"""An assistant files three people, replaces one and cancels one, without a mouse."""

import pytest
from playwright.sync_api import Page

from registrations.models import Registration
from tests.axe import PHONE, Look, wear
from tests.factories import make_mission, make_seminar
from tests.registrations.forms import MISSION, NAMES, SENDER, address_of

pytestmark = pytest.mark.django_db(transaction=True)
DESK = Look("en", "light", 1280)
AT_HAND = Look("en", "dark", PHONE)
THREE_MINUTES = 3 * 60 * 2  # keys, at two a second


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def browser_page(chromium, request):
    with chromium.new_context(java_script_enabled=request.param) as context:
        context.set_default_timeout(10_000)  # milliseconds
        yield context.new_page()


class Hands:
    """Somebody at a keyboard; every key that goes down is counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.keys = page, 0

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.keys += 1

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.keys += len(text)

    @property
    def focused(self) -> str:
        """Tell the name or words of what has the focus, asked without a script."""
        found = self.page.locator(":focus")
        name = found.get_attribute("name")
        return name or found.inner_text().replace("\n", "")

    def come_to(self, wanted: str) -> None:
        """Press Tab until this field, button or link has the focus."""
        for _ in range(60):
            self.press("Tab")
            if self.focused.startswith(wanted):
                return
        raise AssertionError(f"Tab never came to {wanted}.")

    def fill(self, name: str, text: str) -> None:
        self.come_to(name)
        self.type(text)

    def use(self, words: str) -> None:
        self.come_to(words)
        self.press("Enter")


def file_three(page: Page, hands: Hands) -> None:
    """Type for each person what only that person has; the rest is there already."""
    hands.fill("address", SENDER)
    hands.fill("person-1-form_of_address", "Ms")  # chooses by the first letters
    hands.fill("person-1-name", NAMES[0])
    hands.fill("person-1-rank", "Counsellor")
    hands.fill("person-1-organisation", MISSION)
    hands.fill("person-1-address", SENDER)
    for number in (2, 3):
        hands.use("add")
        page.wait_for_selector(f"[name=person-{number}-name]")
        assert hands.focused == f"person-{number}-form_of_address"
        hands.fill(f"person-{number}-name", NAMES[number - 1])
        hands.fill(f"person-{number}-rank", "Adviser")
        assert page.input_value(f"[name=person-{number}-organisation]") == MISSION
        assert page.input_value(f"[name=person-{number}-address]") == SENDER
    hands.come_to("told")
    hands.press("Space")
    hands.use("Ask for three places")
    page.wait_for_url("**/n/**")


def name_another(page: Page, hands: Hands) -> None:
    """Say who comes instead of the second; the mailbox they share is known."""
    hands.use(f"Name somebody else: {NAMES[1]}")
    page.wait_for_url("**/substitute/**")
    assert page.input_value("[name=address]") == SENDER
    hands.fill("name", "Ndeye Sarr")
    hands.fill("rank", "Attaché")
    hands.use("Name this person instead")
    page.wait_for_selector("text=Ndeye Sarr is named instead.")


def test_three_people_one_of_whom_is_replaced_and_one_cancels(
    live_server, browser_page
):
    page, hands = browser_page, Hands(browser_page)
    wear(page, AT_HAND)
    make_mission()
    page.goto(live_server.url + address_of(make_seminar(places=2)))

    file_three(page, hands)
    assert page.inner_text("h1") == (
        "Two people have a place, one is on the waiting list"
    )
    name_another(page, hands)
    hands.use(f"Cancel this place: Ms. {NAMES[0]}")
    page.wait_for_url("**/cancel/**")
    hands.use("Cancel this place")
    page.wait_for_selector("text=We have confirmed it by e-mail.")

    assert page.inner_text("h1") == "Two people have a place, two are cancelled"
    filed = Registration.objects.order_by("line_number", "pk")
    assert sorted((one.name, one.status) for one in filed) == sorted(
        [
            (NAMES[0], "cancelled"),
            (NAMES[1], "cancelled"),
            ("Ndeye Sarr", "confirmed"),
            (NAMES[2], "confirmed"),
        ]
    )
    assert hands.keys < THREE_MINUTES


def test_enter_in_a_field_sends_the_form_and_removes_nobody(live_server, browser_page):
    page, hands = browser_page, Hands(browser_page)
    wear(page, DESK)
    page.goto(live_server.url + address_of(make_seminar(places=2)))
    hands.fill("person-1-name", NAMES[0])
    hands.use("add")
    page.wait_for_selector("[name=person-2-name]")

    hands.fill("person-2-name", NAMES[1])
    hands.press("Enter")

    page.wait_for_selector(".errors")
    assert page.input_value("[name=person-1-name]") == NAMES[0]
    assert page.input_value("[name=person-2-name]") == NAMES[1]


def test_removing_a_person_numbers_the_others_anew(live_server, browser_page):
    page, hands = browser_page, Hands(browser_page)
    wear(page, DESK)
    page.goto(live_server.url + address_of(make_seminar(places=2)))
    for number, name in enumerate(NAMES, 1):
        if number > 1:
            hands.use("add")
            page.wait_for_selector(f"[name=person-{number}-name]")
        hands.fill(f"person-{number}-name", name)

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
