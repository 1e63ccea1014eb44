"""The public form answers alike whoever asks, and loses nothing that was typed."""

import re

import pytest
from django.urls import reverse

from briefings.models import Subscriber
from mailing import delivery
from mailing.models import Message
from tests.axe import LOOKS, assert_clean
from tests.factories import DAY, TODAY, make_series, make_subscriber, make_theme

pytestmark = pytest.mark.django_db
ADDRESS = "reader@example.org"
FORM = {
    "address": ADDRESS,
    "wants_everything": "on",
    "frequency": "weekly",
    "language": "fr",
}


def post(client, path="/subscribe/", **fields):
    return client.post(path, FORM | fields)


def test_the_same_answer_for_an_address_known_or_not(client):
    make_subscriber("known@example.org")
    make_subscriber("ended@example.org", wants_everything=False)
    addresses = (ADDRESS, "known@example.org", "ended@example.org")

    answers = [post(client, address=address) for address in addresses]

    assert [(a.status_code, a.url) for a in answers] == [(303, "/subscribe/sent/")] * 3
    assert "We have sent a link" in client.get("/subscribe/sent/").content.decode()
    purposes = Message.objects.order_by("pk").values_list("purpose", flat=True)
    assert list(purposes) == ["question", "known", "question"]


def test_what_was_ticked_is_kept_until_the_owner_says_yes(client):
    theme, series = make_theme(), make_series()

    post(client, wants_everything="", themes=[theme.slug], series=[series.slug])

    subscriber = Subscriber.objects.get()
    rows = subscriber.subscriptions.order_by("pk")
    assert [(row.theme, row.series) for row in rows] == [(theme, None), (None, series)]
    assert (subscriber.frequency, subscriber.language) == ("weekly", "fr")
    assert (subscriber.wants_everything, subscriber.confirmed_at) == (False, None)


def test_the_french_form_answers_in_french(client):
    answer = post(client, "/fr/subscribe/")

    assert answer.url == "/fr/subscribe/sent/"


@pytest.mark.parametrize(
    ("make", "page", "fields"),
    [
        (make_series, "seminars:series", "series"),
        (make_theme, "briefings:theme", "themes"),
    ],
)
def test_a_page_leads_to_a_form_that_ticks_its_topic(client, make, page, fields):
    topic = make()
    make()
    page = client.get(reverse(page, args=[topic.slug])).content.decode()
    [link] = re.findall(r'href="(/subscribe/[^"]+)"', page)

    form = client.get(link).content.decode()
    answer = post(client, link, wants_everything="", **{fields: [topic.slug]})

    assert form.count("checked") == 2  # the topic, and single messages
    assert re.search(f'value="{topic.slug}"[^>]* checked', form)
    assert (answer.status_code, answer.url) == (303, "/subscribe/sent/")
    row = Subscriber.objects.get().subscriptions.get()
    assert (row.theme or row.series) == topic


@pytest.mark.parametrize("name", ["series", "theme"])
@pytest.mark.parametrize("slug", ["unknown", "over"])
def test_a_link_to_what_is_not_offered_ticks_nothing(client, name, slug):
    make_theme()
    make_series()
    make_series(slug="over", ends_on=TODAY - DAY)
    link = f"/subscribe/?{name}={slug}"

    form, answer = client.get(link), post(client, link)

    assert form.status_code == 200
    assert form.content.decode().count("checked") == 1  # single messages
    assert answer.status_code == 303


def test_only_series_that_go_on_are_offered(client):
    make_series(title_en="Over", ends_on=TODAY - DAY)
    make_series(title_en="Going on")

    page = client.get("/subscribe/").content.decode()

    assert ("Over" in page, "Going on" in page) == (False, True)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"address": "no address"}, "is not an e-mail address"),
        ({"address": ""}, "Give the address to which"),
        ({"wants_everything": ""}, "Tick everything, or at least one theme or series"),
        ({"themes": ["unknown"]}, "is not one of the available choices"),
    ],
)
def test_a_wrong_form_sends_nothing_and_says_why(client, fields, said):
    make_theme()

    answer = post(client, **fields)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert said in page
    assert "Error:" in page
    assert Subscriber.objects.count() == 0


def test_too_many_forms_lose_nothing_typed(client):
    answers = [post(client) for _ in range(6)]

    assert [a.status_code for a in answers] == [303] * 5 + [429]
    page = answers[-1].content.decode()
    assert answers[-1].headers["Retry-After"] == "60"
    assert "wait one, then send again" in page
    assert f'value="{ADDRESS}"' in page
    assert page.count("checked") == 2
    assert post(client, address="other@example.org").status_code == 303
    assert Message.objects.filter(address=ADDRESS).count() == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_the_form_asks_the_same_for_any_length(rows, client, django_assert_num_queries):
    for _ in range(rows):
        make_theme()
        make_series()

    with django_assert_num_queries(4):  # is there any, and which: themes, series
        page = client.get("/subscribe/").content.decode()

    assert page.count('name="themes"') == page.count('name="series"') == rows


@pytest.mark.django_db(transaction=True)
def test_the_question_says_what_to_do_and_opens_its_page(client, mailoutbox):
    post(client, language="en")
    delivery.deliver_due(seconds=5)

    [mail] = mailoutbox
    link = Subscriber.objects.get().link
    assert mail.subject == "Do you want our news by e-mail?"
    assert f"Yes, write to me: \n{link.url}".replace(" \n", "\n") in mail.body
    assert "within seven days" in mail.body
    assert link.url in mail.alternatives[0][0]
    assert "List-Unsubscribe" not in mail.extra_headers
    assert "Yes, write to me" in client.get(link.path).content.decode()


@pytest.mark.parametrize("look", LOOKS, ids=str)
@pytest.mark.django_db(transaction=True)
def test_pages_are_clean(live_server, page, look):
    make_theme()
    make_series()

    for name in ("subscribe", "asked"):
        path = look.path(reverse(f"briefings:{name}"))
        assert_clean(page, live_server.url + path, look)
    page.goto(live_server.url + look.path("/subscribe/"))
    page.locator("main form button").click()
    page.wait_for_selector(".errors")
