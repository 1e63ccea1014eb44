"""Whom an audience means, on a day: each once, by the name that speaks for them."""

import pytest

from briefings import audiences
from briefings.models import Audience, AudiencePart
from mailing.models import Suppression
from partners.models import CountryGroup
from tests.briefings.crowd import make_focal_point, mission, reach, reached
from tests.factories import (
    MISSIONS,
    NOW,
    give_address,
    make_audience,
    make_country,
    make_mission,
    make_seminar,
    make_series,
    register,
)
from tests.refusals import broken

pytestmark = pytest.mark.django_db


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

    with django_assert_num_queries(4):
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
