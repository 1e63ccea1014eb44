"""Whom an audience means, on a day: each once, by the name that speaks for them."""

from datetime import timedelta

import pytest

from briefings import audiences
from briefings.models import Audience, AudiencePart, Subscriber, Subscription, Who
from mailing.models import Suppression
from partners.models import (
    ContactKind,
    ContactUse,
    CountryGroup,
    Person,
    Posting,
    Representation,
    Sector,
)
from partners.services import people
from registrations.models import Attendance
from seminars.models import Theme
from tests.factories import (
    DAY,
    FAR_BACK,
    MISSIONS,
    NOW,
    give_address,
    make_audience,
    make_country,
    make_mission,
    make_organisation,
    make_seminar,
    make_series,
    make_user,
    make_waiting,
    register,
)
from tests.refusals import broken

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def mission(code, *groups, **fields):
    """Make a mission of a country in these groups, with an official address."""
    body = make_mission(make_country(code, groups=groups, name=code), **fields)
    give_address(body, f"{code.lower()}@mission.example")
    return body


def reached(*parts, at=NOW):
    """List the local parts of the addresses that these parts come to."""
    found = audiences.recipients(make_audience(*parts), at=at)
    return [one.address.split("@")[0] for one in found]


def reach(*parts, scope="update"):
    return audiences.reach(make_audience(*parts), scope=scope, at=NOW)


def make_focal_point(body, **fields):
    user = make_user(**fields)
    Representation.objects.create(
        user=user, organisation=body, role="focal_point", starts_on=FAR_BACK
    )
    return user


def make_delegate(body, *committees, address="", name="Amina Diallo", **fields):
    person = Person.objects.create(name=name, **fields)
    Posting.objects.create(
        person=person, organisation=body, committees=list(committees)
    )
    if address:
        ContactUse.objects.create(
            contact_point=people.contact(address), person=person, language="fr"
        )
    return person


def come(registration, mark="present"):
    Attendance.objects.create(
        registration=registration,
        session=registration.seminar.sessions.get(),
        mark=mark,
        source="sheet",
        recorded_at=NOW,
    )


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

    part = {"sector": "mission", "committee": "second"}
    (found,) = audiences.recipients(make_audience(part), at=NOW)

    assert (found.address, found.language) == ("d@x.example", "fr")
    assert found.name == "S. E. Mme Amina Diallo"
    assert reach(part).without_address == ["Kofi Mensah"]


def test_a_delegate_with_two_addresses_gets_one_message():
    delegate = make_delegate(mission("GHA"), "second", address="one@x.example")
    ContactUse.objects.create(
        contact_point=people.contact("two@x.example"), person=delegate
    )

    assert reached({"sector": "mission", "committee": "second"}) == ["one"]


# Those who never came


def never_came(**conditions):
    return MISSIONS | {"who": Who.NEVER_CAME} | conditions


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


def subscribe(address, *subscriptions, **fields):
    fields.setdefault("confirmed_at", NOW)
    point = people.contact(address)
    one = Subscriber.objects.create(contact_point=point, asked_at=NOW, **fields)
    for wanted in subscriptions:
        Subscription.objects.create(subscriber=one, **wanted)
    return one


def test_subscribers_are_those_confirmed_who_want_single_messages():
    theme = Theme.objects.create(slug="t", name_en="T")
    subscribe("theme@x.example", {"theme": theme}, language="fr")
    subscribe("series@x.example", {"series": make_series()})
    subscribe("all@x.example", wants_everything=True)
    subscribe("asked@x.example", {"theme": theme}, confirmed_at=None)
    subscribe("weekly@x.example", {"theme": theme}, frequency="weekly")

    assert reached({"who": "subscribers"}) == ["theme", "series", "all"]
    assert reached({"who": "subscribers", "theme": theme}) == ["theme", "all"]


def test_a_subscriber_is_called_by_the_name_that_is_known():
    person = Person.objects.create(name="Léa Martin")
    known = subscribe("known@x.example", language="fr")
    ContactUse.objects.create(contact_point=known.contact_point, person=person)
    subscribe("unknown@x.example", language="fr")

    found = audiences.recipients(make_audience({"who": "subscribers"}), at=NOW)

    assert [(one.name, one.language) for one in found][0] == ("Léa Martin", "fr")
    assert found[1].name != ""


# Parts together


def test_parts_add_up_and_what_is_left_out_is_left_out():
    for code, group in (("GHA", "african"), ("FJI", "asia_pacific"), ("AUT", "weog")):
        mission(code, group)
    african = MISSIONS | {"regional_group": "african"}
    asian = MISSIONS | {"regional_group": "asia_pacific"}

    assert reached(african, asian) == ["gha", "fji"]
    assert reached(MISSIONS, asian | {"is_excluded": True}) == ["gha", "aut"]
    assert reached(african | {"is_excluded": True}) == []
    assert (
        audiences.recipients(
            Audience.objects.create(name_en="None", name_fr="Rien"), at=NOW
        )
        == []
    )


def test_a_shared_address_is_one_row_and_the_mission_speaks_for_it():
    ghana = make_mission(make_country("GHA", name="Ghana"))
    seminar = make_seminar(places=1)
    register(seminar, address="Shared@mission.example")
    make_focal_point(ghana, email="shared@mission.example", name="Ama")
    give_address(ghana, "SHARED@mission.example", "fr")

    registered = {"who": "registered", "seminar": seminar}
    both = MISSIONS | {"reached_at": "both"}
    found = audiences.recipients(make_audience(registered, both), at=NOW)

    assert found == [
        audiences.Recipient(
            f"partners.organisation:{ghana.pk}",
            "Mission permanente : Ghana (fr)",
            "SHARED@mission.example",
            "fr",
        )
    ]


