"""A letter that PostgreSQL lacks is a bad request, never an error of ours."""

import pytest

from tests.factories import make_organiser, make_seminar, register

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address",
    [
        "/documents/1/%00.pdf",
        "/organisations/search?q=%00",
        "/history/seminars.seminar:%00/",
        "/work/registrations/{pk}/organisation/?q=%00",
        "/work/registrations/{pk}/person/?q=%00",
    ],
)
def test_an_address_with_a_nul_is_refused(address, client):
    registration = register(make_seminar(places=1))
    client.force_login(make_organiser())

    answer = client.get(address.format(pk=registration.pk))

    assert answer.status_code == 400


def test_an_address_that_only_looks_like_it_is_answered(client):
    assert client.get("/seminars/?title=%2500").status_code == 200
