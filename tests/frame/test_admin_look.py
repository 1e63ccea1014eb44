"""Every kind of row in the admin, in a real browser: its list, form and history."""

import pytest
from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.urls import reverse

from tests.axe import LOOKS, assert_clean, enter
from tests.factories import make_organiser
from tests.frame.admin_rows import MAKERS
from tests.scale import sized

KINDS = {model._meta.label: model for model in admin.site._registry}
IN_TURN = [(kind, LOOKS[n % len(LOOKS)]) for n, kind in enumerate(sorted(MAKERS))]
IN_ALL = [(kind, look) for kind in sorted(MAKERS) for look in LOOKS]


def test_every_kind_is_looked_at():
    assert set(MAKERS) == set(KINDS)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("kind", "look"), sized(IN_TURN, IN_ALL), ids=str)
def test_pages_of_the_admin_are_clean(live_server, page, client, rf, kind, look):
    request = rf.get("/")
    request.user = make_organiser()
    enter(page, live_server.url, client, request.user)
    row = MAKERS[kind]()
    LogEntry.objects.log_actions(request.user.pk, [row], CHANGE, "Changed")
    pages = [("changelist", []), ("change", [row.pk]), ("history", [row.pk])]
    if admin.site._registry[KINDS[kind]].has_add_permission(request):
        pages.append(("add", []))

    for name, which in pages:
        address = f"admin:{kind.lower().replace('.', '_')}_{name}"
        assert_clean(page, live_server.url + reverse(address, args=which), look)
