"""The admin's pages of this room, and a history, as a browser shows them."""

import pytest
from django.urls import reverse
from django.utils import timezone

from partners.models import Organisation, Priority
from partners.services import organisations
from tests.axe import LOOKS, assert_clean, enter
from tests.partners.rows import BY, boss, country, host_term, organisation

each_look = pytest.mark.parametrize("look", LOOKS, ids=str)


def addresses():
    """Name the pages an organiser opens to say which organisation this is."""
    club = organisation("Club", country=country(), state="proposed")
    organisations.accept(club, by=BY, at=timezone.now())
    Priority.objects.create(year=2008, title_en="Topic", host_term=host_term())
    form = reverse("admin:partners_organisation_change", args=[club.pk])
    return [
        reverse("admin:partners_organisation_changelist"),
        form,
        reverse("admin:partners_organisation_delete", args=[club.pk]),
        reverse("admin:partners_priority_changelist"),
        reverse("users:history", args=[f"partners.organisation:{club.pk}"]),
    ]


@each_look
def test_pages_for_organisers_are_clean(live_server, page, client, look):
    pages = addresses()
    enter(page, live_server.url, client, boss())

    for path in pages:
        assert_clean(page, live_server.url + path, look)
    assert Organisation.objects.get(name_en="Club").state == "active"
