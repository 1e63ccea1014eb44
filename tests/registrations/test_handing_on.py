"""On a mailed page: name somebody else, answer an offer, choose room or online."""

import pytest

from registrations.emails import link_of, link_of_nomination
from registrations.models import CancelledBecause, Registration, Substitution
from registrations.models import RegistrationStatus as Status
from registrations.services import changes, kept, offers, seats
from seminars.models import Mode, Seminar
from tests.axe import LOOKS, assert_clean
from tests.factories import (
    COMMAND,
    DAY,
    LINK,
    NOW,
    make_mission,
    make_organisation,
    make_seminar,
    register,
)
from tests.registrations.telling import told
from users.models import AuditEntry

pytestmark = pytest.mark.django_db
in_browser = pytest.mark.django_db(transaction=True)
SOMEBODY = {
    "name": "Ndeye Sarr",
    "form_of_address": "ms",
    "rank": "Counsellor",
    "address": "ndeye@example.org",
    "language": "fr",
    "gender": "",
    "needs": "",
}


@pytest.fixture
def mission():
    return make_mission()


def base(person, kind):
    """Give the address of a page and what stands at its end, by kind of link."""
    if kind == "n":
        return link_of_nomination(person.nomination).path, f"{person.pk}/"
    return link_of(person).path, ""


def offered(mission, waiting=1):
    seminar = make_seminar(places=1)
    offers.change_hours(seminar, 24, by=COMMAND, at=NOW)
    holder, *others = [register(seminar, mission) for _ in range(1 + waiting)]
    seats.cancel(holder, because=CancelledBecause.PERSON, by=LINK, at=NOW)
    for one in others:
        one.refresh_from_db()
    return others


@pytest.mark.parametrize("kind", ["n", "r"])
def test_somebody_else_is_named_from_either_page(client, mission, kind):
    before = register(make_seminar(places=1), mission)
    path, who = base(before, kind)

    page = client.get(f"{path}substitute/{who}").content.decode()
    assert f"Who comes instead of {before.addressed_name}?" in page
    answer = client.post(f"{path}substitute/{who}", SOMEBODY, follow=True)

    after = Registration.objects.get(name="Ndeye Sarr")
    assert (after.status, after.organisation, after.language) == (
        Status.CONFIRMED,
        mission,
        "fr",
    )
    assert Substitution.objects.get().predecessor == before
    said = AuditEntry.objects.get(verb="substitute")
    assert (said.kind, said.label[0]) == ("link", kind)
    page = answer.content.decode()
    assert "Ndeye Sarr is named instead" in page
    assert ("Ms. Ndeye Sarr</h2>" in page or "Ms. Ndeye Sarr</bdi>" in page) == (
        kind == "n"
    )


@pytest.mark.parametrize("kind", ["n", "r"])
def test_what_was_typed_is_never_lost(client, mission, kind):
    before = register(make_seminar(places=1), mission)
    path, who = base(before, kind)

    answer = client.post(f"{path}substitute/{who}", SOMEBODY | {"address": "ndeye"})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="Ndeye Sarr"' in page
    assert "“ndeye” is not an e-mail address" in page
    assert Registration.objects.count() == 1


def test_a_refusal_of_the_verb_stands_on_the_form(client, mission):
    seminar = make_seminar(places=2)
    before = register(seminar, mission)
    register(seminar, mission, name="Ndeye Sarr", address="ndeye@example.org")
    path, who = base(before, "n")

    page = client.post(f"{path}substitute/{who}", SOMEBODY).content.decode()

    assert "Exactly this was filed before" in page
    assert 'value="Ndeye Sarr"' in page


def test_sent_twice_one_person_is_named(client, mission):
    before = register(make_seminar(places=1), mission)
    path, who = base(before, "n")

    for _ in range(2):
        client.post(f"{path}substitute/{who}", SOMEBODY)

    assert Registration.objects.count() == 2
    page = client.get(f"{path}substitute/{who}").content.decode()
    assert "There is no place to hand on" in page


def test_nobody_of_another_nomination_is_named_away(client, mission):
    seminar = make_seminar(places=2)
    mine, theirs = register(seminar, mission), register(seminar, mission)
    path, _who = base(mine, "n")

    for what in ("substitute", "accept", "mode"):
        data = SOMEBODY | {"mode": "online"}
        answer = client.post(f"{path}{what}/{theirs.pk}/", data)
        assert answer.status_code == 404
    assert Registration.objects.count() == 2


