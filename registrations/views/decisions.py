"""Pages that ask something back before one person's registration changes."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from partners.services import organisations
from registrations.forms.people import (
    AddForm,
    CancelForm,
    ClearCodeForm,
    CorrectForm,
    OrganisationForm,
    PersonForm,
    ReasonForm,
)
from registrations.forms.substitutes import SubstituteForm
from registrations.models import CancelledBecause, Registration
from registrations.services import (
    codes,
    corrections,
    identities,
    nominations,
    rosters,
    seats,
    selection,
    substitutions,
)
from registrations.views.access import acting, staff_only, succeeds
from registrations.views.people import one_registration, to_list
from seminars.models import Seminar
from unitar_seminars.hours import local_day
from unitar_seminars.labels import labelled

asks = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Page:
    """What a page that asks back says: its heading, its button, what was done."""

    heading: str
    button: str
    done: str
    lead: str = ""
    words: str | None = None  # for a page with a search of its own


@staff_only
@asks
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    page = Page(_("Decline a registration"), _("Decline"), _("Declined."))
    form = ReasonForm(request.POST or None)
    return decide(request, pk, page, form, selection.decline)


@staff_only
@asks
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    page = Page(
        heading=_("Cancel a registration"),
        button=_("Cancel this registration"),
        done=_("Cancelled; a place that became free went to whoever was next."),
        lead=_("A place that becomes free goes to whoever is next, at once."),
    )
    verb = partial(seats.cancel, because=CancelledBecause.ORGANISER)
    return decide(request, pk, page, CancelForm(request.POST or None), verb)


@staff_only
@asks
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Put right what was typed; number in line, tier and place stay."""
    page = Page(
        heading=_("Correct what was typed"),
        button=_("Correct"),
        done=_("Corrected."),
        lead=_("The place in line and the seat stay as they are."),
    )
    form = CorrectForm(request.POST or None, registration=one_registration(pk))

    def verb(registration: Registration, **acts: Any) -> None:
        try:
            corrections.correct_seen(registration, form.changes(), **acts)
        except ValidationError:
            form.look_again(one_registration(pk))
            raise

    return decide(request, pk, page, form, verb)


@staff_only
@asks
def clear_code(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a code that its person has forgotten."""
    page = Page(
        heading=_("Clear the personal code"),
        button=_("Clear the code"),
        done=_("The code is cleared. Tell the person: nobody is written to."),
        lead=_(
            "Speak with the person first: whoever opens their page next chooses a new"
            " code."
        ),
    )
    return decide(request, pk, page, ClearCodeForm(request.POST or None), codes.clear)


@staff_only
@asks
def substitute(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody of the same organisation come instead."""
    page = Page(
        heading=_("Name somebody else"),
        button=_("Name this person instead"),
        done=_("Somebody else comes instead; all who are concerned are told."),
        lead=_("The place, or the position in the queue, goes over at once."),
    )
    form = SubstituteForm(
        request.POST or None, registration=one_registration(pk), by_staff=True
    )

    def verb(registration: Registration, **acts: Any) -> None:
        substitutions.substitute(registration, form.typed(), **acts)

    return decide(request, pk, page, form, verb)


def decide(
    request: HttpRequest,
    pk: int,
    page: Page,
    form: forms.Form,
    verb: Callable[..., Any],
) -> HttpResponse:
    """Show the form, or call the verb with what it says and go back to the list."""
    registration = one_registration(pk)

    def call() -> None:
        verb(registration, **said(form), **acting(request))

    if succeeds(form, call):
        done = labelled(registration.addressed_name, page.done)
        messages.success(request, done)
        return to_list(registration)
    context = {
        "page": page,
        "form": form,
        "registration": registration,
        "seminar": registration.seminar,
    }
    return render(request, "registrations/work/act.html", context)


def said(form: forms.Form) -> dict[str, Any]:
    """Give the reason, where the form asks one."""
    given = form.cleaned_data
    return {"why": given["why"]} if "why" in given else {}


@staff_only
@asks
def identify_organisation(request: HttpRequest, pk: int) -> HttpResponse:
    """Search the list for the organisation that somebody typed."""
    registration = one_registration(pk)
    words = request.GET.get("q", str(registration.organisation_name))
    day = local_day(registration.submitted_at)
    found = organisations.search(words, day=day, language=get_language(), limit=20)
    form = OrganisationForm(request.POST or None, found=list(found))
    page = Page(
        heading=_("Say which organisation it is"),
        button=_("It is this organisation"),
        done=_("The organisation is known now."),
        lead=_("The place in line and the seat stay; names and groups are read anew."),
        words=words,
    )

    def verb(one: Registration, **acts: Any) -> None:
        nominations.identify_organisation(
            one, form.cleaned_data["organisation"], **acts
        )

    return decide(request, pk, page, form, verb)


@staff_only
@asks
def identify_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Search for the person whom we know, or take somebody new into the list."""
    registration = one_registration(pk)
    words = request.GET.get("q", registration.name)
    found = list(rosters.known_people(words))
    form = PersonForm(request.POST or None, found=found, seen=registration.person_id)
    page = Page(
        heading=_("Say who this is"),
        button=_("It is this person"),
        done=_("The person is known now."),
        lead=_("Compare the post before you choose: two people may share a name."),
        words=words,
    )

    def verb(one: Registration, **acts: Any) -> None:
        said = form.cleaned_data
        identities.say_anew(one, said["person"], seen=said["seen"], **acts)

    return decide(request, pk, page, form, verb)


@staff_only
@asks
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add somebody who phoned or wrote; the order of the queue holds for them too."""
    seminar = get_object_or_404(Seminar, pk=pk)
    form = AddForm(request.POST or None, seminar=seminar)
    page = Page(
        heading=_("Add somebody who phoned or wrote"),
        button=_("Add this person"),
        done="",
        lead=_("They get a place, or a position in the queue, like everybody."),
    )
    if succeeds(
        form, lambda: nominations.add(seminar, form.filing(), **acting(request))
    ):
        messages.success(request, _("%s is on the list.") % form.cleaned_data["name"])
        return redirect(reverse("registrations:people", args=[pk]))
    context = {"page": page, "form": form, "seminar": seminar}
    return render(request, "registrations/work/act.html", context)
