"""Story 2: an ambassador's assistant registers three, from one form and one mailbox."""

from email.utils import parseaddr

import pytest
from django.core import mail

from tests.factories import make_mission, make_organiser, make_question, make_seminar
from tests.journeys.visitor import Visitor, letters, link_in, nominate, signed_in

pytestmark = pytest.mark.django_db
BOX = "mission@example.org"
MISSION = "Permanent Mission of Senegal"
HEAD = {
    "form_of_address": "he_ms",
    "name": "Aïssatou Mbengue Diarra",
    "rank": "Permanent Representative",
    "organisation": MISSION,
    "address": "head@example.org",
    "language": "fr",
}
ADVISER = {"form_of_address": "mr", "rank": "Adviser", "language": "en"}
FIRST = {**ADVISER, "name": "Abdou Ba", "address": "abdou@example.org"}
SECOND = {**ADVISER, "name": "Cheikh Faye Thiam", "address": BOX}


@pytest.fixture
def seminar():
    make_mission()
    return make_seminar(places=2)


@pytest.fixture
def assistant(seminar):
    """Given two places, one form is sent for an ambassador and two advisers."""
    return nominate(seminar, HEAD, FIRST, SECOND, sender=BOX)


def test_each_is_decided_and_told_for_themselves(assistant):
    assert assistant.sees(
        "Two people have a place, one is on the waiting list",
        "H.E. Ms. Aïssatou Mbengue Diarra",
        "Waiting, position 1",
    )
    # One nomination, whose link went to the mailbox alone
    [receipt] = letters(to=BOX, subject="Nomination received")
    assert link_in(receipt) == assistant.path
    told = sorted(parseaddr(one.to[0])[1] for one in mail.outbox)
    assert told == ["abdou@example.org", "head@example.org", BOX, BOX]
    # The ambassador's notice is hers: in French, with a page of her own
    [hers] = letters(to="head@example.org")
    own = Visitor().open(link_in(hers))
    assert "Aïssatou Mbengue Diarra" in own.text
    assert "Abdou Ba" not in own.text


def test_the_assistant_cancels_one_and_the_next_moves_up(assistant):
    assistant.follow("Cancel this place: Mr. Abdou Ba").send("Cancel this place")

    assert assistant.sees("Two people have a place, one is cancelled")
    assert letters(to="abdou@example.org")[-1].subject.startswith(
        "Cancelled for Mr. Abdou Ba"
    )
    up = letters(to=BOX)[-1]
    assert "Cheikh Faye Thiam" in up.body
    assert Visitor().open(link_in(up)).sees("Confirmed")


def test_the_assistant_never_comes_to_their_own_pages(assistant):
    own = [link_in(one) for one in letters(to="head@example.org")]

    hrefs = [href for _text, href in assistant.page.links]

    assert own
    assert not [href for href in hrefs if href.startswith("/r/")]
    sent_to_box = [one.body for one in letters(to=BOX)]
    assert not [one for one in own for body in sent_to_box if one in body]


def test_the_assistant_cancels_any_and_never_sees_what_they_answer(assistant, seminar):
    question = make_question(seminar, label_en="What do you hope to learn?")
    [told] = letters(to="abdou@example.org")
    own = Visitor().open(link_in(told)).follow("Put details right")
    own.send("Save", needs="Captions", **{question.field_name: "How to negotiate"})

    home = assistant.path
    assistant.follow("Put details right: Mr. Abdou Ba")

    assert assistant.sees("in the hands of Mr. Abdou Ba")
    for hidden in ("What do you hope", "How to negotiate", "Captions"):
        assert hidden not in assistant.html
    assistant.open(home).follow("Cancel this place: Mr. Abdou Ba")
    assert assistant.send("Cancel this place").sees("one is cancelled")


def test_the_list_prints_the_ambassador_first(assistant, seminar):
    organiser = signed_in(make_organiser(email="boss@example.org"))

    organiser.open(f"/work/seminars/{seminar.pk}/people/")
    organiser.send("Show", order="precedence").follow("Print this list")

    confirmed, waiting = organiser.text.split("Waiting", 1)
    assert confirmed.index("H.E. Ms. Aïssatou Mbengue Diarra") < confirmed.index(
        "Abdou Ba"
    )
    assert "Cheikh Faye Thiam" in waiting
