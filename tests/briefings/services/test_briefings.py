"""A second person lets it out, as it was read, once, to every address."""

import threading
import time as clock
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection, transaction

from briefings.models import Briefing, BriefingState
from briefings.services import briefings
from mailing import delivery, uncertain
from mailing.models import Mailing, Message, MessageState
from partners.models import CountryGroup
from tests.briefings.letting_out import settle, submitted
from tests.factories import (
    DAY,
    HOUR,
    NOW,
    SYSTEM,
    account,
    give_address,
    make_briefing,
    make_country,
    make_mission,
    make_organiser,
)
from tests.races import race
from tests.refusals import broken, refusal
from unitar_seminars.db import key
from users.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def second():
    return account(make_organiser())


def approve(briefing, by, seen=None, at=NOW):
    seen = seen or briefings.hash_of(briefing)
    briefings.approve(briefing, seen, by=by, at=at)


def missions():
    """Three missions: one in Africa, two sharing an address in two languages."""
    ghana = make_mission(make_country("GHA", name="Ghana"))
    japan = make_country("JPN", groups=[CountryGroup.ASIA_PACIFIC], name="Japan")
    give_address(ghana, "ghana@mission.example", "en")
    give_address(make_mission(japan), "shared@mission.example", "fr")
    give_address(make_mission(japan, name_en="Second"), "Shared@mission.example")
    return ghana


def test_approved_by_a_second_person_it_reaches_each_address_once(second, mailoutbox):
    missions()
    briefing = submitted()

    approve(briefing, second)

    assert briefing.state == BriefingState.SENT
    rows = Message.objects.order_by("pk").values_list("address", "language")
    assert list(rows) == [
        ("ghana@mission.example", "en"),
        ("shared@mission.example", "fr"),
    ]
    assert briefing.published_at == NOW
    done = AuditEntry.objects.filter(thing=f"briefings.briefing:{briefing.pk}")
    verbs = done.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["submit", "approve", "send"]


def test_whoever_wrote_it_cannot_approve_it(second):
    briefing = submitted()
    author = account(briefing.written_by)

    assert refusal(approve, briefing, author) == "second_person"
    change = Briefing.objects.filter(pk=briefing.pk).update
    rule = broken(change, approved_by=briefing.written_by, approved_at=NOW)
    assert rule == "approved_by_a_second_person"


def test_an_edit_after_it_was_read_voids_the_approval(second):
    briefing = submitted()
    seen = briefings.hash_of(briefing)
    Briefing.objects.filter(pk=briefing.pk).update(body_en="Something else")

    assert refusal(approve, briefing, second, seen) == "edited"
    assert Mailing.objects.count() == 0


def test_an_edit_after_approval_voids_it_once_and_tells_both(second):
    missions()
    briefing = submitted(send_at=NOW + HOUR)
    approve(briefing, second)
    Briefing.objects.filter(pk=briefing.pk).update(subject_fr="Autre chose")

    beats = [briefings.start_due(by=SYSTEM, at=NOW + 2 * HOUR) for _ in range(2)]

    briefing.refresh_from_db()
    assert beats == [0, 0]
    assert (briefing.state, briefing.approved_by) == (BriefingState.DRAFT, None)
    assert Mailing.objects.count() == 0
    done = AuditEntry.objects.filter(thing=key(briefing)).order_by("pk")
    verbs = list(done.values_list("verb", flat=True))
    assert verbs == ["submit", "approve", "void"]
    told = Message.objects.order_by("pk").values_list("purpose", "address")
    assert list(told) == [
        ("briefing_voided", briefing.written_by.email),
        ("briefing_voided", second.user.email),
    ]


def test_one_that_breaks_keeps_no_other_from_going_out(second):
    missions()
    broken_one, other = submitted(send_at=NOW), submitted(send_at=NOW)
    for briefing in (broken_one, other):
        approve(briefing, second, at=NOW - HOUR)
    Briefing.objects.filter(pk=broken_one.pk).update(subject_en="x" * 200)
    Briefing.objects.filter(pk=broken_one.pk).update(
        approved_hash=briefings.hash_of(Briefing.objects.get(pk=broken_one.pk))
    )
    with connection.cursor() as cursor:
        cursor.execute(REFUSE_THAT)

    started = briefings.start_due(by=SYSTEM, at=NOW)

    assert started == 1
    states = Briefing.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == [BriefingState.APPROVED, BriefingState.SENT]


