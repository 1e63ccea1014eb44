"""Public addresses say their language; all others ask the reader."""

import pytest

pytestmark = pytest.mark.urls("tests.frame.language_urls")


@pytest.mark.parametrize("wish", ["en", "fr", "de"])
@pytest.mark.parametrize(
    ("path", "language"), [("/public/", "en"), ("/fr/public/", "fr")]
)
def test_a_public_address_means_one_page_whoever_asks(client, path, language, wish):
    assert said(client, path, wish) == language


@pytest.mark.parametrize(
    ("wish", "language"), [("fr", "fr"), ("fr-CA,en;q=0.5", "fr"), ("de", "en")]
)
def test_an_address_without_a_language_follows_the_browser(client, wish, language):
    assert said(client, "/letter/", wish) == language


def test_what_somebody_chose_goes_before_what_the_browser_wishes(client):
    client.cookies["django_language"] = "en"

    assert said(client, "/letter/", "fr") == "en"


def test_a_choice_does_not_change_what_a_public_address_means(client):
    client.cookies["django_language"] = "fr"

    assert said(client, "/public/", "fr") == "en"


def said(client, path, wish):
    return client.get(path, headers={"Accept-Language": wish}).content.decode()
