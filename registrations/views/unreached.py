"""Whom mail did not reach, for those who run the seminar."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from registrations.services import unreached
from registrations.views.access import staff_only
from seminars.models import Seminar


@staff_only
@require_safe
def to_phone(request: HttpRequest, pk: int) -> HttpResponse:
    """List whom to phone, with what did not arrive."""
    seminar = get_object_or_404(Seminar, pk=pk)
    context = {"seminar": seminar, "rows": unreached.of(seminar)}
    return render(request, "registrations/work/unreached.html", context)
