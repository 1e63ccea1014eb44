"""A mailed code, then a passkey, in a browser and under the strict policy."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.core import mail

pytestmark = pytest.mark.django_db(transaction=True)
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
}


@pytest.fixture
def complaints(page):
    """Collect what the browser refuses because of the policy."""
    said = []
    page.on("console", lambda line: said.append(line.text))
    yield said
    assert [line for line in said if "Content Security Policy" in line] == []


@pytest.fixture
def site(live_server, settings, page):
    """Serve under a name, which passkeys need, with an authenticator that says yes."""
    settings.LOGIN_REDIRECT_URL = "/healthz"
    settings.ACCOUNT_LOGOUT_REDIRECT_URL = "/healthz"
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return live_server.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def organiser():
    account = get_user_model().objects.create_user("zoe@example.org", is_staff=True)
    EmailAddress.objects.create(
        user=account, email=account.email, verified=True, primary=True
    )
    return account


def sign_in_by_code(page, site):
    page.goto(f"{site}/accounts/login/")
    page.fill("[name=login], [name=email]", "zoe@example.org")
    page.keyboard.press("Enter")
    page.wait_for_url("**/login/code/confirm/**")
    page.fill("[name=code]", code_in(mail.outbox[-1].body))
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}/healthz")


def code_in(body):
    return re.search(r"^\s*([A-Z0-9-]{6,9})\s*$", body, re.MULTILINE)[1]


def is_signed_in(page):
    return any(cookie["name"] == "sessionid" for cookie in page.context.cookies())


def test_a_mailed_code_lets_in_and_no_password_is_asked(
    page, site, organiser, complaints
):
    sign_in_by_code(page, site)

    assert is_signed_in(page)
    assert [message.to for message in mail.outbox] == [["zoe@example.org"]]


def test_a_passkey_is_added_and_lets_in(page, site, organiser, complaints):
    sign_in_by_code(page, site)
    page.goto(f"{site}/accounts/2fa/webauthn/add/")
    page.fill("[name=name]", "laptop")
    page.check("[name=passwordless]")
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/2fa/reauthenticate/**")  # before recovery codes are shown
    page.context.clear_cookies()

    page.goto(f"{site}/accounts/login/")
    page.click("#passkey_login")
    page.wait_for_url(f"{site}/healthz")

    assert is_signed_in(page)
