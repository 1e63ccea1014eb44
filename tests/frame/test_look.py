"""Pages of the frame in a real browser: nothing for axe, nothing against the CSP."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.admin.models import CHANGE, LogEntry

from tests.axe import ALL_LOOKS, LOOKS, assert_clean, enter, findings, share, wear
from users.models import User

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("gallery"),
]
ACCOUNT = ("email/", "logout/", "2fa/", "2fa/totp/activate/", "2fa/webauthn/add/")
ADMIN = (
    "",
    "users/user/",
    "users/user/add/",
    "users/user/{pk}/change/",
    "users/user/{pk}/delete/",
    "users/user/{pk}/history/",
    "account/emailaddress/add/",
)


@pytest.fixture
def gallery(settings):
    settings.ROOT_URLCONF = "tests.frame.gallery"


@pytest.fixture
def organiser():
    user = User.objects.create_superuser("organiser@example.org", name="Ines Okafor")
    EmailAddress.objects.create(
        user=user, email=user.email, verified=True, primary=True
    )
    LogEntry.objects.log_actions(user.pk, [user], CHANGE, "Name changed")
    return user


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_components_are_clean(live_server, page, look):
    assert_clean(page, live_server.url + look.path("/styleguide/"), look)


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_refusals_are_clean(live_server, page, look):
    for status in (403, 404, 429, 500):
        url = live_server.url + look.path(f"/refusals/{status}/")
        assert_clean(page, url, look, status=status)


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_the_way_in_is_clean(live_server, page, look):
    for path in ("login", "signup"):
        assert_clean(page, f"{live_server.url}/accounts/{path}/", look)


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_asking_for_a_code_is_clean(live_server, page, look, organiser):
    wear(page, look)
    page.goto(f"{live_server.url}/accounts/login/")
    page.fill("[name=login]", organiser.email)
    page.click("main .button--primary")
    page.wait_for_url("**/confirm/")

    assert findings(page, look) == []

    page.fill("[name=code]", "WRONG")
    page.click("main .button--primary")
    page.wait_for_selector(".errors")

    assert findings(page, look) == []


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_an_account_is_clean(live_server, page, look, client, organiser, settings):
    settings.ACCOUNT_REAUTHENTICATION_REQUIRED = False
    enter(page, live_server.url, client, organiser)

    for path in ACCOUNT:
        assert_clean(page, f"{live_server.url}/accounts/{path}", look)


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_the_admin_is_clean(live_server, page, look, client, organiser):
    enter(page, live_server.url, client, organiser)

    for path in share(ADMIN, look):
        url = f"{live_server.url}/admin/{path.format(pk=organiser.pk)}"
        assert_clean(page, url, look)


def test_what_needs_attention_has_the_focus_and_leads_to_its_field(live_server, page):
    wear(page, ALL_LOOKS[0])
    page.goto(f"{live_server.url}/styleguide/")

    assert page.evaluate("document.activeElement.className") == "errors stack"

    page.click("a[href='#id_refused-rank']")

    assert page.evaluate("document.activeElement.id") == "id_refused-rank"


def test_a_row_added_to_an_inline_table_is_named_too(
    live_server, page, client, organiser
):
    enter(page, live_server.url, client, organiser)
    wear(page, ALL_LOOKS[0])
    page.goto(f"{live_server.url}/admin/users/user/{organiser.pk}/change/")

    page.click("#emailaddress_set-group .add-row a")

    assert findings(page, ALL_LOOKS[0]) == []
