"""The pages of the desk: preview, test, progress, results, recall, papers."""

import csv
import io
import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from briefings.models import Attachment, BriefingState
from briefings.services import briefings
from briefings.views.access import uncertain_url
from mailing import delivery
from mailing.models import Mailing, MessageState
from tests.axe import LOOKS, assert_clean, enter
from tests.briefings.letting_out import (
    PDF,
    let_out,
    make_paper,
    make_readers,
    make_sender,
    sent,
    settle,
    submitted,
)
from tests.factories import (
    DAY,
    NOW,
    give_address,
    make_briefing,
    make_mission,
    make_organiser,
    make_user,
)
from tests.sent import sent_back
from unitar_seminars.db import key
from users.models import AuditEntry

pytestmark = pytest.mark.django_db
FRENCH, SECOND = {"Accept-Language": "fr"}, timedelta(seconds=1)
PAGES = ["preview", "progress", "progress_now", "recall", "results", "results_export"]
FIELDS = "Dear [[name]] of [[country]]: [choose]([[preferences]]) <b>"


@pytest.fixture
def organiser(client):
    user = make_organiser()
    client.force_login(user)
    return user


def at(page, briefing):
    return reverse(f"briefings:{page}", args=[briefing.pk])


def read(client, page, briefing, **query):
    return client.get(at(page, briefing), query).content.decode()


@pytest.mark.parametrize("page", [*PAGES, "test", "pause", "resume"])
def test_for_others_than_organisers_there_is_none(page, client):
    address = at(page, sent())

    assert client.get(address).url.startswith("/accounts/login/")
    client.force_login(make_user())
    assert client.get(address).status_code in (404, 405)
    assert client.post(address).status_code in (404, 405)


@pytest.mark.parametrize("page", PAGES[1:])
def test_before_it_is_sent_there_is_nothing_to_show(page, client, organiser):
    status = client.get(at(page, make_briefing())).status_code

    assert status == (302 if page.startswith("progress") else 404)


@pytest.mark.parametrize("rows", [1, 3])
def test_preview_asks_the_same_for_any_audience(
    rows, client, organiser, django_assert_num_queries
):
    make_readers(rows)
    briefing = make_briefing()

    with django_assert_num_queries(8):
        page = client.get(at("preview", briefing))

    assert page.content.decode().count("data-reader") == rows


def test_preview_shows_a_chosen_reader_what_leaves(client, organiser):
    make_readers(3)
    briefing = make_briefing(body_en=FIELDS, sender=make_sender())

    page = read(client, "preview", briefing, q="land 01")

    assert page.count("data-reader") == 1
    assert "mission01@example.org" in page
    assert "New York Office &lt;" in page
    assert "office@example.org" in page
    assert "Dear Permanent Mission of Land 01 of Land 01:" in page
    assert 'href="http://testserver/p/…/"' in page
    assert "[[" not in page.split('id="preview"')[1].split("</main>")[0]
    nobody = read(client, "preview", briefing, q="atlantis")
    assert "nobody of this name" in nobody


def test_preview_tells_two_addresses_of_one_mission_apart(client, organiser):
    mission = make_mission()
    for name in ("first", "second"):
        give_address(mission, f"{name}@example.org", "en")
    briefing = make_briefing()
    links = re.findall(r'href="([^"]+)" data-reader', read(client, "preview", briefing))

    page = client.get(at("preview", briefing) + unescape(links[1])).content.decode()

    assert page.count('id="letter-en"') == 1
    [current] = re.findall(r'data-reader aria-current="true">(.+)</a>', page)
    assert current.endswith(", second@example.org")


@pytest.mark.parametrize("readers", [0, 1])
def test_the_desk_has_general_words_where_no_reader_is(readers, client, organiser):
    for _ in range(readers):
        give_address(make_mission(), "mission@example.org", "en")
    briefing = make_briefing(body_fr="[[country]], [[organisation]]")

    page = client.get(at("desk", briefing))

    assert page.status_code == 200
    assert "votre pays, votre organisation" in page.content.decode()


@pytest.mark.django_db(transaction=True)
def test_preview_equals_the_message_but_for_its_links(client, organiser, mailoutbox):
    make_readers(1)
    briefing = make_briefing(body_en=FIELDS, body_fr=FIELDS)
    context = client.get(at("preview", briefing)).context
    [shown] = [one for one in context["letters"] if one.written.language == "fr"]

    let_out(briefing)
    delivery.deliver_due(seconds=5)

    [mail] = mailoutbox
    lines = [line for line in mail.body.splitlines() if "http" not in line]
    said = [line for line in shown.written.text.splitlines() if "http" not in line]
    assert lines == said
    assert mail.subject == shown.written.subject
    [html] = [one.content for one in mail.alternatives]
    before = shown.written.letter.split('<a href="http')[0]
    assert before in html


