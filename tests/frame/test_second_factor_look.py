"""The pages about a second factor in a real browser, on the way in and within."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail

from tests.axe import LOOKS, assert_clean, enter, findings, listen, share, wear
from tests.frame.test_signing_in import code_in
from users.models import User

pytestmark = pytest.mark.django_db(transaction=True)
each_look = pytest.mark.parametrize("look", LOOKS, ids=str)
SEND = "main form:has([name=code]) .button--primary"
OF_FACTORS = (
    "",
    "reauthenticate/",
    "recovery-codes/",
    "recovery-codes/generate/",
    "totp/deactivate/",
    "webauthn/",
    "webauthn/keys/{passkey}/edit/",
    "webauthn/keys/{passkey}/remove/",
)


@pytest.fixture
def organiser():
    user = User.objects.create_user("zoe@example.org", name="Zoé Ba", is_staff=True)
    EmailAddress.objects.create(
        user=user, email=user.email, verified=True, primary=True
    )
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)
    return user


@each_look
def test_asking_for_the_second_factor_is_clean(live_server, page, look, organiser):
    said = listen(page)
    wear(page, look)
    page.goto(f"{live_server.url}/accounts/login/")
    page.fill("[name=login]", organiser.email)
    page.click("main .button--primary")
    page.wait_for_url("**/confirm/")
    page.fill("[name=code]", code_in(mail.outbox[-1].body))
    page.click("main .button--primary")
    page.wait_for_url("**/2fa/authenticate/**")

    assert said + findings(page, look) == []

    page.fill("[name=code]", "000000")
    page.click(SEND)
    page.wait_for_selector(".errors")

    assert findings(page, look) == []


@each_look
def test_pages_about_factors_are_clean(
    live_server, page, look, client, organiser, settings
):
    settings.ACCOUNT_REAUTHENTICATION_REQUIRED = False
    kind, data = Authenticator.Type.WEBAUTHN, {"name": "Laptop", "passwordless": True}
    passkey = Authenticator.objects.create(user=organiser, type=kind, data=data)
    enter(page, live_server.url, client, organiser)

    for path in share(OF_FACTORS, look):
        url = f"{live_server.url}/accounts/2fa/{path.format(passkey=passkey.pk)}"
        assert_clean(page, url, look)


@each_look
def test_a_form_without_its_cookie_is_refused_cleanly(live_server, page, look):
    wear(page, look)
    page.goto(f"{live_server.url}/accounts/login/")
    page.fill("[name=login]", "zoe@example.org")
    page.context.clear_cookies()
    with page.expect_navigation() as refused:
        page.click("main .button--primary")

    assert refused.value.status == 403
    assert findings(page, look) == []
