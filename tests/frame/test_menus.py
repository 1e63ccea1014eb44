"""What the frame offers: menus, the sign-in corner, the other language."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import resolve
from django.utils import translation

from unitar_seminars.context_processors import Link, Version, frame, links
from users.models import User

pytestmark = pytest.mark.urls("tests.frame.gallery")


def asking(path, user=None):
    request = RequestFactory().get(path)
    request.user = user or AnonymousUser()
    return request


def corner(user):
    request = asking("/styleguide/", user)
    return render_to_string("_corner.html", {"user": user}, request=request)


def test_a_menu_leaves_out_pages_that_do_not_exist():
    menu = [("Components", "styleguide"), ("Nowhere", "seminars:nowhere")]

    assert links(menu, asking("/")) == [Link("Components", "/styleguide/")]


@pytest.mark.parametrize(
    ("path", "current"),
    [("/styleguide/", "page"), ("/styleguide/more/", "true"), ("/accounts/", "")],
)
def test_a_menu_says_where_one_is(path, current):
    (link,) = links([("Components", "styleguide")], asking(path))

    assert link.current == current


@pytest.mark.parametrize(
    ("language", "path", "version"),
    [
        (
            "en",
            "/styleguide/?page=2",
            Version("fr", "Français", "/fr/styleguide/?page=2"),
        ),
        ("fr", "/fr/styleguide/", Version("en", "English", "/styleguide/")),
        ("en", "/accounts/login/", Version("fr", "Français", "")),
    ],
)
def test_the_other_language_is_the_same_page(language, path, version):
    with translation.override(language):
        request = asking(path)
        request.resolver_match = resolve(request.path)
        assert list(frame(request)["versions"]) == [version]


def test_a_visitor_can_sign_in():
    assert " ".join(corner(AnonymousUser()).split()) == (
        '<li><a href="/accounts/login/">Sign in</a></li>'
    )


@pytest.mark.parametrize(("is_staff", "ways"), [(True, 1), (False, 0)])
def test_only_an_organiser_is_shown_the_admin(is_staff, ways):
    drawn = corner(User(email="someone@example.org", is_staff=is_staff))

    assert drawn.count('href="/admin/"') == ways
    assert drawn.count("someone@example.org") == 1
    assert drawn.count('action="/accounts/logout/"') == 1


def test_a_page_names_its_twin_for_search_engines(client):
    page = client.get("/styleguide/").content.decode()

    twin = (
        '<link rel="alternate" hreflang="fr" href="http://testserver/fr/styleguide/">'
    )
    assert page.count(twin) == 1


def test_a_page_that_cannot_be_switched_by_address_asks_by_a_form(client):
    page = client.get("/accounts/login/").content.decode()

    assert page.count('action="/language/"') == 1