def test_a_test_goes_to_the_organiser_who_asks(client, organiser):
    briefing = make_briefing()

    page = client.post(at("test", briefing), follow=True).content.decode()

    assert organiser.email in page
    refused = make_briefing(body_en="[[lost]]")
    page = client.post(at("test", refused), follow=True).content.decode()
    assert "Nobody can fill [[lost]]" in page


def test_progress_asks_five_questions_whatever_the_size(
    client, organiser, django_assert_num_queries
):
    make_readers(3)
    briefing = sent()
    settle(briefing, MessageState.UNCERTAIN)

    for page in ("progress", "progress_now"):
        with django_assert_num_queries(5):
            shown = read(client, page, briefing)
        assert '<progress id="settled" max="3" value="1">33 %</progress>' in shown
        assert f"mailing__id__exact={briefing.mailing.pk}" in shown
    uncertain = client.get(uncertain_url(briefing.mailing))
    assert "1 message" in uncertain.content.decode()


def test_pausing_going_on_and_recalling_by_their_buttons(client, organiser):
    make_readers(2)
    briefing = sent()

    paused = client.post(at("pause", briefing), follow=True).content.decode()
    again = client.post(at("pause", briefing), follow=True).content.decode()
    client.post(at("resume", briefing))
    asked = read(client, "recall", briefing)
    done = client.post(at("recall", briefing), {"why": "wrong day"}, follow=True)

    assert "Go on" in paused
    assert "Only a running mailing can be paused" in again
    assert "2 messages have not left" in asked
    assert "Recalled: what had not left" in done.content.decode()
    briefing.refresh_from_db()
    assert briefing.state == BriefingState.RECALLED
    assert briefing.mailing.state == "recalled"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(20, "less than a minute"), (60, "about 1 minute"), (9000, "about 2 hours")],
)
def test_time_left_in_words(seconds, words, client, organiser):
    make_readers(2)
    briefing = sent()
    settle(briefing)
    started = AuditEntry.objects.filter(thing=key(briefing.mailing), verb="start")
    started.update(at=timezone.now() - seconds * SECOND)

    assert words in read(client, "progress", briefing)


@pytest.mark.parametrize("rows", [1, 3])
def test_results_ask_the_same_for_any_length(
    rows, client, organiser, django_assert_num_queries
):
    make_readers(rows)
    briefing = sent()

    with django_assert_num_queries(5):
        page = read(client, "results", briefing)

    assert page.count("@example.org ·") == rows


def test_results_are_found_and_taken_away(client, organiser):
    make_readers(3)
    briefing = sent()
    settle(briefing, MessageState.FAILED, reply="550 no such user")

    found = read(client, "results", briefing, state="failed", q="land")
    report = client.get(at("results_export", briefing), {"state": "failed"})

    assert "550 no such user" in found
    assert found.count("@example.org ·") == 1
    text = b"".join(report.streaming_content).decode("utf-8-sig")
    [head, row] = csv.reader(io.StringIO(text))
    assert row[head.index("Address")] == "mission00@example.org"
    assert row[head.index("State")] == "Failed"
    assert AuditEntry.objects.filter(verb="export_results").count() == 1
    french = client.get(at("results_export", briefing), headers=FRENCH)
    assert "Adresse" in b"".join(french.streaming_content).decode("utf-8-sig")


def test_a_closed_paper_says_when_it_opens_and_then_opens(client):
    closed = make_paper(embargo_until=NOW + DAY, title="Programme of the day")
    opened, untold = make_paper(), make_paper()
    briefing = make_briefing()
    briefing.documents.add(closed, opened)
    let_out(briefing)

    page = client.get(f"/papers/{closed.pk}/").content.decode()
    public = client.get(briefing.get_absolute_url()).content.decode()

    assert "This paper opens on" in page
    assert client.get(f"/papers/{opened.pk}/").url.startswith("/documents/")
    assert client.get(f"/papers/{untold.pk}/").status_code == 404
    assert f"/papers/{opened.pk}/" in public
    assert f"/papers/{closed.pk}/" not in public
    assert client.get("/papers/0/").status_code == 404


