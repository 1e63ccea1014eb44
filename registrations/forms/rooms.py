"""Another room for one session, and what becomes of those who do not fit."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from registrations.forms.changes import ChangeForm, named
from registrations.services.overflows import Overflow, Way
from registrations.services.telling import spoken_place
from seminars.models import Mode, Room, SeminarMode
from unitar_seminars.labels import labelled


class MoveRoomForm(ChangeForm):
    def build(self) -> None:
        self.add_session()
        rooms = Room.objects.select_related("venue").order_by("venue", "pk")
        self.fields["room"] = RoomField(label=_("New room"), queryset=rooms)
        self.fields["overflow"] = forms.ChoiceField(
            label=_("Whoever does not fit"),
            help_text=_("To be chosen where the room holds fewer than the places."),
            choices=Way.choices,
            widget=forms.RadioSelect,
            required=False,
        )
        self.field_sizes |= {"room": "wide", "overflow": "wide"}
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
                assume_scheme="https",
            )
            self.field_sizes[f"url_{session.pk}"] = "wide"

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        room = data.get("room")
        if room and is_too_small(room, self.places()) and not data.get("overflow"):
            self.add_error(
                "overflow",
                _(
                    "The room holds %(capacity)s, and there are %(places)s places:"
                    " choose what becomes of whoever does not fit."
                )
                % {"capacity": room.capacity, "places": self.places()},
            )
        return data

    def places(self) -> int:
        return self.seminar.seats.places().filter(mode=Mode.ROOM).count()

    def chosen(self) -> Overflow:
        """Give the choice with the addresses that it may need."""
        urls = {
            one.pk: self.cleaned_data.get(f"url_{one.pk}", "") for one in self.sessions
        }
        return Overflow(self.cleaned_data["overflow"] or Way.KEEP, urls)

    def fits(self) -> dict[str, Any]:
        way = self.cleaned_data["overflow"] or Way.KEEP
        return {"room": self.cleaned_data["room"], "way": way}

    def seen(self) -> dict[str, Any]:
        room = self.cleaned_data.get("room")
        return {"room": room} if room else {}

    def spoken(self) -> list[tuple[str, str, str]]:
        session, room = self.cleaned_data["session"], self.cleaned_data["room"]
        after = f"{room.name}, {room.venue.name}"
        spoken = [(named(session), spoken_place(session), after)]
        if is_too_small(room, self.places()) and self.cleaned_data["overflow"]:
            way = Way(self.cleaned_data["overflow"])
            spoken.append((_("Whoever does not fit"), "", str(way.label)))
        return spoken


class RoomField(forms.ModelChoiceField):
    def label_from_instance(self, room: Room) -> str:
        name = f"{room.name}, {room.venue.name}"
        if room.capacity is None:
            return name
        return _("%(room)s (holds %(capacity)s)") % {
            "room": name,
            "capacity": room.capacity,
        }


def is_too_small(room: Room, places: int) -> bool:
    return room.capacity is not None and room.capacity < places
