"""Names and ranks put right without losing the place; a registration not wanted."""

from functools import partial

import pytest

from mailing.models import Message
from registrations.models import CancelledBecause, ChangeRequest, Registration
from registrations.services import codes, corrections, details, seats
from registrations.services.answers import Given
from tests.factories import (
    COMMAND,
    LINK,
    NOW,
    make_question,
    make_seminar,
    register,
    submit,
    typed,
)
from tests.races import race
from tests.refusals import refusal
from users.models import AuditEntry

pytestmark = pytest.mark.django_db
ACTS = {"by": COMMAND, "at": NOW}
BY_LINK = {"by": LINK, "at": NOW}
AT_ONCE = {"language": "en", "gender": "unsaid", "needs": "Captions"}


@pytest.fixture
def person():
    seminar = make_seminar(places=1)
    return register(seminar, name="Ana Ortis", rank="Counsellor")


def wished(person, **fields):
    kept = {n: getattr(person, n) for n in corrections.NAMED}
    return kept | fields


def named(person):
    person.refresh_from_db()
    return person.name, person.rank, person.is_confirmed


def test_where_nobody_looks_first_it_is_done_at_once(person):
    looked_at = corrections.ask(person, wished(person, name="Ana Ortiz"), **BY_LINK)

    assert looked_at is False
    assert named(person) == ("Ana Ortiz", "Counsellor", True)
    assert AuditEntry.objects.get(verb="correct").kind == "link"


def test_what_does_not_differ_changes_nothing(person):
    assert corrections.ask(person, wished(person), **BY_LINK) is False
    assert AuditEntry.objects.filter(verb="correct").count() == 0


def test_another_name_altogether_is_a_substitution(person):
    other = wished(person, name="Bo Lindqvist")

    assert refusal(corrections.ask, person, other, **BY_LINK) == "another_person"


def test_an_organiser_corrects_what_their_page_showed(person):
    fix = {**ACTS, "why": "Spelt wrong."}
    stale = {"name": ("Ana Ortis", "Anna Ortis"), "rank": ("Counsellor", "Adviser")}

    corrections.correct_seen(person, {"name": ("Ana Ortis", "Ana Ortiz")}, **fix)

    assert refusal(corrections.correct_seen, person, stale, **fix) == (
        "changed_meanwhile"
    )
    assert named(person) == ("Ana Ortiz", "Counsellor", True)
    same = {"name": ("Ana Ortis", "Ana Ortiz"), "rank": ("Counsellor", "Adviser")}
    corrections.correct_seen(person, same, **fix)
    assert named(person) == ("Ana Ortiz", "Adviser", True)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_correct_the_same_at_once_one_is_heard(person):
    names = ("Ana Ortiz", "Anna Ortis")
    fix = partial(corrections.correct_seen, why="Spelt wrong.", **ACTS)
    each = [Registration.objects.get() for _ in names]
    typed = [{"name": (person.name, name)} for name in names]

    outcomes = race(*[partial(fix, *one) for one in zip(each, typed, strict=True)])

    codes = [getattr(outcome, "code", None) for outcome in outcomes]
    assert sorted(codes, key=str) == [None, "changed_meanwhile"]
    assert named(person)[0] == names[codes.index(None)]


def test_a_moderated_wish_waits_and_the_last_one_counts(person):
    corrections.moderate(person.seminar, True, **ACTS)

    assert corrections.ask(person, wished(person, rank="Minister"), **BY_LINK)
    assert corrections.ask(person, wished(person, name="Ana Ortiz"), **BY_LINK)
    assert named(person) == ("Ana Ortis", "Counsellor", True)
    wish = ChangeRequest.objects.get()
    corrections.accept(wish, **ACTS)

    assert wish.values == {"name": "Ana Ortiz"}
    assert named(person) == ("Ana Ortiz", "Counsellor", True)
    assert refusal(corrections.accept, wish, **ACTS) == "decided"


def test_an_address_that_the_sender_wished_ends_with_the_person_s_own_word(person):
    corrections.moderate(person.seminar, True, **ACTS)
    theirs = {"rank": "Minister", "address": "mission@example.org"}
    corrections.ask(person, wished(person, **theirs), **BY_LINK)

    details.put_right(person, AT_ONCE, [], **BY_LINK)

    assert ChangeRequest.objects.get().values == {"rank": "Minister"}


def test_an_address_alone_that_the_sender_wished_ends_whole(person):
    corrections.moderate(person.seminar, True, **ACTS)
    corrections.ask(person, wished(person, address="mission@example.org"), **BY_LINK)

    codes.choose(person, "blue heron", **BY_LINK)

    assert ChangeRequest.objects.count() == 0


def test_the_sender_s_wish_leaves_the_person_s_address_in_theirs(person):
    corrections.moderate(person.seminar, True, **ACTS)
    details.put_right(person, AT_ONCE, [], **BY_LINK)
    corrections.ask(person, wished(person, address="ana@example.org"), **BY_LINK)
    by_name = {"form_of_address": "none", "name": person.name, "rank": "Minister"}

    corrections.ask(person, by_name, **BY_LINK)
    details.put_right(person, AT_ONCE, [], **BY_LINK)

    wish = ChangeRequest.objects.get()
    assert wish.values == {"rank": "Minister", "address": "ana@example.org"}


def test_a_refusal_says_why_and_the_place_stays(person):
    corrections.moderate(person.seminar, True, **ACTS)
    corrections.ask(person, wished(person, rank="Minister"), **BY_LINK)
    wish = ChangeRequest.objects.get()

    assert refusal(corrections.refuse, wish, why=" ", **ACTS) == "reason_missing"
    corrections.refuse(wish, why="The list says otherwise.", **ACTS)

    assert named(person) == ("Ana Ortis", "Counsellor", True)
    told = Message.objects.get(purpose="change_refused")
    assert "The list says otherwise." in told.text


def test_moderation_may_end(person):
    corrections.moderate(person.seminar, True, **ACTS)
    corrections.moderate(person.seminar, False, **ACTS)

    assert corrections.ask(person, wished(person, rank="Minister"), **BY_LINK) is False


def test_whoever_never_wanted_this_is_forgotten_but_for_the_name():
    seminar = make_seminar(places=1)
    question = make_question(seminar)
    needs = {"needs": "Captions", "gender": "woman", "rank": "Counsellor"}
    said = typed(name="Ana Ortiz", answers=[Given(question.pk, "x")], **needs)
    first = submit(seminar, said).registrations.get()
    next_one = register(seminar)

    corrections.step_back(first, **BY_LINK)

    first.refresh_from_db()
    next_one.refresh_from_db()
    assert (first.name, first.status) == ("Ana Ortiz", "cancelled")
    assert (first.address, first.needs, first.rank) == ("", "", "")
    assert (first.gender, first.answers.count()) == ("unsaid", 0)
    assert next_one.is_confirmed
    assert Message.objects.filter(purpose="cancelled").count() == 1


def test_a_wish_ends_with_the_registration(person):
    corrections.moderate(person.seminar, True, **ACTS)
    corrections.ask(person, wished(person, address="new@example.org"), **BY_LINK)
    wish = ChangeRequest.objects.get()

    seats.cancel(person, because=CancelledBecause.PERSON, **BY_LINK)

    assert refusal(corrections.accept, wish, **ACTS) == "over"


def test_a_wish_of_whoever_never_wanted_this_is_forgotten(person):
    corrections.moderate(person.seminar, True, **ACTS)
    corrections.ask(person, wished(person, address="new@example.org"), **BY_LINK)

    corrections.step_back(person, **BY_LINK)

    assert list(ChangeRequest.objects.all()) == []