REFUSE_THAT = """
ALTER TABLE mailing_mailingtext ADD CHECK (subject NOT LIKE 'xxx%')
"""


def test_it_leaves_at_its_hour_and_not_before(second):
    missions()
    briefing = submitted(send_at=NOW + HOUR)
    approve(briefing, second)
    assert briefing.state == BriefingState.APPROVED

    early = briefings.start_due(by=SYSTEM, at=NOW + HOUR - timedelta(seconds=1))
    late = briefings.start_due(by=SYSTEM, at=NOW + HOUR)

    assert (early, late) == (0, 1)
    assert Message.objects.count() == 2


def test_more_than_a_day_late_it_is_missed_and_can_be_sent_anew(second):
    missions()
    briefing = submitted(send_at=NOW)
    approve(briefing, second, at=NOW - HOUR)

    briefings.start_due(by=SYSTEM, at=NOW + DAY + HOUR)

    briefing.refresh_from_db()
    assert briefing.state == BriefingState.MISSED
    assert briefing.published_at is None
    told = Message.objects.order_by("pk").values_list("purpose", "address")
    assert list(told) == [
        ("briefing_missed", briefing.written_by.email),
        ("briefing_missed", second.user.email),
    ]
    briefings.withdraw(briefing, by=second, at=NOW + 2 * DAY)
    Briefing.objects.update(send_at=NOW + 3 * DAY)
    briefings.submit(briefing, by=second, at=NOW + 2 * DAY)
    approve(briefing, second, at=NOW + 3 * DAY)
    assert briefing.mailing.messages.count() == 2


def test_four_hours_late_with_one_hour_of_tolerance_sends_nothing(second):
    missions()
    briefing = submitted(send_at=NOW, hours_late=1)
    approve(briefing, second, at=NOW - HOUR)

    briefings.start_due(by=SYSTEM, at=NOW + 4 * HOUR)

    briefing.refresh_from_db()
    assert briefing.state == BriefingState.MISSED
    assert briefing.mailing.state == "missed"
    assert briefing.mailing.messages.count() == 0


def test_an_audience_edited_while_it_is_read_is_not_sent_to(second):
    missions()
    briefing = submitted()
    briefing.refresh_from_db()
    briefing.approved_hash = "of another audience"

    assert refusal(briefings.send, briefing, by=second, at=NOW) == "edited"


@pytest.mark.django_db(transaction=True)
def test_two_beats_at_once_make_one_mailing(second):
    missions()
    approve(submitted(send_at=NOW), second, at=NOW - HOUR)

    start = partial(briefings.start_due, by=SYSTEM, at=NOW)
    outcomes = race(start, start, start)

    assert sorted(outcomes) == [0, 0, 1]
    assert Mailing.objects.count() == 1
    assert Message.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_approvers_at_once_send_it_once():
    missions()
    briefing = submitted()
    copies = [Briefing.objects.get() for _ in range(2)]
    people = [account(make_organiser()) for _ in range(2)]
    seen = briefings.hash_of(briefing)

    calls = [partial(approve, c, p, seen) for c, p in zip(copies, people, strict=True)]
    outcomes = race(*calls)

    assert [o.code for o in outcomes if o] == ["state"]
    assert Mailing.objects.count() == 1


def test_taking_it_back_voids_the_approval(second):
    briefing = submitted(send_at=NOW + DAY)
    approve(briefing, second)

    briefings.withdraw(briefing, by=second, at=NOW)

    assert briefing.state == BriefingState.DRAFT
    assert briefing.approved_by is None
    assert briefings.start_due(by=SYSTEM, at=NOW + 2 * DAY) == 0


def test_a_draft_cannot_be_approved_and_an_unknown_placeholder_not_submitted(second):
    briefing = make_briefing(body_en="Dear [[ambassador]]")

    assert refusal(approve, briefing, second) == "state"
    code = refusal(briefings.submit, briefing, by=second, at=NOW)
    assert code == "placeholder"


