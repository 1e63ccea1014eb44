"""Public pages: what a visitor reads, and what nobody may."""

import pytest
from django.test import Client

from partners.models import Sector
from seminars.models import (
    DateCertainty,
    Involvement,
    InvolvementRole,
    Seminar,
)
from tests.factories import (
    DAY,
    NOW,
    TODAY,
    make_organisation,
    make_organiser,
    make_planned,
    make_seats,
    make_seminar,
    make_series,
    make_session,
    make_user,
)
from tests.seminars.scenes import (
    make_item,
    make_past,
    make_speaker,
    make_theme,
    make_whole_seminar,
    new_york,
)

pytestmark = pytest.mark.django_db


def read(client, path, status=200):
    response = client.get(path)
    assert response.status_code == status
    return " ".join(response.content.decode().split())


def page(client, seminar):
    return read(client, seminar.get_absolute_url())


@pytest.mark.parametrize("rows", [3, 300])
def test_programme_asks_the_same_questions_for_any_length(
    rows, client, django_assert_num_queries
):
    series, room = make_series(), make_session(make_planned(), NOW + 99 * DAY).room
    for number in range(rows):
        starts_at = NOW + (number + 100) * DAY
        seminar = make_planned(series=series, starts_at=starts_at, room=room)
        Seminar.objects.filter(pk=seminar.pk).update(
            state="announced", announced_at=NOW
        )
        make_seats(seminar, 1)

    with django_assert_num_queries(7):
        shown = client.get("/seminars/")

    assert shown.content.count(b"<h3") == rows


@pytest.mark.parametrize("path", ["/", "/fr/"])
def test_home_asks_few_questions(path, client, django_assert_num_queries):
    make_whole_seminar(series=make_series())
    make_past(new_york(2007, 10, 1, 10))

    with django_assert_num_queries(8):
        client.get(path)


@pytest.mark.parametrize("others", [3, 300])
def test_seminar_asks_the_same_questions_among_any_number(
    others, client, django_assert_num_queries
):
    seminar = make_whole_seminar(series=make_series())
    make_seats(seminar, others)
    Seminar.objects.bulk_create(Seminar(slug=f"s{n}") for n in range(others))

    with django_assert_num_queries(7):
        client.get(seminar.get_absolute_url())


def test_seminar_page_says_what_when_where_and_for_whom(client):
    seminar = make_whole_seminar(starts_at=new_york(2031, 5, 9, 10))

    shown = page(client, seminar)

    for words in (
        "Friday 9 May 2031",
        "10:00–13:00",
        "New York time (UTC−4)",
        "First Avenue at 46th Street, New York",
        "English, with documents in English and French",
        "Delegates of permanent and observer missions first; then United Nations staff",
        "Climate <strong>moves</strong> people.",
        "A <strong>grounds pass</strong>.",
        "Organiser of Seminars",
        "40 of 40 places left",
        "Registration closes on Friday 9 May 2031, 13:00 New York time.",
    ):
        assert words in shown


def test_french_page_marks_what_is_only_english(client):
    seminar = make_seminar(places=1, languages_en="English")

    shown = read(client, f"/fr/seminars/{seminar.slug}/")

    assert '<html lang="fr"' in shown
    assert seminar.title_fr in shown
    assert '<span lang="en" dir="ltr">English</span>' in shown
    assert f'hreflang="en" href="http://testserver/seminars/{seminar.slug}/"' in shown


def test_sessions_of_one_day_share_their_zone(client):
    seminar = make_planned(starts_at=new_york(2031, 5, 9, 10))
    make_session(seminar, new_york(2031, 5, 9, 15))
    changes_announced(seminar)

    shown = page(client, seminar)

    assert "10:00–13:00</time> and <time" in shown
    assert shown.count("New York time (UTC−4)") == 1


def changes_announced(seminar):
    Seminar.objects.filter(pk=seminar.pk).update(state="announced", announced_at=NOW)


