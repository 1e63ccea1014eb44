"""What an audience comes to, before anything is written to it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from briefings import audience_words, audiences
from briefings.audience_forms import ScopeForm
from briefings.models import Audience
from unitar_seminars.translated import Language

NAMED = 100  # of those without an address, and of those who are held back


@require_safe
def audience(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an organiser whom an audience means and how many that is now."""
    if not request.user.is_staff:
        raise Http404
    saved = get_object_or_404(Audience.objects.with_parts(), pk=pk)
    form = ScopeForm({"scope": request.GET.get("scope", "update")})
    reach = audiences.reach(saved, scope=form.chosen, at=timezone.now())
    context = {
        "audience": saved,
        "words": audience_words.sentence(saved),
        "form": form,
        "reach": reach,
        "languages": [sample_in(language, reach) for language in Language],
        "lists": {
            "silent": shortened(reach.without_address),
            "held_back": shortened(reach.held_back),
        },
    }
    return render(request, "briefings/audience.html", context)


def sample_in(language: Language, reach: audiences.Reach) -> dict[str, object]:
    sample = [one for one in reach.sample if one.language == language]
    total = reach.by_language.get(language, 0)
    return {
        "language": language,
        "total": total,
        "sample": sample,
        "others": total - len(sample),
    }


def shortened(names: list[str]) -> dict[str, object]:
    """Keep the first names of a long list, and say how many follow."""
    return {"names": names[:NAMED], "others": max(0, len(names) - NAMED)}
