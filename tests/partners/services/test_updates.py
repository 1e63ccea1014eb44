from datetime import timedelta
from functools import partial

import pytest

from partners.models import ChairTerm, PreparatoryUpdate
from partners.services import updates
from partners.services.updates import Words
from tests.partners.rows import AT, BY, TODAY, host_term, organisation
from tests.refusals import broken, refusal
from users.models import AuditEntry

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
BOTH = Words("Manila", "Manille", "On its way.", "En route.")
request = partial(updates.request, by=BY, at=AT)
deliver = partial(updates.deliver, by=BY, at=AT)
cancel = partial(updates.cancel, why="No news.", by=BY, at=AT)


def test_delivered_update_is_public_from_its_hour_on():
    update = request(host_term(), BOTH, embargo_until=AT + HOUR)

    def public(at):
        return list(PreparatoryUpdate.objects.published(at))

    assert public(AT + 2 * HOUR) == []
    deliver(update)
    assert public(AT) == []
    assert public(AT + HOUR) == [update]
    assert (update.state, update.delivered_at) == ("delivered", AT)
    verbs = AuditEntry.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["request", "deliver"]


def test_update_without_embargo_is_public_at_once():
    update = request(host_term(), BOTH)

    deliver(update)

    assert list(PreparatoryUpdate.objects.published(AT)) == [update]


def test_chair_of_a_group_gives_updates_too():
    chair = ChairTerm.objects.create(organisation=organisation(), starts_on=TODAY)

    update = request(chair, BOTH)

    assert (update.chair_term, update.host_term) == (chair, None)


@pytest.mark.parametrize("fields", [{"ends_on": TODAY}, {"state": "withdrawn"}])
def test_host_whose_term_is_over_gives_none(fields):
    assert refusal(request, host_term(**fields), BOTH) == "term_over"


def test_chair_whose_term_is_over_gives_none():
    chair = ChairTerm.objects.create(
        organisation=organisation(), starts_on=TODAY - 9 * HOUR * 24, ends_on=TODAY
    )

    assert refusal(request, chair, BOTH) == "term_over"


@pytest.mark.parametrize(
    "words",
    [
        Words("Only"),
        Words(title_fr="Seul"),
        Words("T", "T", "Text"),
        Words("T", "T", "", "T"),
    ],
)
def test_update_is_delivered_in_both_languages(words):
    assert refusal(deliver, request(host_term(), words)) == "incomplete"


def test_update_needs_a_title():
    assert refusal(request, host_term(), Words(text_en="Text")) == "untitled"


def test_cancelled_update_is_not_delivered_and_the_other_way_round():
    first, second = request(host_term(), BOTH), request(host_term(), BOTH)

    cancel(first)
    deliver(second)

    first.refresh_from_db()
    assert first.state == "cancelled"
    assert AuditEntry.objects.get(verb="cancel").why == "No news."
    assert refusal(deliver, first) == "not_open"
    assert refusal(cancel, second) == "not_open"


def test_constraints_of_updates_hold():
    term = host_term()

    def make(**fields):
        PreparatoryUpdate.objects.create(**{"host_term": term, **fields})

    both = "partners_preparatoryupdate_host_term_or_chair_term"
    assert broken(make, host_term=None) == both
    assert broken(make, state="x") == "partners_preparatoryupdate_state_known"
    rule = "delivered_update_has_its_moment"
    assert broken(make, state="delivered") == rule
    assert broken(make, delivered_at=AT) == rule
