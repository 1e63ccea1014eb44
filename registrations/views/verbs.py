"""The changes that organisers can make: each with its form, verb and words."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from registrations.forms import changes as forms
from registrations.forms import hours, online, rooms, speakers
from registrations.services import changes
from seminars.models import Mode, Seminar


@dataclass(frozen=True)
class Page:
    """One change: its form, its verb, and the words around them."""

    form: type[forms.ChangeForm]
    verb: Callable[..., None]
    heading: Any
    button: Any
    done: Any
    tells: bool = True


def call_move_room(seminar: Seminar, form: rooms.MoveRoomForm, **acts: Any) -> None:
    said = form.cleaned_data
    acts |= {"why": said["why"], "overflow": form.chosen()}
    changes.move_room(said["session"], said["room"], **acts)


def call_move_hour(seminar: Seminar, form: hours.MoveHourForm, **acts: Any) -> None:
    said = form.cleaned_data
    acts |= {"why": said["why"], "closes_at": said["closes_at"]}
    changes.move_hour(said["session"], *said["hours"], **acts)


def call_move_online(
    seminar: Seminar, form: online.MoveOnlineForm, **acts: Any
) -> None:
    why = form.cleaned_data["why"]
    changes.move_online(seminar, form.urls(), why=why, **acts)


def call_open_online(
    seminar: Seminar, form: online.OpenOnlineForm, **acts: Any
) -> None:
    said = form.cleaned_data
    changes.open_online(seminar, form.urls(), said["places"], why=said["why"], **acts)


def call_back(seminar: Seminar, form: online.BackForm, **acts: Any) -> None:
    acts |= {"why": form.cleaned_data["why"], "overflow": form.chosen()}
    changes.back_to_room(seminar, form.rooms(), **acts)


def call_replace(
    seminar: Seminar, form: speakers.ReplaceSpeakerForm, **acts: Any
) -> None:
    said = form.cleaned_data
    changes.replace_speaker(said["speaker"], form.other(), why=said["why"], **acts)


def call_address(seminar: Seminar, form: online.AddressForm, **acts: Any) -> None:
    why = form.cleaned_data["why"]
    changes.change_address(seminar, form.urls(), why=why, **acts)


def call_places(seminar: Seminar, form: forms.PlacesForm, **acts: Any) -> None:
    said = form.cleaned_data
    mode = Mode(said["mode"])
    changes.change_places(seminar, mode, said["places"], why=said["why"], **acts)


def call_postpone(seminar: Seminar, form: hours.PostponeForm, **acts: Any) -> None:
    said = form.cleaned_data
    names = ("why", "reconfirm_by", "closes_at")
    changes.postpone(seminar, said["hours"], **{n: said[n] for n in names}, **acts)


def call_call_off(seminar: Seminar, form: forms.CallOffForm, **acts: Any) -> None:
    changes.call_off(seminar, why=form.cleaned_data["why"], **acts)


PAGES = {
    "move_room": Page(
        rooms.MoveRoomForm,
        call_move_room,
        _("Move to another room"),
        _("Move it and tell everybody"),
        _("The room is changed; everybody who is registered is told."),
    ),
    "move_hour": Page(
        hours.MoveHourForm,
        call_move_hour,
        _("Move to other hours"),
        _("Move it and tell everybody"),
        _("The hours are changed; everybody who is registered is told."),
    ),
    "move_online": Page(
        online.MoveOnlineForm,
        call_move_online,
        _("Move online"),
        _("Move it online and tell everybody"),
        _("It takes place online; everybody who is registered is told."),
    ),
    "open_online": Page(
        online.OpenOnlineForm,
        call_open_online,
        _("Open it online as well"),
        _("Open it and tell everybody"),
        _("People can take part online as well; everybody who is registered is told."),
    ),
    "back_to_room": Page(
        online.BackForm,
        call_back,
        _("Bring it back to the room"),
        _("Bring it back and tell everybody"),
        _("It takes place in the room again; everybody who is registered is told."),
    ),
    "change_address": Page(
        online.AddressForm,
        call_address,
        _("Change the address online"),
        _("Change it and tell whoever joins online"),
        _("The address is changed; whoever joins online is told."),
    ),
    "change_places": Page(
        forms.PlacesForm,
        call_places,
        _("Change the number of places"),
        _("Change the places"),
        _("The places are changed; whoever has got one is told."),
        tells=False,
    ),
    "replace_speaker": Page(
        speakers.ReplaceSpeakerForm,
        call_replace,
        _("Replace a speaker"),
        _("Take the speaker out"),
        _("The programme says “to be confirmed”; whoever had been told of it is told."),
    ),
    "postpone": Page(
        hours.PostponeForm,
        call_postpone,
        _("Postpone"),
        _("Postpone it and tell everybody"),
        _("It is postponed; everybody who is registered is told."),
    ),
    "call_off": Page(
        forms.CallOffForm,
        call_call_off,
        _("Call off"),
        _("Call it off and tell everybody"),
        _("It is called off; everybody who is registered is told."),
    ),
}
