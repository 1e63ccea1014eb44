"""Calendar files: one seminar, a series, everything. Programs fetch them again.

An answer is tagged by what it says of the programme, so that a program that asks
every hour is sent nothing while nothing changed.
"""

import re
from hashlib import sha256

from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext, override
from django.views.decorators.http import require_safe

from seminars import calendars
from seminars.models import Seminar, Series, Session
from unitar_seminars.translated import LANGUAGES, in_language

STAMP = re.compile(rb"DTSTAMP:[^\r]*\r\n")


@login_not_required
@require_safe
def seminar(request: HttpRequest, slug: str) -> HttpResponse:
    one = get_object_or_404(Seminar.objects.public(), slug=slug)
    return answer(request, entries().filter(seminar=one), filename=f"{slug}.ics")


@login_not_required
@require_safe
def series(request: HttpRequest, slug: str) -> HttpResponse:
    one = get_object_or_404(Series, slug=slug)
    title = in_language(one, "title", language_of(request))
    found = entries().filter(seminar__series=one)
    return answer(request, found, name=f"UNITAR: {title}")


@login_not_required
@require_safe
def everything(request: HttpRequest) -> HttpResponse:
    with override(language_of(request)):
        name = gettext("UNITAR Seminars, New York")
    return answer(request, entries(), name=name)


def entries() -> QuerySet[Session]:
    """Read the sessions that have hours, of all that was announced for a known day."""
    seminars = Seminar.objects.public().with_known_day()
    return (
        Session.objects.filter(seminar__in=seminars, starts_at__isnull=False)
        .select_related("seminar", "room__venue")
        .order_by("starts_at", "pk")
    )


def answer(
    request: HttpRequest,
    found: QuerySet[Session],
    *,
    name: str = "",
    filename: str = "",
) -> HttpResponse:
    """Draw the entries, or say that the reader has them as they are."""
    language = language_of(request)
    body = calendars.public(found, language, at=timezone.now(), name=name).encode()
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Language"] = language
    response["Cache-Control"] = "no-cache"
    if filename:
        response["Content-Disposition"] = f'attachment; filename="{filename}"'
    response["ETag"] = f'W/"{sha256(STAMP.sub(b"", body)).hexdigest()}"'
    return get_conditional_response(request, etag=response["ETag"], response=response)


def language_of(request: HttpRequest) -> str:
    """Take the language that the address asks for, English else."""
    asked = request.GET.get("lang", "")
    return asked if asked in LANGUAGES else LANGUAGES[0]
