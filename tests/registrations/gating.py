"""Seminars in buildings whose desks want to know who comes."""

from registrations.services import access_lists, gates
from tests.factories import COMMAND, NOW, make_room, make_seminar

EVERYTHING = ["organisation", "post", "country", "venue", "event", "sponsor", "note"]


def guarded_room(**fields):
    """Make a room in a building that wants a list."""
    room = make_room()
    fields = {"needs_access_list": True, "access_send_to": "gate@example.org"} | fields
    type(room.venue).objects.filter(pk=room.venue.pk).update(**fields)
    room.venue.refresh_from_db()
    return room


def guarded_seminar(places=5, *, room=None, **fields):
    return make_seminar(places=places, room=room or guarded_room(), **fields)


def gates_of(seminar, *, at=NOW):
    """Read the gates of a seminar as the database has it now."""
    return gates.of(type(seminar).objects.get(pk=seminar.pk), at=at)


def gate_of(seminar, *, at=NOW):
    (gate,) = gates_of(seminar, at=at)
    return gate


def send(seminar, *, after=0, at=NOW, venue=None):
    venue = venue or seminar.sessions.order_by("pk")[0].room.venue
    return access_lists.send(seminar, venue, after=after, by=COMMAND, at=at)


def note(registration, text="", *, has_pass=False, at=NOW):
    venue = registration.seminar.sessions.order_by("pk")[0].room.venue
    acts = {"by": COMMAND, "at": at}
    access_lists.write_note(registration, venue, text, has_pass=has_pass, **acts)


def told(gate):
    """Say what has changed since a list was sent, guest by guest."""
    return [(row.name, row.change.value) for row in gate.differences]


def names(gate):
    """Name those on the list, in its order."""
    return [guest.cells["name"] for guest in gate.guests]
