"""The programme as organisers keep it."""

import re
from functools import partial

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from registrations.services import changes
from seminars.models import (
    Seminar,
    SeminarState,
    Session,
)
from tests.factories import (
    COMMAND,
    NOW,
    TODAY,
    make_organiser,
    make_planned,
    make_room,
    make_seminar,
    make_series,
    make_waiting,
    register,
    ten_days_ahead,
)
from tests.races import race
from tests.seminars.forms import change, errors, shown
from tests.seminars.scenes import make_past, new_york

pytestmark = pytest.mark.django_db
LIST = reverse("admin:seminars_seminar_changelist")


def rows(response):
    """Read the list as an organiser sees it."""
    html = response.content.decode()
    body = html.split("<tbody>")[1].split("</tbody>")[0]
    cells = [
        re.split("</t[dh]>", row) for row in body.split("</tr>") if "field-" in row
    ]
    texts = [["".join(plain(cell)) for cell in row] for row in cells]
    return [[text for text in row if text] for row in texts]


def plain(html):
    inside = False
    for letter in html.replace("\n", " ").strip():
        inside = letter == "<" or (inside and letter != ">")
        if not inside and letter != ">":
            yield letter


@pytest.mark.parametrize("length", [1, 3])
def test_list_asks_the_same_questions_for_any_length(
    length, staff, django_assert_num_queries
):
    series = make_series()
    for _row in range(length):
        make_seminar(places=1, series=series)

    with django_assert_num_queries(6):
        staff.get(LIST)


def test_list_reads_like_a_programme(staff):
    held = make_past(new_york(2007, 10, 1, 10), title_en="Ageing")
    seminar = make_seminar(places=2, title_en="Law", starts_at=new_york(2031, 6, 11, 9))
    register(seminar)
    make_waiting(seminar, 3)
    make_planned(sessions=0, title_en="Cities", planned_for=TODAY, places_planned=60)

    found = rows(staff.get(LIST))

    year = NOW.year
    assert held.state == SeminarState.HELD
    assert found == [
        ["11 June 2031", "Law", "Seminar", "Announced", "1 / 2", "3"],
        [f"{year}, no day", "Cities", "Seminar", "Planned", "0 / 60", "–"],
        ["1 October 2007", "Ageing", "Seminar", "Held", "0 / 0", "0"],
    ]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("year=2007", ["Ageing"]),
        ("state=planned", ["Cities"]),
        ("format=seminar&state=held", ["Ageing"]),
        ("q=cit", ["Cities"]),
        ("year=soon", ["Cities", "Ageing"]),
    ],
)
def test_list_is_chosen_from(query, titles, staff):
    make_past(new_york(2007, 10, 1, 10), title_en="Ageing", title_fr="Vieillir")
    make_planned(title_en="Cities", title_fr="Villes")

    found = staff.get(f"{LIST}?{query}", follow=True).context["cl"].result_list

    assert [one.title_en for one in found] == titles


def test_planned_seminar_is_written_in_one_form(staff):
    seminar = make_planned()
    form = shown(staff, seminar) | {
        "title_fr": "Droit",
        "mode": "both",
        "places_planned": "30",
        **dict.fromkeys(["tiers-un", "tiers-igo", "tiers-ngo"], "2"),
        "tiers-migrant_association": "7",
        "opens_at_0": "2031-03-09",
        "opens_at_1": "09:00",
    }

    staff.post(change(seminar), form)

    seminar.refresh_from_db()
    assert (seminar.title_fr, seminar.mode, seminar.places_planned) == (
        "Droit",
        "both",
        30,
    )
    assert seminar.tiers == [
        ["mission"],
        ["un", "igo", "ngo"],
        ["academia", "foundation"],
        ["private"],
        ["media", "other"],
        ["migrant_association"],
    ]
    assert seminar.opens_at == new_york(2031, 3, 9, 9)


