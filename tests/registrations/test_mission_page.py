"""A focal point's page: their mission alone, and all that can be done from there."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from partners.models import (
    Person,
    Posting,
    Representation,
    RepresentationRole,
    Sector,
)
from registrations.models import CancelledBecause, Registration, Substitution
from registrations.services import nominations, offers, seats
from seminars.models import Seminar, Session
from tests.axe import LOOKS, assert_clean, enter
from tests.factories import (
    COMMAND,
    DAY,
    FAR_BACK,
    LINK,
    NOW,
    TODAY,
    make_country,
    make_mission,
    make_organisation,
    make_organiser,
    make_partner,
    make_seminar,
    make_user,
    register,
)
from unitar_seminars.hours import NEW_YORK, days
from users.models import AuditEntry

pytestmark = pytest.mark.django_db
in_browser = pytest.mark.django_db(transaction=True)
ACTS = {"by": COMMAND, "at": NOW}
QUERIES = 11
SOMEBODY = {
    "name": "Ndeye Sarr",
    "form_of_address": "ms",
    "rank": "Counsellor",
    "address": "ndeye@example.org",
    "language": "fr",
    "gender": "",
    "needs": "",
}


@pytest.fixture
def mission():
    return make_mission()


@pytest.fixture
def focal_point(client, mission):
    user = make_focal_point(mission)
    client.force_login(user)
    return user


def make_focal_point(organisation, **fields):
    user = make_user()
    Representation.objects.create(
        user=user,
        organisation=organisation,
        role=RepresentationRole.FOCAL_POINT,
        **{"starts_on": FAR_BACK, **fields},
    )
    return user


def home(mission):
    return f"/my/mission/{mission.pk}/"


def posted(mission, name="Ana Ortiz", **fields):
    person = Person.objects.create(name=name)
    return Posting.objects.create(person=person, organisation=mission, **fields)


def known(registration, posting):
    nominations.identify_person(registration, posting.person, **ACTS)
    return registration


# Who sees it


def test_the_page_is_found_from_my_registrations(client, focal_point, mission):
    page = client.get("/my/").content.decode()

    assert f'href="{home(mission)}"' in page
    assert client.get(home(mission)).headers["Cache-Control"] == "no-store"


def pages_of(mission):
    registration = register(make_seminar(places=1), mission)
    posting = posted(mission)
    tails = [f"{what}/{registration.pk}/" for what in ("cancel", "substitute", "who")]
    return [home(mission) + tail for tail in ("", *tails, f"posts/{posting.pk}/")]


def test_only_the_focal_point_of_today_finds_the_pages(client, mission):
    paths = pages_of(mission)
    elsewhere = make_mission(make_country("MEX", name="Mexico", groups=()))
    others = [
        make_user(),
        make_organiser(),
        make_partner(mission),
        make_focal_point(elsewhere),
        make_focal_point(mission, ends_on=TODAY),
        make_focal_point(mission, starts_on=TODAY + timedelta(days=1)),
    ]

    assert [client.get(path).status_code for path in paths] == [302] * 5
    for user in others:
        client.force_login(user)
        assert [client.get(path).status_code for path in paths] == [404] * 5
        assert {client.post(path).status_code for path in paths} == {404}
    client.force_login(make_focal_point(mission, ends_on=TODAY + timedelta(days=1)))
    assert [client.get(path).status_code for path in paths] == [200] * 5
    assert not AuditEntry.objects.filter(verb__in=["cancel", "hand_over"]).exists()


def test_people_and_posts_of_others_are_not_reached(client, focal_point, mission):
    other = make_organisation(Sector.IGO)
    registration = register(make_seminar(places=1), other)
    posting = posted(other)
    tails = ["cancel", "substitute", "who", "accept"]
    paths = [f"{home(mission)}{tail}/{registration.pk}/" for tail in tails]
    paths.append(f"{home(mission)}posts/{posting.pk}/")

    assert [client.post(path, SOMEBODY).status_code for path in paths] == [404] * 5
    registration.refresh_from_db()
    assert registration.status == "confirmed"


# What it shows


def test_all_of_the_mission_stand_there_whoever_filed_them(
    client, focal_point, mission
):
    seminar, past = make_seminar(places=4), make_seminar(places=1)
    colleague = register(
        seminar, mission, name="Ben Diop", address="secret@example.org", needs="Ramp"
    )
    register(seminar, make_organisation(), name="A Stranger")
    register(past, mission, name="Of Old")
    Session.objects.filter(seminar=past).update(
        starts_at=NOW - 2 * DAY, ends_at=NOW - DAY
    )
    seats.cancel(colleague, because=CancelledBecause.PERSON, by=LINK, at=NOW)
    register(seminar, mission, name="Zoë Faye")

    page = client.get(home(mission)).content.decode()

    order = [page.index(name) for name in ("Ben Diop", "Zoë Faye", "Of Old")]
    assert order == sorted(order)
    assert page.index("To come") < order[0] < page.index("Past seminars") < order[2]
    for hidden in ("A Stranger", "secret@example.org", "Ramp"):
        assert hidden not in page
    assert page.count("Say who this is") == 2
    assert page.count("/cancel/") == 1


def test_days_are_said_as_well_as_they_are_known(client, focal_point, mission):
    starts_at = datetime(2031, 3, 22, 10, tzinfo=NEW_YORK)
    seminar = make_seminar(places=1, starts_at=starts_at)
    register(seminar, mission)
    Seminar.objects.update(date_certainty="month")

    page = client.get(home(mission)).content.decode()

    said = 'March 2031<br><span class="small soft">Day not on record</span>'
    assert page.count(said) == 2  # to nominate for, and to come
    assert "22 March" not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_same_questions_for_any_length(
    client, focal_point, mission, rows, django_assert_num_queries
):
    queue = make_seminar()
    for number in range(rows):
        seminar = make_seminar(places=rows)
        register(queue, mission)
        posting = posted(mission, f"Person of {number}")
        people = [register(seminar, mission) for _ in range(rows)]
        known(people[0], posting)

    with django_assert_num_queries(QUERIES):
        page = client.get(home(mission)).content.decode()
    assert page.count("This post ends") == rows
    assert page.count("/substitute/") == rows * (rows + 1)


def test_who_waits_reads_where_and_the_years_stand_beneath(
    client, focal_point, mission
):
    seminar, past = make_seminar(), make_seminar()
    for name in ("Ana", "Bea"):
        register(seminar, mission, name=name)
    register(past, mission, name="Of Old")
    Session.objects.filter(seminar=past).update(
        starts_at=NOW - 2 * DAY, ends_at=NOW - DAY
    )

    page = " ".join(client.get(home(mission)).content.decode().split())

    places = [page.index(f"Waiting, position {n}") for n in (1, 2)]
    assert page.index("To come") < places[0] < page.index("Ana") < places[1]
    assert page.count("Waiting, position") == 2  # no queue is left for what is past
    year = (NOW - 2 * DAY).astimezone(NEW_YORK).year
    row = f'<th scope="row">{year}</th> <td class="num">0</td>'
    told = [page.index(said) for said in ("Year by year", row, "Participants</dt>")]
    assert told == sorted(told)


def test_a_long_list_is_cut_into_pages(client, focal_point, mission):
    for _ in range(11):
        register(make_seminar(places=1), mission)

    first = client.get(home(mission)).content.decode()
    second = client.get(f"{home(mission)}?page=2").content.decode()

    assert (first.count("/substitute/"), second.count("/substitute/")) == (10, 1)
    assert 'rel="next"' in first


def test_nominating_begins_with_the_mission_filled_in(client, focal_point, mission):
    seminar = make_seminar(places=1)
    closed = make_seminar(places=1, registration_mode="invitation")

    page = client.get(home(mission)).content.decode()
    path = f"/seminars/{seminar.slug}/register/?organisation={mission.pk}"
    assert (path in page, closed.slug in page) == (True, False)
    assert f'value="{mission}"' in client.get(path).content.decode()
    for nonsense in ("x", "9" * 40, "0"):
        bare = client.get(path.replace(f"={mission.pk}", f"={nonsense}"))
        assert f'value="{mission}"' not in bare.content.decode()


# What can be done


def test_a_place_is_cancelled_and_somebody_else_named(client, focal_point, mission):
    seminar = make_seminar(places=2)
    first, second = [register(seminar, mission) for _ in range(2)]

    asked = client.get(f"{home(mission)}cancel/{first.pk}/").content.decode()
    assert "Cancel the place of" in asked
    answer = client.post(f"{home(mission)}cancel/{first.pk}/")
    assert (answer.status_code, answer.url) == (303, home(mission))
    path = f"{home(mission)}substitute/{second.pk}/"
    page = client.post(path, SOMEBODY, follow=True).content.decode()

    first.refresh_from_db()
    assert (first.status, first.cancelled_because) == ("cancelled", "sender")
    after = Registration.objects.get(name="Ndeye Sarr")
    assert (after.status, after.organisation) == ("confirmed", mission)
    assert "Ms. Ndeye Sarr comes instead." in page
    users = AuditEntry.objects.filter(verb__in=["cancel", "substitute"])
    assert {entry.user for entry in users} == {focal_point}


def test_an_offer_is_taken_up(client, focal_point, mission):
    seminar = make_seminar(places=1)
    offers.change_hours(seminar, 24, **ACTS)
    holder, waits = [register(seminar, mission) for _ in range(2)]
    seats.cancel(holder, because=CancelledBecause.PERSON, **ACTS)

    page = client.get(home(mission)).content.decode()
    assert "Confirm this place" in page
    client.post(f"{home(mission)}accept/{waits.pk}/")

    waits.refresh_from_db()
    assert waits.status == "confirmed"


def test_who_somebody_is_is_said_once(client, focal_point, mission):
    posting = posted(mission)
    person = posting.person
    posted(make_organisation(), "A Stranger")
    first, second = [register(make_seminar(places=1), mission) for _ in range(2)]
    path = f"{home(mission)}who/{first.pk}/"

    page = client.get(path).content.decode()
    assert "Ana Ortiz" in page
    assert "A Stranger" not in page
    page = client.post(path, {"person": person.pk}, follow=True).content.decode()
    client.post(f"{home(mission)}who/{second.pk}/", {"person": "new"})

    assert "Known as Ana Ortiz" in page
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.person == person
    assert second.person.postings.get().organisation == mission
    again = client.post(path, {"person": person.pk}).content.decode()
    assert "Somebody has said who this is meanwhile" in again


# Story 4


def test_a_delegate_rotates_out_and_a_successor_takes_the_seat(
    client, focal_point, mission
):
    posting = posted(mission, rank="Counsellor")
    seminar, other = make_seminar(places=1), make_seminar(places=1)
    going = known(register(seminar, mission), posting)
    staying = known(register(other, mission), posting)
    path = f"{home(mission)}posts/{posting.pk}/"

    page = client.get(path).content.decode()
    assert page.count('name="places"') == 2
    data = SOMEBODY | {"day": TODAY.isoformat(), "why": "Rotation."}
    page = client.post(path, data | {"places": [going.pk]}, follow=True)

    assert "Done: the post ends as you said." in page.content.decode()
    link = Substitution.objects.get()
    assert link.predecessor == going
    assert (link.successor.person.name, link.successor.status) == (
        "Ndeye Sarr",
        "confirmed",
    )
    staying.refresh_from_db()
    assert staying.status == "confirmed"
    assert seminar.seats.get().holder == link.successor
    held = mission.postings.filter(ends_on=None)
    assert [post.person.name for post in held] == ["Ndeye Sarr"]


def test_what_stands_against_it_is_said_on_the_form(client, focal_point, mission):
    posting = posted(mission)
    going = known(register(make_seminar(places=1), mission), posting)
    path = f"{home(mission)}posts/{posting.pk}/"
    data = {"day": TODAY.isoformat(), "why": "Rotation.", "language": "en"}
    data |= {"form_of_address": "none", "places": [going.pk]}

    page = client.post(path, data).content.decode()
    assert "Say who follows, or untick the places" in page
    page = client.post(path, data | {"name": "Ndeye Sarr"}).content.decode()
    assert "Say what post this person holds" in page
    assert 'value="Ndeye Sarr"' in page
    assert not Substitution.objects.exists()


def test_a_post_ends_while_nobody_is_named(client, focal_point, mission):
    posting = posted(mission)
    path = f"{home(mission)}posts/{posting.pk}/"
    later = TODAY + timedelta(days=30)

    client.post(path, {"day": later.isoformat(), "why": "Leaves.", "language": "en"})

    posting.refresh_from_db()
    assert posting.ends_on == later
    page = client.get(home(mission)).content.decode()
    assert "This post ends" not in page
    assert "until" in page


def test_a_post_that_ends_is_shown_with_its_last_day(client, focal_point, mission):
    day = timezone.localdate()
    posted(mission, ends_on=day + timedelta(days=1))

    page = client.get(home(mission)).content.decode()

    assert f"until {days(day)}" in page


@in_browser
@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_the_pages_are_clean(live_server, page, client, look):
    mission = make_mission()
    posting = posted(mission, rank="Counsellor")
    registration = known(register(make_seminar(places=1), mission), posting)
    unknown = register(make_seminar(places=1), mission)
    enter(page, live_server.url, client, make_focal_point(mission))
    tails = (
        "",
        f"who/{unknown.pk}/",
        f"substitute/{registration.pk}/",
        f"posts/{posting.pk}/",
    )

    for tail in tails:
        url = live_server.url + reverse("registrations:mission", args=[mission.pk])
        assert_clean(page, url + tail, look)
