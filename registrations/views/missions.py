"""A focal point's page: everybody whom their mission sends, and what can be done."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from partners.models import Organisation
from registrations import delegations
from registrations.forms.missions import RotationForm
from registrations.forms.people import PersonForm
from registrations.models import CancelledBecause, Registration
from registrations.services import identities, rotations
from registrations.views import handing_on, nomination
from registrations.views.access import acting, succeeds
from registrations.views.nomination import CANCELLABLE_WHILE
from registrations.views.ways import SeeOther, Way, private
from seminars.models import SeminarState
from users.models import Actor

PER_PAGE = 10
View = Callable[..., HttpResponse]
asks = require_http_methods(["GET", "HEAD", "POST"])


def focal_point_only(view: View) -> View:
    """Let in who is focal point of this mission today; for others it does not exist."""

    @wraps(view)
    def guarded(request: HttpRequest, pk: int, **named: int) -> HttpResponse:
        today = timezone.localdate()
        mine = delegations.organisations_of(request.user, day=today)
        return private(view(request, get_object_or_404(mine, pk=pk), **named))

    return guarded


def about_one(view: View) -> View:
    """Open the page of one registration of this mission, whoever filed it."""

    @focal_point_only
    @wraps(view)
    def opened(request: HttpRequest, mission: Organisation, who: int) -> HttpResponse:
        found = Registration.objects.filter(organisation=mission)
        person = get_object_or_404(found.select_related("seminar"), pk=who)
        return view(request, Way(person, Actor.of(request), address(mission)))

    return opened


def address(mission: Organisation) -> str:
    return reverse("registrations:mission", args=[mission.pk])


@focal_point_only
@require_safe
def mission(request: HttpRequest, mission: Organisation) -> HttpResponse:
    """Show who was filed, seminar by seminar, and who holds a post."""
    at = timezone.now()
    seminars = delegations.seminars_of(mission, at=at)
    page = Paginator(seminars, PER_PAGE).get_page(request.GET.get("page"))
    delegations.give_positions(page.object_list)
    context = {
        "mission": mission,
        "page": page,
        "posts": delegations.posts_of(mission, day=timezone.localdate(at)),
        "open": delegations.open_seminars(at=at),
        "changeable": CANCELLABLE_WHILE,
        "called_off": SeminarState.CANCELLED,
    }
    return render(request, "registrations/mission.html", context)


@about_one
@asks
def cancel(request: HttpRequest, way: Way) -> HttpResponse:
    return nomination.cancelled(request, way, way.thing, CancelledBecause.SENDER)


@about_one
@asks
def substitute(request: HttpRequest, way: Way) -> HttpResponse:
    return handing_on.substitute(request, way)


@about_one
def accept(request: HttpRequest, way: Way) -> HttpResponse:
    return handing_on.accept(request, way)


@about_one
@asks
def identify(request: HttpRequest, way: Way) -> HttpResponse:
    """Ask who of the mission this is, or whether it is somebody new."""
    person, mission = way.thing, way.thing.organisation
    form = PersonForm(request.POST or None, found=list(delegations.people_of(mission)))

    def verb() -> None:
        chosen = form.cleaned_data["person"]
        identities.say_who_of(mission, person, chosen, **acting(request))

    page = {
        "heading": _("Who is %s?") % person.addressed_name,
        "lead": _(
            "Then all that this person attends stands together, under any spelling."
        ),
        "button": _("It is this person"),
        "done": _("Thank you: %s is known now.") % person.addressed_name,
    }
    return asked(request, mission, form, verb, page)


@focal_point_only
@asks
def end_post(request: HttpRequest, mission: Organisation, post: int) -> HttpResponse:
    """End a post, name who follows, choose which places go over."""
    held = delegations.posts_of(mission, day=timezone.localdate())
    posting = get_object_or_404(held, pk=post)
    places = list(rotations.places_to_come(posting, at=timezone.now()))
    form = RotationForm(
        request.POST or None, posting=posting, organisation=mission, places=places
    )
    page = {
        "heading": _("The post of %s ends") % posting.person.addressed_name,
        "lead": _(
            "What was attended stays with this person. Both are told by e-mail of"
            " every place that goes over."
        ),
        "button": _("End this post"),
        "done": _("Done: the post ends as you said."),
    }

    def verb() -> None:
        rotations.hand_over(posting, form.rotation(), **acting(request))

    return asked(request, mission, form, verb, page)


def asked(
    request: HttpRequest,
    mission: Organisation,
    form: forms.Form,
    verb: Callable[[], Any],
    page: dict[str, str],
) -> HttpResponse:
    """Show the form, or call the verb and lead back to the mission's page."""
    if succeeds(form, verb):
        messages.success(request, page["done"])
        return SeeOther(address(mission))
    context = {"mission": mission, "form": form, "page": page}
    return render(request, "registrations/mission_asks.html", context)
