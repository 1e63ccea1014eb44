"""Which seminars an agreement covers, and which of them a report counts."""

from datetime import date, timedelta

import pytest

from partners.models import Agreement
from reports import figures
from seminars.models import Involvement, InvolvementRole, Seminar, SeminarState
from tests.factories import (
    NOW,
    fund,
    make_agreement,
    make_planned,
    make_seminar,
    make_series,
)
from tests.reports.people import (
    make_held,
    on,
)

pytestmark = pytest.mark.django_db


def covered_by(*agreements):
    keys = [agreement.pk for agreement in agreements]
    chosen = Agreement.objects.filter(pk__in=keys)
    return list(figures.covered(chosen, at=NOW).order_by("starts_at"))


@pytest.mark.parametrize(
    ("period", "is_covered"),
    [
        ({}, True),
        ({"starts_on": date(2007, 3, 1)}, True),
        ({"starts_on": date(2007, 3, 2)}, False),
        ({"ends_on": date(2007, 3, 2)}, True),
        ({"ends_on": date(2007, 3, 1)}, False),
    ],
)
@pytest.mark.parametrize("of", ["agreement", "involvement"])
@pytest.mark.parametrize("hour", [10, 23])
def test_the_first_day_lies_in_the_periods_of_both(of, hour, period, is_covered):
    seminar = make_seminar(places=5, starts_at=on(2007, 3, 1, hour))
    agreement = make_agreement(**(period if of == "agreement" else {}))
    involvement = fund(seminar, agreement)
    if of == "involvement":
        Involvement.objects.filter(pk=involvement.pk).update(**period)

    assert covered_by(agreement) == ([seminar] if is_covered else [])


def test_an_involvement_of_the_series_covers_its_seminars():
    series = make_series()
    inside, outside = make_held(series=series), make_held(month=4)
    agreement, other = make_agreement(), make_agreement()
    Involvement.objects.create(
        organisation=agreement.agency,
        series=series,
        role=InvolvementRole.FUNDER,
        agreement=agreement,
    )
    fund(outside, other)

    assert covered_by(agreement) == [inside]
    assert covered_by(other) == [outside]
    assert covered_by(agreement, other) == [inside, outside]


def test_taking_part_without_an_agreement_covers_nothing():
    agreement = make_agreement()
    seminar = make_held()
    Involvement.objects.create(
        organisation=agreement.agency,
        seminar=seminar,
        role=InvolvementRole.FACILITATOR,
    )

    assert covered_by(agreement) == []


def test_what_has_not_begun_or_was_put_off_is_left_out():
    agreement = make_agreement()
    begun = make_seminar(places=1, starts_at=NOW)
    coming = make_seminar(places=1, starts_at=NOW + timedelta(seconds=1))
    planned = make_planned(starts_at=on(2007, 4))
    off, postponed, held = (make_held(month=month) for month in (5, 6, 7))
    Seminar.objects.filter(pk=off.pk).update(
        state=SeminarState.CANCELLED, cancelled_at=NOW
    )
    Seminar.objects.filter(pk=postponed.pk).update(state=SeminarState.POSTPONED)
    Seminar.objects.filter(pk=held.pk).update(state=SeminarState.HELD)
    for seminar in (begun, coming, planned, off, postponed, held):
        fund(seminar, agreement)

    assert covered_by(agreement) == [held, begun]
