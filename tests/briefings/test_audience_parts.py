"""What each condition of a part means."""

from datetime import timedelta

import pytest

from briefings import audiences
from partners.models import ContactKind, ContactUse, CountryGroup, Person, Sector
from partners.services import organisations, people
from seminars.models import Theme
from tests.briefings.crowd import (
    come,
    make_delegate,
    make_focal_point,
    mission,
    never_came,
    reach,
    reached,
    subscribe,
)
from tests.factories import (
    COMMAND,
    DAY,
    MISSIONS,
    NOW,
    TODAY,
    give_address,
    make_audience,
    make_country,
    make_mission,
    make_organisation,
    make_seminar,
    make_series,
    make_waiting,
    register,
)

pytestmark = pytest.mark.django_db


# Organisations


def test_missions_are_meant_and_no_other_organisation():
    mission("GHA", CountryGroup.AFRICAN)
    give_address(make_organisation(), "ngo@ngo.example")

    assert reached(MISSIONS) == ["gha"]
    assert reached({**MISSIONS, "sector": Sector.NGO}) == ["ngo"]


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"regional_group": "african"}, ["gha", "mli"]),
        ({"situation": "ldc"}, ["mli"]),
        ({"situation": "lldc"}, ["mli", "aut"]),
        ({"situation": "sids"}, ["fji"]),
        ({"situation": "any"}, ["mli", "aut", "fji"]),
        ({"standing": "member"}, ["gha", "mli", "aut", "fji"]),
        ({"standing": "observer"}, ["pse", "eu"]),
        ({"regional_group": "african", "situation": "lldc"}, ["mli"]),
    ],
    ids=str,
)
def test_all_conditions_of_a_part_have_to_hold(condition, expected):
    group = CountryGroup
    mission("GHA", group.AFRICAN)
    mission("MLI", group.AFRICAN, group.LDC, group.LLDC)
    mission("AUT", group.WEOG, group.LLDC)
    mission("FJI", group.ASIA_PACIFIC, group.SIDS)
    for code, standing in (("PSE", "observer_state"), ("EU", "observer_organisation")):
        body = mission(code)
        body.country.groups.update(group=standing)

    assert reached(MISSIONS | condition) == expected


def test_groups_count_as_they_are_on_the_day():
    body = mission("BGD", CountryGroup.LDC)
    body.country.groups.filter(group="ldc").update(ends_on=TODAY + 5 * DAY)

    part = MISSIONS | {"situation": "ldc"}

    assert (reached(part), reached(part, at=NOW + 6 * DAY)) == (["bgd"], [])


def test_a_closed_mission_and_an_address_of_last_year_are_not_used():
    gone = mission("GHA")
    gone.state = "closed"
    gone.save()
    give_address(
        mission("MLI"), "old@mission.example", ends_on=TODAY - timedelta(days=300)
    )

    assert reached(MISSIONS) == ["mli"]


def test_missions_are_reached_through_focal_points_of_the_day():
    ghana, mali = mission("GHA"), mission("MLI")
    make_focal_point(ghana, email="now@mission.example")
    late = make_focal_point(mali, email="late@mission.example")
    late.representations.update(ends_on=TODAY)
    make_focal_point(ghana, email="barred@mission.example", is_active=False)

    assert reached(MISSIONS | {"reached_at": "focal_points"}) == ["now"]
    assert reached(MISSIONS | {"reached_at": "both"}) == ["gha", "mli", "now"]


def test_a_focal_point_is_addressed_in_their_language_else_in_the_missions():
    ghana, mali = make_mission(make_country("GHA")), make_mission(make_country("MLI"))
    give_address(mali, "mli@mission.example", "fr")
    speaker = make_focal_point(ghana, email="a@mission.example", name="Ama Boateng")
    Person.objects.create(name="Ama Boateng", account=speaker, language="fr")
    make_focal_point(mali, email="b@mission.example")
    make_focal_point(ghana, email="c@mission.example")

    part = MISSIONS | {"reached_at": "focal_points"}
    found = audiences.recipients(make_audience(part), at=NOW)

    assert [(one.name, one.language) for one in found] == [
        ("Ama Boateng", "fr"),
        ("b@mission.example", "fr"),
        ("c@mission.example", "en"),
    ]


def test_delegates_who_cover_a_committee_are_reached_at_their_own_address():
    ghana = mission("GHA")
    make_delegate(
        ghana, "second", "gfmd", address="d@x.example", form_of_address="he_ms"
    )
    make_delegate(ghana, "third", address="third@x.example")
    make_delegate(ghana, "second", address="r@x.example", state="restricted")
    silent = make_delegate(ghana, "second", name="Kofi Mensah")
    ContactUse.objects.create(
        contact_point=people.contact("desk@x.example"),
        person=silent,
        kind=ContactKind.ASSISTANT,
    )

    part = {"who": "organisations", "sector": "mission", "committee": "second"}
    (found,) = audiences.recipients(make_audience(part), at=NOW)

    assert (found.address, found.language) == ("d@x.example", "fr")
    assert found.name == "S. E. Mme Amina Diallo"
    assert reach(part).without_address == ["Kofi Mensah"]


