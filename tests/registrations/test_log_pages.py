"""An organiser uploads the log of a session, looks through it, and records who came."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from registrations.models import (
    Attendance,
    AttendanceMark,
    AttendanceSource,
    DoorDuty,
    ImportDraft,
)
from registrations.services import attendance
from tests.axe import LOOKS, assert_clean, enter
from tests.factories import COMMAND, DAY, HOUR, NOW, make_organiser, make_user
from tests.registrations.online import AWA, bad_log, lines, log_of, make_online

pytestmark = pytest.mark.django_db
in_browser = pytest.mark.django_db(transaction=True)
AWA_LISTED = "Awa Ndiaye, Permanent Mission of Senegal"
TOMAS_LISTED = "Tomas Berg, Permanent Mission of Senegal"


@pytest.fixture
def organiser(client):
    user = make_organiser(name="Ines Okafor")
    client.force_login(user)
    return user


@pytest.fixture
def session():
    return make_online("Awa Ndiaye", "Tomas Berg").sessions.get()


def first_page(session):
    return reverse("registrations:log", args=[session.pk])


def upload(client, session, data, name="log.csv"):
    return client.post(first_page(session), {"list": SimpleUploadedFile(name, data)})


def check(session):
    draft = ImportDraft.objects.latest("pk")
    return reverse("registrations:log_check", args=[session.pk, draft.pk])


def looked(client, session, data):
    upload(client, session, data)
    return client.get(check(session))


def form_of(response, act="record", **typed):
    """Send the forms as they were shown, with some of them filled in otherwise."""
    shown = {"act": act, "seen": response.context["plan"].seal}
    for form in (response.context["form"], response.context["who"]):
        for field in form:
            if field.html_name not in ("seen", "leave_all"):
                shown[field.html_name] = field.value() or ""
    return shown | {name.replace("_", "-"): said for name, said in typed.items()}


def marks():
    rows = Attendance.objects.order_by("registration__line_number")
    return list(rows.values_list("registration__name", "mark", "source"))


def text_of(response):
    return " ".join(response.content.decode().split())


def test_the_pages_exist_for_organisers_alone(client, session, organiser):
    upload(client, session, lines(AWA))
    page, helper = check(session), make_user()
    door = reverse("registrations:door", args=[session.pk])
    DoorDuty.objects.create(
        seminar=session.seminar, user=helper, starts_at=NOW - HOUR, ends_at=NOW + DAY
    )

    assert f'href="{first_page(session)}"' in text_of(client.get(door))
    client.force_login(helper)
    assert f'href="{first_page(session)}"' not in text_of(client.get(door))
    assert client.get(first_page(session)).status_code == 404
    assert client.get(page).status_code == 404
    client.logout()
    assert client.get(page).status_code == 302


@pytest.mark.parametrize(
    ("system", "named"),
    [("zoom", "Zoom"), ("teams", "Microsoft Teams"), ("webex", "Webex")],
)
def test_a_log_is_looked_through_and_then_recorded(
    client, organiser, session, system, named
):
    page = looked(client, session, log_of(system))
    text = text_of(page)
    assert f"It looks like a log of {named}." in text
    assert "160 minutes in the session · <strong>same address and same name" in text
    assert "Present is who was there for 75 % of the session" in text
    assert marks() == []

    done = client.post(check(session), form_of(page), follow=True)

    assert marks() == [
        ("Awa Ndiaye", "present", "online_log"),
        ("Tomas Berg", "partial", "online_log"),
    ]
    door = reverse("registrations:door", args=[session.pk])
    assert done.redirect_chain == [(door, 302)]
    assert "2 people recorded." in text_of(done)
    assert {one.recorder for one in Attendance.objects.all()} == {organiser}
    assert ImportDraft.objects.count() == 0


def test_somebody_else_is_chosen_or_left_out(client, organiser, session):
    page = looked(client, session, lines(AWA, ("Phone", "", "10:00", "11:00")))
    assert f'value="{AWA_LISTED}"' in text_of(page)

    typed = {"who_2": "", "who_3": TOMAS_LISTED, "mark_3": "present"}
    client.post(check(session), form_of(page, **typed))

    assert marks() == [("Tomas Berg", "present", "online_log")]


def test_a_name_that_is_not_on_the_list_is_asked_back(client, organiser, session):
    page = looked(client, session, lines(AWA))

    answer = client.post(check(session), form_of(page, who_2="Somebody"))

    assert "“Somebody” is not on the list" in text_of(answer)
    assert 'value="Somebody"' in text_of(answer)
    assert marks() == []


def test_two_of_one_name_and_organisation_can_be_told_apart(client, organiser, session):
    session.seminar.registrations.update(name="Awa Ndiaye")
    page = looked(client, session, lines(("Phone", "", "10:00", "13:00")))

    client.post(check(session), form_of(page, who_2=f"{AWA_LISTED} (2)"))

    assert [one.registration.line_number for one in Attendance.objects.all()] == [2]


def test_what_the_door_says_is_shown_and_stands(client, organiser, session):
    awa = session.seminar.registrations.get(name="Awa Ndiaye")
    excused, door = AttendanceMark.EXCUSED, AttendanceSource.DOOR
    attendance.record(awa, session, excused, source=door, by=COMMAND, at=NOW)
    page = looked(client, session, lines(AWA))
    assert "On record: Excused (At the door)" in text_of(page)

    done = client.post(check(session), form_of(page), follow=True)

    assert marks() == [("Awa Ndiaye", "excused", "door")]
    assert "1 mark that was on record stands as it was." in text_of(done)
    page = looked(client, session, lines(AWA))
    client.post(check(session), form_of(page, over_2="on"))
    assert marks() == [("Awa Ndiaye", "present", "online_log")]


def test_columns_and_the_clock_can_be_chosen_otherwise(client, organiser, session):
    log = b"Who,In,Out\nAwa Ndiaye,2026-11-04 15:00,2026-11-04 18:00\n"
    page = looked(client, session, log)
    assert "Nobody yet" in text_of(page)

    chosen = {"column_0": "name", "column_1": "joined", "column_2": "left"}
    typed = form_of(page, "look", clock="utc", **chosen)
    page = client.post(check(session), typed)

    assert "180 minutes in the session" in text_of(page)
    client.post(check(session), form_of(page, clock="utc"))
    assert marks() == [("Awa Ndiaye", "present", "online_log")]


def test_nobody_is_recorded_who_was_not_shown(client, organiser, session):
    page = looked(client, session, lines(AWA))

    answer = client.post(check(session), form_of(page, clock="utc"))

    assert "Something changed since you looked" in text_of(answer)
    assert marks() == []


def test_bad_lines_are_named_and_left_out_by_a_tick(client, organiser, session):
    page = looked(client, session, bad_log())
    typed = {"who_2": AWA_LISTED}

    answer = client.post(check(session), form_of(page, leave=["3"], **typed))

    assert "Some lines can’t be read" in text_of(answer)
    ticked = re.findall(r'name="leave" value="(\d+)"[^>]* checked', text_of(answer))
    assert (ticked, marks()) == (["3"], [])
    client.post(check(session), form_of(page, **typed) | {"leave_all": "on"})
    assert [name for name, *_more in marks()] == ["Awa Ndiaye"]


def test_a_log_of_another_day_says_the_way_out(client, organiser, session):
    answer = upload(client, session, lines(AWA, day="2026-11-03"))

    assert "This log is of 3 November 2026" in text_of(answer)
    assert ImportDraft.objects.count() == 0


def test_a_log_that_is_gone_is_asked_for_again(client, organiser, session):
    upload(client, session, lines(AWA))
    other = make_online().sessions.get()
    draft = ImportDraft.objects.get()
    elsewhere = reverse("registrations:log_check", args=[other.pk, draft.pk])
    as_list = reverse("registrations:import_check", args=[draft.seminar_id, draft.pk])
    assert client.get(elsewhere).url == first_page(other)
    assert client.get(as_list).status_code == 302
    ImportDraft.objects.update(uploaded_at=timezone.now() - DAY)

    answer = client.get(check(session), follow=True)

    assert answer.redirect_chain == [(first_page(session), 302)]
    assert "upload it again" in text_of(answer)


def test_what_the_log_says_is_never_markup(client, organiser, session):
    bad = "<script>alert(1)</script>"
    log = f"Name,Email,Minutes,{bad}\n{bad},{bad},9,{bad}\n".encode()

    page = looked(client, session, log)

    assert bad not in page.content.decode()
    answer = client.post(check(session), form_of(page, who_2=bad))
    assert bad not in answer.content.decode()


@pytest.mark.parametrize("people", [1, 3])
def test_the_page_asks_the_same_questions_for_any_length(
    people, client, organiser, django_assert_num_queries
):
    names = ["Awa Ndiaye", "Tomas Berg", "Bea Brown"][:people]
    session = make_online(*names).sessions.get()
    upload(client, session, lines(*[(name, "", "10:00", "13:00") for name in names]))
    page = check(session)

    with django_assert_num_queries(6):
        shown = client.get(page)

    assert len(shown.context["plan"].proposals) == people


@in_browser
@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_the_pages_are_clean_in_the_browser(live_server, page, client, look):
    session = make_online("Awa Ndiaye", "Tomas Berg").sessions.get()
    awa = session.seminar.registrations.get(name="Awa Ndiaye")
    present, door = AttendanceMark.PRESENT, AttendanceSource.DOOR
    attendance.record(awa, session, present, source=door, by=COMMAND, at=NOW)
    enter(page, live_server.url, client, make_organiser())
    first = live_server.url + first_page(session)
    assert_clean(page, first, look)
    log = log_of("zoom") + b",,11/04/2026 09:50:00 AM,,,,\n"
    sent = {"name": "log.csv", "mimeType": "text/csv", "buffer": log}
    page.locator("input[type=file]").set_input_files(sent)

    page.locator("main form button").click()
    page.wait_for_url(live_server.url + "**/log/*/")

    assert_clean(page, live_server.url + check(session), look)
