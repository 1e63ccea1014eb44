import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth import SESSION_KEY
from django.db import IntegrityError
from django.urls import reverse

from tests.refusals import broken
from users.models import Actor, ActorKind, AuditEntry, User

pytestmark = pytest.mark.django_db


A_PRIVATE_PAGE = "/history/users.user:1/"


def account(email):
    """Make an account as staff do: its address is known to be right."""
    user = User.objects.create_user(email)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def ask_for_code(client, email):
    return client.post(reverse("account_request_login_code"), {"email": email})


def code_in(mail):
    return re.search(r"^\s*([A-Z0-9]{3,5}-[A-Z0-9]{3,5})\s*$", mail.body, re.M)[1]


def test_mailed_code_signs_in(client, mailoutbox):
    ana = account("ana@example.org")

    ask_for_code(client, "Ana@example.org")
    assert [mail.to for mail in mailoutbox] == [["ana@example.org"]]
    client.post(reverse("account_confirm_login_code"), {"code": code_in(mailoutbox[0])})

    assert client.session[SESSION_KEY] == str(ana.pk)


def test_wrong_code_signs_nobody_in(client, mailoutbox):
    account("ana@example.org")
    ask_for_code(client, "ana@example.org")

    client.post(reverse("account_confirm_login_code"), {"code": "WRONG1"})

    assert SESSION_KEY not in client.session


def test_nobody_has_a_password():
    assert not User.objects.create_user("ana@example.org").has_usable_password()


@pytest.mark.parametrize(
    ("came_from", "back"),
    [
        ("http://testserver/door/7/?by=tier", "/door/7/%3Fby%3Dtier"),
        ("https://elsewhere.example/door/7/", "/"),
        ("", "/"),
    ],
)
def test_form_sent_after_a_session_leads_back_to_its_page(client, came_from, back):
    act = reverse("registrations:moderate", args=[1])

    answer = client.post(act, {"on": "1"}, headers={"referer": came_from})

    assert answer.url == f"/accounts/login/?next={back}"
    said = client.get(answer.url).content.decode()
    assert "You had been signed out, so nothing was done." in said


def test_disabled_account_is_kept_out(client, mailoutbox):
    ana = account("ana@example.org")
    ask_for_code(client, ana.email)
    User.objects.update(is_active=False)

    client.post(reverse("account_confirm_login_code"), {"code": code_in(mailoutbox[0])})

    assert client.get(A_PRIVATE_PAGE).status_code == 302
    assert SESSION_KEY not in client.session


def test_disabled_account_loses_its_session(client):
    ana = User.objects.create_user("ana@example.org", is_staff=True)
    client.force_login(ana)
    User.objects.update(is_active=False)

    assert client.get(A_PRIVATE_PAGE).status_code == 302


def test_login_of_the_admin_goes_through_the_code(client):
    page = client.get(reverse("admin:index"), follow=True)

    assert page.redirect_chain[-1][0].startswith(reverse("account_login"))


def test_staff_without_second_factor_are_led_to_add_one(client, settings):
    settings.STAFF_NEED_SECOND_FACTOR = True
    ana = User.objects.create_superuser("ana@example.org")
    client.force_login(ana)

    page = client.get(reverse("admin:index"))
    assert (page.status_code, page.url) == (302, reverse("mfa_index"))
    page = client.get(page.url)
    assert page.status_code == 200
    assert "Organisers need a passkey" in page.content.decode()

    Authenticator.objects.create(user=ana, type=Authenticator.Type.TOTP, data={})
    assert client.get(reverse("admin:index")).status_code == 200


def test_recovery_codes_alone_are_no_second_factor(client, settings):
    settings.STAFF_NEED_SECOND_FACTOR = True
    ana = User.objects.create_superuser("ana@example.org")
    kind = Authenticator.Type.RECOVERY_CODES
    Authenticator.objects.create(user=ana, type=kind, data={})
    client.force_login(ana)

    page = client.get(reverse("admin:index"))

    assert (page.status_code, page.url) == (302, reverse("mfa_index"))


def test_others_need_no_second_factor(client, settings):
    settings.STAFF_NEED_SECOND_FACTOR = True
    client.force_login(User.objects.create_user("ana@example.org"))

    assert client.get(reverse("account_email")).status_code == 200
    assert client.get(A_PRIVATE_PAGE).status_code == 404


def test_second_factor_is_asked_where_the_setting_says_so(client, settings):
    settings.STAFF_NEED_SECOND_FACTOR = False
    client.force_login(User.objects.create_superuser("ana@example.org"))

    assert client.get(reverse("admin:index")).status_code == 200


def test_address_belongs_to_one_account():
    User.objects.create_user("ana@example.org")

    assert broken(User(email="ANA@example.org").save) == "one_account_per_address"
    with pytest.raises(IntegrityError):
        User(email="ana@example.org").save()


def test_audit_entry_has_a_user_exactly_for_an_account():
    ana = User.objects.create_user("ana@example.org")
    common = {"verb": "end", "thing": "users.user:1", "at": ana.date_joined}

    def entry(kind, user):
        AuditEntry.objects.create(kind=kind, user=user, **common)

    ana.refresh_from_db()
    common["at"] = ana.date_joined
    rule = "audit_user_exactly_for_account"
    assert broken(entry, ActorKind.ACCOUNT, None) == rule
    assert broken(entry, ActorKind.SYSTEM, ana) == rule
    assert broken(entry, "ghost", None) == "users_auditentry_kind_known"


def test_actor_of_a_request_is_its_account_else_the_public_form(rf):
    ana = User.objects.create_user("ana@example.org")
    request = rf.get("/")

    request.user = ana
    assert Actor.of(request) == Actor(ActorKind.ACCOUNT, user=ana)
    request.user = None
    assert Actor.of(request) == Actor(ActorKind.VISITOR)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_who_signs_up_twice_is_led_to_the_sign_in(client, mailoutbox, language):
    account("ana@example.org")
    client.cookies["django_language"] = language

    client.post(reverse("account_signup"), {"email": "Ana@example.org"})

    [mail] = mailoutbox
    assert f"http://testserver{reverse('account_login')}" in mail.body
    said = f"{mail.subject} {mail.body}".lower()
    assert "password" not in said
    assert "mot de passe" not in said
    assert "ana@example.org" in mail.body
    assert mail.to == ["ana@example.org"]


@pytest.mark.parametrize("signed_in", [False, True])
@pytest.mark.parametrize("page", ["reset/", "set/", "change/", "reset/key/1-x/"])
def test_there_is_no_page_about_passwords(client, page, signed_in):
    if signed_in:
        client.force_login(account("ana@example.org"))

    assert client.get(f"/accounts/password/{page}").status_code == 404
