"""Who was not reached by mail is listed, and nobody else."""

import pytest

from mailing import bounces, suppressions
from mailing.bounces import Report
from mailing.models import BounceKind, Message, SuppressionReason
from registrations.models import CancelledBecause, Registration
from registrations.services import seats, unreached
from tests.factories import NOW, VISITOR, make_seminar, register, submit, typed
from tests.mailing.test_events import tell
from unitar_seminars.db import key

pytestmark = pytest.mark.django_db


@pytest.fixture
def seminar():
    return make_seminar(places=5)


def deliver():
    Message.objects.filter(state="pending").update(state="sent", accepted_at=NOW)


def last_to(thing):
    return Message.objects.filter(person_key=key(thing)).order_by("-pk")[0]


def come_back(message, kind=BounceKind.HARD):
    report = Report(message, message.address, kind, "550 5.1.1 unknown", str(message))
    bounces.note(report, at=NOW)


def told(seminar):
    return [(row.address, row.why) for row in unreached.of(seminar)]


def test_nobody_is_listed_whose_mail_arrived_or_is_on_its_way(seminar):
    register(seminar, address="ana@example.org")

    assert told(seminar) == []
    deliver()
    assert told(seminar) == []


@pytest.mark.parametrize("kind", [BounceKind.HARD, BounceKind.SOFT, BounceKind.POLICY])
def test_whose_last_message_came_back_is_listed(seminar, kind):
    ana = register(seminar, address="Ana@example.org")
    register(seminar)
    deliver()
    come_back(last_to(ana), kind)

    (row,) = unreached.of(seminar)

    assert (row.people, row.is_sender) == ([ana], False)
    assert (row.address, row.why) == ("Ana@example.org", kind.label)
    assert (row.message, row.evidence) == (last_to(ana), "550 5.1.1 unknown")


@pytest.mark.parametrize("reason", ["unsubscribed", "spam"])
def test_whose_message_the_service_dropped_is_listed(seminar, reason):
    ana = register(seminar, address="ana@example.org")
    deliver()

    tell("rejected", last_to(ana), reject_reason=reason, recipient="ana@example.org")

    assert told(seminar) == [("ana@example.org", BounceKind.POLICY.label)]
    assert unreached.of(seminar)[0].evidence == f"rejected {reason}"


def test_complaint_did_arrive(seminar):
    ana = register(seminar)
    deliver()
    come_back(last_to(ana), BounceKind.COMPLAINT)

    assert told(seminar) == []


def test_whose_last_message_failed_is_listed_with_the_relays_words(seminar):
    ana = register(seminar, address="ana@example.org")
    deliver()
    Message.objects.filter(person_key=key(ana)).update(
        state="failed", accepted_at=None, reply="550 no"
    )

    assert told(seminar) == [("ana@example.org", "Failed")]
    assert unreached.of(seminar)[0].evidence == "550 no"


def test_later_message_that_arrived_takes_somebody_off(seminar):
    ana = register(seminar)
    deliver()
    first = last_to(ana)
    come_back(first, BounceKind.POLICY)
    first.pk, first.about = None, "users.auditentry:0"
    first.next_attempt_at = NOW.replace(year=NOW.year + 1)
    first.save(force_insert=True)

    assert told(seminar) == []


def test_dead_address_is_listed_whatever_was_sent(seminar):
    register(seminar, address="Ana@example.org")
    dead = SuppressionReason.HARD_BOUNCE
    suppressions.suppress("ana@example.org", dead, "", by=VISITOR, at=NOW)

    assert told(seminar) == [("Ana@example.org", dead.label)]
    assert unreached.of(seminar)[0].message is None


def test_who_only_wants_no_mailings_is_reached(seminar):
    ana = register(seminar, address="ana@example.org")
    wish = SuppressionReason.UNSUBSCRIBED
    suppressions.suppress("ana@example.org", wish, "", by=VISITOR, at=NOW)

    assert told(seminar) == []
    assert [row.scope for row in unreached.stopped_for(ana)] == ["all"]


def test_corrected_address_takes_somebody_off(seminar):
    ana = register(seminar, address="ana@example.org")
    deliver()
    come_back(last_to(ana), BounceKind.POLICY)
    Registration.objects.update(address="anna@example.org")

    assert told(seminar) == []


def test_who_took_it_back_is_not_phoned(seminar):
    ana = register(seminar)
    deliver()
    come_back(last_to(ana))
    seats.cancel(ana, because=CancelledBecause.PERSON, by=VISITOR, at=NOW)

    assert told(seminar) == []


def test_sender_is_listed_behind_the_people_with_whom_they_filed(seminar):
    nomination = submit(
        seminar, typed(name="Zoë", address="z@example.org"), typed(name="Ana")
    )
    deliver()
    come_back(last_to(nomination))
    zoe = nomination.registrations.get(name="Zoë")
    come_back(last_to(zoe), BounceKind.POLICY)

    person, sender = unreached.of(seminar)

    assert person.people == [zoe]
    assert sender.is_sender
    assert [one.name for one in sender.people] == ["Ana", "Zoë"]
    assert sender.nomination == nomination


@pytest.mark.parametrize("rows", [1, 3])
def test_list_is_read_in_as_many_questions_for_any_length(
    rows, seminar, django_assert_num_queries
):
    for _row in range(rows):
        ana = register(seminar)
        deliver()
        come_back(last_to(ana))

    with django_assert_num_queries(4):
        assert len(unreached.of(seminar)) == rows
