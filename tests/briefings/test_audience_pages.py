"""Organisers put an audience together in the admin, read it in words and count it."""

import pytest
from django.utils import translation

from briefings import audience_words
from briefings.models import Audience
from mailing.models import Suppression
from partners.models import Organisation
from tests.axe import LOOKS, assert_clean, enter
from tests.briefings.crowd import make_delegate, make_focal_point, mission
from tests.factories import (
    MISSIONS,
    NOW,
    give_address,
    make_audience,
    make_country,
    make_mission,
    make_organiser,
    make_seminar,
    make_series,
    make_user,
)
from tests.sent import sent_back

pytestmark = pytest.mark.django_db
LIST = "/admin/briefings/audience/"


@pytest.fixture
def organiser(client):
    client.force_login(make_organiser())


def said(*parts, language="en"):
    pk = make_audience(*parts).pk
    with translation.override(language):
        return audience_words.sentence(Audience.objects.with_parts().get(pk=pk))


# In words


def test_a_combination_reads_as_a_sentence():
    seminar = make_seminar(title_en="Remittances")
    ldcs = {"reached_at": "both", "regional_group": "african", "situation": "ldc"}
    came = {"who": "attended", "seminar": seminar, "is_excluded": True}

    assert said(MISSIONS | ldcs, came) == (
        "Permanent and observer missions, in the African Group, of least developed"
        " countries, at their official address and through their focal points –"
        " without: people who came, seminar “Remittances”."
    )


def test_every_kind_of_part_has_words():
    series = make_series(title_en="Key issues")
    delegates = {"reached_at": "", "committee": "third", "standing": "observer"}
    registered = {"who": "registered", "series": series, "sector": "ngo"}

    assert said(MISSIONS | delegates) == (
        "Delegates who cover the Third Committee at permanent and observer missions,"
        " of observers."
    )
    assert said(registered, {"who": "subscribers"}) == (
        "People who registered, waiting ones included, then from: non-governmental"
        " organisations, series “Key issues”; subscribers to single messages."
    )
    assert said(MISSIONS | {"who": "never_came"}) == (
        "Permanent and observer missions, from which nobody ever came, at their"
        " official address."
    )
    assert said(MISSIONS | {"is_excluded": True}) == "Nobody yet: add a part to it."


# The page that counts


def test_the_page_counts_names_the_silent_and_shows_some(client, organiser):
    mission("GHA")
    give_address(mission("MLI"), "fr@mission.example", "fr")
    make_mission(make_country("FJI", name="Fiji"))
    Suppression.objects.create(
        address_folded="gha@mission.example", scope="update", reason="manual", at=NOW
    )
    audience = make_audience()

    page = client.get(audience.get_absolute_url())
    as_briefing = client.get(audience.get_absolute_url(), {"scope": "briefing"})

    reach = page.context["reach"]
    assert (reach.addresses, reach.suppressed, reach.to_send) == (3, 1, 2)
    assert as_briefing.context["reach"].suppressed == 0
    text = page.content.decode()
    named = ["3 addresses today", "gha@mission.example", "Permanent Mission of Fiji"]
    assert [part for part in named if part not in text] == []


def test_the_page_of_an_audience_of_nobody_says_zero(client, organiser):
    nobody = Audience.objects.create(name_en="Nobody", name_fr="Personne")

    for audience in (nobody, make_audience()):
        page = client.get(audience.get_absolute_url(), {"scope": "nonsense"})
        assert "0 addresses today" in page.content.decode()


def test_a_long_list_is_cut_and_says_how_many_follow(client, organiser):
    bodies = [Organisation(name_en=f"Institute {n}") for n in range(102)]
    for body in Organisation.objects.bulk_create(bodies):
        body.sectors.create(sector="academia")

    audience = make_audience(MISSIONS | {"sector": "academia"})
    page = client.get(audience.get_absolute_url())

    assert len(page.context["lists"]["silent"]["names"]) == 100
    assert "and 2 others" in page.content.decode()


def test_for_others_than_organisers_there_is_no_page(client):
    address = make_audience().get_absolute_url()

    assert client.get(address).url.startswith("/accounts/login/")
    client.force_login(make_user())
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_same_for_any_length(
    rows, client, organiser, django_assert_num_queries
):
    parts = []
    for number in range(rows):
        make_focal_point(mission(f"A{number}"))
        make_mission(make_country(f"B{number}"))
        parts.append({"who": "registered", "seminar": make_seminar()})
    audience = make_audience(MISSIONS, *parts)

    with django_assert_num_queries(10):
        client.get(audience.get_absolute_url())


# In the admin


@pytest.mark.parametrize("rows", [1, 3])
def test_admin_list_asks_the_same_for_any_length(
    rows, client, organiser, django_assert_num_queries
):
    Audience.objects.all().delete()
    for _ in range(rows):
        make_audience({"who": "waiting", "seminar": make_seminar()})

    with django_assert_num_queries(6):
        page = client.get(LIST)

    assert page.content.decode().count("Count it now") == rows


def test_what_is_usual_is_filled_in(client, organiser):
    form = sent_back(client.get(f"{LIST}add/").content.decode(), "audience_form")
    names = {"name_en": "Usual", "name_fr": "Habituel"}

    answer = client.post(f"{LIST}add/", form | names | {"parts-0-who": "organisations"})

    assert answer.status_code == 302
    part = Audience.objects.get(name_en="Usual").parts.get()
    assert (part.sector, part.reached_at) == ("mission", "official")


def test_delegates_are_reached_at_their_own_address_without_being_asked(
    client, organiser
):
    form = sent_back(client.get(f"{LIST}add/").content.decode(), "audience_form")
    names = {"name_en": "Third", "name_fr": "Troisième"}
    part = {"parts-0-who": "organisations", "parts-0-committee": "third"}

    client.post(f"{LIST}add/", form | names | part)

    part = Audience.objects.get(name_en="Third").parts.get()
    assert (part.sector, part.reached_at) == ("mission", "")


def test_a_part_that_means_nothing_is_refused_in_words(client, organiser):
    form = sent_back(client.get(f"{LIST}add/").content.decode(), "audience_form")
    names = {"name_en": "Came", "name_fr": "Venus"}

    answer = client.post(f"{LIST}add/", form | names | {"parts-0-who": "attended"})

    assert "Choose a seminar, a series or a theme." in answer.content.decode()
    assert Audience.objects.filter(name_en="Came").count() == 0


def test_what_a_delegate_covers_is_ticked_at_their_posting(client, organiser):
    person = make_delegate(mission("GHA"), "second")
    page = f"/admin/partners/person/{person.pk}/change/"
    form = sent_back(client.get(page).content.decode(), "person_form")

    client.post(page, form | {"postings-0-committees": ["second", "gfmd"]})

    assert person.postings.get().committees == ["second", "gfmd"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_pages_are_clean(live_server, page, client, look):
    mission("GHA")
    make_mission(make_country("FJI", name="Fiji"))
    audience = make_audience()
    enter(page, live_server.url, client, make_organiser())

    assert_clean(page, live_server.url + audience.get_absolute_url(), look)
