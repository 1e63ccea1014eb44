"""What was told stands in public: by year and kind, by theme, and to be followed."""

from datetime import datetime

import pytest

from tests.axe import LOOKS, assert_clean
from tests.briefings.letting_out import sent
from tests.factories import (
    DAY,
    NOW,
    make_briefing,
    make_planned,
    make_seminar,
    make_theme,
)
from unitar_seminars.hours import NEW_YORK

pytestmark = pytest.mark.django_db


def text(client, path):
    return client.get(path).content.decode()


def on(theme, **fields):
    briefing = sent(at=NOW - DAY, **fields)
    briefing.themes.add(theme)
    return briefing


@pytest.mark.parametrize("rows", [1, 3])
def test_archive_asks_the_same_for_any_length(rows, client, django_assert_num_queries):
    for _ in range(rows):
        sent(at=NOW - DAY)

    with django_assert_num_queries(3):  # years, count, page
        page = text(client, "/updates/")

    assert page.count("<h3>") == rows


def test_archive_shows_neither_drafts_nor_what_is_not_public(client):
    draft, private = make_briefing(), sent(is_public=False)
    future = sent(at=NOW + DAY)

    assert "Nothing has been published yet" in text(client, "/updates/")
    for briefing in (draft, private, future):
        assert client.get(briefing.get_absolute_url()).status_code == 404


def test_a_published_text_is_read_in_either_language(client):
    fields = "[[name]], [[country]], [[organisation]]: [choose]([[preferences]])"
    briefing = sent(
        at=NOW - DAY, subject_en="For [[name]]", body_en=f"It is **ready**, {fields}"
    )

    english = text(client, f"/updates/{briefing.slug}/")
    french = text(client, f"/fr/updates/{briefing.slug}/")

    said = "<strong>ready</strong>, colleague, your country, your organisation"
    assert said in english
    assert 'href="http://testserver/subscribe/"' in english
    assert "For colleague</" in english
    assert "le sommet est <strong>préparé</strong>" in french
    assert "[[" not in english + french + text(client, "/updates/")


@pytest.mark.parametrize("path", ["/", "/updates/", "/updates.atom", "/themes/{}/"])
def test_wherever_a_subject_stands_its_fields_are_filled(path, client):
    theme = make_theme()
    on(theme, subject_en="For [[name]] of [[country]]")

    page = text(client, path.format(theme.slug))

    assert "For colleague of your country</" in page
    assert "[[" not in page


def test_archive_is_narrowed_by_year_of_new_york_and_by_kind(client):
    midnight = datetime(2026, 1, 1, 0, 30, tzinfo=NEW_YORK)
    sent(at=midnight - DAY / 24, subject_en="Late in 2025", kind="update")
    sent(at=midnight, subject_en="Early in 2026", kind="update")
    sent(at=midnight, subject_en="A briefing of 2026", kind="briefing")

    def titles(query):
        page = client.get(f"/updates/?{query}").context["page"]
        return [briefing.subject_en for briefing in page]

    assert titles("year=2025") == ["Late in 2025"]
    assert titles("year=2026&kind=update") == ["Early in 2026"]
    assert titles("kind=briefing") == ["A briefing of 2026"]
    assert len(titles("year=1999&kind=nonsense")) == 3
    nothing = text(client, "/updates/?year=2025&kind=briefing")
    assert "Choose “Any”" in nothing


def test_archive_turns_pages_and_keeps_what_was_chosen(client):
    for number in range(21):
        sent(at=NOW - number * DAY, subject_en=f"Number {number:02}")

    first, second = text(client, "/updates/?kind=update"), None
    second = text(client, "/updates/?kind=update&page=2")

    assert ("Number 19" in first, "Number 20" in first) == (True, False)
    assert "kind=update&amp;page=2" in first
    assert "Number 20" in second


def test_a_theme_has_its_seminars_and_updates_and_nothing_planned(client):
    theme, other = make_theme(name_en="Remittances"), make_theme()
    seminar, planned = make_seminar(title_en="Told"), make_planned(title_en="Planned")
    for one in (seminar, planned):
        one.themes.add(theme)
    own, foreign = on(theme, subject_en="Own"), on(other, subject_en="Foreign")
    sent(at=NOW - DAY, subject_en="Its seminar’s", seminar=seminar)
    make_briefing(subject_en="A draft").themes.add(theme)

    page = text(client, f"/themes/{theme.slug}/")

    words = ["Told", "Planned", "Own", "Foreign", "Its seminar’s", "A draft"]
    assert [word for word in words if f">{word}<" in page] == [
        "Told",
        "Own",
        "Its seminar’s",
    ]
    assert f'href="/subscribe/?theme={theme.slug}"' in page
    assert f'href="/themes/{theme.slug}/"' in text(client, own.get_absolute_url())
    assert f'href="/themes/{theme.slug}/"' in text(client, seminar.get_absolute_url())
    assert client.get("/themes/unknown/").status_code == 404
    assert foreign.themes.get() == other


@pytest.mark.parametrize("rows", [1, 3])
def test_a_theme_asks_the_same_for_any_length(rows, client, django_assert_num_queries):
    theme = make_theme()
    for _ in range(rows):
        on(theme)
        make_seminar().themes.add(theme)

    # the theme, updates, seminars, their sessions and papers, places, what is offered
    with django_assert_num_queries(6):
        page = text(client, f"/themes/{theme.slug}/")

    assert page.count("<h3") == 2 * rows


@pytest.mark.parametrize("look", LOOKS, ids=str)
@pytest.mark.django_db(transaction=True)
def test_pages_are_clean(live_server, page, look):
    theme = make_theme()
    make_seminar().themes.add(theme)
    briefing = on(theme)

    paths = ("/updates/", briefing.get_absolute_url(), f"/themes/{theme.slug}/")
    for path in paths:
        assert_clean(page, live_server.url + look.path(path), look)
