"""What a seminar's people will be written by themselves: when, and how many of them."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from mailing.models import Message, MessageState
from registrations.notices import Notice
from registrations.services import reminders
from seminars.models import Seminar

LABELS = {
    reminders.REMINDER: _("Reminder"),
    reminders.MATERIALS: _("Papers for participants"),
    reminders.THANK_YOU: _("Thanks to those who came"),
}
Counts = Counter[tuple[str, str, str]]  # purpose, what it is about, state


@dataclass(frozen=True)
class Line:
    """One notice: its hour, how many stand in the queue, how many have left."""

    label: str
    due_at: datetime
    queued_from: datetime | None
    queued: int
    sent: int


def timetable(seminar: Seminar, *, at: datetime) -> list[Line]:
    """List the notices that are to come or have left, by their hour."""
    planned = reminders.planned(seminar)
    counts = counts_of(seminar) if planned else Counter()
    lines = [line(notice, counts, at=at) for notice in planned]
    kept = [
        (one, notice)
        for one, notice in zip(lines, planned, strict=True)
        if one.queued or one.sent or at < notice.not_after
    ]
    return [one for one, _notice in sorted(kept, key=lambda pair: pair[0].due_at)]


def line(notice: Notice, counts: Counts, *, at: datetime) -> Line:
    known = (notice.purpose, notice.subject_of_it)
    queued_from = notice.due_at - reminders.AHEAD
    return Line(
        label=str(LABELS[notice.purpose]),
        due_at=notice.due_at,
        queued_from=queued_from if at < queued_from else None,
        queued=sum(counts[*known, state] for state in WAITS),
        sent=counts[*known, MessageState.SENT],
    )


WAITS = (MessageState.PENDING, MessageState.SENDING)


def counts_of(seminar: Seminar) -> Counts:
    """Count what was written, whatever revision of a session it was about."""
    rows = Message.objects.filter(
        mailing=None,
        purpose__in=reminders.PURPOSES,
        person_key__in=reminders.keys_of(seminar),
    )
    return Counter(
        (purpose, about.partition(" r")[0], state)
        for purpose, about, state in rows.values_list("purpose", "about", "state")
    )


def turned_off(seminar: Seminar) -> list[str]:
    """Name the notices that nobody of this seminar gets."""
    switches = {
        reminders.REMINDER: seminar.has_reminder,
        reminders.MATERIALS: seminar.has_materials_notice,
        reminders.THANK_YOU: seminar.has_thank_you,
    }
    return [str(LABELS[purpose]) for purpose, is_on in switches.items() if not is_on]
