"""The public page lists versions of a programme, the latest first."""

import pytest

from registrations.services import changes
from tests.factories import COMMAND, NOW, make_room, make_seminar, register

pytestmark = pytest.mark.django_db


def change_room(seminar, times):
    for _ in range(times):
        session = seminar.sessions.get()
        changes.move_room(session, make_room(), by=COMMAND, at=NOW)


def test_versions_say_what_was_and_what_is_and_name_nobody(client):
    seminar = make_seminar(places=1)
    register(seminar, name="Amina Diop")
    old = seminar.sessions.get().room
    change_room(seminar, 2)

    english = client.get(f"/seminars/{seminar.slug}/")
    french = client.get(f"/fr/seminars/{seminar.slug}/").content.decode()

    new = seminar.sessions.get().room
    page = english.content.decode()
    assert [one.version for one in english.context["changes"]] == [3, 2]
    assert f"<del>{old.name_en}, Headquarters</del>" in page
    assert f"{new.name_en}, Headquarters</span>" in page
    assert f"<del>{old.name_fr}, Siège</del>" in french
    assert "Amina" not in page


def test_what_was_never_changed_lists_no_versions(client):
    seminar = make_seminar(places=1)

    page = client.get(f"/seminars/{seminar.slug}/")

    assert page.context["changes"] == []
    assert "Versions of this programme" not in page.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_any_number_of_versions_costs_no_query(rows, client, django_assert_num_queries):
    seminar = make_seminar(places=1)
    change_room(seminar, rows)
    client.get(f"/seminars/{seminar.slug}/")

    with django_assert_num_queries(7):
        client.get(f"/seminars/{seminar.slug}/")