def test_days_across_the_change_of_the_clock_name_both_offsets(client):
    seminar = make_seminar(places=1, starts_at=new_york(2031, 3, 8, 10))
    make_session(seminar, new_york(2031, 3, 10, 10))

    shown = page(client, seminar)

    assert "Saturday 8 March 2031" in shown
    assert "(UTC−5)" in shown
    assert "Monday 10 March 2031" in shown
    assert "(UTC−4)" in shown


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/fr/",
        "/seminars/",
        "/seminars/?state=planned",
        "/seminars/?series=it",
        "/seminars/?theme=migration",
        "/series/it/",
        "/calendar.ics",
        "/series/it.ics",
    ],
)
def test_what_is_only_planned_is_nowhere(path, client):
    planned = make_planned(
        slug="secret-plan", title_en="Secret", series=make_series(slug="it")
    )
    planned.themes.add(make_theme())

    assert "ecret" not in read(client, path)


@pytest.mark.parametrize("ending", ["/", ".ics"])
def test_what_is_only_planned_has_no_address(ending, client):
    planned = make_planned()

    read(client, f"/seminars/{planned.slug}{ending}", 404)


def test_organisers_preview_what_is_only_planned(client):
    planned = make_planned(title_en="Secret")
    client.force_login(make_organiser())

    shown = read(client, f"/seminars/preview/{planned.pk}/")

    assert "Preview. This is only planned" in shown
    assert "Not announced yet" in shown


def test_nobody_else_previews(client):
    path = f"/seminars/preview/{make_planned().pk}/"
    assert Client().get(path).status_code == 302
    client.force_login(make_user())

    read(client, path, 404)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("series=old", ["1 October 2007"]),
        ("year=2006", ["11 May 2006"]),
        ("theme=migration", ["1 October 2007"]),
        ("format=course", ["11 May 2006"]),
        ("state=held", ["1 October 2007", "11 May 2006"]),
        ("state=postponed", []),
        ("year=2006&format=seminar", []),
        ("year=many", ["1 October 2007", "11 May 2006"]),
    ],
)
def test_programme_is_chosen_from(query, found, client):
    first = make_past(new_york(2007, 10, 1, 10), series=make_series(slug="old"))
    first.themes.add(make_theme())
    make_past(new_york(2006, 5, 11, 10), format="course")

    shown = client.get(f"/seminars/?{query}").context["programme"].seminars

    days = [f"{one.first_day.day} {one.first_day:%B %Y}" for one in shown]
    assert days == found


def test_series_without_anything_public_cannot_be_chosen(client):
    announced, held, planned = (make_series(slug=name) for name in "ahp")
    for _ in range(2):
        make_seminar(places=1, series=announced)
    make_past(new_york(2007, 10, 1, 10), series=held)
    make_past(new_york(2007, 11, 1, 10))
    make_planned(series=planned)
    make_series(slug="empty")

    form = client.get("/seminars/").context["filter"]

    slugs = [slug for slug, _title in form.fields["series"].choices]
    assert slugs == ["", announced.slug, held.slug]


def test_choice_without_a_match_says_what_to_do(client):
    make_seminar(places=1)

    assert "No seminar matches all of this." in read(client, "/seminars/?format=course")


def test_empty_house_says_when_something_will_come(client):
    assert "No seminar has been announced yet." in read(client, "/seminars/")
    assert "Nothing else is announced at the moment." in read(client, "/")


@pytest.mark.parametrize(
    ("certainty", "said"),
    [
        (DateCertainty.EXACT, "<p>1 October</p>"),
        (DateCertainty.MONTH, "<p>October<br>"),
        (DateCertainty.YEAR, "<p>2007<br>"),
        (DateCertainty.ILLUSTRATIVE, "<p>1 October<br>"),
    ],
)
def test_day_is_said_as_well_as_it_is_known(certainty, said, client):
    make_past(new_york(2007, 10, 1, 10), date_certainty=certainty)

    assert said in read(client, "/seminars/")


def test_illustrative_hours_are_not_printed(client):
    seminar = make_past(
        new_york(2007, 3, 1, 10), date_certainty=DateCertainty.MONTH, date_source="A"
    )

    shown = page(client, seminar)

    assert "March 2007" in shown
    assert "Day not on record" in shown
    assert "10:00" not in shown


