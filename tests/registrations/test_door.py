"""The door on the day: one tap, walk-ins, the sheet; for whoever has duty now."""

import pytest
from django.urls import reverse
from django.utils import timezone

from registrations.models import Attendance, DoorDuty, Registration
from tests.axe import LOOKS, assert_clean, enter, findings, wear
from tests.factories import (
    DAY,
    HOUR,
    make_agreement,
    make_host,
    make_host_term,
    make_mission,
    make_organiser,
    make_partner,
    make_seminar,
    make_user,
    register,
)
from users.models import AuditEntry

pytestmark = pytest.mark.django_db
in_browser = pytest.mark.django_db(transaction=True)
FORM_KEY = "0f7c5c1e-14a8-4a4a-9f43-0a8c2e9f7d11"


def now():
    return timezone.now().replace(microsecond=0)


def make_day(**fields):
    """Make a seminar that runs now."""
    return make_seminar(starts_at=now() - HOUR / 2, **fields)


def give_duty(seminar, starts_at=None, user=None):
    starts_at = starts_at or now() - HOUR
    user = user or make_user()
    DoorDuty.objects.create(
        seminar=seminar, user=user, starts_at=starts_at, ends_at=starts_at + 3 * HOUR
    )
    return user


@pytest.fixture
def seminar():
    return make_day(places=3)


@pytest.fixture
def session(seminar):
    return seminar.sessions.get()


@pytest.fixture
def helper(client, seminar):
    user = give_duty(seminar)
    client.force_login(user)
    return user


def address(name, session, *more):
    return reverse(f"registrations:{name}", args=[session.pk, *more])


def marks():
    rows = Attendance.objects.order_by("registration")
    return list(rows.values_list("registration", "mark", "source"))


WHO = {
    "plain": lambda seminar: make_user(),
    "partner": lambda seminar: make_partner(make_agreement().agency),
    "host": lambda seminar: make_host(make_host_term()),
    "of another seminar": lambda seminar: give_duty(make_day(places=1)),
    "of another day": lambda seminar: give_duty(seminar, now() + DAY),
    "of this hour": give_duty,
    "organiser": lambda seminar: make_organiser(),
}


@pytest.mark.parametrize(
    ("who", "doors", "door"),
    [
        ("nobody", 302, 302),
        ("plain", 200, 404),
        ("partner", 200, 404),
        ("host", 200, 404),
        ("of another seminar", 200, 404),
        ("of another day", 200, 404),
        ("of this hour", 200, 200),
        ("organiser", 200, 200),
    ],
)
def test_a_door_exists_for_whoever_keeps_it_now(
    client, seminar, session, who, doors, door
):
    registration = register(seminar)
    if who in WHO:
        client.force_login(WHO[who](seminar))
    pages = [
        address("door", session),
        address("door_print", session),
        address("door_sheet", session),
        address("walk_in", session),
        address("mark", session, registration.pk),
    ]
    acts = [address(name, session, registration.pk) for name in ("check_in", "undo")]

    assert client.get(reverse("registrations:doors")).status_code == doors
    assert [client.get(page).status_code for page in pages] == [door] * 5
    done = 302 if door == 200 else door
    assert [client.post(page).status_code for page in acts] == [done] * 2


def test_a_helper_opens_no_list_of_people(client, helper, seminar):
    people = reverse("registrations:people", args=[seminar.pk])

    assert client.get(people).status_code == 404


def test_today_lists_the_doors_that_somebody_may_keep(client, helper, session):
    make_day(places=1)

    shown = client.get(reverse("registrations:doors"))

    assert list(shown.context["sessions"]) == [session]


def test_an_organiser_sees_every_door_of_today_and_no_other(client, session):
    client.force_login(make_organiser())
    make_seminar(places=1, starts_at=now() + 3 * DAY)

    shown = client.get(reverse("registrations:doors"))

    assert list(shown.context["sessions"]) == [session]


def test_one_tap_checks_in_and_leads_back_to_the_row(client, helper, seminar, session):
    registration = register(seminar)

    answer = client.post(
        f"{address('check_in', session, registration.pk)}?show=expected"
    )

    back = address("door", session)
    assert answer.url == f"{back}?show=expected#r{registration.pk}"
    assert marks() == [(registration.pk, "present", "door")]
    assert Attendance.objects.get().recorder == helper


def test_a_slip_is_undone(client, helper, seminar, session):
    registration = register(seminar)
    client.post(address("check_in", session, registration.pk))

    client.post(address("undo", session, registration.pk))

    assert marks() == []


@pytest.mark.parametrize("mark", ["partial", "excused", "absent"])
def test_other_marks_stand_on_a_page_of_their_own(
    client, helper, seminar, session, mark
):
    registration = register(seminar)
    page = address("mark", session, registration.pk)

    asked = client.post(page, {"mark": ""})
    client.post(page, {"mark": mark})

    (guest,) = client.get(address("door", session)).context["list"].guests
    assert list(asked.context["form"].errors) == ["mark"]
    assert guest.label.startswith(Attendance.objects.get().get_mark_display())
    assert marks() == [(registration.pk, mark, "door")]


def test_the_list_puts_heads_first_and_counts(client, helper, seminar, session):
    mission = make_mission()
    register(seminar, mission, name="Zoé Ziegler", rank="Permanent Representative")
    register(seminar, mission, name="Mariétou BÂ")
    came = register(seminar, mission, name="Ana Alvarez")
    register(seminar, mission, name="Cyd Chu")  # for whom no place is left
    client.post(address("check_in", session, came.pk))

    shown = client.get(address("door", session)).context

    guests = shown["list"]
    assert [heading for heading, _guests in shown["groups"]] == [
        "Heads of mission",
        "A",
        "B",
        "Waiting for a place",
    ]
    assert (guests.present, guests.total, guests.expected) == (1, 3, 2)


