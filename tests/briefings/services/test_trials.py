"""A test goes to whoever asks for it, in both languages, and counts nowhere."""

import pytest

from briefings.services import attachments, trials
from mailing.models import Mailing, Message
from tests.briefings.letting_out import PDF, sent
from tests.factories import NOW, SYSTEM, account, make_briefing, make_organiser
from tests.refusals import refusal
from unitar_seminars.db import key
from users.models import AuditEntry

pytestmark = pytest.mark.django_db


def test_both_languages_go_to_the_organiser_alone_as_often_as_wanted():
    briefing, reader = make_briefing(), make_organiser(name="Ada <Ober>")
    writer = account(briefing.written_by)
    attachments.attach(briefing, "note.pdf", PDF, by=writer, at=NOW)

    for _ in range(2):
        trials.send_test(briefing, by=account(reader), at=NOW)

    told = Message.objects.order_by("pk").values_list("purpose", "address")
    assert list(told) == [("test_en", reader.email), ("test_fr", reader.email)] * 2
    assert Mailing.objects.count() == 0
    english, french = Message.objects.order_by("pk")[:2]
    assert english.subject == f"[TEST] {briefing.subject_en}"
    assert french.subject.endswith(briefing.subject_fr)
    assert "note.pdf" in english.text
    assert "note.pdf" in english.html
    assert "Dear Ada <Ober>" in english.text
    assert "Dear Ada &lt;Ober&gt;" in english.html
    assert "[[" not in english.text + english.html + french.text + french.html
    verbs = AuditEntry.objects.filter(thing=key(briefing)).order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == ["attach", "test", "test"]


def test_a_test_of_what_is_sent_changes_no_counter():
    briefing = sent()

    trials.send_test(briefing, by=account(make_organiser()), at=NOW)

    briefing.mailing.refresh_from_db()
    assert (briefing.mailing.total, briefing.mailing.sent) == (1, 0)


def test_nobody_else_can_ask_and_no_placeholder_is_left():
    assert refusal(trials.send_test, make_briefing(), by=SYSTEM, at=NOW) == "nobody"
    unknown = make_briefing(body_fr="[[lost]]")
    by = account(make_organiser())
    assert refusal(trials.send_test, unknown, by=by, at=NOW) == "placeholder"
