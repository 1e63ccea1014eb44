"""What a planned seminar still lacks before it can be announced."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from seminars import days
from seminars.models import Room, Seminar, SeminarMode, SeminarState


def possible_changes(seminar: Seminar) -> list[str]:
    """Name the verbs that a seminar's state and mode allow, in the order of a menu."""
    if seminar.state == SeminarState.POSTPONED:
        return ["postpone", "call_off"]
    if seminar.state != SeminarState.ANNOUNCED:
        return []
    where = {
        SeminarMode.ROOM: ["move_room", "move_online", "open_online"],
        SeminarMode.BOTH: ["move_room", "move_online", "change_address"],
        SeminarMode.ONLINE: ["back_to_room", "change_address"],
    }
    last = ["change_places", "replace_speaker", "postpone", "call_off"]
    return ["move_hour", *where[SeminarMode(seminar.mode)], *last]


def missing(seminar: Seminar, *, at: datetime) -> list[str]:
    """List what keeps a planned seminar from being announced; empty: nothing does."""
    sessions = list(seminar.sessions.all())
    lacks = [
        (
            not seminar.title_en or not seminar.title_fr,
            _("the title in both languages"),
        ),
        (
            not seminar.summary_en or not seminar.summary_fr,
            _("what it is about, in both languages"),
        ),
        (not sessions, _("a session")),
        (any(not s.starts_at for s in sessions), _("the hours of every session")),
        (
            is_to_come(seminar, at=at) and not days.is_known(seminar),
            _("the exact day: letters and calendars tell it as certain"),
        ),
        (
            seminar.mode != SeminarMode.ONLINE and any(not s.room_id for s in sessions),
            _("the room of every session"),
        ),
        (
            seminar.mode != SeminarMode.ROOM
            and any(not s.online_url for s in sessions),
            _("the address online of every session"),
        ),
        (
            seminar.mode != SeminarMode.ONLINE and not seminar.places_planned,
            _("the number of places in the room"),
        ),
        (
            seminar.mode != SeminarMode.ROOM and not seminar.online_places_planned,
            _("the number of places online"),
        ),
        (
            seminar.is_by_application and not has_deadline(seminar),
            _("the hour at which registration closes, before the first session"),
        ),
        (not has_objectives(seminar), _("learning objectives in both languages")),
    ]
    return [str(what) for is_lacking, what in lacks if is_lacking]


def is_to_come(seminar: Seminar, *, at: datetime) -> bool:
    return seminar.starts_at is not None and seminar.starts_at > at


def has_deadline(seminar: Seminar) -> bool:
    """Whether people apply until an hour that leaves time to decide."""
    closes_at, starts_at = seminar.closes_at, seminar.starts_at
    return closes_at is not None and (starts_at is None or closes_at < starts_at)


def has_objectives(seminar: Seminar) -> bool:
    """Whether objectives stand in both languages, or are waived with a reason."""
    written = list(seminar.objectives.all())
    complete = all(one.text_en and one.text_fr for one in written)
    return bool(seminar.objectives_waived_because) or (bool(written) and complete)


def more_than_this_holds(room: Room, places: int, *, why: str) -> None:
    """Refuse a room that holds fewer people than there are places, without a reason."""
    if room.capacity is not None and room.capacity < places and not why.strip():
        raise ValidationError(
            _(
                "This room holds %(capacity)s people and the seminar has %(places)s"
                " places: give a reason, take another room or change the places."
            )
            % {"capacity": room.capacity, "places": places},
            code="more_than_it_holds",
        )


def more_than_it_holds(seminar: Seminar, places: int, *, why: str) -> None:
    """Refuse more places than the smallest room holds, unless a reason is given."""
    rooms = seminar.sessions.filter(takes_room=True, room__capacity__lt=places)
    if places and not why.strip() and rooms.exists():
        raise ValidationError(
            _("The room holds fewer people: give a reason for more places."),
            code="more_than_it_holds",
        )
