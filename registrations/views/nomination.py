"""What one sender filed: how each person stands, and what can be done about it."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib import messages
from django.contrib.humanize.templatetags.humanize import apnumber
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from registrations import asking, outlook, standing
from registrations.models import (
    CancelledBecause,
    Registration,
    RegistrationStatus,
)
from registrations.outlook import Outlook
from registrations.own_calendar import own_calendar
from registrations.services import seats
from registrations.standing import Standing
from registrations.views.ways import SeeOther, Way, sessions_of, versions
from seminars.models import Seminar, SeminarMode, SeminarState

CANCELLABLE_WHILE = [SeminarState.ANNOUNCED, SeminarState.POSTPONED]
CLAUSES = {
    RegistrationStatus.CONFIRMED: lambda n: ngettext(
        "%(n)s person has a place", "%(n)s people have a place", n
    ),
    RegistrationStatus.OFFERED: lambda n: ngettext(
        "%(n)s has a place on offer", "%(n)s have a place on offer", n
    ),
    RegistrationStatus.WAITING: lambda n: ngettext(
        "%(n)s is on the waiting list", "%(n)s are on the waiting list", n
    ),
    RegistrationStatus.PENDING: lambda n: ngettext(
        "%(n)s awaits approval", "%(n)s await approval", n
    ),
    RegistrationStatus.DECLINED: lambda n: ngettext(
        "%(n)s was not approved", "%(n)s were not approved", n
    ),
    RegistrationStatus.CANCELLED: lambda n: ngettext(
        "%(n)s is cancelled", "%(n)s are cancelled", n
    ),
}


@require_safe
def detail(request: HttpRequest, way: Way) -> HttpResponse:
    nomination = way.thing
    filed = list(nomination.registrations.order_by("line_number"))
    people = standing.of(filed, nomination.seminar)
    context = {
        **context_of(way),
        "nomination": nomination,
        "people": people,
        "headline": headline(people),
        "lacking": asking.lacking_for_sender(nomination.seminar, filed),
    }
    return render(request, "registrations/nomination.html", context)


def context_of(way: Way) -> dict[str, object]:
    """Give what every page of a nomination or a registration shows."""
    seminar, at = way.thing.seminar, timezone.now()
    return {
        **versions(way),
        "way": way,
        "seminar": seminar,
        "sessions": sessions_of(seminar),
        "may_cancel": may_change(seminar),
        "is_called_off": seminar.state == SeminarState.CANCELLED,
        "is_postponed": seminar.state == SeminarState.POSTPONED,
        "has_online": seminar.mode != SeminarMode.ROOM,
        "outlooks": SimpleLazyObject(lambda: outlooks_of(seminar, at=at)),
    }


def outlooks_of(seminar: Seminar, *, at: datetime) -> dict[str, Outlook]:
    """Count places where somebody waits or may change over: most pages show nobody."""
    return outlook.of(seminar, at=at) if may_change(seminar) else {}


def may_change(seminar: Seminar) -> bool:
    return seminar.state in CANCELLABLE_WHILE


def headline(people: Sequence[Standing]) -> str:
    """Say in one sentence how everybody stands."""
    statuses = [one.registration.status for one in people]
    clauses = [
        words(number) % {"n": apnumber(number)}
        for status, words in CLAUSES.items()
        if (number := statuses.count(status))
    ]
    return capfirst(", ".join(clauses))


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, way: Way, who: int) -> HttpResponse:
    person = get_object_or_404(way.thing.registrations, pk=who)
    person.seminar = way.thing.seminar
    return cancelled(request, way, person, CancelledBecause.SENDER)


def cancelled(
    request: HttpRequest, way: Way, person: Registration, because: CancelledBecause
) -> HttpResponse:
    """Ask first; when it is sent, cancel and lead back."""
    if request.method != "POST":
        context = {**context_of(way), "person": person}
        return render(request, "registrations/cancel.html", context)
    try:
        seats.cancel(person, because=because, by=way.actor, at=timezone.now())
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        said = _("%s is cancelled. We have confirmed it by e-mail.")
        messages.success(request, said % person.addressed_name)
    return SeeOther(way.to())


@require_safe
def calendar(request: HttpRequest, way: Way, who: int) -> HttpResponse:
    person = get_object_or_404(way.thing.registrations, pk=who)
    person.seminar = way.thing.seminar
    return calendar_file(person)


def calendar_file(person: Registration) -> HttpResponse:
    """Hand out the entries of somebody who has a place."""
    if not person.is_confirmed:
        raise Http404
    drawn = own_calendar(person, at=timezone.now())
    name = f"{person.seminar.slug}-{person.pk}.ics"
    return HttpResponse(
        drawn,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
