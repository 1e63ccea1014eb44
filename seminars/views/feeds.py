"""The Atom feed of seminars that were announced."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from seminars import announcements
from seminars.models import Seminar
from unitar_seminars import feeds


@login_not_required
@require_safe
def announced(request: HttpRequest) -> HttpResponse:
    """Tell of seminars in the order in which they were announced."""
    found = announcements.entries(Seminar.objects.all())
    title = _("UNITAR Seminars: announcements")
    return feeds.answer(request, found, title=title, path=reverse("seminars:programme"))
