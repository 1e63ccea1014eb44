"""Over the sample data: what an audience counts is what a mailing freezes."""

from collections import Counter

import pytest
from django.db import connection

from briefings import audiences
from briefings.models import Audience, Briefing
from briefings.services import briefings
from devtools import roles
from mailing.models import Message, Suppression
from seminars.models import Series
from tests.devtools.sample import NOW
from tests.factories import MISSIONS, account, make_audience, make_briefing
from tests.scale import sized
from unitar_seminars.hours import local_day
from users.models import User

pytestmark = pytest.mark.django_db
DAY = local_day(NOW)
NEVER_CAME = """
SELECT DISTINCT lower(point.address)
FROM partners_organisation AS body
JOIN partners_organisationsector AS sector ON sector.organisation_id = body.id
JOIN partners_contactuse AS used ON used.organisation_id = body.id
JOIN partners_contactpoint AS point ON point.id = used.contact_point_id
WHERE body.state = 'active' AND sector.sector = 'mission' AND used.kind = 'official'
AND (sector.starts_on IS NULL OR sector.starts_on <= %(day)s)
AND (sector.ends_on IS NULL OR sector.ends_on > %(day)s)
AND (used.starts_on IS NULL OR used.starts_on <= %(day)s)
AND (used.ends_on IS NULL OR used.ends_on > %(day)s)
AND body.id NOT IN (
    SELECT registered.organisation_id
    FROM registrations_registration AS registered
    JOIN registrations_attendance AS attended
    ON attended.registration_id = registered.id
    WHERE registered.organisation_id IS NOT NULL
    AND attended.mark IN ('present', 'partial')
)
"""


def combined():
    """Save what no installation begins with: people, series, what is left out."""
    last = Series.objects.latest("starts_on", "pk")
    attended = {"who": "attended", "series": last}
    african = MISSIONS | {"regional_group": "african", "reached_at": "both"}
    return [
        make_audience(attended),
        make_audience({"who": "registered", "series": last, "regional_group": "weog"}),
        make_audience(MISSIONS, {**attended, "is_excluded": True}),
        make_audience(african, {"who": "waiting", "series": last}, attended),
        make_audience(MISSIONS | {"who": "never_came", "series": last}),
    ]


def sent_to(audience, writer, approver):
    """Let an audience be written to; return the rows that were frozen."""
    briefing = make_briefing(writer, audience=audience)
    briefings.submit(briefing, by=account(writer), at=NOW)
    seen = briefings.hash_of(briefing)
    briefings.approve(briefing, seen, by=account(approver), at=NOW)
    if briefing.mailing is None:
        briefings.start_due(by=account(approver), at=NOW)
    mailing = Briefing.objects.get(pk=briefing.pk).mailing
    return Message.objects.filter(mailing=mailing)


def test_counts_are_what_a_mailing_freezes_for_every_saved_audience():
    all_saved = Audience.objects.order_by("pk")
    saved = [*sized(all_saved[::4], all_saved), *combined()]
    writer, approver = (
        User.objects.get(email=email)
        for email in (roles.ORGANISER, roles.SECOND_ORGANISER)
    )
    differing = []
    for audience in saved:
        found = audiences.recipients(audience, at=NOW)
        reach = audiences.reach(audience, scope="update", at=NOW)
        frozen = sent_to(audience, writer, approver).values_list("address", "language")
        listed = Counter((one.address, one.language) for one in found)
        by_language = Counter(one.language for one in found)
        if (listed, by_language) != (Counter(frozen), Counter(reach.by_language)):
            differing.append(audience.name_en)
        assert reach.addresses == len({one.address.lower() for one in found})

    assert len(saved) >= sized(9, 20)
    assert differing == []


def test_most_saved_audiences_of_the_sample_reach_somebody_in_both_languages():
    saved = Audience.objects.order_by("pk")
    counts = {
        one.name_en: audiences.reach(one, scope="update", at=NOW).by_language
        for one in saved
    }

    nobody = [name for name, count in counts.items() if not count]
    assert set(nobody) <= {"All subscribers"}  # the sample may have some
    assert counts["All missions"] != {}
    both = ["All missions", "Missions of the African Group"]
    assert [name for name in both if set(counts[name]) != {"en", "fr"}] == []


def test_those_who_never_came_are_those_of_a_query_written_by_hand():
    audience = make_audience(MISSIONS | {"who": "never_came"})

    found = audiences.recipients(audience, at=NOW)

    with connection.cursor() as cursor:
        cursor.execute(NEVER_CAME, {"day": DAY})
        by_hand = {address for (address,) in cursor.fetchall()}
    assert {one.address.lower() for one in found} == by_hand
    assert 0 < len(by_hand) < 196


def test_whoever_unsubscribed_is_counted_out_of_every_audience():
    audience = make_audience()
    first = audiences.recipients(audience, at=NOW)[0]
    Suppression.objects.create(
        address_folded=first.address.lower(),
        scope="all",
        reason="hard_bounce",
        at=NOW,
    )

    reach = audiences.reach(audience, scope="briefing", at=NOW)

    assert (reach.suppressed, reach.held_back) == (1, [first.address])