def test_soft_line_break_of_a_word_processor_becomes_a_space(staff):
    seminar = make_planned()
    typed = {"title_en": "Law\x0bof the sea", "summary_en": "One\x0ctwo\n\tthree"}

    staff.post(change(seminar), shown(staff, seminar) | typed)

    seminar.refresh_from_db()
    assert seminar.title_en == "Law of the sea"
    assert seminar.summary_en == "One two\n\tthree"


def test_it_may_be_open_to_some_sectors_alone(staff):
    seminar = make_planned()

    staff.post(change(seminar), shown(staff, seminar) | {"admits": ["mission", "un"]})

    seminar.refresh_from_db()
    assert seminar.admits == ["mission", "un"]
    assert seminar.tiers[1] == ["un", "igo"]


@pytest.mark.parametrize("tier", ["", "first", "-1"])
def test_order_that_leaves_out_a_sector_is_refused(tier, staff):
    seminar = make_planned()
    form = shown(staff, seminar) | {"tiers-un": tier}

    response = staff.post(change(seminar), form)

    assert "Name each sector in exactly one tier." in errors(response)


def test_what_people_were_told_is_read_only(staff):
    seminar = make_seminar(places=2)
    session = seminar.sessions.get()
    before = list(Session.objects.values())
    form = shown(staff, seminar)
    assert not {"mode", "state", "tiers-un", "places_planned", "slug"} & set(form)

    staff.post(
        change(seminar),
        form
        | {
            "title_en": "Corrected",
            "mode": "online",
            "state": "cancelled",
            "slug": "other",
            "places_planned": "500",
            "tiers-un": "1",
            "sessions-0-room": str(make_room().pk),
            "sessions-0-starts_at_0": "2040-01-01",
            "sessions-0-starts_at_1": "10:00",
            "sessions-0-DELETE": "on",
        },
    )

    changed = Seminar.objects.get()
    assert changed.title_en == "Corrected"
    for name in ("mode", "state", "slug", "tiers", "places_planned"):
        assert getattr(changed, name) == getattr(seminar, name)
    kept = ("starts_at", "ends_at", "room_id", "takes_room")
    after = Session.objects.values().get(pk=session.pk)
    assert [after[name] for name in kept] == [before[0][name] for name in kept]


def test_form_that_was_opened_before_turns_nothing_back(staff):
    seminar = make_planned(places_planned=2)
    stale = shown(staff, seminar) | {"title_en": "Corrected"}
    changes.announce(seminar, by=COMMAND, at=NOW)
    changes.move_room(
        seminar.sessions.get(), new := make_room(), by=COMMAND, at=NOW, why="x"
    )
    changes.call_off(seminar, by=COMMAND, at=NOW, why="Weather")

    staff.post(change(seminar), stale)

    seminar.refresh_from_db()
    assert (seminar.title_en, seminar.state) == ("Corrected", SeminarState.CANCELLED)
    assert seminar.sessions.get().room == new


def test_announced_seminar_keeps_both_titles(staff):
    seminar = make_seminar(places=2)

    response = staff.post(change(seminar), shown(staff, seminar) | {"title_fr": ""})

    assert "Give the title in English and in French." in errors(response)


def test_an_announced_seminar_keeps_the_hour_until_which_people_apply(staff):
    seminar = make_seminar(places=2)
    choice = shown(staff, seminar) | {"registration_mode": "application"}

    response = staff.post(change(seminar), choice)

    assert "Give the hour at which registration closes" in errors(response)


def test_pages_of_the_verbs_are_linked(staff):
    planned = staff.get(change(make_planned())).content.decode()
    announced = staff.get(change(seminar := make_seminar(places=1))).content.decode()

    announce = "/announce/"
    assert announce in planned
    assert announce not in announced
    assert "nobody else can see it" in planned
    assert "say beforehand who will be told" in announced
    for name in ("people", "move_room", "move_hour", "move_online", "change_places"):
        assert reverse(f"registrations:{name}", args=[seminar.pk]) in announced


