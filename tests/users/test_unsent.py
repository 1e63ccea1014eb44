"""No mail could leave: whoever waits for a code reads so and has lost nothing."""

import socket
import time

import pytest
from allauth.account.models import EmailAddress
from allauth.core import context
from django.contrib.auth import SESSION_KEY
from django.urls import resolve, reverse

from tests.factories import make_user
from tests.mailing import sink, test_services
from tests.mailing.conftest import use
from tests.users.test_signing_in import code_in
from users import adapter
from users.models import User

pytestmark = pytest.mark.django_db
SAID = "The mail could not be sent: check the address, or try again in some minutes."
REFUSED = "r550-ana@example.org"
FORMS = {
    "account_login": "login",
    "account_request_login_code": "email",
    "account_signup": "email",
}


@pytest.fixture
def relay(settings):
    """Refuse what is sent to an address that begins with r550."""
    with sink.running() as relay:
        use(settings, relay.port)
        yield relay


@pytest.fixture
def closed(settings):
    use(settings, free_port())


@pytest.fixture
def service(settings):
    """Speak HTTP instead, and refuse everything."""
    with test_services.running(*[422] * 9) as server:
        test_services.use(settings, server.server_port)
        yield server


@pytest.fixture(params=["relay", "closed", "service"])
def no_way_out(request):
    request.getfixturevalue(request.param)


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def shows(answer, field, typed):
    """Tell that a page is the form with its error and what was typed."""
    form = answer.context["form"]
    return (answer.status_code, form.errors.get(field), form[field].value()) == (
        200,
        [SAID],
        typed,
    )


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize(("page", "field"), FORMS.items())
def test_the_form_comes_back(client, no_way_out, page, field, known):
    if known:
        make_user(email=REFUSED)

    answer = client.post(reverse(page), {field: REFUSED, "next": "/my/"})

    assert shows(answer, field, REFUSED)
    html = answer.content.decode()
    assert SAID.partition(":")[0] in html
    assert 'name="next" value="/my/"' in html
    assert User.objects.count() == known
    assert SESSION_KEY not in client.session


def test_the_log_names_the_refusal_and_not_the_address(client, relay, caplog):
    client.post(reverse("account_login"), {"login": REFUSED})

    said = [line.getMessage() for line in caplog.records if "adapter" in line.name]
    assert said == [
        "no account/email/unknown_account was sent: SMTPRecipientsRefused 550"
    ]


def test_a_relay_that_hangs_is_given_up_soon(client, settings, monkeypatch):
    monkeypatch.setattr(adapter, "PATIENCE", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        use(settings, silent.getsockname()[1])
        began = time.monotonic()
        answer = client.post(reverse("account_login"), {"login": "ana@example.org"})

    assert shows(answer, "login", "ana@example.org")
    assert time.monotonic() - began < settings.EMAIL_TIMEOUT / 2


def test_whoever_signed_up_in_vain_may_do_so_again(client, closed, settings):
    page = reverse("account_signup")
    client.post(page, {"email": "ana@example.org"})
    assert not User.objects.exists()

    with sink.running() as relay:
        use(settings, relay.port)
        answer = client.post(page, {"email": "ana@example.org"})

    assert answer.url == reverse("account_email_verification_sent")
    assert relay.addresses == ["ana@example.org"]
    assert User.objects.get().email == "ana@example.org"


@pytest.mark.parametrize("known", [True, False])
def test_another_try_tells_nobody_who_has_an_account(client, closed, known):
    if known:
        make_user(email="ana@example.org")
    page = reverse("account_signup")

    answers = [client.post(page, {"email": "ana@example.org"}) for _ in range(3)]

    assert [shows(a, "email", "ana@example.org") for a in answers] == [True] * 3


def test_a_code_that_is_there_stays_good_when_another_could_not_leave(
    client, mailoutbox, settings
):
    ana, page = make_user(), reverse("account_confirm_login_code")
    client.post(reverse("account_login"), {"login": ana.email})
    usual = settings.EMAIL_BACKEND
    use(settings, free_port())

    again = client.post(page, {"action": "resend", "next": "/my/"}, follow=True)

    assert again.redirect_chain == [(f"{page}?next=%2Fmy%2F", 302)]
    assert SAID in again.content.decode()
    settings.EMAIL_BACKEND = usual
    client.post(page, {"code": code_in(mailoutbox[0])})
    assert client.session[SESSION_KEY] == str(ana.pk)


@pytest.fixture
def member(client, mailoutbox):
    """Sign in by the pages, which note when somebody proved who they are."""
    user = make_user()
    client.post(reverse("account_login"), {"login": user.email})
    confirm = reverse("account_confirm_login_code")
    client.post(confirm, {"code": code_in(mailoutbox[0])})
    return user


def test_an_address_is_not_changed_to_one_that_refuses(client, member, relay):
    page = reverse("account_email")

    answer = client.post(page, {"action_add": "", "email": REFUSED})

    assert shows(answer, "email", REFUSED)
    held = EmailAddress.objects.filter(user=member)
    assert list(held.values_list("email", flat=True)) == [member.email]


def test_sending_again_from_the_page_of_the_address_says_so(client, member, closed):
    EmailAddress.objects.create(user=member, email=REFUSED)
    page = reverse("account_email")

    answer = client.post(page, {"action_send": "", "email": REFUSED}, follow=True)

    assert answer.redirect_chain == [(page, 302)]
    assert SAID in answer.content.decode()


def test_a_passkey_leads_back_to_a_page_that_people_can_read(rf):
    request = rf.post("/accounts/2fa/webauthn/login/", {"next": "/my/"})
    request.resolver_match = resolve(request.path)

    with context.request_context(request):
        back = adapter.back_from(request)

    assert back == f"{reverse('account_login')}?next=%2Fmy%2F"


def test_a_deed_stands_though_it_could_not_be_told(
    client, member, mailoutbox, settings, caplog
):
    new, page = "new@example.org", reverse("account_email_verification_sent")
    client.post(reverse("account_email"), {"action_add": "", "email": new})
    use(settings, free_port())

    answer = client.post(page, {"code": code_in(mailoutbox[-1])}, follow=True)

    assert answer.status_code == 200
    assert SAID not in answer.content.decode()
    assert "no account/email/email_changed was sent" in caplog.text
    member.refresh_from_db()
    assert member.email == new
