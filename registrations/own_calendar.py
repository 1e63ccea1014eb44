"""One person's calendar file, to open by hand.

It shows the entries of the mailed invitation under their own UID and SEQUENCE, so that
whoever opens both has one entry. METHOD is PUBLISH: the mailed REQUEST is what invites.
"""

from datetime import datetime

from registrations import calendars
from registrations.models import Invitation, Registration
from seminars.calendars import calendar


def own_calendar(registration: Registration, *, at: datetime) -> str:
    """Draw every session that has hours, as this person's calendar shows it."""
    sent = Invitation.objects.filter(registration=registration)
    sequences = dict(sent.values_list("session", "sequence"))
    entries = []
    for session in calendars.sessions_of(registration.seminar):
        sequence = sequences.get(session.pk, 0)
        entry = calendars.invitation(registration, session, sequence, "PUBLISH", at)
        del entry["attendee"]  # whom a published entry is for is not said in it
        entries.append(entry)
    return calendar(entries)
