from datetime import date, timedelta
from functools import partial

import pytest
from django.core.exceptions import ValidationError

from partners.models import (
    ChairTerm,
    FocalPoint,
    ForumEdition,
    HostTerm,
    PreparatoryUpdate,
    Priority,
    Representation,
)
from partners.services import host_terms
from tests.partners.rows import (
    AT,
    BY,
    TODAY,
    country,
    host_term,
    organisation,
    person,
    user,
)
from tests.refusals import broken, refusal
from users.models import AuditEntry

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
announce = partial(host_terms.announce, by=BY, at=AT)
confirm = partial(host_terms.confirm, by=BY, at=AT)
withdraw = partial(host_terms.withdraw, why="Elections.", by=BY, at=AT)
hand_over = partial(host_terms.hand_over, by=BY, at=AT)
close = partial(host_terms.close, by=BY, at=AT)


def act_for(term, **fields):
    fields = {"starts_on": TODAY - 10 * DAY, **fields}
    return Representation.objects.create(
        user=user(), host_term=term, role="host", **fields
    )


def test_two_countries_share_a_term():
    germany, morocco = country("DEU", "Germany"), country("MAR", "Morocco")

    term = announce([germany, morocco], starts_on=date(2017, 1, 1))

    assert set(term.countries.all()) == {germany, morocco}
    assert term.state == "announced"
    assert refusal(announce, [], starts_on=TODAY) == "no_country"
    wrong = partial(announce, [germany], starts_on=TODAY, ends_on=TODAY)
    assert refusal(wrong) == "ends_before_start"


def test_host_confirms_once():
    term = host_term()

    confirm(term)

    assert HostTerm.objects.get().state == "confirmed"
    assert refusal(confirm, term) == "not_announced"


def test_host_that_withdraws_is_replaced_and_loses_its_access():
    spain = host_term(ends_on=date(2011, 12, 31))
    switzerland = host_term()
    right = act_for(spain)
    update = PreparatoryUpdate.objects.create(host_term=spain, title_en="T")

    withdraw(spain, replaced_by=switzerland)

    spain.refresh_from_db()
    assert (spain.state, spain.replaced_by) == ("withdrawn", switzerland)
    assert spain.ends_on == date(2011, 12, 31)
    update.refresh_from_db()
    assert update.host_term == switzerland
    assert list(HostTerm.objects.visible_to(right.user, day=TODAY)) == []
    assert AuditEntry.objects.get(verb="withdraw").why == "Elections."
    assert refusal(withdraw, spain) == "over"


def test_host_may_withdraw_before_anybody_replaces_it():
    term = host_term()

    withdraw(term)

    assert HostTerm.objects.get().replaced_by is None


def test_only_another_live_host_can_follow():
    term, gone = host_term(), host_term(state="withdrawn")

    assert refusal(withdraw, term, replaced_by=term) == "successor"
    assert refusal(hand_over, term, gone, on=TODAY) == "successor"


def test_chair_passes_to_a_host_whose_term_has_begun():
    belgium, philippines = host_term(), host_term(starts_on=TODAY + DAY)

    with pytest.raises(ValidationError) as refused:
        hand_over(belgium, philippines, on=TODAY)

    assert refused.value.code == "not_begun"
    assert "10 May 2008" in refused.value.messages[0]
    belgium.refresh_from_db()
    assert (belgium.state, belgium.ends_on) == ("announced", None)
    hand_over(belgium, philippines, on=TODAY + DAY)
    assert list(HostTerm.objects.on(TODAY)) == [belgium]
    assert list(HostTerm.objects.on(TODAY + DAY)) == [philippines]


