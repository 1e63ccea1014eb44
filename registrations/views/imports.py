"""Pages on which an organiser has a list of people registered."""

from collections.abc import Collection, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from registrations.forms.imports import CheckForm, UploadForm
from registrations.imports.columns import written_by
from registrations.imports.rows import Problem
from registrations.imports.tables import Table
from registrations.models import ImportDraft
from registrations.services import imports
from registrations.views.access import acting, staff_only, succeeds
from registrations.views.uploads import take_in
from seminars.models import Seminar

asks = require_http_methods(["GET", "HEAD", "POST"])
SHOWN = 10  # people
SHOWN_ROWS = 100  # that are not good


@staff_only
@asks
def import_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a list in; nobody is registered before it was looked through."""
    seminar = get_object_or_404(Seminar, pk=pk)
    form, kept = take_in(request, UploadForm, imports.keep, seminar)
    if kept:
        return redirect("registrations:import_check", pk, kept.pk)
    context = {"seminar": seminar, "form": form}
    return render(request, "registrations/work/import.html", context)


@staff_only
@asks
def import_check(request: HttpRequest, pk: int, draft: int) -> HttpResponse:
    """Show what would be stored, row by row, and store it once that is wanted."""
    known = ImportDraft.objects.uploaded_since(timezone.now() - imports.KEPT)
    found = (
        known.filter(pk=draft, seminar=pk, session=None)
        .select_related("seminar")
        .first()
    )
    if found is None:
        text = _("This list was registered, or is older than a day: upload it again.")
        messages.error(request, text)
        return redirect("registrations:import_list", pk)
    table = Table.from_json(found.table)
    form = CheckForm(request.POST or None, table=table, seminar=found.seminar)
    plan = imports.plan(found.seminar, table, form.wishes(), at=timezone.now())
    out = form.left_out(plan)

    def verb() -> None:
        imports.file(found, form.wishes(), leave_out=out, **acting(request))

    if form.wants_filing(plan) and succeeds(form, verb):
        messages.success(request, done(len(plan.people)))
        return redirect("registrations:people", pk)
    context = {"draft": found, "form": form, "plan": plan, **seen(plan, out)}
    context["source"] = written_by(table.headings)
    return render(request, "registrations/work/import_check.html", context)


def done(people: int) -> str:
    text = ngettext(
        "%s person of the list is registered and told.",
        "%s people of the list are registered and told.",
        people,
    )
    return text % people


def seen(plan: imports.Plan, left_out: Collection[int]) -> dict[str, Any]:
    """Cut what is shown to a length that can be read; the numbers say the rest."""
    return {
        "people": plan.people[:SHOWN],
        "has_modes": len({one.person.mode for one in plan.people}) > 1,
        "more_people": max(len(plan.people) - SHOWN, 0),
        **bad_rows(plan.problems, left_out),
    }


def bad_rows(problems: Sequence[Problem], left_out: Collection[int]) -> dict[str, Any]:
    """Group what is wrong by row; the first of them, and how many follow."""
    rows = [
        (row, list(here), row in left_out)
        for row, here in groupby(problems, attrgetter("row"))
    ]
    return {"bad": rows[:SHOWN_ROWS], "more_bad": max(len(rows) - SHOWN_ROWS, 0)}
