"""The page on which a person, or who filed them, puts details right."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from registrations.emails import link_of
from registrations.forms.details import DetailsForm
from registrations.models import Registration
from registrations.services import corrections, questions
from registrations.services import details as service
from registrations.views import nomination
from registrations.views.access import succeeds
from registrations.views.handing_on import meant
from registrations.views.ways import SeeOther, Way

DONE = gettext_lazy("Saved. The place stays as it is.")
WAITS = gettext_lazy(
    "Saved. An organiser looks at the new name, rank or address first; the place stays"
    " as it is."
)


@transaction.atomic
def put_right(person: Registration, form: DetailsForm, acts: dict[str, Any]) -> bool:
    """Save what may be saved; tell whether somebody has to look at the rest."""
    service.put_right(person, form.values(), form.given(), **acts)
    return corrections.ask(person, form.values(), **acts)


def after(way: Way, person: Registration) -> str:
    """Lead on; whoever changed their own address has a new link in the mail."""
    if way.is_link and way.thing == person:
        return f"{link_of(person).path}{way.query}"
    return way.to()


@require_http_methods(["GET", "HEAD", "POST"])
def step_back(request: HttpRequest, way: Way) -> HttpResponse:
    """Let somebody say that they never wanted to be registered."""
    person = way.thing
    if request.method != "POST":
        context = {**nomination.context_of(way), "person": person}
        return render(request, "registrations/step_back.html", context)
    try:
        corrections.step_back(person, by=way.actor, at=timezone.now())
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, _("Cancelled, and what was typed about you is gone."))
    return SeeOther(way.to())


@require_http_methods(["GET", "HEAD", "POST"])
def details(request: HttpRequest, way: Way, who: int | None = None) -> HttpResponse:
    """Show what is known of a person as a form; what is typed is never lost."""
    person = meant(way, who)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    asked = questions.asked(person.seminar)
    form = DetailsForm(*sent, registration=person, asked=asked)
    acts = {"by": way.actor, "at": timezone.now()}
    said: list[bool] = []
    if succeeds(form, lambda: said.append(put_right(person, form, acts))):
        messages.success(request, WAITS if said[0] else DONE)
        return SeeOther(after(way, person))
    if form.is_bound:
        form.ask_for_files_again()
    context = {**nomination.context_of(way), "person": person, "form": form}
    return render(request, "registrations/details.html", context)