def test_the_admin_takes_files_refuses_some_and_names_who_attached(client, organiser):
    briefing = make_briefing()
    page = reverse("admin:briefings_briefing_change", args=[briefing.pk])

    for name, data in (("a.pdf", PDF), ("a.pdf", PDF), ("b.exe", b"MZ")):
        form = sent_back(client.get(page).content.decode(), "briefing_form")
        form |= {"attachments-TOTAL_FORMS": "9"}
        rows = int(form["attachments-INITIAL_FORMS"])
        form["attachments-TOTAL_FORMS"] = str(rows + 1)
        form[f"attachments-{rows}-file"] = SimpleUploadedFile(name, data)
        answer = client.post(page, form, follow=True).content.decode()

    assert "Choose a PDF" in answer
    assert list(Attachment.objects.values_list("name", flat=True)) == ["a.pdf"]
    briefing.refresh_from_db()
    assert briefing.written_by == organiser
    file = Attachment.objects.get()
    form = sent_back(client.get(page).content.decode(), "briefing_form")
    client.post(page, form | {"attachments-0-DELETE": "on"})
    assert not Attachment.objects.filter(pk=file.pk).exists()


def test_a_submitted_one_keeps_its_files_and_audience(client, organiser):
    briefing = submitted()
    seen = briefing.submitted_hash
    page = reverse("admin:briefings_briefing_change", args=[briefing.pk])
    form = {
        "attachments-TOTAL_FORMS": "1",
        "attachments-INITIAL_FORMS": "0",
        "attachments-0-file": SimpleUploadedFile("a.pdf", PDF),
        "body_en": "Other",
        "hours_late": "1",
    }

    client.post(page, form)

    briefing.refresh_from_db()
    assert briefings.hash_of(briefing) == seen
    assert Attachment.objects.count() == 0


def test_what_was_not_read_at_the_desk_is_not_approved(client, organiser):
    make_readers(1)
    briefing = submitted()
    form = {"action": "approve_selected", "_selected_action": [briefing.pk]}

    listed = client.get("/admin/briefings/briefing/").content.decode()
    client.post("/admin/briefings/briefing/", form)
    unread = client.post(at("approve", briefing), follow=True).content.decode()

    assert "approve_selected" not in listed
    assert f'href="{at("desk", briefing)}"' in listed
    assert "read it again" in unread
    briefing.refresh_from_db()
    assert briefing.state == BriefingState.SUBMITTED
    seen = client.get(at("desk", briefing)).context["seen_hash"]
    client.post(at("approve", briefing), {"seen_hash": seen})
    briefing.refresh_from_db()
    assert briefing.state == BriefingState.SENT


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_pages_are_clean(live_server, page, client, look):
    make_readers(2)
    briefing = make_briefing(body_en=FIELDS, sender=make_sender())
    closed = make_paper(embargo_until=NOW + DAY)
    briefing.documents.add(closed)
    let_out(briefing)
    settle(briefing, MessageState.FAILED, reply="550 5.1.1 no such user here")

    paper = live_server.url + look.path(f"/papers/{closed.pk}/")
    assert_clean(page, paper, look)
    enter(page, live_server.url, client, make_organiser())
    for name in ("preview", "progress", "recall", "results"):
        assert_clean(page, live_server.url + at(name, briefing), look)


@pytest.mark.django_db(transaction=True)
def test_progress_is_kept_fresh_without_loading_again(live_server, page, client):
    make_readers(2)
    briefing = sent()
    enter(page, live_server.url, client, make_organiser())
    page.goto(live_server.url + at("progress", briefing))

    settle(briefing)
    page.locator(".figures__value", has_text="50 %").wait_for()
    assert page.get_by_role("button", name="Pause").is_visible()
    settle(briefing)
    Mailing.objects.update(state="done")

    page.locator(".figures__value", has_text="100 %").wait_for()
    assert page.get_by_role("button", name="Pause").count() == 0
    assert page.get_by_role("status").text_content() == "Done, 100 per cent settled"


@pytest.mark.django_db(transaction=True)
def test_preview_follows_what_is_typed(live_server, page, client):
    make_readers(3)
    briefing = make_briefing()
    enter(page, live_server.url, client, make_organiser())
    page.goto(live_server.url + at("preview", briefing))

    page.get_by_label("Name or address").type("land 02")

    page.get_by_text("Dear Permanent Mission of Land 02").first.wait_for()
    assert page.locator("[data-reader]").count() == 1


@pytest.mark.django_db(transaction=True)
def test_progress_leaves_the_link_that_somebody_stands_at(live_server, page, client):
    make_readers(3)
    briefing = sent()
    settle(briefing, MessageState.UNCERTAIN)
    enter(page, live_server.url, client, make_organiser())
    page.goto(live_server.url + at("progress", briefing))
    link = page.locator("main a", has_text="Uncertain messages")

    link.focus()
    with page.expect_response("**/now/"):
        pass
    page.wait_for_timeout(300)

    assert link.evaluate("node => node === document.activeElement")
