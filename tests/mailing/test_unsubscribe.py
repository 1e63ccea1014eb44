"""One click ends mailings; looking at the page changes nothing."""

import pytest
from django.test import Client
from django.urls import reverse

from mailing import delivery, suppressions
from mailing.models import Suppression
from mailing.unsubscription import Unsubscription
from tests.axe import LOOKS, assert_clean, findings
from tests.mailing.rows import SYSTEM, a_minute_ago, make_message, make_running, states
from tests.refusals import refusal
from users.models import AuditEntry

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def row():
    return make_running(["Desk@example.org"]).messages.get()


@pytest.fixture
def strict():
    """A mail program: no cookies, no token, no page of ours."""
    return Client(enforce_csrf_checks=True)


def page_of(row):
    return reverse("mailing:unsubscribe", args=[Unsubscription.of(row.pk).token])


def test_looking_changes_nothing(row, strict):
    for _look in range(100):
        assert strict.get(page_of(row)).status_code == 200
        assert strict.head(page_of(row)).status_code == 200

    assert Suppression.objects.count() == 0


def test_posting_twice_is_answered_twice_and_done_once(row, strict):
    answers = [strict.post(page_of(row), ONE_CLICK) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    found = Suppression.objects.values_list("address_folded", "scope", "reason")
    assert list(found) == [("desk@example.org", "briefings", "unsubscribed")]
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.kind) == ("unsubscribe", "link")
    assert entry.label == f"message {row.pk}"


def test_page_is_read_once_and_tells_nobody_where_from(row, strict):
    answer = strict.get(page_of(row))

    assert answer["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer["Cache-Control"]
    assert "desk@example.org" not in answer.text.lower()
    assert "desk" not in Unsubscription.of(row.pk).url


def test_page_speaks_the_language_of_the_message(row, strict):
    row.language = "fr"
    row.save()

    assert '<html lang="fr"' in strict.get(page_of(row)).text


def test_other_language_is_a_reading_that_any_browser_may_ask_for(row, strict):
    shown = strict.get(page_of(row)).text
    assert f'href="{page_of(row)}?language=fr"' in shown
    assert shown.count("<form") == 1

    assert '<html lang="fr"' in strict.get(f"{page_of(row)}?language=fr").text


def test_unsubscribed_before_the_claim_is_not_sent(row, strict, relay):
    strict.post(page_of(row))
    delivery.deliver_due(seconds=5)

    assert states() == {"Desk@example.org": "suppressed"}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda token: token[:-1] + ("a" if token[-1] != "a" else "b"),
        lambda token: token.replace("1.", "2.", 1),
        lambda token: token.replace("1.", "0.", 1),
        lambda token: token.replace("1.", "x.", 1),
        lambda token: token.replace("1.", "².", 1),
        lambda token: "1.x." + token.rsplit(".")[-1],
        lambda token: "1.99999999999999999999." + token.rsplit(".")[-1],
        lambda token: token.upper(),
        lambda token: "nothing",
    ],
)
def test_forged_link_opens_nothing(row, strict, spoil):
    token = spoil(Unsubscription.of(row.pk).token)

    assert strict.post(f"/u/{token}/").status_code == 404
    assert Suppression.objects.count() == 0


def test_mail_for_one_person_has_no_such_page(strict):
    own = make_message()

    assert strict.post(page_of(own)).status_code == 404
    verb = suppressions.unsubscribe
    assert refusal(verb, own, by=SYSTEM, at=a_minute_ago()) == "no_list"


def test_old_links_work_with_a_new_key(row, strict, settings):
    old = page_of(row)
    settings.MAIL_KEYS = [*settings.MAIL_KEYS, "a newer key"]

    assert page_of(row) != old
    assert strict.post(old).status_code == 200
    assert strict.post(page_of(row)).status_code == 200
    assert Suppression.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_page_is_clean_before_and_after_the_click(live_server, page, row, look):
    row.language = look.language
    row.save()
    address = live_server.url + page_of(row)

    assert_clean(page, address, look)
    page.locator("main form button").click()
    page.wait_for_load_state()

    assert findings(page, look) == []
    assert Suppression.objects.count() == 1
