"""One person's own page: how it stands, when and where, papers, calendar, giving up."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from registrations import asking, standing
from registrations.models import CancelledBecause, Registration
from registrations.services import claims
from registrations.views import nomination
from registrations.views.ways import SeeOther, Way
from seminars.models import Document, Visibility


@require_safe
def detail(request: HttpRequest, way: Way) -> HttpResponse:
    person = way.thing
    [stands] = standing.of([person], person.seminar)
    context = {
        **nomination.context_of(way),
        "one": stands,
        "person": person,
        "lacking": asking.lacking(person.seminar, [person]),
        "documents": documents_of(person).order_by("kind", "title"),
        "is_mine": person.person is not None
        and person.person.account_id == request.user.pk,
    }
    return render(request, "registrations/person.html", context)


def documents_of(person: Registration) -> QuerySet[Document]:
    """Find what this person may read now; nobody who gave up or was declined."""
    if not person.is_active:
        return Document.objects.none()
    papers = Document.objects.open(at=timezone.now()).filter(
        visibility__in=[Visibility.PUBLIC, Visibility.PARTICIPANTS], withdrawn_at=None
    )
    seminar = person.seminar_id
    return papers.filter(Q(seminar=seminar) | Q(session__seminar=seminar))


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, way: Way) -> HttpResponse:
    return nomination.cancelled(request, way, way.thing, CancelledBecause.PERSON)


@require_safe
def calendar(request: HttpRequest, way: Way) -> HttpResponse:
    return nomination.calendar_file(way.thing)


@require_safe
def document(request: HttpRequest, way: Way, which: int) -> HttpResponse:
    papers = documents_of(way.thing).select_related("content")
    content = get_object_or_404(papers, pk=which, content__isnull=False).content
    named = content_disposition_header(True, content.filename)
    return HttpResponse(
        bytes(content.data),
        content_type=content.content_type,
        headers={"Content-Disposition": named},
    )


@require_POST
def claim(request: HttpRequest, way: Way) -> HttpResponse:
    """Let somebody signed in say that this registration is theirs."""
    if not request.user.is_authenticated:
        raise Http404
    try:
        claims.claim(way.thing, request.user, by=way.actor, at=timezone.now())
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, _("It now stands among your registrations."))
    return SeeOther(way.to())
