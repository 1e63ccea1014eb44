"""What a signed-in account filed, and where it takes part."""

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from registrations import delegations
from registrations.models import Nomination, Registration
from registrations.services import doors
from registrations.views.ways import addresses_of, private

PER_PAGE = 20


@require_safe
def my(request: HttpRequest) -> HttpResponse:
    people = Registration.objects.order_by("line_number")
    filed = (
        Nomination.objects.visible_to(addresses_of(request))
        .select_related("seminar")
        .prefetch_related(Prefetch("registrations", people))
        .order_by("-filed_at", "-pk")
    )
    own = Registration.objects.of(request.user).select_related("seminar")
    at = timezone.now()
    context = {
        "missions": delegations.organisations_of(
            request.user, day=timezone.localdate(at)
        ).order_by("pk"),
        "has_doors": doors.doors_today(request.user, at=at).exists(),
        "page": Paginator(filed, PER_PAGE).get_page(request.GET.get("page")),
        "own": own.order_by("-seminar__starts_at", "-pk"),
    }
    return private(render(request, "registrations/mine.html", context))
