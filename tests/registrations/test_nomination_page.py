"""Pages behind mailed links: who may open them, what they show, what they change."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from mailing.models import Message
from partners.models import Sector
from registrations.emails import link_of, link_of_nomination
from registrations.models import Nomination, Registration
from registrations.models import RegistrationStatus as Status
from registrations.services import seats
from seminars.models import (
    Document,
    DocumentContent,
    Mode,
    RegistrationMode,
    Seminar,
    Visibility,
)
from tests.factories import (
    COMMAND,
    DAY,
    NOW,
    make_mission,
    make_organisation,
    make_seminar,
    make_waiting,
    register,
    submit,
    typed,
)
from tests.registrations.forms import NAMES
from unitar_seminars import hours
from unitar_seminars.links import Link
from users.models import AuditEntry

pytestmark = pytest.mark.django_db
QUERIES = 6  # nomination, people, who is ahead, questions, sessions, places
CHANGED_BY = ("INSERT", "UPDATE", "DELETE")


@pytest.fixture
def mission():
    return make_mission()


@pytest.fixture
def seminar():
    return make_seminar(places=2)


@pytest.fixture
def nomination(seminar, mission):
    people = [typed(mission, name=name, address="a@example.org") for name in NAMES]
    return submit(seminar, *people)


def path_of(nomination):
    return link_of_nomination(nomination).path


def people_of(nomination):
    return list(nomination.registrations.order_by("line_number"))


# Who may open them


def test_a_link_opens_its_page_and_keeps_it_to_itself(client, nomination):
    for path in (path_of(nomination), link_of(people_of(nomination)[0]).path):
        answer = client.get(path)

        assert answer.status_code == 200
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cache-Control"] == "no-store"
        assert b'rel="alternate"' not in answer.content


@pytest.mark.parametrize("kind", ["n", "r"])
def test_any_other_token_is_no_page(client, kind, nomination):
    person, other = people_of(nomination)[:2]
    row = nomination if kind == "n" else person
    right = Link(kind, row.pk, 1)
    wrong = [
        Link(kind, row.pk, 2).path,
        f"/{kind}/{row.pk}-{Link({'n': 'r', 'r': 'n'}[kind], row.pk, 1).token}/",
        f"/{kind}/{row.pk}-{right.token[:-1]}/",
        f"/{kind}/{row.pk}-{right.token}a/",
        f"/{kind}/{row.pk}-é/",
        f"/{kind}/{other.pk + 99}-{right.token}/",
        f"/{kind}/{10**30}-{right.token}/",
        f"/{kind}/{row.pk}-/",
    ]

    assert [client.get(path).status_code for path in wrong] == [404] * len(wrong)


def test_raising_the_generation_revokes_what_was_mailed(client, nomination):
    path = path_of(nomination)
    Nomination.objects.update(link_generation=2)

    assert client.get(path).status_code == 404


@pytest.mark.parametrize(("days", "status"), [(29, 200), (31, 404)])
def test_links_open_until_thirty_days_after(client, nomination, days, status):
    past = NOW - timedelta(days=days)
    seminar = nomination.seminar
    seminar.sessions.update(starts_at=past - timedelta(hours=3), ends_at=past)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    assert client.get(path_of(nomination)).status_code == status
    person = people_of(nomination)[0]
    assert client.get(link_of(person).path).status_code == status


def test_links_into_a_seminar_without_a_day_open(client, nomination):
    seminar = nomination.seminar
    Seminar.objects.filter(pk=seminar.pk).update(state="postponed")
    seminar.sessions.update(starts_at=None, ends_at=None)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    page = client.get(path_of(nomination))

    assert page.status_code == 200
    assert b"This seminar is postponed." in page.content


# What they show


def test_each_person_with_state_and_position_and_nobody_elses_link(client, nomination):
    page = client.get(path_of(nomination)).content.decode()

    assert page.count("Has a place in ") == 2
    assert page.count("badge--confirmed") == 2
    assert "Waiting, position 1" in page
    assert "Nobody is ahead." in page
    assert page.count("Add to calendar") == 2
    assert "/r/" not in page
    for person in people_of(nomination):
        assert person.addressed_name in page
        assert link_of(person).token not in page


def test_who_is_ahead_is_said_by_kind_of_organisation(client, mission):
    seminar = make_seminar()
    make_waiting(seminar, 2, Sector.UN)
    make_waiting(seminar, 3, Sector.NGO)
    mine = register(seminar, make_organisation(Sector.NGO))
    register(seminar, mission)
    register(seminar, make_organisation(Sector.NGO))

    page = " ".join(client.get(link_of(mine).path).content.decode().split())

    assert "Waiting, position 7" in page
    assert "6 people are ahead:" in page
    assert "<li>1: Permanent or observer mission</li>" in page
    assert (
        "<li>2: United Nations system, Other intergovernmental organisation</li>"
        in page
    )
    assert "<li>3: Non-governmental organisation, Migrant association (asked" in page


def test_every_other_state_says_what_comes_next(client, mission):
    seminar = make_seminar(places=1, registration_mode=RegistrationMode.APPROVAL)
    sheet = submit(seminar, *[typed(mission) for _ in range(3)])
    declined, cancelled, _pending = people_of(sheet)
    seats.decline(declined, by=COMMAND, at=NOW, why="Full of delegates")
    seats.cancel(cancelled, because="organiser", by=COMMAND, at=NOW)

    page = client.get(path_of(sheet)).content.decode()

    assert "The organiser decides who takes part" in page
    assert f"Not approved on {hours.days(NOW)}." in page
    assert "(by the organiser)." in page
    assert "One awaits approval, one was not approved, one is cancelled" in page
    assert page.count("Cancel this place") == 1


@pytest.mark.parametrize("people", [1, 3])
def test_any_number_of_people_asks_the_same_questions(
    client, people, mission, django_assert_num_queries
):
    seminar = make_seminar()
    make_waiting(seminar, 5)
    sheet = submit(seminar, *[typed(mission) for _ in range(people)])

    with django_assert_num_queries(QUERIES):
        client.get(path_of(sheet))


def test_for_those_with_places_nothing_is_counted(
    client, mission, django_assert_num_queries
):
    sheet = submit(make_seminar(places=3), typed(mission), typed(mission))

    with django_assert_num_queries(QUERIES - 2):
        client.get(path_of(sheet))


def test_a_page_speaks_the_senders_language_unless_the_reader_chose(client, mission):
    sheet = submit(make_seminar(), typed(mission), language="fr")
    path = path_of(sheet)

    def lang(answer):
        return answer.content.decode().split('<html lang="', 1)[1][:2]

    assert lang(client.get(path)) == "fr"
    assert lang(client.get(path + "?language=en")) == "en"
    assert lang(client.get(path + "?language=xx")) == "fr"
    client.cookies["django_language"] = "en"
    assert lang(client.get(path)) == "en"
    assert lang(client.get(path + "?language=fr")) == "fr"


# What they change


def test_reading_changes_nothing(client, nomination):
    person = people_of(nomination)[0]
    base, own = path_of(nomination), link_of(person).path
    paths = [
        base,
        f"{base}cancel/{person.pk}/",
        f"{base}calendar/{person.pk}.ics",
        own,
        f"{own}cancel/",
        f"{own}calendar.ics",
    ]

    for method in (client.get, client.head):
        for path in paths:
            with CaptureQueriesContext(connection) as asked:
                assert method(path).status_code == 200
            said = [query["sql"] for query in asked.captured_queries]
            assert [sql for sql in said if sql.startswith(CHANGED_BY)] == []
    assert client.get(f"{own}this-is-me/").status_code == 405
    assert client.post(own).status_code == 405


def test_cancelling_asks_first_and_gives_the_place_on(client, nomination):
    first, _second, third = people_of(nomination)
    path = f"{path_of(nomination)}cancel/{first.pk}/"

    asked = client.get(path).content.decode()
    answer = client.post(path)

    assert f"Cancel the place of {first.addressed_name}?" in asked
    assert (answer.status_code, answer.url) == (303, path_of(nomination))
    first.refresh_from_db()
    third.refresh_from_db()
    assert (first.status, first.cancelled_because) == (Status.CANCELLED, "sender")
    assert third.status == Status.CONFIRMED
    entry = AuditEntry.objects.get(verb="cancel")
    assert (entry.kind, entry.label) == ("link", f"n {nomination.pk}")
    page = client.get(answer.url).content.decode()
    assert "is cancelled. We have confirmed it by e-mail." in page
    assert Message.objects.filter(purpose="promoted").count() == 1


def test_a_person_cancels_by_the_own_link(client, nomination):
    person = people_of(nomination)[0]

    answer = client.post(link_of(person).path + "cancel/")

    person.refresh_from_db()
    assert answer.url == link_of(person).path
    assert (person.status, person.cancelled_because) == (Status.CANCELLED, "person")


def test_cancelling_twice_is_refused_in_words(client, nomination):
    path = f"{path_of(nomination)}cancel/{people_of(nomination)[0].pk}/"
    client.post(path)

    page = client.get(client.post(path).url).content.decode()

    assert "This registration is over: there is nothing left to cancel." in page
    assert "There is nothing left to cancel" in client.get(path).content.decode()


def test_a_link_reaches_nobody_of_another_nomination(client, seminar, nomination):
    stranger = register(seminar)

    for tail in (f"cancel/{stranger.pk}/", f"calendar/{stranger.pk}.ics"):
        assert client.get(path_of(nomination) + tail).status_code == 404
    assert client.post(f"{path_of(nomination)}cancel/{stranger.pk}/").status_code == 404
    assert Registration.objects.filter(status=Status.CANCELLED).count() == 0


# Calendar and papers


def test_the_calendar_file_is_the_mailed_entry_published(client, mission):
    seminar = make_seminar(places=1, sessions=3)
    sheet = submit(seminar, typed(mission))
    [person] = people_of(sheet)

    answer = client.get(f"{path_of(sheet)}calendar/{person.pk}.ics")

    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    drawn = Calendar.from_ical(answer.content)
    mailed = [
        Calendar.from_ical(text).walk("VEVENT")[0]
        for text in Message.objects.get(purpose="seat_confirmed").calendars
    ]
    assert drawn["method"] == "PUBLISH"
    assert [(e["uid"], e["sequence"]) for e in drawn.walk("VEVENT")] == [
        (e["uid"], e["sequence"]) for e in mailed
    ]
    assert [e.get("attendee") for e in drawn.walk("VEVENT")] == [None] * 3
    assert client.get(f"{link_of(person).path}calendar.ics").status_code == 200


def test_who_has_no_place_has_no_calendar_file(client, nomination):
    waiting = people_of(nomination)[2]

    assert client.get(f"{link_of(waiting).path}calendar.ics").status_code == 404


def make_paper(seminar, title, **fields):
    fields.setdefault("published_at", NOW - DAY)
    fields.setdefault("visibility", Visibility.PARTICIPANTS)
    paper = Document.objects.create(
        seminar=seminar, title=title, kind="background", language="en", **fields
    )
    DocumentContent.objects.create(
        document=paper,
        filename="note é.pdf",
        content_type="application/pdf",
        size=4,
        data=b"%PDF",
    )
    return paper


def test_papers_are_read_by_those_registered_from_their_hour_on(client, nomination):
    seminar = nomination.seminar
    shown = make_paper(seminar, "Shown")
    hidden = [
        make_paper(seminar, "Later", embargo_until=NOW + DAY),
        make_paper(seminar, "Inside", visibility=Visibility.INTERNAL),
        make_paper(seminar, "Taken back", withdrawn_at=NOW),
        make_paper(make_seminar(), "Elsewhere"),
    ]
    person = people_of(nomination)[0]
    path = link_of(person).path

    page = client.get(path).content.decode()
    file = client.get(f"{path}documents/{shown.pk}/")

    assert "Shown" in page
    assert (file.content, file.headers["Content-Type"]) == (b"%PDF", "application/pdf")
    assert file.headers["Content-Disposition"].startswith("attachment;")
    for paper in hidden:
        assert paper.title not in page
        assert client.get(f"{path}documents/{paper.pk}/").status_code == 404
    client.post(f"{path}cancel/")
    assert client.get(f"{path}documents/{shown.pk}/").status_code == 404


def test_the_address_online_is_for_those_who_have_a_place_there(client, mission):
    seminar = make_seminar(places=1, online_places=1)
    [seated, waiting] = [register(seminar, mission, mode=Mode.ONLINE) for _ in "ab"]
    in_the_room = register(seminar, mission)

    pages = [
        client.get(link_of(person).path).content.decode()
        for person in (seated, waiting, in_the_room)
    ]

    assert ["https://m.example/1" in page for page in pages] == [True, False, False]
    assert "Has a place online." in pages[0]


@pytest.mark.parametrize(
    ("ahead", "said"),
    [(99, "The position is now 100."), (100, "More than 100 people are ahead.")],
)
def test_a_message_does_not_count_out_a_long_queue(ahead, said, mission):
    seminar = make_seminar()
    make_waiting(seminar, ahead)

    register(seminar, mission)

    assert said in " ".join(Message.objects.get(purpose="waiting").text.split())
