import pytest
from django.urls import reverse

from partners import views
from partners.models import OrganisationAlias
from tests.partners.rows import organisation

pytestmark = pytest.mark.django_db


def ask(client, **wish):
    return client.get(reverse("partners:search"), wish)


def test_search_answers_in_the_language_asked_for(client):
    mission = organisation(
        "Permanent Mission of Senegal",
        name_fr="Mission permanente du Sénégal",
        sector="mission",
    )

    english, french = ask(client, q="SÉNÉGAL"), ask(client, q="senegal", lang="fr")

    assert english.json() == {
        "results": [
            {
                "id": mission.pk,
                "name": "Permanent Mission of Senegal",
                "sector": "Permanent or observer mission",
            }
        ]
    }
    assert french.json()["results"][0]["name"] == "Mission permanente du Sénégal"
    assert ask(client, q="senegal", lang="xx").json() == english.json()
    assert english["Cache-Control"] == "private, max-age=60"


@pytest.mark.parametrize("rows", [1, 3])
def test_search_asks_one_question(rows, client, django_assert_num_queries):
    for number in range(rows):
        club = organisation(f"Club {number}")
        OrganisationAlias.objects.create(organisation=club, name=f"Society {number}")

    with django_assert_num_queries(1):
        results = ask(client, q="society").json()["results"]
    assert [result["name"] for result in results] == [f"Club {n}" for n in range(rows)]


def test_search_stops_at_eight_and_needs_words(client):
    for number in range(9):
        organisation(f"Club {number}")

    assert len(ask(client, q="club").json()["results"]) == 8
    assert ask(client).json() == {"results": []}
    assert client.post(reverse("partners:search")).status_code == 405


def test_who_asks_too_often_is_told_when_to_ask_again(client, monkeypatch):
    monkeypatch.setitem(views.LIMITS, "organisation_search", "1/m/ip")
    ask(client, q="club")

    refused = ask(client, q="club")

    assert refused.status_code == 429
    assert refused.json()["error"].startswith("Too many searches: wait a minute")
