"""Whether a seminar takes place in the room, online or both, and where it is joined."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from registrations.forms.changes import ChangeForm, named
from registrations.forms.rooms import OverflowForm
from registrations.models import Seat
from registrations.services.online import returning
from registrations.services.telling import spoken_place
from seminars.models import LONGEST_URL, Mode, Room, SeminarMode
from unitar_seminars.labels import labelled


class MoveOnlineForm(ChangeForm):
    def build(self) -> None:
        for session in self.sessions:
            several = len(self.sessions) > 1
            label = _("Address online")
            self.fields[f"url_{session.pk}"] = forms.URLField(
                label=labelled(named(session), label) if several else label,
                initial=session.online_url,
                max_length=LONGEST_URL,
                assume_scheme="https",
            )
            self.field_sizes[f"url_{session.pk}"] = "wide"

    def urls(self) -> dict[int, str]:
        return {one.pk: self.cleaned_data[f"url_{one.pk}"] for one in self.sessions}

    def spoken(self) -> list[tuple[str, str, str]]:
        return [
            (named(one), spoken_place(one), self.cleaned_data[f"url_{one.pk}"])
            for one in self.sessions
        ]


class AddressForm(MoveOnlineForm):
    """Where sessions that are online already are joined from now on."""

    told = (Mode.ONLINE,)

    def spoken(self) -> list[tuple[str, str, str]]:
        return [
            (named(one), one.online_url, self.cleaned_data[f"url_{one.pk}"])
            for one in self.sessions
        ]


class OpenOnlineForm(MoveOnlineForm):
    """Where people may join beside the room, and how many of them."""

    def build(self) -> None:
        super().build()
        self.fields["places"] = forms.IntegerField(
            label=_("Places online"), min_value=1, max_value=20_000
        )

    def spoken(self) -> list[tuple[str, str, str]]:
        places = str(self.cleaned_data["places"])
        return [*super().spoken(), (_("Places online"), "0", places)]


class BackForm(OverflowForm):
    """The room that each session takes again, or another."""

    def build(self) -> None:
        for session in self.sessions:
            several = len(self.sessions) > 1
            label = labelled(named(session), _("Room")) if several else _("Room")
            self.add_room(f"room_{session.pk}", label, session.room_id)
        self.add_overflow()

    def seats(self) -> QuerySet[Seat]:
        return returning(self.seminar).places()

    def rooms(self) -> dict[int, Room]:
        return {one.pk: self.cleaned_data[f"room_{one.pk}"] for one in self.sessions}

    def spoken(self) -> list[tuple[str, str, str]]:
        spoken = [
            (
                named(one),
                str(SeminarMode.ONLINE.label),
                f"{room.name}, {room.venue.name}",
            )
            for one, room in zip(self.sessions, self.rooms().values(), strict=True)
        ]
        return [*spoken, *self.spoken_overflow()]
