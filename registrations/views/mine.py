"""What a signed-in account filed, and where it takes part."""

from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from registrations import chooser, delegations
from registrations.chooser import Somebody
from registrations.models import Nomination, Registration
from registrations.services import doors
from registrations.views.ways import addresses_of, private

PER_PAGE = 20


@require_safe
def my(request: HttpRequest) -> HttpResponse:
    filed_people = Registration.objects.order_by("line_number")
    filed = (
        Nomination.objects.visible_to(addresses_of(request))
        .select_related("seminar")
        .prefetch_related(Prefetch("registrations", filed_people))
        .order_by("-filed_at", "-pk")
    )
    at = timezone.now()
    people = chooser.of(request.user, day=timezone.localdate(at))
    somebody = chooser.chosen(people, request.GET.get("as", ""))
    context = {
        "people": people if len(people) > 1 else [],
        "somebody": somebody,
        "missions": delegations.organisations_of(
            request.user, day=timezone.localdate(at)
        ).order_by("pk"),
        "has_doors": doors.doors_today(request.user, at=at).exists(),
        "page": Paginator(filed, PER_PAGE).get_page(request.GET.get("page")),
        "own": own(somebody),
    }
    return private(render(request, "registrations/mine.html", context))


def own(somebody: Somebody | None) -> QuerySet[Registration]:
    """Find where one person takes part; nothing before it is known who reads."""
    if somebody is None:
        return Registration.objects.none()
    theirs = Registration.objects.filter(person=somebody.pk).select_related("seminar")
    return theirs.order_by("-seminar__starts_at", "-pk")
