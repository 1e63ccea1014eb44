"""Pages that lead to a change: what it means first, then the change itself."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from registrations.forms import changes as forms
from registrations.services import changes, readiness, timetable
from registrations.services.consequences import consequences
from registrations.views.access import acting, staff_only, succeeds
from seminars.models import Mode, Seminar
from unitar_seminars.db import key

asks = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Page:
    """One change: its form, its verb, and the words around them."""

    form: type[forms.ChangeForm]
    verb: Callable[..., None]
    heading: Any
    button: Any
    done: Any
    tells: bool = True


def call_move_room(seminar: Seminar, form: forms.MoveRoomForm, **acts: Any) -> None:
    said = form.cleaned_data
    changes.move_room(said["session"], said["room"], why=said["why"], **acts)


def call_move_hour(seminar: Seminar, form: forms.MoveHourForm, **acts: Any) -> None:
    said = form.cleaned_data
    changes.move_hour(said["session"], *said["hours"], why=said["why"], **acts)


def call_move_online(seminar: Seminar, form: forms.MoveOnlineForm, **acts: Any) -> None:
    why = form.cleaned_data["why"]
    changes.move_online(seminar, form.urls(), why=why, **acts)


def call_address(seminar: Seminar, form: forms.AddressForm, **acts: Any) -> None:
    why = form.cleaned_data["why"]
    changes.change_address(seminar, form.urls(), why=why, **acts)


def call_places(seminar: Seminar, form: forms.PlacesForm, **acts: Any) -> None:
    said = form.cleaned_data
    mode = Mode(said["mode"])
    changes.change_places(seminar, mode, said["places"], why=said["why"], **acts)


def call_postpone(seminar: Seminar, form: forms.PostponeForm, **acts: Any) -> None:
    said = form.cleaned_data
    changes.postpone(seminar, said["hours"], why=said["why"], **acts)


def call_call_off(seminar: Seminar, form: forms.CallOffForm, **acts: Any) -> None:
    changes.call_off(seminar, why=form.cleaned_data["why"], **acts)


PAGES = {
    "move_room": Page(
        forms.MoveRoomForm,
        call_move_room,
        _("Move to another room"),
        _("Move it and tell everybody"),
        _("The room is changed; everybody who is registered is told."),
    ),
    "move_hour": Page(
        forms.MoveHourForm,
        call_move_hour,
        _("Move to other hours"),
        _("Move it and tell everybody"),
        _("The hours are changed; everybody who is registered is told."),
    ),
    "move_online": Page(
        forms.MoveOnlineForm,
        call_move_online,
        _("Move online"),
        _("Move it online and tell everybody"),
        _("It takes place online; everybody who is registered is told."),
    ),
    "change_address": Page(
        forms.AddressForm,
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
    "postpone": Page(
        forms.PostponeForm,
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


@staff_only
@asks
def change(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Choose, see what the choice means, confirm."""
    seminar = get_object_or_404(Seminar, pk=pk)
    page = PAGES[name]
    form = page.form(request.POST or None, seminar=seminar)
    chosen = form.is_valid()
    if chosen and "confirmed" in request.POST:
        if succeeds(form, lambda: page.verb(seminar, form, **acting(request))):
            messages.success(request, page.done)
            return redirect("registrations:work", pk)
        chosen = False
    context = {
        "seminar": seminar,
        "page": page,
        "form": form,
        "is_chosen": chosen,
        "spoken": form.spoken() if chosen else [],
        "means": consequences(seminar, to=form.told, **(form.fits() if chosen else {})),
    }
    return render(request, "registrations/work/change.html", context)


@staff_only
@asks
def announce(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a planned seminar lacks; once nothing, announce it."""
    seminar = get_object_or_404(Seminar, pk=pk)
    form = forms.AnnounceForm(request.POST or None)

    def verb() -> None:
        why = form.cleaned_data["why"]
        changes.announce(seminar, why=why, **acting(request))

    if succeeds(form, verb):
        messages.success(request, _("Announced: people can see it and register."))
        return redirect("registrations:work", pk)
    context = {"seminar": seminar, "form": form, "lacks": readiness.missing(seminar)}
    return render(request, "registrations/work/announce.html", context)


@staff_only
@require_safe
def work(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to everything that can be done with one seminar."""
    seminar = get_object_or_404(Seminar, pk=pk)
    context = {
        "seminar": seminar,
        "means": consequences(seminar),
        "sessions": seminar.sessions.select_related("room__venue").order_by(
            "starts_at", "pk"
        ),
        "places": places_of(seminar),
        "verbs": verbs_for(seminar),
        "notices": timetable.timetable(seminar, at=timezone.now()),
        "notices_off": timetable.turned_off(seminar),
        "thing": key(seminar),
    }
    return render(request, "registrations/work/work.html", context)


def places_of(seminar: Seminar) -> list[tuple[Any, int, int]]:
    """Count the places of each mode, and how many are taken."""
    seats = seminar.seats.places().values_list("mode").order_by("-mode")
    counted = seats.annotate(total=Count("pk"), taken=Count("holder"))
    return [(Mode(mode).label, total, taken) for mode, total, taken in counted]


def verbs_for(seminar: Seminar) -> list[tuple[str, Any]]:
    """Name the changes that this state allows."""
    return [
        (f"registrations:{name}", PAGES[name].heading)
        for name in readiness.possible_changes(seminar)
    ]
