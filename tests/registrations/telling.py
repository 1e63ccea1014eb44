"""What a change left behind: who was told, with which calendar entries."""

from icalendar import Calendar

from mailing.models import Message
from seminars.models import Seminar, Session


def entries(message):
    """Read the calendar objects of a message: method, session, SEQUENCE."""
    read = []
    for text in message.calendars:
        calendar = Calendar.from_ical(text)
        (event,) = calendar.walk("VEVENT")
        session = int(event["uid"].split("-")[0].removeprefix("s"))
        read.append((str(calendar["method"]), session, event["sequence"]))
    return read


def told(purpose):
    """List who was told this, with the entries that came along."""
    messages = Message.objects.filter(purpose=purpose).order_by("pk")
    return [(message.address, entries(message)) for message in messages]


def event_of(message):
    (event,) = Calendar.from_ical(message.calendars[0]).walk("VEVENT")
    return event


def reread(seminar):
    return Seminar.objects.get(pk=seminar.pk)


def sessions_of(seminar):
    return list(Session.objects.filter(seminar=seminar).order_by("pk"))
