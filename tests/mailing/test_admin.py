"""What organisers see of mail, and the little they may change."""

import pytest
from django.urls import reverse

from mailing import bounces
from mailing.models import Mailing, Message, Relay, Suppression
from tests.mailing.rows import (
    counters_of,
    make_mailing,
    make_message,
    make_messages,
    make_running,
    states,
)
from users.models import AuditEntry, User

pytestmark = pytest.mark.django_db
QUERIES = 6  # session, account, and four of the list


@pytest.fixture
def organiser(client):
    user = User.objects.create_superuser("organiser@example.org")
    client.force_login(user)
    return client


def page(model, verb="changelist", *args):
    return reverse(f"admin:mailing_{model}_{verb}", args=args)


@pytest.mark.parametrize("rows", [1, 3])
def test_list_of_messages_asks_the_same_for_any_length(
    rows, organiser, django_assert_num_queries
):
    make_messages([f"m{n}@example.org" for n in range(rows)])

    with django_assert_num_queries(QUERIES - 1):  # it does not count them all
        answer = organiser.get(page("message"))

    assert answer.text.count("field-address") == rows


def test_messages_are_found_by_address_and_state(organiser):
    make_message("desk@example.org")
    make_message("other@example.org", state="failed")

    found = organiser.get(page("message"), {"q": "Desk@example"}).context["cl"]
    failed = organiser.get(page("message"), {"state": "failed"}).context["cl"]

    assert [row.address for row in found.result_list] == ["desk@example.org"]
    assert [row.address for row in failed.result_list] == ["other@example.org"]


def test_message_shows_its_text_and_lets_nobody_change_it(organiser):
    row = make_message(text="See [[link]]\n", calendars=["BEGIN:VCALENDAR"])

    answer = organiser.get(page("message", "change", row.pk))

    assert "See [[link]]" in answer.text
    assert "BEGIN:VCALENDAR" in answer.text
    assert answer.context["has_change_permission"] is False
    assert organiser.post(page("message", "change", row.pk), {}).status_code == 403
    assert organiser.get(page("message", "add")).status_code == 403
    assert organiser.post(page("message", "delete", row.pk)).status_code == 403


def test_message_of_a_mailing_shows_the_mailings_text(organiser):
    make_running(["a@example.org"])

    answer = organiser.get(page("message", "change", Message.objects.get().pk))

    assert "Update for [[name]]" in answer.text
    Message.objects.get().mailing.texts.all().delete()
    answer = organiser.get(page("message", "change", Message.objects.get().pk))
    assert answer.status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_list_of_mailings_asks_the_same_for_any_length(
    rows, organiser, django_assert_num_queries
):
    for _row in range(rows):
        make_mailing()

    with django_assert_num_queries(QUERIES):
        organiser.get(page("mailing"))


def test_mailing_shows_its_texts(organiser):
    mailing = make_mailing()

    answer = organiser.get(page("mailing", "change", mailing.pk))

    assert "Update for [[name]]" in answer.text
    assert "Nouvelles" in answer.text


@pytest.mark.parametrize("rows", [1, 3])
def test_list_of_suppressions_asks_the_same_for_any_length(
    rows, organiser, django_assert_num_queries
):
    for number in range(rows):
        suppress(organiser, f"m{number}@example.org")

    with django_assert_num_queries(QUERIES):
        organiser.get(page("suppression"))


def suppress(organiser, address, scope="all"):
    data = {"address_folded": address, "scope": scope, "evidence": "phoned"}
    return organiser.post(page("suppression", "add"), data)


def test_suppression_is_added_by_hand_once_and_lifted_again(organiser):
    assert suppress(organiser, "Desk@Example.org").status_code == 302
    again = suppress(organiser, "desk@example.org")

    row = Suppression.objects.get()
    assert (row.address_folded, row.scope) == ("desk@example.org", "all")
    assert (row.reason, row.evidence) == ("manual", "phoned")
    assert again.status_code == 200
    assert organiser.get(page("suppression", "change", row.pk)).status_code == 200
    organiser.post(page("suppression", "delete", row.pk), {"post": "yes"})
    assert Suppression.objects.count() == 0


