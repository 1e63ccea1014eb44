"""What the frame around every page needs to know."""

from contextlib import suppress
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, get_language_info, override
from django.utils.translation import gettext_lazy as _

HOME = "seminars:home"
MENU = [
    (_("Programme"), "seminars:programme"),
    (_("Updates"), "briefings:updates"),
    (_("Global Forum"), "reports:forum", "partners:forum", "briefings:forum"),
]
ABOUT = [
    (_("Privacy"), "privacy", "seminars:privacy"),
    (_("Accessibility"), "accessibility", "seminars:accessibility"),
]
MINE = [(_("My registrations"), "registrations:my"), (_("Reports"), "reports:home")]
STAFF = [
    (_("Doors"), "registrations:doors"),
    (_("Who is who"), "registrations:who"),
    (_("Admin"), "admin:index"),
]
ACCOUNT = [
    (_("E-mail address"), "account_email"),
    (_("Passkeys and codes"), "mfa_index"),
]


@dataclass(frozen=True)
class Link:
    """An entry of a menu; `current` is what aria-current says."""

    label: str
    url: str
    current: str = ""


@dataclass(frozen=True)
class Version:
    """The same page in another language; without a url the reader's choice is kept."""

    code: str
    name: str
    url: str


def frame(request: HttpRequest) -> dict[str, object]:
    """Give templates menus, languages and the address to write to, when they ask."""
    return {
        "home_url": SimpleLazyObject(lambda: address(HOME) or "/"),
        "menu": SimpleLazyObject(lambda: links(MENU, request)),
        "about_menu": SimpleLazyObject(lambda: links(ABOUT, request)),
        "account_menu": SimpleLazyObject(lambda: account_links(request)),
        "versions": SimpleLazyObject(lambda: versions(request)),
        "contact_address": settings.CONTACT_ADDRESS,
        "site_url": settings.SITE_URL,
        "sample_setup": settings.SAMPLE_SETUP,
    }


def links(entries: list[tuple[str, ...]], request: HttpRequest) -> list[Link]:
    """Resolve a menu; an entry none of whose pages exists is left out."""
    found = [(label, address(*names)) for label, *names in entries]
    here = request.path
    return [Link(str(label), url, current(url, here)) for label, url in found if url]


def account_links(request: HttpRequest) -> list[Link]:
    """Return what a signed-in person may go to."""
    staff = STAFF if request.user.is_staff else []
    return links([*MINE, *staff, *ACCOUNT], request)


def versions(request: HttpRequest) -> list[Version]:
    """Return this page's versions in the other languages."""
    others = [code for code, _name in settings.LANGUAGES if code != get_language()]
    return [Version(code, own_name(code), _in(code, request)) for code in others]


def address(*names: str) -> str:
    """Return the address of the first of these pages that exists."""
    return address_in(get_language() or settings.LANGUAGE_CODE, names)


@cache
def address_in(language: str, names: tuple[str, ...]) -> str:
    """Look an address up once per language: it is asked for a dozen times a page."""
    for name in names:
        with suppress(NoReverseMatch):
            return reverse(name)
    return ""


def current(url: str, path: str) -> str:
    """Return "page" on the very page, "true" on a page below it."""
    if url == path:
        return "page"
    return "true" if url.count("/") > 1 and path.startswith(url) else ""


def _in(code: str, request: HttpRequest) -> str:
    """Return the address of this page in a language, where its own one differs."""
    page = request.resolver_match
    if page is None:
        return ""
    with override(code), suppress(NoReverseMatch):
        path = reverse(page.view_name, args=page.args, kwargs=page.kwargs)
        if path != request.path:
            asked = request.META.get("QUERY_STRING", "")
            return f"{path}?{asked}" if asked else path
    return ""


def own_name(code: str) -> str:
    return get_language_info(code)["name_local"].capitalize()
