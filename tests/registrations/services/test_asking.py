"""Whoever was never asked is told so, once, in the messages that come anyway."""

from uuid import uuid4

import pytest

from mailing.models import Message
from registrations import asking
from registrations.emails import link_of_nomination
from registrations.models import CancelledBecause, VerdictChoice
from registrations.services import (
    attendance,
    nominations,
    questions,
    rosters,
    seats,
    selection,
    substitutions,
)
from registrations.services.answers import Given
from registrations.services.rosters import Choice
from seminars.models import RegistrationMode, Seminar, SeminarState
from tests.factories import (
    COMMAND,
    HOUR,
    NOW,
    filing,
    make_mission,
    make_question,
    make_seminar,
    register,
    typed,
)

pytestmark = pytest.mark.django_db
ACTS = {"by": COMMAND, "at": NOW}


@pytest.fixture
def seminar():
    return make_seminar(places=1)


def add(seminar, *people, **fields):
    """Add people as an organiser does, who asks them nothing."""
    return nominations.add(seminar, filing(*people, **fields), **ACTS)


def asks(purpose):
    """List who is asked by messages of this kind: name, and where the link leads."""
    found = []
    for message in Message.objects.filter(purpose=purpose).order_by("pk"):
        lines = message.text.splitlines()
        said = [n for n, line in enumerate(lines) if "still have questions" in line]
        names = [lines[n].split(" for ")[1].split(":")[0] for n in said]
        paths = [lines[n + 1] for n in said]
        found += zip(names, paths, strict=True)
        assert all(f'<a href="{path}">' in message.html for path in paths)
    return found


def lacking(seminar):
    fresh = Seminar.objects.get(pk=seminar.pk)
    people = list(fresh.registrations.order_by("pk"))
    missing = asking.lacking(fresh, people)
    return [one.name for one in people if one.pk in missing]


def test_who_is_added_by_phone_or_list_is_asked_in_what_they_are_told(seminar):
    make_question(seminar, is_required=True)

    filed = add(seminar, typed(name="Ana <Alvarez>"), typed(name="Bea Brown"))

    assert asks("seat_confirmed") == [("Ana <Alvarez>", "[[link]]details/")]
    assert asks("waiting") == [("Bea Brown", "[[link]]details/")]
    assert asks("receipt") == [
        (one.name, f"[[link]]details/{one.pk}/")
        for one in filed.registrations.order_by("pk")
    ]
    html = Message.objects.get(purpose="seat_confirmed").html
    assert "for Ana &lt;Alvarez&gt;: please answer them.</a>" in html
    assert link_of_nomination(filed).path.endswith("/")


def test_who_answered_and_who_need_not_is_not_asked(seminar):
    choice = make_question(seminar, "choice", is_required=True)
    make_question(seminar, is_required=True, shown_when=choice, shown_for=1)
    make_question(seminar)
    no, yes = Given(choice.pk, 2), Given(choice.pk, 1)

    add(seminar, typed(name="No", answers=[no]), typed(name="Yes", answers=[yes]))

    assert lacking(seminar) == ["Yes"]
    assert asks("seat_confirmed") == []
    assert asks("waiting") == [("Yes", "[[link]]details/")]


def test_a_question_asked_later_reaches_who_gets_a_place_then(seminar):
    first = register(seminar)
    register(seminar, name="Bea Brown")
    asked = make_question(seminar, is_required=True)

    seats.cancel(first, because=CancelledBecause.PERSON, **ACTS)

    assert asks("promoted") == [("Bea Brown", "[[link]]details/")]
    assert asks("waiting") == []
    assert lacking(seminar) == ["Bea Brown"]  # nobody asks who is gone
    questions.withdraw(asked, **ACTS)
    assert lacking(seminar) == []


def test_nobody_is_asked_about_what_is_over(seminar):
    make_question(seminar, is_required=True)
    add(seminar, typed(name="Ana"))

    Seminar.objects.filter(pk=seminar.pk).update(state=SeminarState.HELD)

    assert lacking(seminar) == []


def test_a_successor_and_the_sender_are_asked(seminar):
    asked = make_question(seminar, is_required=True)
    going = register(seminar, answers=[Given(asked.pk, "By bus")])
    instead = typed(going.organisation, name="Ben Diop")

    successor = substitutions.substitute(going, instead, **ACTS)

    assert asks("successor") == [("Ben Diop", "[[link]]details/")]
    path = f"[[link]]details/{successor.pk}/"
    assert asks("substitution_receipt") == [("Ben Diop", path)]
    assert asks("receipt") == []


def test_a_walk_in_completes_later(seminar):
    make_question(seminar, is_required=True)
    session = seminar.sessions.get()

    attendance.add_walk_in(session, typed(name="Wim"), uuid4(), **ACTS)

    assert asks("seat_confirmed") == [("Wim", "[[link]]details/")]


def test_who_is_chosen_is_asked_when_decisions_are_sent():
    seminar = make_seminar(places=1, registration_mode=RegistrationMode.APPLICATION)
    add(seminar, typed(name="Ana"), typed(name="Bea"))
    make_question(seminar, is_required=True)
    people = selection.applications(seminar)
    seen = {one.pk: selection.seal([one]) for one in people}
    acts = {"by": COMMAND, "at": NOW + HOUR}  # registration has closed
    selection.decide(seminar, seen, VerdictChoice.ACCEPT, why="Fits.", **acts)

    shown = selection.seal(selection.applications(seminar))
    selection.send_decisions(seminar, seen=shown, **acts)

    assert asks("approved") == [("Ana", "[[link]]details/")]
    assert asks("waiting") == [("Bea", "[[link]]details/")]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_is_looked_through_in_two_queries(
    rows, seminar, django_assert_num_queries
):
    make_question(seminar, is_required=True)
    add(seminar, *[typed() for _ in range(rows)])
    people = list(seminar.registrations.all())
    fresh = Seminar.objects.get(pk=seminar.pk)

    with django_assert_num_queries(2):
        assert len(asking.lacking(fresh, people)) == rows


def test_a_roster_marks_and_finds_whose_answers_are_missing(seminar):
    asked = make_question(seminar, is_required=True)
    mission = make_mission()
    register(seminar, mission, name="Ana", answers=[Given(asked.pk, "By bus")])
    add(seminar, typed(mission, name="Bea"))

    everybody = rosters.people(seminar, Choice())
    found = rosters.people(seminar, Choice(lacks_answers=True))

    rows = [row for group in everybody.values() for row in group]
    marks = [(row.registration.name, row.lacks_answers) for row in rows]
    assert marks == [("Ana", False), ("Bea", True)]
    assert [group for group, rows in found.items() if rows] == ["waiting"]
    assert [row.position for row in found["waiting"]] == [1]
