"""Filing people: once per form, whatever the hour for staff, facts kept."""

from functools import partial
from uuid import uuid4

import pytest
from django.utils import timezone

from mailing.models import Message
from partners.models import FormOfAddress, OrganisationSector, Person, Sector
from registrations.emails import link_of
from registrations.models import Nomination, Registration
from registrations.services import (
    changes,
    nominations,
    offers,
    rosters,
    seats,
    snapshots,
)
from registrations.services.nominations import Filing, TypedOrganisation
from seminars.models import Seminar, SeminarMode
from tests.factories import (
    COMMAND,
    DAY,
    HOUR,
    NOW,
    VISITOR,
    account,
    filing,
    make_country,
    make_mission,
    make_organisation,
    make_organiser,
    make_planned,
    make_seminar,
    make_waiting,
    register,
    ten_days_ahead,
    typed,
)
from tests.races import race
from tests.refusals import refusal
from users.models import AuditEntry

pytestmark = pytest.mark.django_db
really = pytest.mark.django_db(transaction=True)  # commits, so that threads meet
acts = {"by": COMMAND, "at": NOW}


def said(seminar, at=NOW):
    """Try to file somebody; return the sentence of the refusal."""
    with pytest.raises(nominations.ValidationError) as refused:
        nominations.submit(seminar, filing(), by=VISITOR, at=at)
    return refused.value.messages[0]


def test_the_longest_name_and_title_are_told_of_everything():
    seminar = make_seminar(places=1, title_en="T" * 200, title_fr="T" * 200)
    longest = {"name": "N" * 200, "form_of_address": FormOfAddress.HE_MS}
    first = register(seminar, **longest)
    register(seminar, **longest)
    offers.change_hours(seminar, 24, **acts)

    seats.cancel(first, because="person", **acts)
    offers.expire_due(by=COMMAND, at=NOW + 2 * DAY)

    told = Message.objects.order_by("pk").values_list("purpose", flat=True)
    assert [one for one in told if one != "receipt"] == [
        "seat_confirmed",
        "waiting",
        "cancelled",
        "offered",
        "offer_expired",
    ]


@pytest.mark.parametrize(
    ("mode", "shown", "kept"),
    [
        (SeminarMode.ONLINE, "room", "online"),
        (SeminarMode.ROOM, "online", "room"),
        (SeminarMode.BOTH, "online", "online"),
    ],
)
def test_where_there_is_one_way_to_take_part_it_is_that(mode, shown, kept):
    places = {"places": 1} if mode != SeminarMode.ONLINE else {}
    seminar = make_seminar(mode=mode, online_places=1, **places)

    (one,) = nominations.submit(
        seminar, filing(typed(mode=shown)), **acts
    ).registrations.all()

    assert (one.mode, one.status) == (kept, "confirmed")


def test_the_same_form_sent_again_changes_nothing():
    seminar, sheet = make_seminar(places=2), filing(typed(), typed())

    first = nominations.submit(seminar, sheet, **acts)
    again = nominations.submit(seminar, sheet, **acts)

    assert (first.pk, Registration.objects.count()) == (again.pk, 2)


@really
def test_the_same_form_sent_at_once_is_one_nomination():
    seminar, sheet = make_seminar(places=2), filing()

    outcomes = race(*[partial(nominations.submit, seminar, sheet, **acts)] * 4)

    assert {one.pk for one in outcomes} == {Nomination.objects.get().pk}


def test_two_equal_rows_of_one_form_are_refused_at_the_second():
    seminar, person = make_seminar(places=2), typed()

    with pytest.raises(nominations.ValidationError) as refused:
        nominations.submit(seminar, filing(person, person), **acts)

    assert refused.value.code == "already_registered"
    assert refused.value.params == {"row": 1}
    assert Nomination.objects.count() == 0


def test_who_comes_too_early_or_late_is_told_the_hour_and_the_way_out():
    starts = NOW + 10 * DAY
    early = make_seminar(places=1, opens_at=NOW + HOUR)
    late = make_seminar(places=1, closes_at=NOW - HOUR, contact="ask@example.org")
    over = make_seminar(places=1, starts_at=starts)
    off = make_seminar(places=1)
    changes.call_off(off, why="Snow.", **acts)

    assert said(early).startswith("Registration opens on ")
    assert said(late).endswith("Write to ask@example.org to ask for a late place.")
    assert said(over, at=starts + DAY).startswith("Registration closed on ")
    assert said(off).startswith("This seminar takes no registrations now.")
    assert said(make_planned()).startswith("Registration has not begun")


