"""Pages about the Forum, and the search for an organisation while typing."""

from allauth.core.internal import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from partners import forum as reading
from partners.models import Sector
from partners.services import organisations
from unitar_seminars.translated import LANGUAGES

# Missions may share one address on the network, and each letter asks again.
LIMITS = {"organisation_search": "1200/m/ip"}


@require_safe
@login_not_required
def forum(request: HttpRequest) -> HttpResponse:
    context = {
        "hosts": reading.hosts(),
        "chairs": reading.chairs(),
        "updates": reading.updates(timezone.now()),
    }
    return render(request, "partners/forum.html", context)


@require_safe
@login_not_required
@cache_control(private=True, max_age=60)
def search(request: HttpRequest) -> HttpResponse:
    """Answer with up to eight organisations, in the language that `lang` asks for."""
    if not ratelimit.consume(
        request,
        app="partners",
        action="organisation_search",
        config=LIMITS,
        limit_get=True,
    ):
        text = _("Too many searches: wait a minute, or type the name in full.")
        return JsonResponse({"error": text}, status=429)
    language = request.GET.get("lang", "")
    if language not in LANGUAGES:
        language = LANGUAGES[0]
    words, today = request.GET.get("q", ""), timezone.localdate()
    with translation.override(language):
        found = organisations.search(words, day=today, language=language)
        results = [
            {
                "id": organisation.pk,
                "name": str(organisation.name),
                "sector": str(Sector(organisation.sector or Sector.OTHER).label),
            }
            for organisation in found
        ]
    return JsonResponse({"results": results})