def test_chair_passes_with_all_that_is_open():
    belgium, philippines = host_term(), host_term()
    right, coming = act_for(belgium), act_for(belgium, starts_on=TODAY + 9 * DAY)
    ended = act_for(belgium, ends_on=TODAY - DAY)
    contact = FocalPoint.objects.create(
        person=person(), host_term=belgium, starts_on=date(2007, 9, 1)
    )
    updates = [
        PreparatoryUpdate.objects.create(host_term=belgium, title_en=state, **fields)
        for state, fields in [
            ("requested", {}),
            ("scheduled", {"state": "scheduled"}),
            ("delivered", {"state": "delivered", "delivered_at": AT}),
        ]
    ]
    topic = Priority.objects.create(year=2009, title_en="X", host_term=belgium)
    kept = Priority.objects.create(
        year=2009, title_en="Y", host_term=belgium, state="retained"
    )

    hand_over(belgium, philippines, on=TODAY)

    belgium.refresh_from_db()
    assert (belgium.state, belgium.ends_on) == ("closed", TODAY)
    for row in (right, ended, contact, topic, kept, *updates):
        row.refresh_from_db()
    assert (right.ends_on, ended.ends_on) == (TODAY, TODAY - DAY)
    assert contact.ends_on == TODAY
    assert not Representation.objects.filter(pk=coming.pk).exists()
    assert [update.host_term for update in updates] == [
        philippines,
        philippines,
        belgium,
    ]
    assert (topic.host_term, kept.host_term) == (philippines, belgium)


def test_term_sees_the_host_until_the_day_it_closes():
    term = host_term()
    right = act_for(term)

    def seen(day):
        return list(HostTerm.objects.visible_to(right.user, day=day))

    close(term, on=TODAY + DAY)

    assert seen(TODAY) == [term]
    assert seen(TODAY + DAY) == []
    assert list(HostTerm.objects.on(TODAY)) == [term]
    assert refusal(close, term, on=TODAY) == "over"
    assert refusal(hand_over, term, host_term(), on=TODAY) == "over"
    early = partial(close, host_term(starts_on=TODAY), on=TODAY)
    assert refusal(early) == "ends_before_start"


def test_term_that_is_long_over_keeps_its_end_when_it_is_closed_late():
    ended = TODAY - 8 * DAY
    closed, followed = host_term(ends_on=ended), host_term(ends_on=ended)
    right = act_for(closed)

    close(closed, on=TODAY)
    hand_over(followed, host_term(), on=TODAY)

    for term in (closed, followed):
        term.refresh_from_db()
        assert (term.state, term.ends_on) == ("closed", ended)
    right.refresh_from_db()
    assert right.ends_on == TODAY


def test_constraints_of_the_forum_hold():
    term, chair = host_term(), organisation()

    def edition(**fields):
        fields = {"number": 2, "host_term": term, **fields}
        ForumEdition.objects.create(**fields)

    def chaired(**fields):
        fields = {"organisation": chair, "starts_on": TODAY, **fields}
        ChairTerm.objects.create(**fields)

    assert broken(host_term, state="x") == "partners_hostterm_state_known"
    ends = "partners_hostterm_ends_on_after_starts_on"
    assert broken(host_term, ends_on=date(2007, 8, 1)) == ends
    rule = "only_a_withdrawn_host_is_replaced"
    assert broken(host_term, replaced_by=term) == rule
    edition(number=1)
    assert broken(edition, number=1) == "partners_forumedition_number_key"
    assert broken(edition, mode="x") == "partners_forumedition_mode_known"
    assert broken(edition, state="x") == "partners_forumedition_state_known"
    both = "partners_forumedition_starts_on_and_ends_on"
    assert broken(edition, starts_on=TODAY) == both
    ends = "partners_forumedition_ends_on_after_starts_on"
    assert broken(edition, starts_on=TODAY, ends_on=TODAY) == ends
    chaired()
    assert broken(chaired) == "one_chair_per_group_and_day"
    assert broken(chaired, mechanism="x") == "partners_chairterm_mechanism_known"
    ends = "partners_chairterm_ends_on_after_starts_on"
    assert broken(chaired, ends_on=TODAY) == ends