@pytest.mark.parametrize("kind", ["n", "r"])
def test_an_offer_is_answered_by_one_button(client, mission, kind):
    [first] = offered(mission)
    path, who = base(first, kind)

    page = client.get(path).content.decode()
    assert "Confirm it by then, or it goes to the next." in page
    assert "Add to calendar" not in page
    assert client.get(f"{path}accept/{who}").status_code == 405
    answer = client.post(f"{path}accept/{who}", follow=True)

    first.refresh_from_db()
    assert first.status == Status.CONFIRMED
    assert "Add to calendar" in answer.content.decode()
    again = client.post(f"{path}accept/{who}", follow=True).content.decode()
    assert "There is no offer to answer now" in again


def test_who_takes_up_a_place_without_a_date_is_promised_no_entry_yet(client, mission):
    [first] = offered(mission)
    changes.postpone(first.seminar, None, by=COMMAND, at=NOW)

    answer = client.post(f"{base(first, 'r')[0]}accept/", follow=True)

    page = answer.content.decode()
    assert "The calendar entry follows with the new date." in page
    assert "in the message we sent" not in page


def test_an_offer_is_given_up_like_a_place(client, mission):
    first, second = offered(mission, waiting=2)
    path, _who = base(first, "r")

    client.post(f"{path}cancel/")

    second.refresh_from_db()
    assert second.status == Status.OFFERED


def test_who_waits_sees_why_in_counts_alone(client, mission):
    first, second = offered(mission, waiting=2)
    seminar = second.seminar
    ngo = register(seminar, make_organisation(name_en="Migrants’ House"))
    Seminar.objects.filter(pk=seminar.pk).update(closes_at=None)
    seminar.seats.create(seminar=seminar, tier=1, held_until=NOW + DAY)
    seats.release(seminar, by=COMMAND, at=NOW)
    seminar.seats.create(seminar=seminar, tier=2, held_until=NOW + DAY)

    page = client.get(link_of(ngo).path).content.decode()

    assert "1 free place is kept until" in page
    assert "for: United Nations system, Other intergovernmental organisation" in page
    assert "2 places are on offer to people who were ahead" in page
    assert first.name not in page


def test_a_place_kept_for_ones_own_group_is_no_reason(client, mission):
    seminar = make_seminar(places=1)
    kept.keep(seminar, Mode.ROOM, 1, 1, NOW + DAY, by=COMMAND, at=NOW)
    register(seminar, mission)
    waiting = register(seminar, mission)

    page = client.get(link_of(waiting).path).content.decode()

    assert "The one place is taken." in page


@pytest.mark.parametrize("kind", ["n", "r"])
def test_who_waits_for_the_room_takes_part_online(client, mission, kind):
    seminar = make_seminar(places=1, online_places=1)
    register(seminar, mission)
    waiting = register(seminar, mission)
    path, who = base(waiting, kind)

    assert "Take part online instead" in client.get(path).content.decode()
    answer = client.post(f"{path}mode/{who}", {"mode": "online"}, follow=True)

    waiting.refresh_from_db()
    assert (waiting.status, waiting.mode) == (Status.CONFIRMED, Mode.ONLINE)
    assert "Come to the room instead" not in answer.content.decode()
    assert len(told("seat_confirmed")) == 2
    assert client.post(f"{path}mode/{who}", {"mode": "dream"}).status_code == 404


def test_while_it_is_postponed_nobody_is_offered_the_other_way(client, mission):
    seated = register(make_seminar(places=1, online_places=1), mission)
    changes.postpone(seated.seminar, None, by=COMMAND, at=NOW)

    page = client.get(base(seated, "r")[0]).content.decode()

    assert "Take part online instead" not in page


def test_without_a_free_place_no_button_promises_one(client, mission):
    seminar = make_seminar(places=1, online_places=1)
    register(seminar, mission, mode=Mode.ONLINE)
    seated = register(seminar, mission)
    path, _who = base(seated, "r")

    assert "Take part online instead" not in client.get(path).content.decode()
    answer = client.post(f"{path}mode/", {"mode": "online"}, follow=True)
    assert "No place online is free now" in answer.content.decode()


@in_browser
@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_pages_are_clean(live_server, page, mission, look):
    first, second = offered(mission, waiting=2)
    language = f"?language={look.language}"

    for one in (first, second):
        url = live_server.url + link_of_nomination(one.nomination).path
        assert_clean(page, url + language, look)
    path, who = base(first, "n")
    url = f"{live_server.url}{path}substitute/{who}{language}"
    assert_clean(page, url, look)
