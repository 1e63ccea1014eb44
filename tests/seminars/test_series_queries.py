"""The public page of a series asks as much for one seminar as for three."""

import pytest

from seminars.models import Involvement
from tests.factories import NOW, TODAY, make_organisation, make_seminar, make_series
from tests.seminars.scenes import make_document, make_past, new_york

pytestmark = pytest.mark.django_db


def offer(series, number):
    """Announce one seminar, end another, and let somebody pay for the series."""
    coming = make_seminar(places=1, series=series)
    make_document(coming, kind="manual", published_at=NOW)
    make_past(new_york(2007 - number, 10, 1, 10), series=series)
    values = {"role": "funder", "organisation": make_organisation()}
    Involvement.objects.create(series=series, **values)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_a_series(client, rows, django_assert_num_queries):
    series = make_series(predecessor=make_series(ends_on=TODAY))
    make_series(predecessor=series)
    for number in range(rows):
        offer(series, number)

    with django_assert_num_queries(6):
        page = client.get(series.get_absolute_url())

    programme, (funders,) = page.context["programme"], page.context["partners"]
    assert len(programme.upcoming) == len(programme.years) == rows
    assert len(funders.organisations) == rows
