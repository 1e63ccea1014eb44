"""Other rooms, and what becomes of those who do not fit."""

from operator import attrgetter
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from registrations.forms.changes import ChangeForm, named
from registrations.models import Seat
from registrations.services.overflows import Overflow, Way, seats_in_the_room
from registrations.services.telling import spoken_place
from seminars.models import LONGEST_URL, Room, SeminarMode
from unitar_seminars.labels import labelled


class OverflowForm(ChangeForm):
    """Rooms, and what becomes of whoever does not fit in the smallest of them."""

    def add_room(self, name: str, label: Any, initial: int | None = None) -> None:
        rooms = Room.objects.select_related("venue").order_by("venue", "pk")
        self.fields[name] = RoomField(label=label, queryset=rooms, initial=initial)
        self.field_sizes[name] = "wide"

    def add_overflow(self) -> None:
        self.fields["overflow"] = forms.ChoiceField(
            label=_("Whoever does not fit"),
            help_text=_("To be chosen where the room holds fewer than the places."),
            choices=Way.choices,
            widget=forms.RadioSelect,
            required=False,
        )
        self.field_sizes["overflow"] = "wide"

    def seats(self) -> QuerySet[Seat]:
        """Find the places that the rooms have to hold."""
        return seats_in_the_room(self.seminar)

    def smallest(self) -> Room | None:
        """Tell which of the rooms chosen so far holds fewest."""
        rooms = [one for one in self.cleaned_data.values() if isinstance(one, Room)]
        known = [room for room in rooms if room.capacity is not None]
        return min(known, key=attrgetter("capacity"), default=None)

    def too_small(self) -> Room | None:
        room = self.smallest()
        return room if room and room.capacity < self.seats().count() else None

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        room = self.too_small()
        if room and not data.get("overflow"):
            self.add_error(
                "overflow",
                _(
                    "The room holds %(capacity)s, and there are %(places)s places:"
                    " choose what becomes of whoever does not fit."
                )
                % {"capacity": room.capacity, "places": self.seats().count()},
            )
        return data

    def way(self) -> str:
        return self.cleaned_data.get("overflow") or Way.KEEP

    def chosen(self) -> Overflow:
        """Give the choice with the addresses that it may need."""
        urls = {
            one.pk: self.cleaned_data.get(f"url_{one.pk}", "") for one in self.sessions
        }
        return Overflow(self.way(), urls)

    def fits(self) -> dict[str, Any]:
        return {"room": self.smallest(), "way": self.way(), "seats": self.seats()}

    def seen(self) -> dict[str, Any]:
        return {"room": self.smallest(), "seats": self.seats()}

    def spoken_overflow(self) -> list[tuple[str, str, str]]:
        if not self.too_small():
            return []
        return [(_("Whoever does not fit"), "", str(Way(self.way()).label))]


class MoveRoomForm(OverflowForm):
    def build(self) -> None:
        self.add_session()
        self.add_room("room", _("New room"))
        self.add_overflow()
        if self.seminar.mode == SeminarMode.ROOM:
            self.add_addresses()

    def add_addresses(self) -> None:
        """Ask where people join who will have to take part online."""
        for session in self.sessions:
            label = _("Address online, for whoever does not fit")
            several = len(self.sessions) > 1
            self.fields[f"url_{session.pk}"] = forms.URLField(
                label=labelled(named(session), label) if several else label,
                initial=session.online_url,
                required=False,
                max_length=LONGEST_URL,
                assume_scheme="https",
            )
            self.field_sizes[f"url_{session.pk}"] = "wide"

    def spoken(self) -> list[tuple[str, str, str]]:
        session, room = self.cleaned_data["session"], self.cleaned_data["room"]
        after = f"{room.name}, {room.venue.name}"
        spoken = [(named(session), spoken_place(session), after)]
        return [*spoken, *self.spoken_overflow()]


class RoomField(forms.ModelChoiceField):
    def label_from_instance(self, room: Room) -> str:
        name = f"{room.name}, {room.venue.name}"
        if room.capacity is None:
            return name
        return _("%(room)s (holds %(capacity)s)") % {
            "room": name,
            "capacity": room.capacity,
        }
