"""Applications: weighed, decided, told together; seats go by the line."""

from functools import partial

import pytest

from mailing.models import Message
from partners.models import Person, Posting
from registrations.models import RegistrationStatus as Status
from registrations.models import Verdict, VerdictChoice
from registrations.services import rotations, seats, selection
from registrations.services.answers import Given
from registrations.services.nominations import identify_person
from registrations.services.rotations import Rotation
from registrations.services.substitutions import substitute
from seminars.models import RegistrationMode
from tests.factories import (
    COMMAND,
    HOUR,
    NOW,
    TODAY,
    make_mission,
    make_question,
    make_seminar,
    register,
    typed,
)
from tests.races import race
from tests.refusals import refusal
from users.models import AuditEntry

pytestmark = pytest.mark.django_db
really = pytest.mark.django_db(transaction=True)  # commits, so that threads meet
ACTS = {"by": COMMAND, "at": NOW}
CLOSED = {"by": COMMAND, "at": NOW + HOUR}  # registration has closed
ACCEPT, DECLINE = VerdictChoice
WHY = "Not enough experience yet."


@pytest.fixture
def seminar():
    return make_seminar(places=1, registration_mode=RegistrationMode.APPLICATION)


def decide(seminar, choice, *people, why=WHY):
    shown = seen(seminar)
    chosen = {one.pk: shown.get(one.pk, "") for one in people}
    selection.decide(seminar, chosen, choice, why=why, **ACTS)


def seen(seminar):
    """Seal the verdict of each, as a page opened now shows it."""
    people = selection.applications(seminar)
    return {one.pk: selection.seal([one]) for one in people}


def send(seminar, **acts):
    """Send what a page opened now shows."""
    shown = selection.seal(selection.applications(seminar))
    return selection.send_decisions(seminar, seen=shown, **acts)


def told():
    purposes = Message.objects.exclude(purpose="receipt").order_by("pk")
    return list(purposes.values_list("purpose", "name"))


def statuses(*people):
    for one in people:
        one.refresh_from_db()
    return [one.status for one in people]


def test_whoever_applies_is_pending_though_places_are_free(seminar):
    question = make_question(seminar, "long")
    person = register(seminar, answers=[Given(question.pk, "I work on it.")])

    [read] = selection.applications(seminar)

    assert (read, read.status) == (person, Status.PENDING)
    assert [one.value for one in read.answers.all()] == ["I work on it."]
    assert told() == []


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_is_read_in_two_queries(seminar, django_assert_num_queries, number):
    question = make_question(seminar)
    for _ in range(number):
        register(seminar, answers=[Given(question.pk, "x")])

    with django_assert_num_queries(2):
        assert len(selection.applications(seminar)) == number


def test_a_shortlist_and_a_verdict_keep_each_other(seminar):
    person = register(seminar)

    selection.shortlist(seminar, [person.pk], on=True, **ACTS)
    decide(seminar, ACCEPT, person)
    selection.shortlist(seminar, [person.pk], on=False, **ACTS)

    verdict = Verdict.objects.get()
    assert (verdict.choice, verdict.is_shortlisted) == (ACCEPT, False)
    verbs = AuditEntry.objects.exclude(verb="submit").order_by("pk")
    assert list(verbs.values_list("verb", flat=True))[-3:] == [
        "shortlist",
        "judge_accept",
        "unlist",
    ]


def test_nobody_hears_before_all_are_told_in_the_order_of_the_line(seminar):
    people = [register(seminar, name=name) for name in ("Ada", "Bo", "Cy", "Di")]
    first, second, third, fourth = people
    decide(seminar, ACCEPT, third, second)
    decide(seminar, DECLINE, first)
    assert told() == []

    assert send(seminar, **CLOSED) == 3

    assert statuses(*people) == [
        Status.DECLINED,
        Status.CONFIRMED,
        Status.WAITING,
        Status.PENDING,
    ]
    assert sorted(told()) == [
        ("approved", "Bo"),
        ("declined", "Ada"),
        ("waiting", "Cy"),
    ]
    assert WHY in Message.objects.get(purpose="declined").text
    assert Verdict.objects.filter(sent_at=NOW + HOUR).count() == 3
    assert refusal(send, seminar, **CLOSED) == "nothing_decided"
    assert not hasattr(fourth, "verdict")


