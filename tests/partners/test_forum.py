from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from partners.models import ChairTerm, CountryName, ForumEdition, PreparatoryUpdate
from tests.axe import LOOKS, assert_clean
from tests.partners.rows import country, host_term, organisation

HOUR = timedelta(hours=1)


def summit(number, term, first, last, **fields):
    return ForumEdition.objects.create(
        number=number,
        host_term=term,
        starts_on=first,
        ends_on=last + timedelta(days=1),
        **fields,
    )


def turkey():
    turkey = country("TUR", "Türkiye", "Türkiye")
    change = date(2022, 6, 1)
    for language, old in (("en", "Turkey"), ("fr", "Turquie")):
        CountryName.objects.create(
            country=turkey, language=language, name=old, ends_on=change
        )
        CountryName.objects.create(
            country=turkey, language=language, name="Türkiye", starts_on=change
        )
    return turkey


def update(term, title, *, opens_at=None, state="delivered"):
    given_at = timezone.now() - HOUR if state == "delivered" else None
    return PreparatoryUpdate.objects.create(
        host_term=term,
        title_en=title,
        title_fr=title,
        text_en=f"Text of {title}",
        text_fr=f"Texte de {title}",
        state=state,
        delivered_at=given_at,
        embargo_until=opens_at,
    )


def words(page):
    return " ".join(page.content.decode().split())


@pytest.mark.django_db
def test_timeline_tells_what_truly_happened(client):
    belgium, spain, swiss = country(), country("ESP", "Spain"), country("CHE", "Swiss")
    germany, morocco = country("DEU", "Germany"), country("MAR", "Morocco")
    first = host_term(belgium, starts_on=date(2006, 9, 1), ends_on=date(2007, 8, 1))
    summit(
        1, first, date(2007, 7, 9), date(2007, 7, 11), place_en="Brussels", state="held"
    )
    new = host_term(swiss, starts_on=date(2011, 2, 1))
    host_term(spain, starts_on=date(2011, 1, 1), state="withdrawn", replaced_by=new)
    both = host_term(germany, morocco, starts_on=date(2017, 1, 1))
    summit(10, both, date(2018, 12, 1), date(2018, 12, 2), days_known=False)
    ottoman = host_term(turkey(), starts_on=date(2014, 6, 1))
    summit(8, ottoman, date(2015, 10, 14), date(2015, 10, 16), state="postponed")
    emirates = host_term(country("ARE", "Emirates"), starts_on=date(2020, 2, 1))
    summit(13, emirates, date(2021, 1, 18), date(2021, 1, 26), mode="online")

    page = client.get(reverse("partners:forum"))

    said = [(host.names, host.is_withdrawn) for host in page.context["hosts"]]
    assert said == [
        ("Emirates", False),
        ("Germany and Morocco", False),
        ("Turkey", False),
        ("Swiss", False),
        ("Spain", True),
        ("Belgium", False),
    ]
    text = words(page)
    for piece in (
        "September 2006 to July 2007",
        "since January 2017",
        "co-chairs",
        "9–11 July 2007",
        'December 2018 <span class="small soft">(days not on record)</span>',
        "Summit 13: online, 18–26 January 2021",
        "Postponed",
        "announced for January 2011",
        "Withdrawn",
        "Swiss took its place.",
    ):
        assert piece in text


@pytest.mark.django_db
def test_page_speaks_french_with_the_names_of_the_day(client):
    host_term(turkey(), starts_on=date(2014, 6, 1))

    page = client.get("/fr/forum/")

    assert [host.names for host in page.context["hosts"]] == ["Turquie"]


@pytest.mark.django_db
def test_empty_page_says_what_will_come(client):
    assert words(client.get("/forum/")).count('class="empty"') == 3


@pytest.mark.django_db
def test_update_is_unheard_of_until_its_hour(client):
    term, now = host_term(country()), timezone.now()
    update(term, "Agenda")
    closed = update(term, "Secret", opens_at=now + HOUR)
    update(term, "Planned", state="scheduled", opens_at=now - HOUR)
    update(term, "Wished", state="requested")

    pages = [client.get(address) for address in ("/forum/", "/fr/forum/")]

    assert [[str(u) for u in p.context["updates"]] for p in pages] == [["Agenda"]] * 2
    for page in pages:
        for word in ("Secret", "Planned", "Wished"):
            assert word not in words(page)

    PreparatoryUpdate.objects.filter(pk=closed.pk).update(embargo_until=now)
    assert "Text of Secret" in words(client.get("/forum/"))


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_page_asks_the_same_questions_for_any_length(
    rows, client, django_assert_num_queries
):
    for number in range(rows):
        term = host_term(country(f"A{number}"), starts_on=date(2007 + number, 1, 1))
        summit(number, term, date(2007, 7, 9), date(2007, 7, 11))
        update(term, f"Update {number}")
        ChairTerm.objects.create(
            organisation=organisation(),
            starts_on=date(2007 + number, 1, 1),
            ends_on=date(2007 + number, 7, 1),
        )

    with django_assert_num_queries(6):
        page = client.get("/forum/")
    assert words(page).count("January 200") >= rows


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_page_is_clean(live_server, page, look):
    term = host_term(country(), starts_on=date(2006, 9, 1))
    summit(1, term, date(2007, 7, 9), date(2007, 7, 11), place_en="Brussels")
    host_term(country("ESP", "Spain"), state="withdrawn", replaced_by=term)
    ChairTerm.objects.create(organisation=organisation(), starts_on=date(2008, 1, 1))
    update(term, "Agenda")

    assert_clean(page, live_server.url + look.path("/forum/"), look)
