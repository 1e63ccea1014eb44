"""The page on which a person, or who filed them, puts details right."""

from collections.abc import Callable
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
from registrations.forms.details import DetailsForm, NameForm, OwnDetailsForm
from registrations.models import Registration
from registrations.services import corrections, questions
from registrations.services import details as service
from registrations.views import codes, nomination
from registrations.views.access import succeeds
from registrations.views.handing_on import meant
from registrations.views.ways import SeeOther, Way

DONE = gettext_lazy("Saved. The place stays as it is.")
WAITS = gettext_lazy(
    "Saved. An organiser looks at the new name, rank or address first; the place stays"
    " as it is."
)


@transaction.atomic
def put_right(person: Registration, form: OwnDetailsForm, acts: dict[str, Any]) -> bool:
    """Save what may be saved; tell whether somebody has to look at the rest."""
    codes.choose(person, form, **acts)
    service.put_right(person, form.values(), form.given(), **acts)
    return corrections.ask(person, form.values(), **acts)


@transaction.atomic
def put_right_for(person: Registration, form: NameForm, acts: dict[str, Any]) -> bool:
    """Save what the sender may say: all, or how the person is called alone."""
    if isinstance(form, DetailsForm):
        service.put_right_for(person, form.values(), form.given(), **acts)
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
def own_details(request: HttpRequest, way: Way) -> HttpResponse:
    """Show people what is known of them as a form, after their code where one is due.

    Whoever sends the form when the code is due again types it there.
    """
    if codes.needs_link(request, way):
        return codes.lead_to_link(request, way)
    person = way.thing
    is_closed = codes.is_closed(request, person)
    if is_closed and "name" not in request.POST:
        return codes.ask(request, way)
    about = {"registration": person, "asked": questions.asked(person.seminar)}
    form = OwnDetailsForm(*sent(request), is_closed=is_closed, **about)
    codes.try_code(request, person, form)
    response = saved(request, way, person, form, put_right)
    if response.status_code == SeeOther.status_code:
        codes.remember(request, person)
    return codes.answered(form, response)


@require_http_methods(["GET", "HEAD", "POST"])
def details(request: HttpRequest, way: Way, who: int) -> HttpResponse:
    """Show the sender what they may still put right about one person."""
    person = meant(way, who)
    if person.is_in_own_hands:
        form = NameForm(*sent(request), registration=person)
    else:
        asked = questions.asked(person.seminar)
        form = DetailsForm(*sent(request), registration=person, asked=asked)
    return saved(request, way, person, form, put_right_for)


def sent(request: HttpRequest) -> tuple[Any, ...]:
    return (request.POST, request.FILES) if request.method == "POST" else ()


def saved(
    request: HttpRequest,
    way: Way,
    person: Registration,
    form: NameForm,
    save: Callable[..., bool],
) -> HttpResponse:
    """Save what was sent and lead on; what is refused is never lost."""
    acts = {"by": way.actor, "at": timezone.now()}
    waits: list[bool] = []
    if succeeds(form, lambda: waits.append(save(person, form, acts))):
        messages.success(request, WAITS if waits[0] else DONE)
        return SeeOther(after(way, person))
    if form.is_bound:
        form.ask_for_files_again()
    is_others = way.thing != person and person.is_in_own_hands
    context = {**nomination.context_of(way), "person": person, "form": form}
    context |= {"is_kept_back": is_others}
    return render(request, "registrations/details.html", context)
