"""What people put right themselves."""

import pytest

from registrations.models import CancelledBecause
from registrations.services import details, seats
from registrations.services.answers import Given
from tests.factories import COMMAND, LINK, NOW, make_question, make_seminar, register
from tests.refusals import refusal
from users.models import AuditEntry

pytestmark = pytest.mark.django_db
ACTS = {"by": LINK, "at": NOW}
NEW = {"language": "fr", "gender": "woman", "needs": "Captions"}


def test_what_concerns_nobody_else_is_taken_at_once():
    seminar = make_seminar(places=1)
    question = make_question(seminar)
    person = register(seminar)

    details.put_right(person, NEW, [Given(question.pk, "By bus")], **ACTS)

    person.refresh_from_db()
    assert {name: getattr(person, name) for name in NEW} == NEW
    assert (person.is_confirmed, person.answers.get().value) == (True, "By bus")
    entry = AuditEntry.objects.get(verb="put_right")
    assert (entry.why, entry.kind) == ("language, gender, needs", "link")


def test_what_is_over_stays_on_record():
    person = register(make_seminar(places=1))
    seats.cancel(person, because=CancelledBecause.PERSON, by=COMMAND, at=NOW)

    assert refusal(details.put_right, person, NEW, [], **ACTS) == "over"