def test_who_withdrew_meanwhile_is_left_alone(seminar):
    person = register(seminar)
    decide(seminar, ACCEPT, person)
    seats.cancel(person, because="person", **ACTS)

    assert refusal(send, seminar, **CLOSED) == "nothing_decided"
    assert refusal(decide, seminar, ACCEPT, person) == "nobody_chosen"


@pytest.mark.parametrize(
    ("choice", "status", "letter"),
    [(ACCEPT, Status.CONFIRMED, "approved"), (DECLINE, Status.PENDING, "successor")],
)
def test_who_is_named_instead_is_accepted_for_both_but_never_declined(
    seminar, choice, status, letter
):
    person = register(seminar)
    selection.shortlist(seminar, [person.pk], on=True, **ACTS)
    decide(seminar, choice, person)
    decide(seminar, ACCEPT, register(seminar))

    follows = typed(person.organisation, name="Ben Diop")
    successor = substitute(person, follows, **ACTS)
    send(seminar, **CLOSED)

    assert statuses(successor) == [status]
    heard = [purpose for purpose, name in told() if name == "Ben Diop"]
    assert heard[-1] == letter
    has_verdict = Verdict.objects.filter(registration=successor, is_shortlisted=True)
    assert has_verdict.exists() is (choice == ACCEPT)
    assert not Message.objects.filter(text__contains=WHY).exists()


def test_what_was_sent_stays_with_whom_it_was_sent_to(seminar):
    person = register(seminar)
    decide(seminar, ACCEPT, person)
    send(seminar, **CLOSED)

    successor = substitute(person, typed(person.organisation), **ACTS)

    assert Verdict.objects.get().registration == person
    assert statuses(successor) == [Status.CONFIRMED]


def test_a_post_that_ends_passes_the_application_on(seminar):
    ana = Person.objects.create(name="Ana Ortiz")
    mission = make_mission()
    posting = Posting.objects.create(person=ana, organisation=mission)
    applies = register(seminar, mission)
    identify_person(applies, ana, **ACTS)
    decide(seminar, ACCEPT, applies)

    coming = list(rotations.places_to_come(posting, at=NOW))
    follows = typed(mission, name="Ben Diop")
    ben = rotations.hand_over(
        posting, Rotation(TODAY, "June.", follows, coming), **ACTS
    )
    send(seminar, **CLOSED)

    [theirs] = seminar.registrations.filter(person=ben)
    assert theirs.status == Status.CONFIRMED
    assert told()[-1] == ("approved", "Ben Diop")


def test_a_verdict_has_a_reason(seminar):
    person = register(seminar)

    assert refusal(decide, seminar, ACCEPT, person, why=" ") == "reason_missing"


def test_a_verdict_that_was_not_seen_is_not_replaced(seminar):
    ada, bo = register(seminar, name="Ada"), register(seminar, name="Bo")
    stale = seen(seminar)
    selection.shortlist(seminar, [ada.pk, bo.pk], on=True, **ACTS)
    selection.decide(seminar, {ada.pk: stale[ada.pk]}, ACCEPT, why="Strong.", **ACTS)

    both = (selection.decide, seminar, stale)
    assert refusal(*both, DECLINE, why=WHY, **ACTS) == "changed_meanwhile"
    assert refusal(*both, ACCEPT, why=WHY, **ACTS) == "changed_meanwhile"
    decided = Verdict.objects.exclude(choice="")
    assert [(one.registration, one.why) for one in decided] == [(ada, "Strong.")]

    decide(seminar, DECLINE, ada)
    assert Verdict.objects.get(registration=ada).choice == DECLINE


