"""Pages that lead to a change: what it means first, then the change itself."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from registrations.forms.changes import AnnounceForm, ChangeForm
from registrations.services import changes, readiness, timetable, undoing
from registrations.services.consequences import consequences, reach
from registrations.views.access import acting, staff_only, succeeds
from registrations.views.verbs import PAGES
from seminars.models import Mode, ProgrammeChange, Seminar
from unitar_seminars.db import key

asks = require_http_methods(["GET", "HEAD", "POST"])


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
        "means": consequences(seminar, to=form.told, **fits_of(form, chosen=chosen)),
        "reach": reach(seminar, to=form.told, at=timezone.now()),
    }
    return render(request, "registrations/work/change.html", context)


def fits_of(form: ChangeForm, *, chosen: bool) -> dict[str, Any]:
    """Say what is chosen so far, as far as it decides who has a place."""
    if chosen:
        return form.fits()
    return form.seen() if form.is_bound else {}


@staff_only
@require_POST
def undo(request: HttpRequest, pk: int, version: int) -> HttpResponse:
    """Take the last change back while it can be."""
    change = get_object_or_404(ProgrammeChange, seminar=pk, version=version)
    try:
        changes.undo(change, **acting(request))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, _("Taken back: all is as it was before."))
    return redirect("registrations:work", pk)


@staff_only
@asks
def announce(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a planned seminar lacks; once nothing, announce it."""
    seminar = get_object_or_404(Seminar, pk=pk)
    form = AnnounceForm(request.POST or None)

    def verb() -> None:
        why = form.cleaned_data["why"]
        changes.announce(seminar, why=why, **acting(request))

    if succeeds(form, verb):
        messages.success(request, _("Announced: people can see it and register."))
        return redirect("registrations:work", pk)
    lacks = readiness.missing(seminar, at=timezone.now())
    context = {"seminar": seminar, "form": form, "lacks": lacks}
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
        "undoable": undoing.latest(seminar, at=timezone.now()),
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