def test_limits_of_the_relay_can_be_set(organiser):
    relay = Relay.objects.create(name="default", failures=3)

    organiser.post(
        page("relay", "change", relay.pk),
        {"per_second": "10", "connections": "4", "failures": "0"},
    )

    relay.refresh_from_db()
    assert (relay.per_second, relay.connections, relay.failures) == (10, 4, 3)
    assert organiser.get(page("relay", "add")).status_code == 403
    assert organiser.post(page("relay", "delete", relay.pk)).status_code == 403


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        ({"per_second": "0"}, "no_rate"),
        ({"per_second": "-5"}, "no_rate"),
        ({"connections": "0"}, "no_connection"),
    ],
)
def test_limit_that_stops_all_mail_is_refused(organiser, limits, code):
    relay = Relay.objects.create(name="default")
    limits = {"per_second": "", "connections": "2", **limits}

    answer = organiser.post(page("relay", "change", relay.pk), limits)

    form = answer.context["adminform"].form
    assert [error.code for error in form.non_field_errors().as_data()] == [code]
    assert "manage.py hold_mail" in answer.text
    relay.refresh_from_db()
    assert (relay.per_second, relay.connections) == (None, 2)


def test_windows_can_be_looked_at(organiser):
    assert organiser.get(page("window")).status_code == 200
    assert organiser.get(page("window", "add")).status_code == 403


@pytest.fixture
def uncertain():
    """Two messages of a mailing of which nobody knows whether they left."""
    mailing = make_running(["a@example.org", "b@example.org"])
    mailing.messages.update(state="uncertain")
    Mailing.objects.update(uncertain=2, state="done")
    return mailing


def decide(organiser, action, rows, note="asked by phone"):
    data = {"action": action, "note": note, "_selected_action": [r.pk for r in rows]}
    return organiser.post(page("message"), data, follow=True)


def test_uncertain_messages_are_decided_with_a_note(organiser, uncertain):
    first, second = uncertain.messages.order_by("pk")

    answer = decide(organiser, "send_again", [first])
    decide(organiser, "leave", [second])

    assert "1 uncertain message was decided." in answer.text
    assert states() == {"a@example.org": "pending", "b@example.org": "uncertain"}
    assert counters_of(uncertain) == {"uncertain": 1}
    found = AuditEntry.objects.order_by("pk").values_list("verb", "why", "kind")
    assert list(found) == [
        ("send_again", "asked by phone", "account"),
        ("leave", "asked by phone", "account"),
    ]


def test_decision_without_a_note_is_refused(organiser, uncertain):
    answer = decide(organiser, "send_again", uncertain.messages.all(), note=" ")

    assert "Write a note" in answer.text
    assert counters_of(uncertain) == {"uncertain": 2}


def test_looking_at_an_action_decides_nothing(organiser, uncertain):
    organiser.get(page("message"), {"action": "send_again"})

    assert counters_of(uncertain) == {"uncertain": 2}


def test_undecided_ones_are_found(organiser, uncertain):
    first, second = uncertain.messages.order_by("pk")
    decide(organiser, "leave", [first])
    asked = {"state__exact": "uncertain", "mailing__id__exact": uncertain.pk}

    found = {
        decision: organiser.get(page("message"), {**asked, "decision": decision})
        for decision in ("open", "left")
    }

    assert list(found["open"].context["cl"].result_list) == [second]
    assert list(found["left"].context["cl"].result_list) == [first]


def test_opening_a_message_is_noted_once(organiser):
    row = make_message()

    organiser.get(page("message", "change", row.pk))
    organiser.get(page("message", "change", row.pk + 1))

    found = AuditEntry.objects.values_list("verb", "thing", "user__email")
    assert list(found) == [
        ("open", f"mailing.message:{row.pk}", "organiser@example.org")
    ]


def make_bounce(row, fingerprint="f"):
    report = bounces.Report(row, row.address, "soft", "452 4.2.2 full", fingerprint)
    bounces.note(report, at=row.next_attempt_at)


def test_message_shows_what_came_back(organiser):
    row = make_message()
    make_bounce(row)

    answer = organiser.get(page("message", "change", row.pk))

    assert "452 4.2.2 full" in answer.text


@pytest.mark.parametrize("rows", [1, 3])
def test_list_of_bounces_asks_the_same_for_any_length(
    rows, organiser, django_assert_num_queries
):
    for number in range(rows):
        make_bounce(make_message(f"m{number}@example.org"), f"f{number}")

    with django_assert_num_queries(QUERIES - 1):
        answer = organiser.get(page("bounce"))

    assert answer.text.count("field-address_folded") == rows
    assert organiser.get(page("bounce", "add")).status_code == 403


def test_suppression_by_hand_is_for_a_scope_that_exists(organiser):
    make_mailing(scope="briefings")

    assert suppress(organiser, "a@example.org", "briefings").status_code == 302
    refused = suppress(organiser, "a@example.org", "breifings")

    assert list(refused.context["adminform"].form.errors) == ["scope"]
    found = Suppression.objects.values_list("address_folded", "scope", "reason")
    assert list(found) == [("a@example.org", "briefings", "manual")]
