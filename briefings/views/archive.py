"""The public archive of what was sent, and what there is on one theme."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from briefings import published
from briefings.forms import ArchiveFilter
from briefings.models import Briefing
from seminars import pages
from seminars.models import Theme
from unitar_seminars.markdown import to_html
from unitar_seminars.page_cache import cached_page

PER_PAGE = 20


@require_safe
@login_not_required
@cached_page
def updates(request: HttpRequest) -> HttpResponse:
    """List what was published, newest first, of one year or kind where asked."""
    at = timezone.now()
    form = ArchiveFilter(request.GET, years=published.years(at=at))
    found = Briefing.objects.published(at=at).alias(year=published.YEAR)
    found = found.filter(**form.chosen())
    context = {
        "filter": form,
        "is_filtered": bool(form.chosen()),
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "briefings/updates.html", context)


@require_safe
@login_not_required
@cached_page
def theme(request: HttpRequest, slug: str) -> HttpResponse:
    """Show seminars and updates on one theme."""
    one, at = get_object_or_404(Theme, slug=slug), timezone.now()
    seminars = pages.listed(at=at).filter(themes=one)
    context = {
        "at": at,
        "theme": one,
        "programme": pages.programme(seminars, at=at),
        "published": published.on_theme(one, at=at),
    }
    return render(request, "briefings/theme.html", context)


@require_safe
@login_not_required
@cached_page
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one published update or briefing."""
    found = Briefing.objects.published(at=timezone.now())
    briefing = get_object_or_404(found.select_related("seminar"), slug=slug)
    context = {
        "briefing": briefing,
        "body": to_html(published.readable(briefing.body)),
        "themes": briefing.themes.order_by("slug"),
    }
    return render(request, "briefings/detail.html", context)
