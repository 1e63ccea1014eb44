"""What became of each message, found by person, mission and address."""

import pytest

from briefings import merging
from briefings.audiences import Recipient
from briefings.services import results
from briefings.services.results import Choice
from mailing.models import Message, MessageState
from partners.models import Person, Posting, Representation, RepresentationRole
from tests.briefings.letting_out import make_readers, sent, settle
from tests.factories import (
    DAY,
    NOW,
    TODAY,
    account,
    give_address,
    make_country,
    make_mission,
    make_organisation,
    make_organiser,
    make_seminar,
    make_user,
    register,
)
from unitar_seminars.db import key
from users.models import AuditEntry

pytestmark = pytest.mark.django_db


def shown(briefing, **choice):
    rows, _after = results.page(briefing.mailing, Choice(**choice), at=NOW)
    return [row.message.address for row in rows]


@pytest.fixture
def briefing():
    make_readers(3)
    return sent()


def test_by_state_and_by_words_of_name_and_address(briefing):
    settle(briefing, MessageState.FAILED, reply="550 no such user")

    assert shown(briefing) == [f"mission0{n}@example.org" for n in range(3)]
    assert shown(briefing, state="failed") == ["mission00@example.org"]
    assert shown(briefing, words="land 02") == ["mission02@example.org"]
    assert shown(briefing, words="MISSION01@") == ["mission01@example.org"]
    assert shown(briefing, words="atlantis") == []


def test_people_are_found_by_their_mission_accents_or_not(briefing):
    ivory = make_mission(
        make_country("CIV", name="Côte d’Ivoire"),
        name_en="Permanent Mission of Côte d’Ivoire",
    )
    person = Person.objects.create(name="Ama Koné")
    Posting.objects.create(person=person, organisation=ivory)
    focal = make_user(name="Focal")
    Representation.objects.create(
        user=focal,
        organisation=ivory,
        role=RepresentationRole.FOCAL_POINT,
        starts_on=TODAY - DAY,
    )
    registered = register(make_seminar(places=1), ivory)
    for number, row in enumerate((person, focal, registered)):
        add_row(briefing, key(row), f"who{number}@example.org")

    found = ["who0@example.org", "who1@example.org", "who2@example.org"]
    assert shown(briefing, words="cote ivoire") == found
    assert shown(briefing, words="kone") == []  # the row's own name is searched
    rows, _after = results.page(briefing.mailing, Choice(words="cote"), at=NOW)
    assert {row.organisation for row in rows} == {ivory.name_en}


def add_row(briefing, person_key, address):
    Message.objects.create(
        mailing=briefing.mailing,
        person_key=person_key,
        purpose="update",
        about=key(briefing.mailing),
        address=address,
        name="Somebody",
        language="en",
        next_attempt_at=NOW,
    )


def test_pages_follow_each_other_without_a_gap(briefing, monkeypatch):
    monkeypatch.setattr(results, "PAGE", 2)

    first, after = results.page(briefing.mailing, Choice(), at=NOW)
    second, end = results.page(briefing.mailing, Choice(after=after), at=NOW)

    found = [row.message.address for row in [*first, *second]]
    assert found == [f"mission0{n}@example.org" for n in range(3)]
    assert (after, end) == ("mission01@example.org", "")


def test_the_report_has_every_row_tamed_and_leaves_one_entry(briefing):
    settle(briefing, reply="250 queued")
    briefing.mailing.messages.filter(address="mission01@example.org").update(
        name="=HYPERLINK()"
    )
    by = account(make_organiser())

    head, *rows = results.export(briefing, Choice(), by=by, at=NOW)

    assert head[:3] == ["Name", "Organisation", "Address"]
    assert [row[2] for row in rows] == [f"mission0{n}@example.org" for n in range(3)]
    assert rows[1][0] == "'=HYPERLINK()"
    assert [row[4] for row in rows] == ["Sent", "Pending", "Pending"]
    assert (rows[0][7], rows[1][5]) == ("250 queued", "")
    entry = AuditEntry.objects.get(verb="export_results")
    assert (entry.thing, entry.user) == (key(briefing), by.user)


def test_a_page_asks_the_same_for_any_length(briefing, django_assert_num_queries):
    with django_assert_num_queries(2):  # rows, their missions
        results.page(briefing.mailing, Choice(), at=NOW)
    with django_assert_num_queries(2):
        results.page(briefing.mailing, Choice(words="01"), at=NOW)


def test_merge_fields_speak_the_readers_language_or_in_general():
    ghana = make_mission(
        make_country("GHA", name="Ghana"), name_fr="Mission permanente du Ghana"
    )
    use = give_address(ghana, "g@example.org")
    english = make_organisation(name_en="Only English", name_fr="")
    readers = [
        Recipient(key(ghana), "x", "a@example.org", "en"),
        Recipient(key(ghana), "x", "b@example.org", "fr"),
        Recipient(key(use.contact_point), "x", "g@example.org", "fr"),
        Recipient(key(english), "x", "c", "fr"),
        Recipient(key(make_user()), "x", "d", "en"),
    ]

    merges = merging.merged(readers, {"name", "organisation", "country"}, at=NOW)

    assert [one["organisation"] for one in merges] == [
        ghana.name_en,
        ghana.name_fr,
        ghana.name_fr,
        "Only English",
        "your organisation",
    ]
    assert merges[0]["country"] == "Ghana"
    assert merges[4]["country"] == "your country"
    assert merging.merged(readers[:1], {"name"}, at=NOW) == [{}]
