"""Old mail loses its words, an erased reader leaves nothing."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db.models import CharField, JSONField, TextField
from django.utils import timezone

from mailing import (
    bounces,
    retention,
    returns,
    suppressions,
    tasks,
    uncertain,
    windows,
)
from mailing.envelope import Envelope
from mailing.models import (
    Bounce,
    BounceKind,
    Mailing,
    Message,
    Suppression,
    SuppressionReason,
)
from mailing.unsubscription import Unsubscription
from tests.mailing.rows import (
    SYSTEM,
    counters_of,
    make_message,
    make_running,
    states,
)
from tests.refusals import refusal
from unitar_seminars.celery import app
from users.models import AuditEntry

pytestmark = pytest.mark.django_db
NOW = timezone.now()
DAY = timedelta(days=1)
WHO = {"by": SYSTEM, "at": NOW}
WORDS = {
    "name": "Zoë",
    "merge": {"link": ["r", 7, 1]},
    "subject": "Place",
    "text": "Dear Zoë",
    "html": "<p>Dear Zoë</p>",
    "calendars": ["BEGIN:VCALENDAR"],
}


def old(days=91, state="sent", **fields):
    then = NOW - days * DAY
    accepted = then if state == "sent" else None
    return make_message(
        next_attempt_at=then,
        state=state,
        accepted_at=accepted,
        **{**WORDS, "about": f"users.auditentry:{Message.objects.count()}", **fields},
    )


def words_of(row):
    row.refresh_from_db()
    return {name: getattr(row, name) for name in retention.NO_WORDS}


def test_finished_message_loses_its_words_and_keeps_its_fact():
    row = old()

    assert retention.purge(at=NOW) == 1

    assert words_of(row) == retention.NO_WORDS
    assert (row.address, row.name, row.state) == ("mission@example.org", "Zoë", "sent")
    assert retention.purge(at=NOW) == 0


@pytest.mark.parametrize(
    "state", ["failed", "suppressed", "cancelled", "expired", "sent"]
)
def test_every_end_is_an_end(state):
    old(state=state)
    old(state=state, days=89)

    assert retention.purge(at=NOW) == 1


def test_what_may_still_leave_keeps_its_words():
    old(state="pending")
    old(state="uncertain")
    late = old()
    Message.objects.filter(pk=late.pk).update(accepted_at=NOW - DAY)

    assert retention.purge(at=NOW) == 0


def test_uncertain_message_that_was_left_is_at_its_end():
    old(state="uncertain", left_at=NOW)

    assert retention.purge(at=NOW) == 1


def test_merge_values_of_a_mailing_go_and_its_texts_stay():
    mailing = make_running(["a@example.org"])
    mailing.messages.update(
        state="failed", merge={"mission": "Belgium"}, next_attempt_at=NOW - 91 * DAY
    )

    tasks.purge()

    assert mailing.messages.get().merge == {}
    assert mailing.texts.count() == 2


def test_many_are_emptied_in_batches(monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(retention, "AT_ONCE", 2)
    for _row in range(5):
        old()

    with django_assert_num_queries(7):  # three batches, each read and written; a look
        assert retention.purge(at=NOW) == 5


def test_timetable_looks_for_old_mail():
    assert app.conf.beat_schedule["empty old mail"]["task"] == tasks.purge.name


def kept_text():
    """All that the tables of mail hold, in letters."""
    said = []
    for model in [*apps.get_app_config("mailing").get_models(), AuditEntry]:
        fields = [
            field.name
            for field in model._meta.local_fields
            if isinstance(field, CharField | TextField | JSONField)
        ]
        said += map(str, model.objects.values_list(*fields)) if fields else []
    return "\n".join(said)


def test_erased_reader_leaves_a_number():
    mailing = make_running(["Desk@mission.example", "other@example.org"])
    sent = make_message("desk@mission.example", state="sent", accepted_at=NOW, **WORDS)
    Message.objects.filter(pk=sent.pk).update(reply="250 for <desk@mission.example>")
    make_message("DESK@mission.example", about="users.auditentry:2", **WORDS)
    bounces.note(
        bounces.Report(sent, sent.address, BounceKind.SOFT, "<desk@mission…>", "f"),
        at=NOW,
    )
    reason = SuppressionReason.MANUAL
    suppressions.suppress("desk@mission.example", reason, "desk phoned", **WHO)

    assert retention.erase("Desk@Mission.example", **WHO) == 3

    assert "desk" not in kept_text().lower()
    assert "zoë" not in kept_text().lower()
    assert Bounce.objects.count() == Suppression.objects.count() == 0
    assert counters_of(mailing) == {"cancelled": 1}
    assert states(state="pending") == {"other@example.org": "pending"}
    erased = AuditEntry.objects.filter(verb="erase").values_list("thing", flat=True)
    assert len(set(erased)) == 3


def test_erasing_settles_what_nobody_knew():
    mailing = make_running(["desk@mission.example"])
    mailing.messages.update(state="uncertain")
    Mailing.objects.update(uncertain=1, state="done")

    retention.erase("desk@mission.example", **WHO)

    assert Message.objects.undecided().count() == 0
    assert counters_of(mailing) == {"uncertain": 1}


def test_what_was_erased_opens_nothing_and_never_leaves(client):
    row = make_running(["desk@mission.example"]).messages.get()
    Message.objects.update(state="uncertain")
    Mailing.objects.update(uncertain=1, state="done")
    retention.erase("desk@mission.example", **WHO)

    page = f"/u/{Unsubscription.of(row.pk).token}/"
    answers = [client.get(page), client.post(page)]
    again = uncertain.send_again([row.pk], **WHO, why="nobody answered")
    to = f"b+{Envelope.of(row.pk).token}@bounces.example"
    came_back = returns.receive(b"Subject: desk@mission.example", recipient=to, at=NOW)

    assert [answer.status_code for answer in answers] == [404, 404]
    assert (again, came_back) == (0, returns.Received.NOT_OURS)
    assert Suppression.objects.count() == 0


def test_message_that_is_being_sent_can_not_be_erased():
    make_message("desk@mission.example")
    windows.claim(5)

    assert refusal(retention.erase, "desk@mission.example", **WHO) == "sending"
    assert states() == {"desk@mission.example": "sending"}


def test_erasing_an_address_without_mail_is_nothing():
    assert retention.erase("nobody@mission.example", **WHO) == 0
