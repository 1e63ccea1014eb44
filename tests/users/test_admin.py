import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from users import audit
from users.models import Actor, ActorKind, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(client):
    boss = User.objects.create_superuser("boss@example.org")
    client.force_login(boss)
    return boss


def change(user):
    return reverse("admin:users_user_change", args=[user.pk])


def test_account_made_by_staff_can_be_written_to_and_has_no_password(client, boss):
    typed = {"email": "Ana@Example.org", "name": "Ana", "is_active": "on"}

    client.post(reverse("admin:users_user_add"), typed)

    ana = User.objects.get(email="ana@example.org")
    assert not ana.has_usable_password()
    addresses = EmailAddress.objects.filter(user=ana)
    assert list(addresses.values_list("email", "verified", "primary")) == [
        ("ana@example.org", True, True)
    ]


def test_new_address_replaces_the_old_one(client, boss):
    ana = User.objects.create_user("ana@example.org", name="Ana")
    EmailAddress.objects.create(user=ana, email=ana.email, verified=True, primary=True)

    client.post(change(ana), {"email": "ana@new.example", "name": "Ana"})

    addresses = EmailAddress.objects.filter(user=ana)
    assert list(addresses.values_list("email", flat=True)) == ["ana@new.example"]


def test_form_writes_only_what_was_changed_in_it(client, boss, monkeypatch):
    ana = User.objects.create_user("ana@example.org", name="Ana")
    written = []
    save = User.save
    monkeypatch.setattr(
        User, "save", lambda self, **o: (written.append(o), save(self, **o))
    )

    client.post(change(ana), {"email": ana.email, "name": "Anna", "is_active": "on"})

    assert written == [{"update_fields": ["name"]}]


def test_who_is_no_superuser_gives_no_rights_away(client):
    clerk = User.objects.create_user("clerk@example.org", is_staff=True)
    permissions = clerk.user_permissions.model.objects.filter(
        codename__in=["change_user", "view_user"]
    )
    clerk.user_permissions.set(permissions)
    client.force_login(clerk)
    typed = {"email": clerk.email, "is_active": "on", "is_superuser": "on"}

    client.post(change(clerk), typed)

    clerk.refresh_from_db()
    assert not clerk.is_superuser


def test_log_of_the_admin_holds_no_name(client, boss):
    ana = User.objects.create_user("ana@example.org", name="Ana")

    client.post(change(ana), {"email": ana.email, "name": "Anna", "is_active": "on"})

    logged = LogEntry.objects.values_list("object_repr", flat=True)
    assert list(logged) == [f"account {ana.pk}"]


@pytest.mark.parametrize("rows", [1, 3])
def test_accounts_are_listed_with_the_same_questions(
    rows, client, boss, django_assert_num_queries
):
    for number in range(rows):
        User.objects.create_user(f"user{number}@example.org")

    with django_assert_num_queries(6):
        client.get(reverse("admin:users_user_changelist"))


@pytest.mark.parametrize("rows", [1, 3])
def test_audit_entries_are_listed_with_the_same_questions(
    rows, client, boss, django_assert_num_queries
):
    for _ in range(rows):
        audit.record("end", boss, by=Actor(ActorKind.ACCOUNT, boss), at=timezone.now())

    with django_assert_num_queries(4):
        page = client.get(reverse("admin:users_auditentry_changelist"))
    assert page.content.decode().count("boss@example.org</td>") == rows


def test_audit_entries_cannot_be_edited(client, boss):
    entry = audit.record(
        "end", boss, by=Actor(ActorKind.SYSTEM, label="x"), at=timezone.now()
    )
    address = reverse("admin:users_auditentry_change", args=[entry.pk])

    assert client.get(address).status_code == 200
    assert client.post(address, {"verb": "begin"}).status_code == 403
    delete = reverse("admin:users_auditentry_delete", args=[entry.pk])
    assert client.post(delete, {"post": "yes"}).status_code == 403
    assert client.get(reverse("admin:users_auditentry_add")).status_code == 403


def test_second_factors_show_no_secret_and_can_be_taken_off(client, boss):
    factor = Authenticator.objects.create(
        user=boss, type=Authenticator.Type.TOTP, data={"secret": "KEEPTHIS"}
    )
    change = reverse("admin:mfa_authenticator_change", args=[factor.pk])

    for page in (change, reverse("admin:mfa_authenticator_changelist")):
        text = client.get(page).content.decode()
        assert "KEEPTHIS" not in text
        assert "boss@example.org" in text
    delete = reverse("admin:mfa_authenticator_delete", args=[factor.pk])
    client.post(delete, {"post": "yes"})

    assert not Authenticator.objects.exists()


def factors(user, *types):
    return [Authenticator.objects.create(user=user, type=t, data={}) for t in types]


def delete(client, factor):
    address = reverse("admin:mfa_authenticator_delete", args=[factor.pk])
    return client.post(address, {"post": "yes"})


def test_recovery_codes_go_with_the_last_factor_they_stand_in_for(client, boss):
    app, passkey, codes = factors(boss, "totp", "webauthn", "recovery_codes")
    passkey.data = {"name": "laptop"}
    passkey.save()

    delete(client, app)
    assert set(Authenticator.objects.all()) == {passkey, codes}

    delete(client, passkey)
    assert not Authenticator.objects.exists()


def test_recovery_codes_go_when_many_factors_are_taken_off_at_once(client, boss):
    ana, zoe = map(User.objects.create_user, ["ana@example.org", "zoe@example.org"])
    lost = [factors(user, "totp", "recovery_codes")[0] for user in (ana, zoe)]
    kept = factors(boss, "totp", "recovery_codes")
    chosen = [factor.pk for factor in lost]

    client.post(
        reverse("admin:mfa_authenticator_changelist"),
        {"action": "delete_selected", "_selected_action": chosen, "post": "yes"},
    )

    assert set(Authenticator.objects.all()) == set(kept)


def test_addresses_of_accounts_are_edited_with_the_account_alone(client, boss):
    assert client.get("/admin/account/emailaddress/").status_code == 404


def test_groups_of_an_account_are_saved_though_they_are_no_column(client, boss):
    ana = User.objects.create_user("ana@example.org")
    group = Group.objects.create(name="Helpers")

    client.post(
        change(ana), {"email": ana.email, "is_active": "on", "groups": [group.pk]}
    )

    assert list(ana.groups.all()) == [group]