def test_what_is_left_out_takes_a_shared_address_with_it():
    give_address(make_mission(), "shared@mission.example")
    seminar = make_seminar(places=1)
    register(seminar, address="SHARED@mission.example")

    left_out = {"who": "registered", "seminar": seminar, "is_excluded": True}

    assert reached(MISSIONS, left_out) == []


# What it comes to


def test_reach_counts_by_language_names_the_silent_and_shows_some():
    for number in range(7):
        body = make_mission(make_country(f"A{number}", name=f"A{number}"))
        give_address(body, f"a{number}@mission.example", "fr" if number == 6 else "en")
    make_mission(make_country("MLI", name="Mali"))
    make_mission(make_country("GHA", groups=["weog"], name="Ghana"))

    weog = MISSIONS | {"regional_group": "weog", "is_excluded": True}
    found = reach(MISSIONS, weog)

    assert (found.addresses, found.by_language) == (7, {"en": 6, "fr": 1})
    assert found.without_address == ["Permanent Mission of Mali"]
    sample = [one.address[:2] for one in found.sample]
    assert sample == ["a0", "a1", "a2", "a3", "a4", "a6"]


def test_a_mission_reached_in_another_part_is_not_silent():
    ghana = make_mission()
    make_focal_point(ghana)

    both = [MISSIONS, MISSIONS | {"reached_at": "focal_points"}]

    assert reach(MISSIONS).without_address == [str(ghana)]
    assert reach(*both).without_address == []


def test_suppressed_are_those_who_refuse_this_scope_or_everything():
    for code, scopes in (
        ("GHA", ["update"]),
        ("MLI", ["all", "update"]),
        ("AUT", ["briefing"]),
        ("FJI", []),
    ):
        mission(code)
        for scope in scopes:
            Suppression.objects.create(
                address_folded=f"{code.lower()}@mission.example",
                scope=scope,
                reason="manual",
                at=NOW,
            )

    update, briefing = reach(MISSIONS), reach(MISSIONS, scope="briefing")

    assert (update.addresses, update.suppressed, update.to_send) == (4, 2, 2)
    assert update.held_back == ["gha@mission.example", "mli@mission.example"]
    assert briefing.held_back == ["mli@mission.example", "aut@mission.example"]


def test_an_audience_of_nobody_comes_to_nothing():
    assert reach(MISSIONS) == audiences.Reach()


@pytest.mark.parametrize("rows", [1, 3])
def test_counting_asks_the_same_for_any_length(rows, django_assert_num_queries):
    seminar = make_seminar(places=3)
    for number in range(rows):
        body = mission(f"A{number}", CountryGroup.AFRICAN)
        make_focal_point(body)
        register(seminar, body)
    audience = make_audience(
        MISSIONS | {"reached_at": "both", "regional_group": "african"},
        {"who": "registered", "seminar": seminar},
        {"who": "subscribers", "is_excluded": True},
    )

    with django_assert_num_queries(3):
        found = audiences.reach(audience, scope="update", at=NOW)
    with django_assert_num_queries(2):
        listed = audiences.recipients(audience, at=NOW)

    assert (found.addresses, len(listed)) == (3 * rows, 3 * rows)


# Its rule


def test_the_rule_changes_with_what_is_meant_and_with_nothing_else():
    weog = MISSIONS | {"regional_group": "weog"}
    first, same = make_audience(MISSIONS, weog), make_audience(weog, MISSIONS)
    rule = audiences.rule_of(first)

    assert audiences.rule_of(same) == rule
    first.name_en = "Renamed"
    first.save()
    assert audiences.rule_of(first) == rule
    first.parts.filter(regional_group="weog").update(is_excluded=True)
    assert audiences.rule_of(first) != rule


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("briefings_audiencepart_who_known", {"who": "everybody"}),
        ("briefings_audiencepart_reached_at_known", {"reached_at": "home"}),
        ("briefings_audiencepart_sector_known", {"sector": "army"}),
        ("briefings_audiencepart_standing_known", {"standing": "guest"}),
        ("briefings_audiencepart_regional_group_known", {"regional_group": "north"}),
        ("briefings_audiencepart_situation_known", {"situation": "poor"}),
        (
            "briefings_audiencepart_committee_known",
            {"committee": "tenth", "reached_at": ""},
        ),
        ("part_of_organisations_names_their_sector", {"sector": ""}),
        ("part_says_how_exactly_for_organisations", {"reached_at": ""}),
        ("part_says_how_exactly_for_organisations", {"committee": "second"}),
        ("committee_and_standing_only_of_organisations", {"standing": "member"}),
        ("subscribers_only_by_theme_or_series", {"who": "subscribers"}),
        ("registrants_of_something", {"who": "attended", "reached_at": ""}),
    ],
    ids=str,
)
def test_constraints_of_a_part_hold(rule, fields):
    part = make_audience().parts.get()
    if rule.startswith("committee_and"):
        fields |= {"who": "attended", "reached_at": "", "series": make_series()}
    if rule.startswith("subscribers"):
        fields |= {"reached_at": ""}

    change = AudiencePart.objects.filter(pk=part.pk).update

    assert broken(change, **fields) == rule


def test_organisations_are_of_no_seminar():
    parts = make_audience().parts

    assert broken(parts.update, series=make_series()) == "organisations_of_no_seminar"


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("audience_named_in_both_languages", {"name_fr": ""}),
        ("audience_name_en_once", {"name_en": "Taken"}),
        ("audience_name_fr_once", {"name_fr": "Pris"}),
    ],
)
def test_constraints_of_an_audience_hold(rule, fields):
    make_audience(name_en="Taken", name_fr="Pris")

    change = Audience.objects.filter(pk=make_audience().pk).update

    assert broken(change, **fields) == rule
