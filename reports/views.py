"""Pages of those who may read figures: partners, hosts and organisers.

What an account may not read is a 404, whatever the address, the format or the filter.
"""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_safe

from partners.models import Organisation
from reports import figures, hosts, positions, reach, tables
from reports.forms import CHOICES, ViewForm
from reports.report import Report
from reports.services import exports
from users.models import Actor

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@require_safe
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    """List what this account may read, or say why the list is empty."""
    day = timezone.localdate()
    agencies = reach.agencies(request.user, day=day).order_by("name_en", "pk")
    terms = reach.host_terms(request.user, day=day).order_by("-starts_on")
    context = {
        "agencies": list(agencies),
        "terms": [(term.pk, hosts.title(term)) for term in terms],
    }
    return render(request, "reports/home.html", context)


@require_safe
@never_cache
def agency(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an agency what its agreements cover, as far as it may be shown."""
    at = timezone.now()
    body = find_agency(request, pk, at)
    form, report = chosen(request, body, at)
    context = {
        "agency": body,
        "form": form,
        "report": report,
        "positions": list(positions.of(body)),
        "query": request.GET.urlencode(),
    }
    return render(request, "reports/agency.html", context)


@require_GET
@never_cache
def export(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Hand out the same report as a file."""
    at = timezone.now()
    body = find_agency(request, pk, at)
    _form, report = chosen(request, body, at)
    if report is None:
        raise Http404
    content = exports.take(report, body, kind, by=Actor.of(request), at=at)
    name = f"attendance-{report.view.first}-{report.view.last}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=TYPES[kind], headers=headers)


@require_safe
@never_cache
def host(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the host of the Forum its own page, while its term lasts."""
    at = timezone.now()
    terms = reach.host_terms(request.user, day=timezone.localdate(at))
    term = get_object_or_404(terms, pk=pk)
    number, table = hosts.headcount(term, at=at)
    context = {
        "title": hosts.title(term),
        "at": at,
        "updates": list(hosts.updates(term)),
        "priorities": list(hosts.priorities(term)),
        "number": number,
        "table": table,
        "threshold": hosts.THRESHOLD,
    }
    return render(request, "reports/host.html", context)


def find_agency(request: HttpRequest, pk: int, at: datetime) -> Organisation:
    agencies = reach.agencies(request.user, day=timezone.localdate(at))
    return get_object_or_404(agencies, pk=pk)


def chosen(
    request: HttpRequest, body: Organisation, at: datetime
) -> tuple[ViewForm | None, Report | None]:
    """Count what was asked for; without seminars there is no form and no report."""
    agreements = reach.agreements(request.user, day=timezone.localdate(at))
    agreements = agreements.filter(agency=body)
    counts = figures.count(figures.covered(agreements, at=at))
    if not counts.seminars and not any(name in request.GET for name in CHOICES):
        return None, None
    form = ViewForm(request.GET, counts)
    if form.asks_for_the_unknown:
        raise Http404
    if not form.is_valid():
        return form, None
    threshold = max(agreements.values_list("threshold", flat=True))
    return form, tables.report(counts, form.view, threshold=threshold, at=at)
