"""The page of the Forum's host."""

from datetime import timedelta

import pytest

from partners.models import PreparatoryUpdate
from seminars.models import Seminar
from tests.factories import (
    FAR_BACK,
    make_host,
    make_host_term,
    make_planned,
)
from tests.reports.people import PRESENT, add, from_country, make_held
from tests.reports.sample import TODAY, make_sample, make_term
from tests.reports.test_pages import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def sample():
    return make_sample(2)


def test_the_host_reads_its_updates_its_proposals_and_headcounts(client):
    term = make_term()
    carrying, answering, other = (make_held(month=month) for month in (3, 4, 5))
    carrying.sessions.get().updates.set(term.updates.all())
    priority = term.priorities.get()
    Seminar.objects.filter(pk=answering.pk).update(priority=priority)
    planned = make_planned(priority=priority, title_en="Not announced")
    planned.sessions.get().updates.set(term.updates.all())
    for seminar in (carrying, answering, other):
        for _ in range(6):
            add(seminar, PRESENT, **from_country("african"))
    add(carrying, PRESENT, **from_country("weog"))
    client.force_login(make_host(term))

    page = client.get(f"/reports/host/{term.pk}/")

    assert page.context["number"] == 2
    table = page.context["table"]
    assert [row.values for row in table.rows] == [
        (None,),
        (0,),
        (0,),
        (0,),
        (None,),
        (0,),
    ]
    assert table.total.values == (13,)
    words = text(page)
    assert "Programme of the Forum Scheduled Closed until" in words
    assert f"Remittances (2007) Retained {answering.title}" in words
    assert planned.title not in words
    names = carrying.registrations.values_list("name", flat=True)
    assert [name for name in names if name in words] == []


@pytest.mark.parametrize(
    ("certainty", "said"),
    [
        ("exact", "Thursday 22 March 2007, 10:00–13:00, New York time (UTC−4) "),
        ("month", "March 2007 Day not on record "),
        ("year", "2007 Day not on record "),
        (
            "illustrative",
            "Thursday 22 March 2007, 10:00–13:00, New York time (UTC−4) Illustrative ",
        ),
    ],
)
def test_the_host_reads_days_as_well_as_they_are_known(client, certainty, said):
    term = make_term()
    seminar = make_held(
        day=22,
        title_en="Held",
        date_certainty=certainty,
        priority=term.priorities.get(),
    )
    seminar.sessions.get().updates.set(term.updates.all())
    client.force_login(make_host(term))

    words = text(client.get(f"/reports/host/{term.pk}/"))

    assert words.count(f"Held {said}") == 2


@pytest.mark.parametrize(
    ("period", "found"),
    [
        ({"ends_on": TODAY + timedelta(days=2)}, 200),
        ({"ends_on": TODAY - timedelta(days=1)}, 404),
        ({"starts_on": TODAY + timedelta(days=2), "ends_on": None}, 404),
    ],
)
def test_the_hosts_page_ends_with_the_term(client, period, found):
    term = make_term(**({"starts_on": FAR_BACK} | period))
    client.force_login(make_host(term))

    assert client.get(f"/reports/host/{term.pk}/").status_code == found


def test_a_host_reads_no_other_term_and_no_report(client, sample):
    mine, other = make_term(), make_host_term()
    client.force_login(make_host(mine))

    assert client.get(f"/reports/host/{other.pk}/").status_code == 404
    assert client.get(f"/reports/{sample.agency.pk}/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_hosts_page_asks_the_same_questions_for_any_length(
    client, django_assert_num_queries, rows
):
    term = make_term()
    for number in range(rows):
        seminar = make_held(month=number + 1, priority=term.priorities.get())
        update = PreparatoryUpdate.objects.create(host_term=term, title_en="Next")
        seminar.sessions.get().updates.add(update)
    client.force_login(make_host(term))

    with django_assert_num_queries(11):
        client.get(f"/reports/host/{term.pk}/")
