"""The door: who is expected, who came, and who came without being on the list."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from registrations.forms.door import FindGuestForm, MarkForm, SheetForm, WalkInForm
from registrations.forms.people import typed_person
from registrations.models import (
    Attendance,
    AttendanceMark,
    AttendanceSource,
    Registration,
)
from registrations.services import attendance, doors
from registrations.views.access import acting, succeeds
from registrations.views.decisions import asks
from seminars.models import Session

GROUPS = {
    doors.HEADS: lambda: _("Heads of mission"),
    doors.WAITING: lambda: _("Waiting for a place"),
}


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """List the sessions of this day whose door the account may keep."""
    sessions = doors.doors_today(request.user, at=timezone.now())
    return render(request, "registrations/door_today.html", {"sessions": sessions})


@require_safe
def door(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who is expected and who came."""
    session = session_kept_by(request, pk)
    asked = FindGuestForm(request.GET).asked()
    guests = doors.door_list(session)
    context = {
        "session": session,
        "sessions": doors.sessions_beside(session),
        "list": guests,
        "groups": named(guests.shown(**asked)),
        "asked": asked,
        "query": request.GET.urlencode(),
    }
    return render(request, "registrations/door.html", context)


@require_safe
def door_print(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the list for paper, with a box and a line for a signature each."""
    session = session_kept_by(request, pk)
    guests = doors.print_door_list(session, **acting(request))
    context = {"session": session, "list": guests, "groups": named(guests.shown())}
    return render(request, "registrations/door_print.html", context)


@require_POST
def check_in(request: HttpRequest, pk: int, registration: int) -> HttpResponse:
    """Mark one person as present, in one tap."""
    session = session_kept_by(request, pk)
    guest = guest_of(session, registration)
    try:
        attendance.record(
            guest,
            session,
            AttendanceMark.PRESENT,
            source=AttendanceSource.DOOR,
            **acting(request),
        )
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return to_door(request, session, guest)


@require_POST
def undo(request: HttpRequest, pk: int, registration: int) -> HttpResponse:
    """Take a mark back that was a slip."""
    session = session_kept_by(request, pk)
    guest = guest_of(session, registration)
    attendance.take_back(guest, session, **acting(request))
    return to_door(request, session, guest)


@asks
def mark(request: HttpRequest, pk: int, registration: int) -> HttpResponse:
    """Mark one person as present in part, excused or absent."""
    session = session_kept_by(request, pk)
    guest = guest_of(session, registration)
    held = Attendance.objects.filter(registration=guest, session=session).first()
    form = MarkForm(request.POST or None, initial={"mark": held.mark if held else ""})

    def verb() -> None:
        given = AttendanceMark(form.cleaned_data["mark"])
        source = AttendanceSource.DOOR
        attendance.record(guest, session, given, source=source, **acting(request))

    if succeeds(form, verb):
        return to_door(request, session, guest)
    context = {"session": session, "registration": guest, "form": form}
    return render(request, "registrations/door_mark.html", context)


@asks
def walk_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Add somebody who is not on the list and stands at the door."""
    session = session_kept_by(request, pk)
    form = WalkInForm(request.POST or None, seminar=session.seminar)

    def verb() -> None:
        given = form.cleaned_data
        form.added = attendance.add_walk_in(
            session, typed_person(given), given["form_key"], **acting(request)
        )

    if succeeds(form, verb):
        told = _("%s is on the list and present.") % form.added.addressed_name
        messages.success(request, told)
        return to_door(request, session, form.added)
    context = {"session": session, "form": form}
    return render(request, "registrations/door_walk_in.html", context)


@asks
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Type in the sign-in sheet, all rows at once."""
    session = session_kept_by(request, pk)
    guests = doors.door_list(session).guests
    form = SheetForm(request.POST or None, guests=guests)

    def verb() -> None:
        done = attendance.record_sheet(session, form.marks(), **acting(request))
        messages.success(request, saved(done.marked))
        if done.left_standing:
            messages.warning(request, left_standing(done.left_standing))

    if succeeds(form, verb):
        return redirect("registrations:door", pk)
    context = {"session": session, "form": form, "guests": guests}
    return render(request, "registrations/door_sheet.html", context)


def saved(marked: int) -> str:
    said = ngettext("Saved: %s mark changed.", "Saved: %s marks changed.", marked)
    return said % marked


def left_standing(marks: int) -> str:
    """Say of how many people something else is on record."""
    said = ngettext(
        "%s mark that was on record stands as it was.",
        "%s marks that were on record stand as they were.",
        marks,
    )
    return said % marks


def session_kept_by(request: HttpRequest, pk: int) -> Session:
    """Find a session whose door this account may keep now; else there is none."""
    return get_object_or_404(doors.doors_of(request.user, at=timezone.now()), pk=pk)


def guest_of(session: Session, pk: int) -> Registration:
    return get_object_or_404(Registration, pk=pk, seminar=session.seminar_id)


def to_door(
    request: HttpRequest, session: Session, guest: Registration
) -> HttpResponseRedirect:
    """Go back to where somebody was in the list."""
    page = reverse("registrations:door", args=[session.pk])
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return redirect(f"{page}{query}#r{guest.pk}")


def named(groups: dict[str, list[doors.Guest]]) -> list[tuple[str, list[doors.Guest]]]:
    """Give each group its heading, a word or a letter."""
    return [
        (GROUPS[key]() if key in GROUPS else key, guests)
        for key, guests in groups.items()
    ]