def test_guests_are_found_by_name_or_mission_accents_or_not(
    client, helper, seminar, session
):
    register(seminar, make_mission(), name="Zoé Ziegler")
    register(seminar, name="Ana Alvarez")

    for words in ("zoe", "SENEGAL ziegler"):
        shown = client.get(address("door", session), {"q": words}).context["groups"]
        assert [guest.registration.name for _head, rows in shown for guest in rows] == [
            "Zoé Ziegler"
        ]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_door_asks_the_same_questions_for_any_length(
    rows, client, helper, seminar, session, django_assert_num_queries
):
    for _ in range(rows):
        client.post(address("check_in", session, register(seminar).pk))

    with django_assert_num_queries(6):
        client.get(address("door", session))


def walk_in(**fields):
    return {
        "form_key": FORM_KEY,
        "name": "Ana Alvarez",
        "organisation_name": "Permanent Mission of Senegal",
        "language": "fr",
        **fields,
    }


def test_a_walk_in_is_added_once_and_present(client, helper, seminar, session):
    make_mission()

    for _ in range(2):
        answer = client.post(address("walk_in", session), walk_in())

    registration = Registration.objects.get()
    assert answer.url == f"{address('door', session)}#r{registration.pk}"
    assert (registration.is_walk_in, registration.language) == (True, "fr")
    assert registration.nomination.filed_by is None
    assert marks() == [(registration.pk, "present", "door")]


def test_a_walk_in_of_an_unknown_organisation_names_its_kind(client, helper, session):
    sent = walk_in(organisation_name="Riverbank Forum")

    asked = client.post(address("walk_in", session), sent)
    client.post(address("walk_in", session), sent | {"kind": "ngo"})

    assert list(asked.context["form"].errors) == ["kind"]
    assert Registration.objects.get().sector == "ngo"


def test_who_is_on_the_list_is_no_walk_in(client, helper, seminar, session):
    register(seminar, make_mission(), name="Ana Alvarez", address="a@example.org")
    sent = walk_in(address="a@example.org")

    refused = client.post(address("walk_in", session), sent)

    assert refused.context["form"].non_field_errors() == [
        "Exactly this was filed before: the same name, organisation and"
        " address. Remove this person, or correct what differs."
    ]


def test_a_printed_list_is_noted_once(client, helper, seminar, session):
    client.get(address("door_print", session))

    noted = AuditEntry.objects.get(verb="print_list")
    assert (noted.thing, noted.user) == (f"seminars.seminar:{seminar.pk}", helper)


def test_a_course_has_a_list_for_each_session(client):
    course = make_day(places=1, sessions=2)
    registration = register(course)
    first, second = course.sessions.order_by("pk")
    client.force_login(make_organiser())

    client.post(address("check_in", first, registration.pk))

    counts = [
        client.get(address("door", session)).context["list"].present
        for session in (first, second)
    ]
    assert counts == [1, 0]


def test_somebody_of_another_seminar_has_no_row_here(client, helper, session):
    stranger = register(make_day(places=1))

    answer = client.post(address("check_in", session, stranger.pk))

    assert (answer.status_code, marks()) == (404, [])


@in_browser
@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_doors_are_clean(live_server, page, look, client):
    course = make_day(places=2, sessions=2)
    session = course.sessions.earliest("pk")
    mission = make_mission()
    head = "Permanent Representative"
    one = register(course, mission, name="Aïssatou Mbengue Diarra", rank=head)
    register(course, mission, name="Jean-Christophe de Broglie-Lafontaine")
    register(course, mission)
    enter(page, live_server.url, client, make_organiser())
    client.post(address("check_in", session, one.pk))
    names = ("door", "door_print", "door_sheet", "walk_in")

    paths = [reverse("registrations:doors"), address("mark", session, one.pk)]
    for path in [*paths, *[address(name, session) for name in names]]:
        assert_clean(page, live_server.url + path, look)


@in_browser
@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_a_walk_in_takes_two_fields_and_one_button(live_server, page, look, client):
    seminar = make_day(places=1)
    session = seminar.sessions.get()
    make_mission()
    enter(page, live_server.url, client, give_duty(seminar))
    wear(page, look)
    page.goto(live_server.url + address("door", session))

    page.click(".door__add a")
    page.wait_for_selector("[name=name]:focus")
    page.keyboard.type("Ana Alvarez")
    page.keyboard.press("Tab")
    page.keyboard.type("senegal")
    page.keyboard.press("Enter")
    page.wait_for_selector(".errors")

    assert findings(page, look) == []

    page.check("[name=which] >> nth=0")
    page.click("main .button--primary")
    page.wait_for_selector(".door__here")

    assert marks() == [(Registration.objects.get().pk, "present", "door")]


@in_browser
def test_rows_that_don_t_fit_go_while_somebody_types(live_server, page, client):
    seminar = make_day(places=2)
    register(seminar, name="Zoé Ziegler")
    register(seminar, name="Ana Alvarez")
    enter(page, live_server.url, client, give_duty(seminar))
    page.goto(live_server.url + address("door", seminar.sessions.get()))

    page.fill("#q", "zoe")

    rows = page.locator(".door__list li:visible strong")
    assert rows.all_inner_texts() == ["Zoé Ziegler"]
    assert page.locator(".door__group:visible").all_inner_texts() == ["Z"]