def test_taken_room_is_refused_by_name(staff):
    room = make_room(name_en="Room E")
    first = make_planned(title_en="Ageing", room=room)
    second = make_planned()
    form = shown(staff, second) | {"sessions-0-room": str(room.pk)}

    response = staff.post(change(second), form)

    assert "“Ageing, " in errors(response)
    assert "has this room then: choose another room or hour." in errors(response)
    assert first.sessions.get().room == room


def test_two_sessions_of_one_form_do_not_share_a_room(staff):
    seminar = make_planned(sessions=2, room=make_room())
    form = shown(staff, seminar)
    form |= {f"sessions-1-{n}": form[f"sessions-0-{n}"] for n in HOURS}

    response = staff.post(change(seminar), form)

    assert "Two of these sessions have one room at the same hour." in errors(response)
    form |= {"sessions-0-room": "", "sessions-1-room": ""}
    assert staff.post(change(seminar), form).status_code == 302


HOURS = ("starts_at_0", "starts_at_1", "ends_at_0", "ends_at_1")


def test_two_new_sessions_do_not_share_a_room(staff):
    seminar, room = make_planned(sessions=0), make_room()
    form = shown(staff, seminar) | {"sessions-TOTAL_FORMS": "2"}
    for number in range(2):
        hours = ("2031-05-09", "10:00", "2031-05-09", "13:00")
        typed = dict(zip(HOURS, hours, strict=True))
        typed |= {"room": str(room.pk), "takes_room": "on"}
        form |= {f"sessions-{number}-{name}": value for name, value in typed.items()}

    response = staff.post(change(seminar), form)

    html = response.content.decode()
    assert "Two of these sessions have one room at the same hour." in html
    assert Session.objects.count() == 0


def test_session_that_waits_for_a_room_warns(staff):
    room = make_room()
    make_planned(title_en="Ageing", room=room)
    seminar = make_planned()
    form = shown(staff, seminar) | {"sessions-0-room": str(room.pk)}
    del form["sessions-0-takes_room"]

    response = staff.post(change(seminar), form)

    (warned, _saved) = sorted(str(one) for one in get_messages(response.wsgi_request))
    assert "Mind that “Ageing, " in warned


def test_half_of_the_hours_is_refused(staff):
    seminar = make_planned()
    form = shown(staff, seminar)
    form |= {"sessions-0-ends_at_0": "", "sessions-0-ends_at_1": ""}

    response = staff.post(change(seminar), form)

    assert "Give the start and the end, or neither." in errors(response)


@pytest.mark.django_db(transaction=True)
def test_room_taken_meanwhile_is_a_sentence_and_no_failure(client):
    boss, room, start = make_organiser(), make_room(), ten_days_ahead()
    client.force_login(boss)
    seminars = [make_planned(starts_at=start) for _ in range(2)]
    forms = [shown(client, one) | {"sessions-0-room": str(room.pk)} for one in seminars]
    clients = [client, client.__class__()]
    clients[1].force_login(boss)

    outcomes = race(
        *[
            partial(one.post, change(seminar), form)
            for one, seminar, form in zip(clients, seminars, forms, strict=True)
        ]
    )

    assert sorted(one.status_code for one in outcomes) == [200, 302]
    assert Session.objects.filter(room=room).count() == 1


def test_only_a_plan_can_be_deleted(staff):
    planned, announced = make_planned(), make_seminar(places=1)
    delete = "admin:seminars_seminar_delete"

    kept = staff.post(reverse(delete, args=[announced.pk]), {"post": "yes"})
    gone = staff.post(reverse(delete, args=[planned.pk]), {"post": "yes"})

    assert (kept.status_code, gone.status_code) == (403, 302)
    assert list(Seminar.objects.all()) == [announced]


def test_a_new_seminar_begins_with_the_usual_order_of_sectors(staff):
    form = staff.get(reverse("admin:seminars_seminar_add")).context["adminform"].form

    assert form["tiers"].value() == [
        ["mission"],
        ["un", "igo"],
        ["ngo", "migrant_association"],
        ["academia", "foundation"],
        ["private"],
        ["media", "other"],
    ]
