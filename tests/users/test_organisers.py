"""Staff look after our rooms without being superusers, and not after one another."""

import pytest

from tests.factories import make_organisation, make_organiser, make_user
from users.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def organiser(client):
    user = make_user(is_staff=True)
    client.force_login(user)
    return user


def test_an_organiser_edits_what_our_rooms_hold(client, organiser):
    body = make_organisation()

    page = client.get(f"/admin/partners/organisation/{body.pk}/change/")

    assert page.status_code == 200
    assert page.context["has_change_permission"] is True
    assert client.get("/admin/auth/group/").status_code == 403


@pytest.mark.parametrize("make", [make_organiser, lambda: make_user(is_staff=True)])
def test_an_organiser_does_not_take_over_another(make, client, organiser):
    other = make()
    form = {"email": "thief@example.org", "name": "", "is_active": "on"}

    client.post(f"/admin/users/user/{other.pk}/change/", form)
    delete = client.post(f"/admin/users/user/{other.pk}/delete/", {"post": "yes"})

    assert delete.status_code == 403
    assert User.objects.get(pk=other.pk).email == other.email


@pytest.mark.parametrize(
    "fields", [{}, {"is_staff": True, "is_active": False}], ids=["visitor", "locked"]
)
def test_others_may_nothing(fields):
    user = make_user(**fields)

    assert user.has_perm("partners.change_organisation") is False
    assert user.has_module_perms("partners") is False
