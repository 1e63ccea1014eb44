"""What becomes of the hour at which registration closes, said before a change."""

from datetime import date

import pytest

from registrations.services import changes
from seminars.models import Seminar
from tests.factories import COMMAND, NOW, make_organiser, make_seminar
from tests.registrations.telling import reread, sessions_of
from tests.registrations.test_change_pages import CONFIRM, address, hours_on
from tests.seminars.scenes import new_york

pytestmark = pytest.mark.django_db
WAS = "Friday 2 May 2031, 18:00 New York time"


@pytest.fixture(autouse=True)
def _organiser(client):
    client.force_login(make_organiser())


@pytest.fixture
def seminar():
    return make_seminar(
        places=1,
        starts_at=new_york(2031, 5, 9, 10),
        closes_at=new_york(2031, 5, 2, 18),
    )


def choice(seminar, name, day, **hours):
    """Give the choice of one page as it is posted: another day, or other hours."""
    (session,) = sessions_of(seminar)
    if name == "move_hour":
        return {"session": session.pk, "why": "", **hours_on(day, **hours)}
    return {"to": "hours", "why": "", **hours_on(day, suffix=f"_{session.pk}", **hours)}


def closing(shown):
    """Give what the page says of the hour, before and after."""
    rows = shown.context["spoken"]
    return [row[1:] for row in rows if str(row[0]) == "Registration closes"]


both = pytest.mark.parametrize("name", ["move_hour", "postpone"])


@both
@pytest.mark.parametrize(
    ("typed", "said", "closes_at"),
    [
        (
            {"closes_day": "", "closes_time": "18:00"},
            "Sunday 2 November 2031, 18:00 New York time",
            new_york(2031, 11, 2, 18),
        ),
        ({}, "Sunday 2 November 2031, 18:00 New York time", new_york(2031, 11, 2, 18)),
        (
            {"closes_day": "", "closes_time": "12:00"},
            "Sunday 2 November 2031, 12:00 New York time",
            new_york(2031, 11, 2, 12),
        ),
        (
            {"closes_day": "2031-11-07", "closes_time": ""},
            "Friday 7 November 2031, 18:00 New York time",
            new_york(2031, 11, 7, 18),
        ),
        ({"closes_day": "2031-05-02"}, WAS, new_york(2031, 5, 2, 18)),
    ],
    ids=["left empty", "not sent", "hour", "day", "as it was"],
)
def test_it_moves_along_unless_another_is_given(
    client, seminar, name, typed, said, closes_at
):
    page = address(name, seminar)
    asked = choice(seminar, name, date(2031, 11, 9)) | typed

    first = client.get(page).content.decode()
    shown = client.post(page, asked)
    client.post(page, asked | CONFIRM)

    assert f"Now {WAS}. Leave the day empty" in first
    assert closing(shown) == [(WAS, said)]
    assert reread(seminar).closes_at == closes_at


@both
def test_on_the_same_day_it_stays(client, seminar, name):
    shown = client.post(address(name, seminar), choice(seminar, name, date(2031, 5, 9)))

    assert closing(shown) == [(WAS, WAS)]


@both
def test_an_hour_after_the_end_is_refused_before_anything_is_shown(
    client, seminar, name
):
    asked = choice(seminar, name, date(2031, 11, 9)) | {"closes_day": "2031-11-10"}

    refused = client.post(address(name, seminar), asked)

    assert refused.context["is_chosen"] is False
    assert refused.context["form"].errors == {
        "closes_day": ["Let registration close before the last session ends."]
    }


@both
def test_an_hour_that_clocks_skip_is_refused(client, seminar, name):
    typed = {"closes_day": "2032-03-14", "closes_time": "02:30"}
    asked = choice(seminar, name, date(2032, 4, 9)) | typed

    refused = client.post(address(name, seminar), asked)

    assert list(refused.context["form"].errors) == ["closes_day"]


@both
def test_what_is_wrong_with_the_hours_comes_first(client, seminar, name):
    asked = choice(seminar, name, date(2031, 11, 9), ends="09:00")

    refused = client.post(address(name, seminar), asked)

    (field,) = refused.context["form"].errors
    assert field.startswith("ends")


@both
def test_what_closes_with_its_last_session_asks_for_no_hour(client, name):
    seminar = make_seminar(places=1, starts_at=new_york(2031, 5, 9, 10))
    page = address(name, seminar)

    shown = client.post(page, choice(seminar, name, date(2031, 11, 9)))

    assert "closes_day" not in client.get(page).context["form"].fields
    assert closing(shown) == []


def test_only_the_first_session_takes_it_along(client):
    seminar = make_seminar(
        places=1,
        sessions=2,
        starts_at=new_york(2031, 5, 9, 10),
        closes_at=new_york(2031, 5, 2, 18),
    )
    page = address("move_hour", seminar)
    first, second = sessions_of(seminar)

    shown = [
        client.post(page, {"session": one.pk, "why": "", **hours_on(date(2031, 5, 11))})
        for one in (second, first)
    ]

    assert [closing(one)[0][1] for one in shown] == [
        WAS,
        "Saturday 3 May 2031, 18:00 New York time",
    ]


def test_without_a_date_it_stays_until_another_is_given(client, seminar):
    page = address("postpone", seminar)

    shown = client.post(page, {"to": "nothing", "why": ""})
    changes.postpone(seminar, None, by=COMMAND, at=NOW)
    asked = choice(seminar, "postpone", date(2031, 11, 9))
    dated = client.post(page, asked)
    client.post(page, asked | {"closes_day": "2031-11-07"} | CONFIRM)

    assert closing(shown) == closing(dated) == [(WAS, WAS)]
    assert Seminar.objects.get().closes_at == new_york(2031, 11, 7, 18)
