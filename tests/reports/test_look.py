"""The pages of reports in a real browser."""

import pytest

from tests.axe import LOOKS, assert_clean, enter
from tests.factories import make_host, make_organiser, make_partner
from tests.reports.sample import make_sample, make_term, propose

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_a_report_is_clean(live_server, page, look, client):
    sample = make_sample()
    propose(sample.agency)
    enter(page, live_server.url, client, make_partner(sample.agency))
    here = f"{live_server.url}/reports/{sample.agency.pk}/"

    for path in ("", "?from=2007", "?from=2007&to=2006"):
        assert_clean(page, here + path, look)


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_the_hosts_page_is_clean(live_server, page, look, client):
    sample = make_sample(1)
    term = make_term()
    sample.seminars[0].sessions.get().updates.set(term.updates.all())
    enter(page, live_server.url, client, make_host(term))

    assert_clean(page, f"{live_server.url}/reports/host/{term.pk}/", look)


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_lists_and_empty_pages_are_clean(live_server, page, look, client):
    sample = make_sample(0)
    term = make_term()
    term.updates.all().delete()
    enter(page, live_server.url, client, make_organiser())

    for path in ("", f"{sample.agency.pk}/", f"host/{term.pk}/"):
        assert_clean(page, f"{live_server.url}/reports/{path}", look)
