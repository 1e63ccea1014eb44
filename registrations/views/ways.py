"""How somebody comes to a nomination or a registration: a mailed link or an account.

The pages are the same; what differs is where they stand and who acts. A mailed link is
a capability: whoever has it may act, so its token also stands for the CSRF token, which
browsers would not let a page without referrer prove.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps

from allauth.account.models import EmailAddress
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from registrations.emails import LINK_LIVES, link_of, link_of_nomination
from registrations.models import Nomination, Registration
from seminars.models import Seminar, Session
from unitar_seminars.context_processors import Version
from unitar_seminars.languages import readings, speak
from users.models import Actor, ActorKind

View = Callable[..., HttpResponse]


class SeeOther(HttpResponseRedirect):
    """Go and read the result: a reload then repeats nothing."""

    status_code = 303


@dataclass(frozen=True)
class Way:
    """What somebody came to, as whom they act, and the address of its pages."""

    thing: Nomination | Registration
    actor: Actor
    base: str
    asked_language: str = ""

    @property
    def is_link(self) -> bool:
        return self.actor.kind == ActorKind.LINK

    @property
    def query(self) -> str:
        """What keeps the language that was asked for, in addresses under this one."""
        return f"?language={self.asked_language}" if self.asked_language else ""

    def to(self) -> str:
        return f"{self.base}{self.query}"


def nomination_by_link(view: View) -> View:
    """Open a nomination to whoever has the sender's link."""
    found = Nomination.objects.select_related("seminar")
    return by_link("n", view, lambda pk: get_object_or_404(found, pk=pk))


def registration_by_link(view: View) -> View:
    """Open a registration to whoever has that person's link."""
    found = Registration.objects.select_related("seminar", "person")
    return by_link("r", view, lambda pk: get_object_or_404(found, pk=pk))


def by_link(kind: str, view: View, find: Callable[[int], Nomination]) -> View:
    @csrf_exempt
    @login_not_required
    @wraps(view)
    def opened(request: HttpRequest, pk: int, token: str, **named: int) -> HttpResponse:
        thing = find(pk)
        admit(thing, token, at=timezone.now())
        actor = Actor(ActorKind.LINK, label=f"{kind} {pk}")
        asked = speak(request, thing.language)
        way = Way(thing, actor, f"/{kind}/{pk}-{token}/", asked)
        response = view(request, way, **named)
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cache-Control"] = "no-store"
        return response

    return opened


def admit(thing: Nomination | Registration, token: str, *, at: datetime) -> None:
    """Refuse a token that is wrong, revoked or past its time: there is no such page."""
    is_nomination = isinstance(thing, Nomination)
    link = link_of_nomination(thing) if is_nomination else link_of(thing)
    if not link.opens_with(token) or at >= end_of(thing.seminar, at=at):
        raise Http404


def end_of(seminar: Seminar, *, at: datetime) -> datetime:
    """Tell until when links open; while no end is known, they do."""
    last = seminar.ends_at or seminar.cancelled_at or at
    return last + LINK_LIVES


def nomination_by_account(view: View) -> View:
    """Open a nomination to whoever owns the address that sent it."""

    @wraps(view)
    def opened(request: HttpRequest, pk: int, **named: int) -> HttpResponse:
        mine = Nomination.objects.visible_to(addresses_of(request))
        thing = get_object_or_404(mine.select_related("seminar"), pk=pk)
        base = reverse("registrations:my_nomination", args=[pk])
        return private(view(request, Way(thing, Actor.of(request), base), **named))

    return opened


def registration_by_account(view: View) -> View:
    """Open a registration to the account of the person it is."""

    @wraps(view)
    def opened(request: HttpRequest, pk: int, **named: int) -> HttpResponse:
        mine = Registration.objects.of(request.user)
        thing = get_object_or_404(mine.select_related("seminar", "person"), pk=pk)
        base = reverse("registrations:my_registration", args=[pk])
        return private(view(request, Way(thing, Actor.of(request), base), **named))

    return opened


def private(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    return response


def addresses_of(request: HttpRequest) -> list[str]:
    """List the addresses that this account has proved to be its own."""
    proved = EmailAddress.objects.filter(user=request.user.pk, verified=True)
    return list(proved.values_list("email", flat=True))


def sessions_of(seminar: Seminar) -> list[Session]:
    """Read when and where, in one query."""
    dated = seminar.sessions.filter(starts_at__isnull=False)
    return list(dated.select_related("room__venue").order_by("starts_at", "pk"))


def versions(way: Way) -> dict[str, list[Version]]:
    return {"versions": readings(way.base)} if way.is_link else {}