def test_both_languages_are_needed(second):
    missions()
    briefing = make_briefing(body_fr="")

    code = refusal(briefings.submit, briefing, by=second, at=NOW)
    assert code == "both_languages"


def test_recall_stops_what_has_not_left_and_closes_the_page(second):
    missions()
    briefing = submitted()
    approve(briefing, second)

    briefings.recall(briefing, by=second, at=NOW, why="wrong date")

    states = Message.objects.values_list("state", flat=True)
    assert list(states) == ["cancelled", "cancelled"]
    assert list(Briefing.objects.published(at=NOW)) == []


def test_recalling_what_is_done_only_closes_the_page(second):
    missions()
    briefing = submitted()
    approve(briefing, second)
    settle(briefing, count=2)
    Mailing.objects.update(state="done")

    briefings.recall(briefing, by=second, at=NOW)

    assert briefing.mailing.state == "done"
    assert briefing.state == BriefingState.RECALLED


def test_what_may_have_left_is_not_sent_again_after_a_recall(second):
    missions()
    briefing = submitted()
    approve(briefing, second)
    settle(briefing)
    settle(briefing, MessageState.UNCERTAIN)
    Mailing.objects.update(state="done")

    briefings.recall(briefing, by=second, at=NOW)

    rows = Message.objects.filter(state=MessageState.UNCERTAIN)
    again = partial(uncertain.send_again, by=second, at=NOW, why="nobody got it")
    assert refusal(again, [row.pk for row in rows]) == "recalled"
    assert Mailing.objects.get().state == "recalled"


def edit_while_it_is_read(audience, is_read):
    """Change an audience while somebody waits for the addresses of the one before."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE partners_contactuse IN ACCESS EXCLUSIVE MODE")
        is_read.set()
        clock.sleep(0.4)
        audience.parts.update(regional_group="african")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", ["approve", "start"])
def test_an_edit_of_the_audience_while_it_starts_sends_nothing(second, way):
    missions()
    briefing = submitted(send_at=None if way == "approve" else NOW)
    seen, is_read = briefings.hash_of(briefing), threading.Event()
    if way == "start":
        approve(briefing, second, at=NOW - HOUR)

    def let_it_out():
        is_read.wait(5)
        if way == "start":
            return briefings.start_due(by=SYSTEM, at=NOW)
        return refusal(approve, briefing, second, seen)

    edit = partial(edit_while_it_is_read, briefing.audience, is_read)
    _edited, outcome = race(edit, let_it_out)

    assert outcome == {"approve": "edited", "start": 0}[way]
    assert Mailing.objects.count() == Message.objects.count() == 0


def test_editing_the_saved_audience_after_it_was_read_voids_the_approval(second):
    briefing = submitted()
    seen = briefings.hash_of(briefing)
    briefing.audience.parts.update(regional_group="african")

    assert refusal(approve, briefing, second, seen) == "edited"


@pytest.mark.django_db(transaction=True)
def test_each_reads_it_in_their_language_with_a_way_out(second, mailoutbox):
    missions()
    approve(submitted(), second)

    delivery.deliver_due(seconds=5)

    mails = {mail.subject.split()[0]: mail for mail in mailoutbox}
    english = mails["Preparations"]
    assert set(mails) == {"Preparations", "Préparatifs"}
    html = english.alternatives[0][0]
    assert "Dear Permanent Mission of Ghana" in english.body
    assert "<strong>prepared</strong>" in html
    assert "[[" not in english.body + html
    assert "List-Unsubscribe" in english.extra_headers


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("briefings_briefing_kind_known", {"kind": "letter"}),
        ("briefings_briefing_state_known", {"state": "lost"}),
        ("briefings_briefing_approved_at_and_approved_by", {"approved_at": NOW}),
        ("late_by_an_hour_to_a_week", {"hours_late": 0}),
        ("late_by_an_hour_to_a_week", {"hours_late": 169}),
        ("nothing_leaves_without_approval", {"state": "approved"}),
        ("submitted_in_both_languages", {"state": "submitted", "body_fr": ""}),
    ],
)
def test_constraints_hold(rule, fields):
    briefing = make_briefing()

    assert broken(Briefing.objects.filter(pk=briefing.pk).update, **fields) == rule
