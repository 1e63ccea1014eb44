"""Papers for everybody, from the hour they are open."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from seminars.models import Document, DocumentContent

IN_THE_BROWSER = "application/pdf"
SANDBOX = {"default-src": "'none'", "sandbox": ""}


@login_not_required
@require_safe
def document(request: HttpRequest, pk: int, filename: str) -> HttpResponse:
    """Hand out one paper; closed, withdrawn or internal ones don't exist.

    Of a plan, they exist for organisers, who read its preview.
    """
    at = timezone.now()
    papers = Document.objects.public().open(at=at).filter(pk=pk)
    readable = papers.filter(
        Q(seminar__announced_at__isnull=False)
        | Q(session__seminar__announced_at__isnull=False)
        | Q(update__isnull=False, update__embargo_until=None)
        | Q(update__embargo_until__lte=at)
    )
    cache = "no-cache"
    if not readable.exists() and request.user.is_staff:
        readable, cache = papers.filter(update=None), "no-store"
    content = get_object_or_404(
        DocumentContent, document__in=readable, filename=filename
    )
    return handed_out(content, cache=cache)


def handed_out(content: DocumentContent, *, cache: str) -> HttpResponse:
    """Answer with a file: shown where it is a PDF, else saved, and never run."""
    response = HttpResponse(bytes(content.data), content_type=content.content_type)
    response["Content-Disposition"] = content_disposition_header(
        content.content_type != IN_THE_BROWSER, content.filename
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = cache
    response._csp_config = SANDBOX
    return response
