"""Pages on which organisers tell the security desk of a building who comes."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from registrations import sheets
from registrations.forms.access import NoteForm, SendForm
from registrations.models import AccessList, AccessNote, Registration
from registrations.services import access_lists, gates
from registrations.views.access import acting, staff_only, succeeds
from seminars.models import Seminar, Venue


@staff_only
@require_safe
def access(request: HttpRequest, pk: int) -> HttpResponse:
    """Show each building's list: by when, who is on it, what its desk knows."""
    seminar = get_object_or_404(Seminar, pk=pk)
    context = {"seminar": seminar, "gates": gates.of(seminar, at=timezone.now())}
    return render(request, "registrations/work/access.html", context)


@staff_only
@require_POST
def access_send(request: HttpRequest, pk: int, venue: int) -> HttpResponse:
    """Fix the next version and say where it has to go."""
    seminar = get_object_or_404(Seminar, pk=pk)
    place = get_object_or_404(Venue, pk=venue)
    form = SendForm(request.POST)
    after = form.cleaned_data["after"] if form.is_valid() else -1
    try:
        sent = access_lists.send(seminar, place, after=after, **acting(request))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        told = _("Version %(version)s is fixed: now take the file to the desk.")
        messages.success(request, told % {"version": sent.version})
    return redirect("registrations:access", pk)


@staff_only
@require_safe
def access_file(request: HttpRequest, pk: int, venue: int, kind: str) -> HttpResponse:
    """Give the version sent last as a file; that it was taken is noted."""
    access_list = sent_list(pk, venue)
    take(request, access_list, kind)
    content_type, write = sheets.KINDS[kind]
    name = f"{access_list.seminar.slug}-access-{access_list.version}.{kind}"
    return HttpResponse(
        write(sheets.table(access_list, rows_of(access_list))),
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@staff_only
@require_safe
def access_print(request: HttpRequest, pk: int, venue: int) -> HttpResponse:
    """Show the version sent last bare, for paper."""
    access_list = sent_list(pk, venue)
    take(request, access_list, "print")
    head, *lines = sheets.table(access_list, rows_of(access_list))
    context = {
        "access_list": access_list,
        "seminar": access_list.seminar,
        "head": head,
        "lines": lines,
        "language": access_list.venue.access_language,
    }
    return render(request, "registrations/work/access_print.html", context)


def sent_list(pk: int, venue: int) -> AccessList:
    kept = AccessList.objects.kept().select_related("seminar", "venue")
    return get_object_or_404(kept, seminar=pk, venue=venue, version__gte=1)


def rows_of(access_list: AccessList) -> list:
    rows = access_list.rows.filter(version=access_list.version)
    return list(rows.order_by("position"))


def take(request: HttpRequest, access_list: AccessList, kind: str) -> None:
    """Note the taking; what has been deleted meanwhile does not exist."""
    try:
        access_lists.take(access_list, kind, **acting(request))
    except ValidationError as refusal:
        raise Http404 from refusal


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def access_note(request: HttpRequest, pk: int, venue: int) -> HttpResponse:
    """Note for the gate what nobody else needs of one guest."""
    known = Registration.objects.select_related("seminar")
    registration = get_object_or_404(known, pk=pk)
    place = get_object_or_404(Venue, pk=venue)
    form = note_form(request, registration, place)

    def verb() -> None:
        access_lists.write_note(
            registration, place, **form.cleaned_data, **acting(request)
        )

    if succeeds(form, verb):
        messages.success(request, _("Noted for the gate."))
        return redirect("registrations:access", registration.seminar_id)
    context = {"registration": registration, "venue": place, "form": form}
    context["seminar"] = registration.seminar
    return render(request, "registrations/work/access_note.html", context)


def note_form(
    request: HttpRequest, registration: Registration, venue: Venue
) -> NoteForm:
    notes = AccessNote.objects.filter(
        registration=registration,
        access_list__venue=venue,
        access_list__purged_at=None,
    )
    return NoteForm(
        request.POST or None, known=notes.first(), asks_for_note=venue.asks_for_note
    )