def test_a_delegate_with_two_addresses_gets_one_message():
    delegate = make_delegate(mission("GHA"), "second", address="one@x.example")
    ContactUse.objects.create(
        contact_point=people.contact("two@x.example"), person=delegate
    )

    assert reached(
        {"who": "organisations", "sector": "mission", "committee": "second"}
    ) == ["one"]


# Those who never came


def test_whose_people_were_only_absent_never_came():
    seminar = make_seminar(places=5)
    for code, mark in (
        ("GHA", "present"),
        ("MLI", "partial"),
        ("AUT", "absent"),
        ("FJI", "excused"),
    ):
        come(register(seminar, mission(code)), mark)
    mission("CHE")

    assert reached(never_came()) == ["aut", "fji", "che"]


def test_never_came_may_be_asked_of_a_seminar_a_series_or_a_theme():
    series, theme = make_series(), Theme.objects.create(slug="t", name_en="T")
    first, second = make_seminar(places=3, series=series), make_seminar(places=3)
    second.themes.add(theme)
    come(register(first, mission("GHA")))
    come(register(second, mission("MLI")))

    assert reached(never_came(series=series)) == ["mli"]
    assert reached(never_came(seminar=second)) == ["gha"]
    assert reached(never_came(theme=theme)) == ["gha"]
    assert reached(never_came(theme=theme, series=series)) == ["gha", "mli"]


def test_whoever_came_for_an_organisation_that_was_merged_came_for_the_other():
    seminar, ghana = make_seminar(places=1), mission("GHA")
    old = make_mission(ghana.country, name_en="Old")
    come(register(seminar, old))
    old.state, old.merged_into = "merged", ghana
    old.save()

    assert reached(never_came()) == []


def test_merges_in_a_row_still_lead_to_whoever_came():
    seminar, ghana = make_seminar(places=1), mission("GHA")
    chain = [make_mission(ghana.country, name_en=f"Old {n}") for n in range(3)]
    come(register(seminar, chain[0]))

    for old, into in zip(chain, [*chain[1:], ghana], strict=True):
        organisations.merge(old, into, by=COMMAND, at=NOW, why="The same")

    assert reached(never_came()) == []


# People of seminars


def test_registered_waiting_and_attended_are_told_apart():
    seminar = make_seminar(places=2)
    came = register(seminar, address="came@x.example")
    register(seminar, address="seated@x.example")
    register(seminar, address="waits@x.example")
    gone = register(seminar, address="gone@x.example")
    type(gone).objects.filter(pk=gone.pk).update(status="declined", declined_at=NOW)
    register(make_seminar(places=1), address="elsewhere@x.example")
    come(came)

    assert reached({"who": "registered", "seminar": seminar}) == [
        "came",
        "seated",
        "waits",
    ]
    assert reached({"who": "waiting", "seminar": seminar}) == ["waits"]
    assert reached({"who": "attended", "seminar": seminar}) == ["came"]


def test_registrants_of_a_series_are_narrowed_by_what_they_were_then():
    seminar = make_seminar(places=3, series=make_series())
    group = CountryGroup
    register(seminar, mission("GHA", group.AFRICAN), address="gha@x.example")
    register(seminar, mission("MLI", group.AFRICAN, group.LDC), address="mli@x.example")
    register(seminar, make_organisation(), address="ngo@x.example")
    part = {"who": "registered", "series": seminar.series}

    assert reached(part | {"sector": "ngo"}) == ["ngo"]
    assert reached(part | {"regional_group": "african"}) == ["gha", "mli"]
    assert reached(part | {"situation": "ldc"}) == ["mli"]
    assert reached(part | {"situation": "any"}) == ["mli"]


def test_registrants_without_an_address_are_named():
    seminar = make_seminar(places=1)
    make_waiting(seminar, 1)
    seminar.registrations.update(address="", form_of_address="ms")

    found = reach({"who": "waiting", "seminar": seminar})

    assert (found.addresses, found.without_address) == (0, ["Ms. Waiting 1"])


# Subscribers


def test_subscribers_are_those_confirmed_who_want_single_messages():
    theme = Theme.objects.create(slug="t", name_en="T")
    subscribe("theme@x.example", {"theme": theme}, language="fr")
    subscribe("series@x.example", {"series": make_series()})
    subscribe("all@x.example", wants_everything=True)
    subscribe("asked@x.example", {"theme": theme}, confirmed_at=None)
    subscribe("weekly@x.example", {"theme": theme}, frequency="weekly")
    subscribe("nothing@x.example")

    assert reached({"who": "subscribers"}) == ["theme", "series", "all"]
    assert reached({"who": "subscribers", "theme": theme}) == ["theme", "all"]


def test_a_subscriber_is_called_by_the_name_that_is_known():
    person = Person.objects.create(name="Léa Martin")
    known = subscribe("known@x.example", language="fr", wants_everything=True)
    ContactUse.objects.create(contact_point=known.contact_point, person=person)
    subscribe("unknown@x.example", language="fr", wants_everything=True)

    found = audiences.recipients(make_audience({"who": "subscribers"}), at=NOW)

    assert [(one.name, one.language) for one in found][0] == ("Léa Martin", "fr")
    assert found[1].name != ""
