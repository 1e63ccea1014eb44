"""Naming somebody else, answering an offer, choosing room or online.

The sender of a nomination says whom it is about; a person's own page is about them.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from registrations.forms.substitutes import SubstituteForm
from registrations.models import Nomination, Registration
from registrations.services import modes, offers, substitutions
from registrations.views import nomination
from registrations.views.access import succeeds
from registrations.views.ways import SeeOther, Way
from seminars.models import Mode


@require_http_methods(["GET", "HEAD", "POST"])
def substitute(request: HttpRequest, way: Way, who: int | None = None) -> HttpResponse:
    """Ask who comes instead; what was typed is never lost."""
    person = meant(way, who)
    form = SubstituteForm(request.POST or None, registration=person)
    acts = {"by": way.actor, "at": timezone.now()}
    if succeeds(form, lambda: substitutions.substitute(person, form.typed(), **acts)):
        said = _("%s is named instead. Both have been told by e-mail.")
        messages.success(request, said % form.cleaned_data["name"])
        return SeeOther(way.to())
    context = {**nomination.context_of(way), "person": person, "form": form}
    return render(request, "registrations/substitute.html", context)


@require_POST
def accept(request: HttpRequest, way: Way, who: int | None = None) -> HttpResponse:
    """Take up the place that is on offer."""
    done = _("The place is confirmed. The calendar entry is in the message we sent.")
    if way.thing.seminar.starts_at is None:
        done = _(
            "The place is confirmed. The calendar entry follows with the new date."
        )
    return act(request, way, who, offers.accept, done)


@require_POST
def change_mode(request: HttpRequest, way: Way, who: int | None = None) -> HttpResponse:
    """Have a free place the other way: online or in the room."""
    mode = request.POST.get("mode", "")
    if mode not in Mode.values:
        raise Http404
    done = _("Done: the place is confirmed. The entry is in the message we sent.")
    return act(request, way, who, modes.change_mode, done, mode=Mode(mode))


def act(
    request: HttpRequest,
    way: Way,
    who: int | None,
    verb: Callable[..., None],
    done: str,
    **said: Any,
) -> HttpResponse:
    """Call a verb that asks nothing back, and lead to the page with the result."""
    try:
        verb(meant(way, who), by=way.actor, at=timezone.now(), **said)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, done)
    return SeeOther(way.to())


def meant(way: Way, who: int | None) -> Registration:
    """Find whom a page is about: one of a nomination, or the person themselves."""
    if isinstance(way.thing, Nomination):
        person = get_object_or_404(way.thing.registrations, pk=who)
        person.seminar = way.thing.seminar
        return person
    return way.thing
