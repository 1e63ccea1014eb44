from functools import partial

import pytest

from partners.models import Endorsement, Position, Priority, Representation
from partners.services import priorities
from partners.services.priorities import Topic
from tests.partners.rows import AT, BY, TODAY, host_term, organisation, user
from tests.refusals import broken, refusal
from users.models import AuditEntry

pytestmark = pytest.mark.django_db
propose = partial(priorities.propose, by=BY, at=AT)
endorse = partial(priorities.endorse, by=BY, at=AT)
retain = partial(priorities.retain, by=BY, at=AT)
decline = partial(priorities.decline, by=BY, at=AT)
merge = partial(priorities.merge, by=BY, at=AT)
carry_over = partial(priorities.carry_over, by=BY, at=AT)


def topic(title="Climate", year=2008, party=None):
    return propose(party or organisation(), Topic(title_en=title), year=year)


def test_host_or_organisation_proposes():
    term, iom = host_term(), organisation("IOM")

    by_host, by_agency = topic(party=term), topic(party=iom)

    assert (by_host.host_term, by_agency.organisation) == (term, iom)
    assert {by_host.state, by_agency.state} == {"proposed"}
    french = propose(iom, Topic(title_fr="Climat"), year=2008)
    assert str(french) == "Climat"
    assert refusal(propose, iom, Topic(rationale_en="Y"), year=2008) == "untitled"


def test_each_party_answers_once():
    priority, term, iom = topic(), host_term(), organisation()

    answer = endorse(priority, term, Position.SUPPORT, comment="Yes.")
    endorse(priority, iom, Position.OBJECT)

    assert (answer.answered_on, answer.comment) == (TODAY, "Yes.")
    assert refusal(endorse, priority, iom, Position.SUPPORT) == "answered"
    assert refusal(endorse, priority, term, Position.SUPPORT) == "answered"


def test_answers_are_seen_by_the_parties_of_the_year_and_by_staff():
    host, iom, stranger = host_term(), organisation("IOM"), organisation()
    answer = endorse(topic(party=iom), host, Position.OBJECT)
    topic(year=2009, party=stranger)

    def seen_by(party, **fields):
        role = {"host_term": party} if party == host else {"organisation": party}
        account = user(**fields)
        Representation.objects.create(
            user=account,
            role="host" if party == host else "partner",
            starts_on=TODAY,
            **role,
        )
        return list(Endorsement.objects.visible_to(account, day=TODAY))

    assert seen_by(iom) == [answer]
    assert seen_by(host) == [answer]
    assert seen_by(stranger) == []
    assert seen_by(stranger, is_staff=True) == [answer]
    assert list(Endorsement.objects.visible_to(user(), day=TODAY)) == []


def test_topic_is_retained_once():
    priority = topic()

    retain(priority)

    assert Priority.objects.get().state == "retained"
    for verb in (
        retain,
        partial(decline, reason_en="R"),
        partial(merge, into=topic()),
        partial(carry_over, to_year=2010),
        partial(endorse, party=host_term(), position=Position.SUPPORT),
    ):
        assert refusal(verb, priority) == "decided"


def test_topic_left_out_says_why():
    priority = topic("Urbanisation")

    assert refusal(decline, priority, reason_en=" ") == "reason"
    decline(priority, reason_en=" No funds. ", reason_fr="Sans fonds.")

    priority.refresh_from_db()
    assert (priority.state, str(priority.reason)) == ("not_retained", "No funds.")
    assert AuditEntry.objects.get(verb="decline").why == "No funds."


def test_topic_is_merged_into_a_live_one_of_its_year():
    priority, into = topic(), topic()

    assert refusal(merge, priority, priority) == "merge_target"
    assert refusal(merge, priority, topic(year=2009)) == "merge_target"
    gone = topic()
    decline(gone, reason_en="R")
    assert refusal(merge, priority, gone) == "merge_target"
    merge(priority, into)
    priority.refresh_from_db()
    assert (priority.state, priority.merged_into) == ("merged", into)


def test_topic_is_carried_over_to_a_later_year():
    priority = topic()

    assert refusal(carry_over, priority, to_year=2008) == "not_later"
    carry_over(priority, to_year=2009)

    priority.refresh_from_db()
    assert (priority.state, priority.carried_over_to) == ("carried_over", 2009)


def test_constraints_of_priorities_hold():
    term, iom, priority = host_term(), organisation(), topic()

    def make(**fields):
        Priority.objects.create(**{"year": 2008, "host_term": term, **fields})

    def answer(**fields):
        fields = {"position": "support", "answered_on": TODAY, **fields}
        Endorsement.objects.create(priority=priority, **fields)

    both = "partners_priority_host_term_or_organisation"
    assert broken(make, organisation=iom) == both
    assert broken(make, host_term=None) == both
    assert broken(make, state="x") == "partners_priority_state_known"
    assert broken(make, state="merged") == "merged_priority_says_into_which"
    assert broken(make, merged_into=priority) == "merged_priority_says_into_which"
    rule = "carried_over_priority_says_to_which_year"
    assert broken(make, state="carried_over") == rule
    assert broken(make, carried_over_to=2009) == rule
    assert broken(make, state="not_retained") == "not_retained_says_why"
    answer(organisation=iom)
    answer(host_term=term)
    assert broken(answer, organisation=iom) == "one_position_per_organisation"
    assert broken(answer, host_term=term) == "one_position_per_host"
    both = "partners_endorsement_host_term_or_organisation"
    assert broken(answer) == both
    known = "partners_endorsement_position_known"
    assert broken(answer, organisation=organisation(), position="x") == known
