"""What no page of ours may show: a finding of axe, a CSP violation, a sideways scroll.

@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_programme_is_clean(live_server, page, look):
    assert_clean(page, live_server.url + look.path("/programme/"), look)
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import TypeVar
from weakref import WeakKeyDictionary, WeakSet

from axe_playwright_python.base import AXE_SCRIPT
from django.db.models import Model
from django.test import Client
from playwright.sync_api import Page

from tests.scale import sized

T = TypeVar("T")
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WCAG = {
    "runOnly": {"type": "tag", "values": LEVELS},
    "resultTypes": ["violations"],  # what passes need not be described
}
FOUND = """async options => ({
    rules: (await axe.run(document, options)).violations,
    language: document.documentElement.lang,
    width: document.documentElement.scrollWidth,
})"""
PHONE, DESK = 320, 1280
equipped: WeakSet[Page] = WeakSet()
worn: WeakKeyDictionary[Page, "Look"] = WeakKeyDictionary()


@dataclass(frozen=True)
class Look:
    """One way to see a page."""

    language: str
    scheme: str
    width: int

    def __str__(self) -> str:
        return f"{self.language}-{self.scheme}-{self.width}"

    def path(self, path: str) -> str:
        """Put the language in front of a public address."""
        return path if self.language == "en" else f"/{self.language}{path}"


ALL_LOOKS = [Look(*p) for p in product(["en", "fr"], ["light", "dark"], [DESK, PHONE])]
TWO_LOOKS = [Look("en", "light", DESK), Look("fr", "dark", PHONE)]
LOOKS = sized(TWO_LOOKS, ALL_LOOKS)


def share(pages: Sequence[T], look: Look) -> Sequence[T]:
    """Of what Django draws, and of states of one page, give each look its part.

    In the long suite every look sees all.
    """
    return sized(pages[LOOKS.index(look) :: len(LOOKS)], pages)


def assert_clean(
    page: Page, url: str, look: Look = TWO_LOOKS[0], *, status: int = 200
) -> None:
    """Open a page in one look and expect nothing to be found."""
    violations = listen(page)
    wear(page, look)
    bring_axe(page)
    response = page.goto(url)
    assert response is not None
    assert response.status == status, f"{url} answered {response.status}"
    found = [*violations]  # before axe, which tries inline styles of its own
    found += findings(page, look)
    assert found == [], "\n".join(found)


def wear(page: Page, look: Look) -> None:
    """Give the browser this look, for the pages opened from now on."""
    if worn.get(page) == look:
        return
    worn[page] = look
    page.emulate_media(color_scheme=look.scheme)
    page.set_viewport_size({"width": look.width, "height": 900})
    page.set_extra_http_headers({"Accept-Language": look.language})


def bring_axe(page: Page) -> None:
    """Have it on every page opened from now on, which is quicker than one by one."""
    if page not in equipped:
        page.add_init_script(AXE_SCRIPT)
        equipped.add(page)


def findings(page: Page, look: Look) -> list[str]:
    """Say what axe finds on the page as it stands, and whether it scrolls sideways."""
    page.wait_for_load_state()
    if page not in equipped:
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(FOUND, WCAG)
    said = [
        f"{rule['id']}: {node['html'][:160]} {node.get('failureSummary', '')}"
        for rule in found["rules"]
        for node in rule["nodes"]
    ]
    if found["language"] != look.language:
        said.append(f"the page is not in {look.language}")
    if found["width"] > look.width:
        said.append(f"scrolls sideways: {found['width']} px in {look.width}")
    return said


def listen(page: Page) -> list[str]:
    """Collect from now on what the browser says of the security policy."""
    said: list[str] = []

    def hear(text: str) -> None:
        if "Content Security Policy" in text or "Content-Security-Policy" in text:
            said.append(text)

    page.on("console", lambda message: hear(message.text))
    return said


def enter(page: Page, base_url: str, client: Client, user: Model) -> None:
    """Sign somebody in without the mailed code."""
    client.force_login(user)
    key = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": key, "url": base_url}])