@pytest.mark.parametrize(
    ("certainty", "are_shown"),
    [
        (DateCertainty.EXACT, True),
        (DateCertainty.MONTH, False),
        (DateCertainty.YEAR, False),
        (DateCertainty.ILLUSTRATIVE, True),
    ],
)
def test_programme_tells_hours_where_the_day_is_known(certainty, are_shown, client):
    seminar = make_past(new_york(2007, 3, 22, 10), date_certainty=certainty)
    make_item(seminar.sessions.get(), title="Opening")
    make_speaker(make_session(seminar, new_york(2007, 3, 23, 15)))

    _head, agenda = page(client, seminar).split('aria-labelledby="agenda"')

    shown = agenda.split("</section>")[0]
    assert "Opening" in shown
    said = ('datetime="2007-03-22', "10:00", "15:00–18:00", "March", "New York time")
    assert [words in shown for words in said] == [are_shown] * len(said)
    assert shown.count("<h3>") == (2 if are_shown else 0)


def test_home_puts_the_nearest_first_and_the_past_by_year(client):
    far = make_seminar(places=1, starts_at=NOW + 20 * DAY)
    near = make_seminar(places=1, starts_at=NOW + 10 * DAY)
    make_past(new_york(2006, 5, 11, 10))
    late, early = (make_past(new_york(2007, month, 1, 10)) for month in (10, 3))

    context = client.get("/").context

    assert context["next"] == near
    assert context["programme"].later == [far]
    assert [year.number for year in context["programme"].years] == [2007, 2006]
    assert context["programme"].years[0].seminars == [late, early]


@pytest.mark.parametrize(
    ("periods", "at_the_head"),
    [
        ({"over": (-9, -1), "coming": (1, None)}, "over"),
        ({"older": (-9, -8), "over": (-7, -1), "coming": (1, 9)}, "over"),
        ({"over": (-9, 0), "running": (0, None), "coming": (1, None)}, "running"),
        ({"older": (-9, None), "running": (-8, 1)}, "running"),
        ({"coming": (1, None)}, None),
    ],
    ids=str,
)
def test_home_is_headed_by_a_series_that_has_begun(periods, at_the_head, client):
    for slug, (first, last) in periods.items():
        ends_on = None if last is None else TODAY + last * DAY
        series = make_series(slug=slug, starts_on=TODAY + first * DAY, ends_on=ends_on)
        Involvement.objects.create(
            series=series,
            organisation=make_organisation(name_en=slug),
            role=InvolvementRole.FUNDER,
        )

    context = client.get("/").context

    assert getattr(context["series"], "slug", None) == at_the_head
    named = [str(one) for part in context["partners"] for one in part.organisations]
    assert named == ([at_the_head] if at_the_head else [])


def test_partners_are_those_of_the_first_day(client):
    series = make_series()
    seminar = make_seminar(places=1, series=series)
    day = seminar.first_day
    for name, fields in {
        "Of the series": {"series": series},
        "Until then": {"series": series, "ends_on": day},
        "From then": {"seminar": seminar, "starts_on": day},
        "Of another": {"series": make_series()},
    }.items():
        Involvement.objects.create(
            organisation=make_organisation(Sector.UN, name_en=name),
            role=InvolvementRole.FUNDER,
            **fields,
        )

    (funders,) = client.get(seminar.get_absolute_url()).context["partners"]

    assert [str(one) for one in funders.organisations] == ["Of the series", "From then"]


def test_earlier_seminar_is_named_once_it_is_public(client):
    planned = make_planned(title_en="Never shown")
    held = make_past(new_york(2007, 6, 1, 10), title_en="The first one")

    first = page(client, make_seminar(places=1, repeats=planned))
    second = page(client, make_seminar(places=1, repeats=held))

    assert "Never shown" not in first
    assert "The first one" in second


def test_series_page_names_what_it_continues(client):
    before = make_series(title_en="The one before")
    series = make_series(predecessor=before, description_en="About **it**")

    assert "The one before" in read(client, series.get_absolute_url())
    assert "Continued by" in read(client, before.get_absolute_url())
    assert "About <strong>it</strong>" in read(client, series.get_absolute_url())
