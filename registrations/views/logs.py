"""Pages on which an organiser takes attendance from the log of an online session."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from registrations.forms.logs import LogForm, LogUploadForm, WhoForm
from registrations.imports.logs import written_by
from registrations.imports.tables import Table
from registrations.models import ImportDraft
from registrations.services import attendance, log_plans, online_logs
from registrations.services.imports import KEPT
from registrations.views.access import acting, staff_only, succeeds
from registrations.views.decisions import asks
from registrations.views.door import left_standing, session_kept_by
from registrations.views.imports import bad_rows
from registrations.views.uploads import take_in


@staff_only
@asks
def log(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a log in; nothing is recorded before it was looked through."""
    session = session_kept_by(request, pk)
    form, kept = take_in(request, LogUploadForm, online_logs.keep, session)
    if kept:
        return redirect("registrations:log_check", pk, kept.pk)
    context = {"session": session, "form": form}
    return render(request, "registrations/work/log.html", context)


@staff_only
@asks
def log_check(request: HttpRequest, pk: int, draft: int) -> HttpResponse:
    """Show who was there, as far as the log tells, and record what is confirmed."""
    known = ImportDraft.objects.uploaded_since(timezone.now() - KEPT)
    found = known.filter(pk=draft, session=pk).first()
    if found is None:
        text = _("This log was recorded, or is older than a day: upload it again.")
        messages.error(request, text)
        return redirect("registrations:log", pk)
    session = session_kept_by(request, pk)
    table = Table.from_json(found.table)
    form = LogForm(request.POST or None, table=table, session=session)
    plan = log_plans.plan(session, table, form.wishes())
    who = WhoForm(request.POST if form.shows(plan) else None, plan=plan)
    out = form.left_out(plan)

    def verb() -> None:
        said = {"leave_out": out, **acting(request)}
        done = online_logs.record(found, form.wishes(), who.choices(), **said)
        messages.success(request, told(done))

    if form.wants_recording(plan) and who.is_valid() and succeeds(form, verb):
        return redirect("registrations:door", pk)
    context = {"draft": found, "session": session, "form": form, "plan": plan}
    context |= {"who": who, **bad_rows(plan.problems, out)}
    context |= {"source": written_by(table.headings), "share": log_plans.PRESENT_FROM}
    return render(request, "registrations/work/log_check.html", context)


def told(done: attendance.Recorded) -> str:
    """Say how many were recorded, and of how many something was on record."""
    said = ngettext("%s person recorded.", "%s people recorded.", done.marked)
    parts = [said % done.marked]
    if done.left_standing:
        parts.append(left_standing(done.left_standing))
    return " ".join(parts)