def test_staff_add_whoever_phoned_whatever_the_hour():
    seminar = make_seminar(places=1, closes_at=NOW - HOUR)
    organiser, sheet = make_organiser(), filing()

    first = nominations.add(seminar, sheet, by=account(organiser), at=NOW)
    again = nominations.add(seminar, sheet, by=account(organiser), at=NOW)

    assert first == again
    assert first.filed_by == organiser
    assert first.registrations.get().is_seated


def test_nobody_is_added_to_what_is_called_off():
    seminar = make_seminar(places=1)
    changes.call_off(seminar, why="Snow.", **acts)

    assert refusal(nominations.add, seminar, filing(), **acts) == "closed"


def test_a_typed_organisation_is_proposed_and_a_mission_never_is():
    seminar = make_seminar(places=2)
    forum = TypedOrganisation("Riverbank  Forum", Sector.NGO, make_country())
    mission = TypedOrganisation("Mission of Atlantis", Sector.MISSION)

    register(seminar, forum)

    row = Registration.objects.get()
    sheet = Filing(form_key=uuid4(), people=[typed(mission)])
    assert (row.organisation_name_fr, row.country_id) == ("Riverbank Forum", "SEN")
    assert row.has_typed_organisation
    assert refusal(nominations.submit, seminar, sheet, **acts) == "mission"


@pytest.mark.parametrize("verb", [nominations.submit, nominations.add])
def test_a_form_that_names_others_when_sent_again_is_another(verb):
    seminar, other = make_seminar(places=5), make_seminar(places=5)
    mission, key = make_mission(), uuid4()
    ana = Filing(key, [typed(mission, name="Ana", address="m@example.org")])
    bo = Filing(key, [typed(mission, name="Bo", address="m@example.org")])

    filed = [
        verb(where, form, **acts)
        for where, form in ((seminar, ana), (seminar, bo), (other, ana), (seminar, ana))
    ]

    assert [one.registrations.get().name for one in filed] == [
        "Ana",
        "Bo",
        "Ana",
        "Ana",
    ]
    assert [one.seminar for one in filed] == [seminar, seminar, other, seminar]
    assert filed[0] == filed[3]


def test_the_kind_of_organisation_is_that_of_the_day_of_filing():
    day = timezone.localdate(NOW) + 5 * DAY
    body = make_organisation(Sector.IGO)
    body.sectors.update(ends_on=day)
    OrganisationSector.objects.create(
        organisation=body, sector=Sector.UN, starts_on=day
    )
    seminar = make_seminar(places=1, starts_at=ten_days_ahead())

    registration = register(seminar, body)
    nominations.correct(registration, {"rank": "Officer"}, why="Left out.", **acts)

    assert Registration.objects.get().sector == Sector.IGO


# Who is who


def test_saying_which_organisation_it_is_reads_facts_anew_and_keeps_the_number():
    seminar = make_seminar(places=1)
    registration = register(seminar, make_organisation(country=make_country()))
    place = (registration.tier, registration.line_number)
    without_country = make_organisation(Sector.MEDIA)

    nominations.identify_organisation(
        registration, without_country, why="By phone.", **acts
    )

    row = Registration.objects.get()
    assert (row.sector, row.country_id, row.regional_group) == ("media", None, "")
    assert (row.country_name_en, row.is_ldc) == ("", False)
    assert (row.tier, row.line_number) == place


def test_corrections_and_identities_say_why():
    registration = register(make_seminar(places=1))
    body = registration.organisation

    assert refusal(
        nominations.identify_organisation, registration, body, why=" ", **acts
    ) == ("reason_missing")
    assert refusal(nominations.correct, registration, {}, why="", **acts) == (
        "reason_missing"
    )


