"""Tables that tell of one another hide together."""

import pytest

from partners.models import REGIONAL_GROUPS, Gender, Sector
from tests.reports.people import PRESENT, add, add_many, from_country, make_held
from tests.reports.test_figures import counted, glance

pytestmark = pytest.mark.django_db
FIVE_SECTORS = (Sector.UN, Sector.IGO, Sector.NGO, Sector.MEDIA, Sector.OTHER)


def total(report, key):
    return report.by_key[key].total.values


def test_a_sum_that_tells_each_of_its_parts_is_hidden_wherever_it_stands():
    """Five sectors with somebody, five people: each sector has one."""
    seminar = make_held()
    for sector in FIVE_SECTORS:
        add(seminar, PRESENT, sector=sector, gender=Gender.WOMAN)

    report = counted(seminar, threshold=5)

    assert glance(report) == {
        "places": 60,
        "registered": None,
        "participations": None,
        "presences": None,
        "participants": None,
    }
    assert [total(report, key) for key in ("sector", "gender")] == [(None,), (None,)]
    assert report.by_key["gender"].rows[0].values == (None,)


def test_missions_are_hidden_as_a_sector_where_they_are_as_a_sum():
    """Five groups with somebody, five delegates: each group has one."""
    seminar = make_held()
    for group in REGIONAL_GROUPS:
        add(seminar, PRESENT, **from_country(group))
    add_many(seminar, 30, sector=Sector.UN)

    report = counted(seminar, threshold=5)

    assert total(report, "region") == (None,)
    assert total(report, "special") == (None,)
    assert [row.values[0] for row in report.by_key["sector"].rows[:2]] == [None, None]
    assert total(report, "sector") == (35,)


def test_groups_that_overlap_hide_together_beside_their_union():
    seminar = make_held()
    add_many(seminar, 3, **from_country(is_ldc=True))
    add_many(seminar, 20, **from_country("grulac", is_sids=True))
    add_many(seminar, 20, **from_country("weog"))

    report = counted(seminar, threshold=5)

    rows = [row.values[0] for row in report.by_key["special"].rows]
    assert rows == [None, 0, None, 23]


def test_who_was_registered_is_hidden_where_few_came():
    few, many, more = (make_held(month=month) for month in (3, 4, 5))
    add_many(few, 3)
    for _ in range(12):
        add(few)
    add_many(many, 20)
    add_many(more, 30)

    report = counted(few, many, more, threshold=5)

    assert [row.values for row in report.by_key["seminar"].rows] == [
        (60, None, None, None),
        (60, None, None, None),
        (60, 30, 30, 30),
    ]
    assert total(report, "seminar") == (180, 65, 53, 53)