@really
def test_of_two_who_decide_otherwise_at_once_one_is_heard(seminar):
    register(seminar)
    verb = partial(selection.decide, seminar, seen(seminar), why=WHY, **ACTS)

    outcomes = race(*[partial(verb, choice) for choice in VerdictChoice])

    codes = [getattr(outcome, "code", None) for outcome in outcomes]
    assert sorted(codes, key=str) == [None, "changed_meanwhile"]
    assert Verdict.objects.get().choice == VerdictChoice.values[codes.index(None)]


def test_the_same_verdict_twice_is_one(seminar):
    ada, bo = register(seminar), register(seminar)
    stale = seen(seminar)

    for chosen in ({ada.pk: stale[ada.pk]}, stale):
        selection.decide(seminar, chosen, ACCEPT, why=f" {WHY} ", **ACTS)

    verdicts = Verdict.objects.order_by("registration")
    assert list(verdicts.values_list("registration", "choice", "why")) == [
        (ada.pk, ACCEPT, WHY),
        (bo.pk, ACCEPT, WHY),
    ]


def declined_anew(seminar, ada, bo):
    decide(seminar, DECLINE, ada)


def reasoned_anew(seminar, ada, bo):
    decide(seminar, ACCEPT, ada, why="Fits after all.")


def decided_too(seminar, ada, bo):
    decide(seminar, ACCEPT, bo)


def passed_on(seminar, ada, bo):
    substitute(ada, typed(ada.organisation, name="Cy"), **ACTS)


@pytest.mark.parametrize(
    "meanwhile", [declined_anew, reasoned_anew, decided_too, passed_on]
)
def test_decisions_that_were_not_seen_are_not_sent(seminar, meanwhile):
    ada, bo = register(seminar, name="Ada"), register(seminar, name="Bo")
    decide(seminar, ACCEPT, ada)
    shown = selection.seal(selection.applications(seminar))
    meanwhile(seminar, ada, bo)
    before = told()

    stale = {"seen": shown, **CLOSED}
    refused = refusal(selection.send_decisions, seminar, **stale)

    assert refused == "changed_meanwhile"
    assert (statuses(bo), told()) == ([Status.PENDING], before)
    assert not Verdict.objects.exclude(sent_at=None).exists()


def test_marks_and_new_applications_change_no_decision(seminar):
    ada = register(seminar)
    decide(seminar, ACCEPT, ada)
    shown = selection.seal(selection.applications(seminar))
    selection.shortlist(seminar, [ada.pk, register(seminar).pk], on=True, **ACTS)

    assert selection.send_decisions(seminar, seen=shown, **CLOSED) == 1


def test_decisions_wait_for_the_deadline(seminar):
    decide(seminar, ACCEPT, register(seminar))

    assert refusal(send, seminar, **ACTS) == "still_open"
    assert refusal(register, seminar, at=NOW + HOUR) == "closed"
    send(seminar, **CLOSED)


def test_decisions_need_an_announced_seminar(seminar):
    decide(seminar, ACCEPT, register(seminar))
    type(seminar).objects.filter(pk=seminar.pk).update(state="postponed")

    assert refusal(send, seminar, **CLOSED) == "not_announced"


def test_one_application_is_not_decided_alone(seminar):
    person = register(seminar)

    assert refusal(selection.approve, person, **ACTS) == "together"
    assert refusal(selection.decline, person, why=WHY, **ACTS) == "together"


def test_by_approval_people_are_decided_one_by_one():
    seminar = make_seminar(places=2, registration_mode=RegistrationMode.APPROVAL)
    one, other = register(seminar), register(seminar)

    selection.approve(one, **ACTS)
    selection.decline(other, why=WHY, **ACTS)

    assert statuses(one, other) == [Status.CONFIRMED, Status.DECLINED]