def test_a_correction_touches_what_was_typed_and_nothing_else():
    registration = register(make_seminar(places=1), name="Ana Alvares")
    old = registration.same_again

    values = {"name": "Ana Alvarez", "status": "cancelled"}
    nominations.correct(registration, values, why="Spelt wrong.", **acts)

    row = Registration.objects.get()
    assert (row.name, row.status) == ("Ana Alvarez", "confirmed")
    assert row.same_again != old
    assert AuditEntry.objects.get(verb="correct").why == "Spelt wrong."


@pytest.mark.parametrize(("places", "said"), [(1, "seat_confirmed"), (0, "waiting")])
def test_a_new_address_is_told_and_the_link_of_the_old_one_is_void(places, said):
    registration = register(make_seminar(places=places), address="wrong@example.org")
    link = link_of(registration)

    values = {"address": "right@example.org", "name": "Ana"}
    nominations.correct(registration, values, why="Mistyped.", **acts)
    nominations.correct(registration, {"name": "Anna"}, why="Spelt wrong.", **acts)

    told = Message.objects.exclude(purpose="receipt").order_by("pk")
    assert list(told.values_list("address", "purpose")) == [
        ("wrong@example.org", said),
        ("right@example.org", said),
    ]
    registration.refresh_from_db()
    assert not link_of(registration).opens_with(link.token)
    assert told.last().merge == {"link": ["r", registration.pk, 2]}


def test_who_awaits_approval_has_a_link_at_the_right_address_too():
    seminar = make_seminar(places=1, registration_mode="approval")
    registration = register(seminar, name="Ana", address="wrong@example.org")

    values = {"address": "right@example.org"}
    nominations.correct(registration, values, why="Mistyped.", **acts)

    told = Message.objects.get(address="right@example.org")
    assert told.merge == {"link": ["r", registration.pk, 2]}
    assert "Ana: Awaiting approval" in told.text
    assert "\n\n\n" not in told.text


@pytest.mark.parametrize("is_held", [False, True])
def test_a_new_address_is_not_told_what_is_over(is_held):
    registration = register(make_seminar(places=1), address="wrong@example.org")
    if is_held:
        Seminar.objects.update(state="held")
    else:
        seats.cancel(registration, because="person", **acts)

    values = {"address": "right@example.org"}
    nominations.correct(registration, values, why="Mistyped.", **acts)

    assert not Message.objects.filter(address="right@example.org").exists()


def test_a_correction_may_not_make_two_filings_the_same():
    seminar, mission = make_seminar(places=2), make_mission()
    one = register(seminar, mission, name="Ana", address="a@example.org")
    two = register(seminar, mission, name="Anna", address="a@example.org")
    fix = partial(nominations.correct, two, {"name": one.name}, why="Same.")

    assert refusal(fix, **acts) == "already_registered"


def test_without_an_organisation_nothing_can_be_read_anew():
    (registration,) = make_waiting(make_seminar(places=0), 1)
    fix = partial(nominations.correct, registration, {"name": "Ana"}, why="Typo.")

    assert refusal(fix, **acts) == "no_organisation"


def test_a_linked_person_stands_once_per_seminar():
    seminar = make_seminar(places=2)
    person = Person.objects.create(name="Ana Alvarez")
    first, second = register(seminar), register(seminar)

    nominations.identify_person(first, person, **acts)

    assert refusal(nominations.identify_person, second, person, **acts) == (
        "person_registered"
    )


def test_somebody_new_is_taken_in_as_typed():
    registration = register(
        make_seminar(places=1), name="Ana Alvarez", gender="woman", language="fr"
    )

    nominations.identify_as_new(registration, **acts)

    person = Registration.objects.get().person
    assert (person.name, person.gender, person.language) == (
        "Ana Alvarez",
        "woman",
        "fr",
    )


def test_people_are_found_by_words_of_their_name_unless_erased():
    Person.objects.create(name="Zoé Ziegler")
    Person.objects.create(name="Zoe Gone", state="erased")

    found = rosters.known_people("ZOE")

    assert [person.name for person in found] == ["Zoé Ziegler"]


def test_a_seminar_without_a_day_has_no_groups_to_read():
    seminar = make_planned()
    seminar.starts_at = seminar.planned_for = None

    snapshots.retake_countries(seminar)

    assert Registration.objects.count() == 0
