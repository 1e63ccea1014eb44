"""What became of each message, to look through and to take away."""

import csv
from collections.abc import Iterable, Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from briefings.desk_forms import ResultsForm
from briefings.services import results as found
from briefings.views.access import acting, started, uncertain_url

BOM = "\ufeff"  # without it spreadsheets misread accents


@require_safe
def results(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one page of addressees, and what the relay said of each."""
    briefing = started(request, pk)
    form, after = ResultsForm(request.GET), request.GET.get("after", "")
    rows, next_after = found.page(
        briefing.mailing, form.choice(after), at=timezone.now()
    )
    context = {
        "briefing": briefing,
        "form": form,
        "rows": rows,
        "after": after,
        "next_after": next_after,
        "query": asked(request),
        "uncertain_url": uncertain_url(briefing.mailing),
    }
    return render(request, "briefings/results.html", context)


def asked(request: HttpRequest) -> str:
    """Keep what was asked for, wherever in the list somebody is."""
    query = request.GET.copy()
    query.pop("after", None)
    return query.urlencode()


@require_safe
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the delivery report, line by line as it is read."""
    briefing = started(request, pk)
    choice = ResultsForm(request.GET).choice()
    lines = found.export(briefing, choice, **acting(request))
    return StreamingHttpResponse(
        written(lines),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{briefing.slug}.csv"'},
    )


class Echo:
    """A file that hands on what is written to it."""

    def write(self, text: str) -> str:
        return text


def written(lines: Iterable[list[str]]) -> Iterator[str]:
    writer = csv.writer(Echo())
    yield BOM
    for line in lines:
        yield writer.writerow(line)
