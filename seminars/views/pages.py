"""The public pages."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from seminars import agenda, pages
from seminars.forms.public import ProgrammeFilter
from seminars.models import Seminar, Series
from unitar_seminars.page_cache import cached_page


@cached_page
@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    series = pages.current_series(at=at)
    programme = pages.programme(pages.listed(at=at)[: pages.ON_HOME], at=at)
    context = {
        "at": at,
        "series": series,
        "programme": programme,
        "next": programme.next,
        "partners": pages.partners_of(series) if series else [],
    }
    return render(request, "seminars/home.html", context)


@cached_page
@login_not_required
@require_safe
def programme(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    form = ProgrammeFilter(request.GET, years=pages.years())
    found = pages.listed(at=at).alias(year=pages.YEAR).filter(**form.chosen())
    context = {
        "at": at,
        "filter": form,
        "is_filtered": bool(form.chosen()),
        "programme": pages.programme(found, at=at),
    }
    return render(request, "seminars/programme.html", context)


@cached_page
@login_not_required
@require_safe
def series(request: HttpRequest, slug: str) -> HttpResponse:
    at = timezone.now()
    found = Series.objects.select_related("predecessor", "successor")
    one = get_object_or_404(found, slug=slug)
    context = {
        "at": at,
        "series": one,
        "programme": pages.programme(pages.listed(at=at).filter(series=one), at=at),
        "partners": pages.partners_of(one),
    }
    return render(request, "seminars/series.html", context)


@cached_page
@login_not_required
@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    seminar = get_object_or_404(pages.whole(Seminar.objects.public()), slug=slug)
    return render(request, "seminars/seminar.html", whole_page(seminar))


@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show staff the page of a seminar that nobody else can see yet."""
    if not request.user.is_staff:
        raise Http404
    seminar = get_object_or_404(pages.whole(Seminar.objects.all()), pk=pk)
    context = whole_page(seminar) | {"is_preview": True}
    return render(request, "seminars/seminar.html", context)


@cached_page
@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "seminars/privacy.html")


@cached_page
@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "seminars/accessibility.html")


def whole_page(seminar: Seminar) -> dict[str, Any]:
    at = timezone.now()
    return {
        "at": at,
        "seminar": seminar,
        "days": pages.hours_of(seminar),
        "parts": agenda.agenda(seminar),
        "objectives": pages.objectives_of(seminar),
        "themes": pages.themes_of(seminar),
        "changes": pages.changes_of(seminar),
        "papers": pages.papers(seminar, at=at),
        "partners": pages.partners_of(seminar),
    }
