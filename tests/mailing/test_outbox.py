"""A message is a row of the transaction whose fact it tells."""

import re
from html import unescape
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from mailing import delivery
from mailing.models import Message
from mailing.outbox import Addressee, Fact, enqueue
from tests.mailing.rows import SYSTEM, states
from unitar_seminars.db import key
from unitar_seminars.links import Link
from users import audit
from users.models import User

HOSTILE = ["محمد بن سلمان", "Zoë Çelik", "<b>Bold</b> & Co", "Siobhán O'Brien", ". dot"]


@pytest.fixture(autouse=True)
def own_templates(settings):
    """Texts of this file, so that nobody else's words are tested here."""
    engine = settings.TEMPLATES[0]
    folders = [*engine["DIRS"], Path(__file__).parent / "templates"]
    settings.TEMPLATES = [{**engine, "DIRS": folders}]


@pytest.fixture
def person(db):
    return User.objects.create_user("ambassador@example.org")


def fact_about(person, name="Amina Diallo", **fields):
    entry = audit.record("cancel", person, by=SYSTEM, at=timezone.now())
    context = {"name": name, "topic": "Migration & development"}
    return Fact("sample/told", entry, context, **fields)


def addressee(person, **fields):
    return Addressee(person, "desk@example.org", "en", **fields)


def test_message_holds_what_it_tells_and_whom(person):
    fact = fact_about(person, calendars=["BEGIN:VCALENDAR"], not_after=timezone.now())

    row = enqueue(fact, addressee(person, name=" Amina\r\nX:  1", link=Link("r", 7, 2)))

    row.refresh_from_db()
    assert (row.person_key, row.purpose) == (key(person), "told")
    assert row.about == key(fact.entry)
    assert (row.address, row.name, row.language) == (
        "desk@example.org",
        "Amina X: 1",
        "en",
    )
    assert row.merge == {"link": ["r", 7, 2]}
    assert row.subject == "Told about Migration & development"
    assert row.calendars == ["BEGIN:VCALENDAR"]
    assert (row.next_attempt_at, row.not_after) == (fact.entry.at, fact.not_after)
    assert (row.state, row.attempt) == ("pending", 0)


def test_what_is_too_long_for_its_line_is_cut_and_said_in_full_below(person):
    name, topic = "Amina " * 40, "Migration " * 40
    entry = audit.record("cancel", person, by=SYSTEM, at=timezone.now())

    row = enqueue(
        Fact("sample/told", entry, {"name": name, "topic": topic}),
        addressee(person, name=name),
    )

    row.refresh_from_db()
    assert (len(row.name), len(row.subject)) == (200, 300)
    assert name.strip() in row.text


def test_one_message_per_person_and_fact(person):
    fact = fact_about(person)
    enqueue(fact, addressee(person))

    with pytest.raises(IntegrityError), transaction.atomic():
        enqueue(fact, addressee(person))

    assert Message.objects.count() == 1


def test_two_facts_are_two_messages(person):
    for _change in range(2):
        enqueue(fact_about(person), addressee(person))

    assert Message.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_fact_that_was_rolled_back_is_told_to_nobody(relay):
    person = User.objects.create_user("ambassador@example.org")
    with transaction.atomic():
        enqueue(fact_about(person), addressee(person))
        transaction.set_rollback(True)

    delivery.deliver_due(seconds=5)

    assert Message.objects.count() == 0
    assert relay.ids == []


@pytest.mark.parametrize("name", HOSTILE)
def test_text_and_html_say_the_same_of_anybody(person, relay, name):
    fact = fact_about(person, name)

    enqueue(fact, addressee(person, name=name, link=Link("r", 7, 2)))
    delivery.deliver_due(seconds=5)

    (message,) = relay.accepted
    text = message.get_body(("plain",)).get_content()
    html = message.get_body(("html",)).get_content()
    seen = unescape(re.sub(r"<[^>]*>", "", html))
    told = f"The registration of {name} is cancelled."
    assert told in text.splitlines()
    assert told in seen.splitlines()
    assert Link("r", 7, 2).url in text.splitlines()
    assert f'href="{Link("r", 7, 2).url}"' in html
    assert "[[link]]" not in text + html
    assert states() == {"desk@example.org": "sent"}
