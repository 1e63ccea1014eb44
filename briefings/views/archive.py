"""The public archive of what was sent."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from briefings.models import Briefing
from unitar_seminars.markdown import to_html
from unitar_seminars.page_cache import cached_page

PAGE = 50


@require_safe
@login_not_required
@cached_page
def updates(request: HttpRequest) -> HttpResponse:
    """List what was published, newest first."""
    published = Briefing.objects.published(at=timezone.now())[:PAGE]
    return render(request, "briefings/updates.html", {"published": published})


@require_safe
@login_not_required
@cached_page
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one published update or briefing."""
    published = Briefing.objects.published(at=timezone.now())
    briefing = get_object_or_404(published.select_related("seminar"), slug=slug)
    context = {"briefing": briefing, "body": to_html(readable(briefing.body))}
    return render(request, "briefings/detail.html", context)


def readable(body: str) -> str:
    """Fill the place of a name for readers whom no mail addressed."""
    return body.replace("[[name]]", _("colleague"))
