"""A seminar's list of people, for those who run it, and what they do there."""

import csv
from io import StringIO

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from registrations.forms.people import FindForm
from registrations.models import Registration
from registrations.services import (
    answers,
    gates,
    rosters,
    selection,
    unreached,
    workbooks,
)
from registrations.views.access import acting, staff_only
from seminars.models import Seminar, SeminarMode
from unitar_seminars.db import key

HEADINGS = {
    "pending": lambda: _("Awaiting approval"),
    "seated": lambda: _("With a place"),
    "waiting": lambda: _("Waiting, in order"),
    "gone": lambda: _("Declined or cancelled"),
}
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BOM = "\ufeff"  # without it spreadsheets misread accents


@staff_only
@require_safe
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who is registered, group by group."""
    seminar = get_object_or_404(Seminar, pk=pk)
    form = FindForm(request.GET)
    groups = rosters.people(seminar, form.choice())
    more = {"form": form, "to_phone": unreached.of(seminar)}
    more["gates"] = gates.to_send(seminar, at=timezone.now())
    return show(request, "registrations/work/people.html", seminar, groups, **more)


@staff_only
@require_safe
def print_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the same list bare, for paper."""
    seminar = get_object_or_404(Seminar, pk=pk)
    choice = FindForm(request.GET).choice()
    groups = rosters.print_list(seminar, choice, **acting(request))
    return show(request, "registrations/work/print.html", seminar, groups)


@staff_only
@require_safe
def export_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the same list as a file for a spreadsheet."""
    seminar = get_object_or_404(Seminar, pk=pk)
    choice = FindForm(request.GET).choice()
    written = StringIO()
    table = rosters.export_list(seminar, choice, **acting(request))
    csv.writer(written).writerows(table)
    name = f"{seminar.slug}-people.csv"
    return HttpResponse(
        BOM + written.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@staff_only
@require_safe
def export_workbook(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the same list as a workbook, with what was answered."""
    seminar = get_object_or_404(Seminar, pk=pk)
    choice = FindForm(request.GET).choice()
    name = f"{seminar.slug}-people.xlsx"
    return HttpResponse(
        workbooks.export_workbook(seminar, choice, **acting(request)),
        content_type=WORKBOOK,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def show(
    request: HttpRequest,
    template: str,
    seminar: Seminar,
    groups: dict[str, list[rosters.Row]],
    **more: object,
) -> HttpResponse:
    context = {
        "seminar": seminar,
        "groups": [(name, HEADINGS[name](), rows) for name, rows in groups.items()],
        "total": sum(len(rows) for rows in groups.values()),
        "has_modes": seminar.mode == SeminarMode.BOTH,
        "query": request.GET.urlencode(),
        **more,
    }
    return render(request, template, context)


@staff_only
@require_safe
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Show all that is known of one registration; that it was opened is noted."""
    registration = one_registration(pk)
    rosters.open_record(registration, **acting(request))
    sessions = registration.attendances.select_related("session").order_by(
        "session__starts_at", "pk"
    )
    context = {
        "registration": registration,
        "seminar": registration.seminar,
        "attendances": sessions,
        "stopped": unreached.stopped_for(registration),
        "answers": answers.spoken(registration),
        "thing": key(registration),
    }
    return render(request, "registrations/work/record.html", context)


@staff_only
@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Let one person wait for a place, or have one."""
    registration = one_registration(pk)
    try:
        selection.approve(registration, **acting(request))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        told = _("%(name)s: approved, now “%(status)s”.") % {
            "name": registration.addressed_name,
            "status": registration.get_status_display(),
        }
        messages.success(request, told)
    return to_list(registration)


def one_registration(pk: int) -> Registration:
    known = Registration.objects.select_related(
        "seminar", "nomination__filed_by", "organisation", "person"
    )
    return get_object_or_404(known, pk=pk)


def to_list(registration: Registration) -> HttpResponseRedirect:
    """Go back to the person's line in the list."""
    page = reverse("registrations:people", args=[registration.seminar_id])
    return redirect(f"{page}#r{registration.pk}")
