"""Story 3: two people share one mission mailbox, and stay two people."""

import pytest

from tests.factories import make_mission, make_seminar, make_user
from tests.journeys.visitor import Visitor, letters, link_in, nominate, signed_in

pytestmark = pytest.mark.django_db
BOX = "mission@example.org"
SHARED = {
    "organisation": "Permanent Mission of Senegal",
    "address": BOX,
    "language": "en",
}
ANA = {"name": "Ana Ortiz", "rank": "Counsellor", "form_of_address": "ms", **SHARED}
BEN = {"name": "Ali Omar", "rank": "Attaché", "form_of_address": "mr", **SHARED}


@pytest.fixture(autouse=True)
def hash_fast(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def seminar():
    make_mission()
    return make_seminar(places=3)


@pytest.fixture
def nomination(seminar):
    """Given a mailbox that both read, one form names both."""
    return nominate(seminar, ANA, BEN, sender=BOX)


def own_pages():
    """Read from the mailbox which page was mailed for whom."""
    told = letters(to=BOX, subject="Place confirmed")
    assert len(told) == 2
    return {
        name: link_in(letter)
        for name in (ANA["name"], BEN["name"])
        for letter in told
        if name in letter.subject
    }


def test_both_are_accepted_and_each_is_written_to_by_name(seminar, nomination):
    assert nomination.sees("Two people have a place")
    pages = own_pages()

    assert len(set(pages.values())) == 2
    for name, path in pages.items():
        other = (set(pages) - {name}).pop()
        page = Visitor().open(path)
        assert page.sees(name, "Confirmed")
        assert other not in page.text
    third = {**ANA, "name": "Awa Diop"}
    assert nominate(seminar, third, sender=BOX).sees("One person has a place")


def test_one_gives_up_and_the_other_stays(nomination):
    pages = own_pages()

    ana = Visitor().open(pages["Ana Ortiz"])
    ana.follow("Cancel this place").send("Cancel this place")

    assert Visitor().open(pages["Ali Omar"]).sees("Confirmed")
    assert letters(to=BOX)[-1].subject.startswith("Cancelled for Ms. Ana")


def test_who_signs_in_chooses_by_initials_and_post(nomination):
    pages = own_pages()
    mailbox = signed_in(make_user(email=BOX))
    for path in pages.values():
        mailbox.open(path).send("This is me")

    mailbox.open("/my/")

    question, filed = mailbox.text.split("You nominated")
    assert "Several people sign in here. Which of them are you?" in question
    assert "A. O. · Attaché, Permanent Mission of Senegal" in question
    assert "A. O. · Counsellor, Permanent Mission of Senegal" in question
    assert "Ana Ortiz" not in question
    assert "Ali Omar" not in question
    mailbox.follow("A. O. · Counsellor")
    own, _filed = mailbox.text.split("You nominated")
    assert "Ana Ortiz" in own
    assert "Ali Omar" not in own


def test_what_one_answers_the_other_reader_of_the_mailbox_never_sees(nomination):
    pages, code = own_pages(), "blue heron"
    ana = Visitor().open(pages["Ana Ortiz"]).follow("Put details right")
    assert ana.sees("Choose a personal code")
    ana.send("Show my details", new_code=code).send("Save", needs="A wheelchair")

    # Ben opens her mail, then the page of whoever filed both
    ben = Visitor().open(pages["Ana Ortiz"]).follow("Put details right")
    ben.send("Show my details", code="grey heron")
    assert ben.sees("This is not the code")
    nomination.follow("Put details right: Ms. Ana Ortiz")
    # And the account of the mailbox, as which both sign in
    mailbox = signed_in(make_user(email=BOX))
    for path in pages.values():
        mailbox.open(path).send("This is me")
    mailbox.open("/my/").follow("A. O. · Counsellor").follow("Seminar")
    mailbox.follow("Put details right")
    assert mailbox.path.startswith("/my/registrations/")
    for reader in (ben, nomination, mailbox):
        assert "A wheelchair" not in reader.html

    mailbox.send("Show my details", code=code)

    assert "A wheelchair" in mailbox.html
