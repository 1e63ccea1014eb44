"""The desk of the sample's building, and a list that has to go there again."""

from datetime import datetime, timedelta

from devtools.demo.ledger import DEMO
from devtools.demo.offers import BOTH_WAYS
from registrations.services import access_lists, gates
from seminars.models import AccessColumn, Seminar, Venue
from seminars.models.venues import usual_columns

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
DESK = "passes@headquarters.example"


def make_access_list(*, at: datetime) -> None:
    """Send the list of a seminar to come; one guest has got a pass since."""
    slug = BOTH_WAYS.slug
    seminar = Seminar.objects.filter(slug__startswith=slug).latest("starts_at")
    room = seminar.sessions.earliest("starts_at").room
    if room is None:
        return
    open_desk(room.venue)
    gate = gates.at_venue(seminar, room.venue, at=at)
    if gate is None or not gate.guests:
        return
    access_lists.send(seminar, room.venue, after=0, by=DEMO, at=at - HOUR)
    guest = gate.guests[0].registration
    access_lists.write_note(guest, room.venue, "", has_pass=True, by=DEMO, at=at)


def open_desk(venue: Venue) -> None:
    """Let the building want to know who comes, two days before."""
    venue.needs_access_list = True
    venue.access_columns = [*usual_columns(), AccessColumn.NOTE]
    venue.access_send_to = DESK
    venue.save(update_fields=["needs_access_list", "access_columns", "access_send_to"])
