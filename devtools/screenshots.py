"""Pictures for the documentation, taken from a sample set-up that runs.

They tell one seminar from the public page to the partner's report, as the roles of
the sample data see it. Three people are nominated and a briefing is approved on the
way, so a second run shows other things: take them from a fresh set-up.
"""

import argparse
from contextlib import contextmanager
from pathlib import Path

from devtools import browser

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
DESK = {"viewport": {"width": 1280, "height": 800}}
PHONE = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
SENDER = "mission.office@missions.example"
MISSION = "Permanent Mission of Kenya"
AUDIENCE = "African LDCs, and who follows the Forum"
ON_OFFER = "The health of people who move"
MARGIN = 40  # of page above what is shown of it
BRIEFING = "Round table on recruitment costs"
PEOPLE = [
    ("H.E. Mr.", "Baraka Wekesa", "Permanent Representative"),
    ("Ms.", "Neema Achieng", "Counsellor"),
    ("Mr.", "Tumaini Otieno", "Second Secretary"),
]


class Album:
    """One browser, a context for each who looks."""

    def __init__(self, chromium, address):
        self.chromium, self.address = chromium, address.rstrip("/")

    @contextmanager
    def looking(self, role="", device=DESK):
        with self.chromium.new_context(locale="en-GB", **device) as context:
            page = context.new_page()
            if role:
                page.goto(f"{self.address}/sample/enter/{role}/")
                page.get_by_role("main").get_by_role("button").click()
            yield page

    def take(self, page, name, *, height=0, top=0):
        """Keep what is seen, or so much of the page's length."""
        page.evaluate("window.scrollTo(0, 0)")
        height = height or page.viewport_size["height"]
        clip = {"x": 0, "y": top, "height": height}
        clip["width"] = page.viewport_size["width"]
        page.screenshot(path=FOLDER / f"{name}.png", full_page=True, clip=clip)


def public(album):
    """Show the first page, and the seminar that has two places left."""
    with album.looking() as page:
        page.goto(album.address)
        album.take(page, "home", height=1150)
        page.get_by_role("link", name="Cities and newcomers").first.click()
        album.take(page, "seminar", height=1050)
        page.get_by_role("link", name="Register").first.click()
        nominate(album, page)


def nominate(album, page):
    """File three people: with an error first, then as it should be."""
    for number in (1, 2):
        page.locator("button[name=add]").click()
        page.locator(f"#person-{number + 1}-name").wait_for()
    page.fill("#sender-address", SENDER)
    for number, (form, name, rank) in enumerate(PEOPLE, start=1):
        person(page, number, form, name, rank)
    page.check("#sender-told")
    page.fill("#person-2-address", "neema.achieng")
    album.take(page, "register", height=1250)
    send(page)
    album.take(page, "register-error", height=1150)
    page.fill("#person-2-address", SENDER)
    page.check("#sender-told")
    send(page)
    page.wait_for_url("**/n/**")
    album.take(page, "nomination", height=1100)


def person(page, number, form, name, rank):
    field = f"#person-{number}-"
    page.select_option(f"{field}form_of_address", label=form)
    page.fill(f"{field}name", name)
    page.fill(f"{field}rank", rank)
    page.fill(f"{field}organisation", MISSION)
    page.fill(f"{field}address", SENDER)
    page.select_option(f"{field}language", "en")
    page.keyboard.press("Escape")


def send(page):
    page.locator("[data-ask]").click()
    page.wait_for_load_state()


def mail(album):
    """Show the message by which the third learns of the waiting list."""
    with album.looking() as page:
        page.goto(f"{album.address}/mailbox/")
        page.get_by_role("link", name="waiting").first.click()
        album.take(page, "mail", height=800)


def door(album):
    """Show the list of today on a phone, with somebody checked in."""
    with album.looking("door", PHONE) as page:
        page.get_by_role("link", name="Open the door list").last.click()
        page.get_by_role("button", name="Check in").first.click()
        page.wait_for_load_state("networkidle")
        album.take(page, "door")


def mission(album):
    """Show a mission's own page, with a place that somebody has to take up."""
    with album.looking("assistant") as page:
        page.get_by_role("main").get_by_role("link", name=MISSION).first.click()
        page.get_by_role("button", name="Confirm this place").wait_for()
        offer = page.get_by_role("link", name=ON_OFFER, exact=True).last
        top = offer.bounding_box()["y"] - MARGIN
        album.take(page, "mission", height=1000, top=top)


def briefing(album):
    """Show an audience, and a colleague's text; approve it and watch it leave."""
    with album.looking("organiser") as page:
        page.goto(f"{album.address}/admin/briefings/audience/")
        page.get_by_role("link", name=AUDIENCE).click()
        page.goto(f"{album.address}/work/audiences/{number(page)}/")
        album.take(page, "audience", height=1100)
        page.goto(f"{album.address}/admin/briefings/briefing/")
        page.get_by_role("link", name=BRIEFING).click()
        page.goto(f"{album.address}/work/briefings/{number(page)}/")
        album.take(page, "desk", height=1500)
        page.get_by_role("button", name="Approve").click()
        page.get_by_role("link", name="Progress").click()
        album.take(page, "progress")


def number(page):
    """Read which row a page of the admin is about."""
    return page.url.split("/change/")[0].rsplit("/", 1)[1]


def access_list(album):
    """Show the list of the building's desk, with what changed since it went there."""
    with album.looking("organiser") as page:
        page.goto(f"{album.address}/admin/seminars/seminar/")
        page.get_by_role("link", name="Towards the next Forum").click()
        page.goto(f"{album.address}/work/seminars/{number(page)}/access/")
        album.take(page, "access-list", height=1300)


def report(album):
    with album.looking("partner-iom") as page:
        page.goto(f"{album.address}/reports/")
        page.get_by_role("main").get_by_role("link").first.click()
        album.take(page, "report", height=1500)


def admin(album):
    """Show the programme that organisers keep, and what moving a seminar means."""
    with album.looking("organiser") as page:
        page.goto(f"{album.address}/admin/seminars/seminar/")
        album.take(page, "admin-programme", height=1000)
        page.get_by_role("link", name="Cities and newcomers").click()
        page.get_by_role("link", name="Move to another hour").click()
        page.fill("[name=starts]", "14:00")
        page.fill("[name=ends]", "17:00")
        page.fill("[name=why]", "The General Assembly needs the room in the morning.")
        page.get_by_role("button", name="Show what it means").click()
        album.take(page, "change", height=900)


STORY = [public, mail, mission, briefing, door, access_list, report, admin]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address", nargs="?", default="http://127.0.0.1:8000")
    FOLDER.mkdir(exist_ok=True)
    browser.let_playwright_find_a_node()
    from playwright.sync_api import sync_playwright

    executable, variables = browser.chromium()
    with sync_playwright() as playwright:
        launch = playwright.chromium.launch
        with launch(executable_path=executable, env=variables) as chromium:
            album = Album(chromium, parser.parse_args().address)
            for chapter in STORY:
                chapter(album)


if __name__ == "__main__":
    main()
