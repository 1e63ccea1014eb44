"""What stands in the queue of timed notices, and what puts something there."""

from mailing.models import Message
from registrations.services import attendance, reminders
from seminars.models import Document, DocumentContent
from tests.factories import COMMAND, DAY, HOUR, NOW
from unitar_seminars.hours import NEW_YORK


def two_days_before(hour):
    """Count back on New York's clock, which may change meanwhile."""
    return hour.astimezone(NEW_YORK) - 2 * DAY


START = NOW + 4 * DAY
DUE = two_days_before(START)
LATER = NOW + HOUR
acts = {"by": COMMAND, "at": LATER}


def queue(purpose="reminder", state="pending"):
    """List who is to be told, as they stand in the queue, by address."""
    rows = Message.objects.filter(purpose=purpose, state=state)
    return sorted(rows.values_list("address", flat=True))


def about(purpose="reminder"):
    return sorted(Message.objects.filter(purpose=purpose).values_list("about", "state"))


def due(purpose="reminder"):
    rows = Message.objects.filter(purpose=purpose, state="pending")
    return sorted(rows.values_list("next_attempt_at", "not_after"))


def reconcile(at=LATER):
    return reminders.reconcile_near(at=at)


def let_leave(at, purpose="reminder"):
    rows = Message.objects.filter(purpose=purpose, state="pending")
    rows.update(state="sent", accepted_at=at)


def make_paper(seminar, title="A map", opened=LATER, **fields):
    """Publish a paper for participants at a full hour."""
    fields.setdefault("visibility", "participants")
    fields.setdefault("seminar", seminar)
    paper = Document.objects.create(
        kind="background", title=title, language="en", published_at=opened, **fields
    )
    DocumentContent.objects.create(document=paper, size=1, data=b"x")
    return paper


def mark(person, at, mark="present", session=None):
    session = session or person.seminar.sessions.earliest("starts_at")
    attendance.record(person, session, mark, source="door", by=COMMAND, at=at)
