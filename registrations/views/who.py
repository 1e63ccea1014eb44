"""Who is who, for staff: unknown registrations, doubles, typed organisations."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from partners import likeness
from partners.models import Organisation, OrganisationState, Person, PersonMerge
from partners.services import organisations
from registrations import matches
from registrations.forms.who import MergeForm
from registrations.models import Registration
from registrations.services import identities, merges, rosters
from registrations.views.access import acting, staff_only, succeeds
from registrations.views.ways import private

PER_PAGE = 20
LATEST = 20  # merges shown, to be undone; as many likely doubles
SKIPPED = "who_is_who_skipped"


@staff_only
@require_safe
def who(request: HttpRequest) -> HttpResponse:
    """List whom nobody has identified yet, each with suggestions."""
    skipped = request.session.get(SKIPPED, [])
    rows = matches.unknown().exclude(pk__in=skipped)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    found = matches.of(page.object_list, day=timezone.localdate())
    context = {
        "page": page,
        "rows": [(one, found[one.pk]) for one in page.object_list],
        "skipped": len(skipped),
    }
    return private(render(request, "registrations/work/who.html", context))


@staff_only
@require_POST
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """Say in one click that it is this person."""
    person = get_object_or_404(Person, pk=number(request.POST.get("person")))
    done = _("%(name)s is known now: the same as %(person)s.")
    said = {"person": person.addressed_name}
    return settle(request, pk, identities.say_who, done, said, person=person)


@staff_only
@require_POST
def take_as_new(request: HttpRequest, pk: int) -> HttpResponse:
    done = _("%(name)s is in the list of people now.")
    return settle(request, pk, identities.take_as_new, done, {})


def settle(
    request: HttpRequest,
    pk: int,
    verb: Callable[..., None],
    done: str,
    said: dict[str, str],
    **told: Any,
) -> HttpResponseRedirect:
    registration = get_object_or_404(Registration, pk=pk)
    words = done % {"name": registration.addressed_name, **said}
    tell(request, words, lambda: verb(registration, **told, **acting(request)))
    return redirect("registrations:who")


def tell(request: HttpRequest, done: str, verb: Callable[[], Any]) -> None:
    """Call a verb; say what was done, or what stood against it."""
    try:
        verb()
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, done)


def number(text: str | None) -> int:
    """Read a row's number; what is none finds nothing."""
    return int(text) if text and text.isdecimal() and len(text) < 19 else 0


@staff_only
@require_POST
def skip(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave one out of the list for as long as one stays signed in."""
    skipped = request.session.get(SKIPPED, [])
    request.session[SKIPPED] = sorted({*skipped, pk})
    return redirect("registrations:who")


@staff_only
@require_POST
def show_skipped(request: HttpRequest) -> HttpResponse:
    request.session.pop(SKIPPED, None)
    return redirect("registrations:who")


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest) -> HttpResponse:
    """Search for two entries of one human being, and merge them."""
    words = request.GET.get("q", "").strip()
    found = list(rosters.known_people(words)) if words else []
    form = MergeForm(request.POST or None, found=found)

    def call() -> None:
        gone, kept = form.pair()
        merges.merge(gone, kept, why=form.cleaned_data["why"], **acting(request))

    if succeeds(form, call):
        messages.success(request, _("Merged. You can undo it below."))
        return redirect("registrations:who_merge")
    latest = PersonMerge.objects.select_related("gone", "kept").order_by("-merged_at")
    context = {
        "form": form,
        "words": words,
        "found": found,
        "doubles": [] if words else matches.doubles()[:LATEST],
        "latest": latest[:LATEST],
    }
    return private(render(request, "registrations/work/merge.html", context))


@staff_only
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    merged = get_object_or_404(PersonMerge, pk=pk)
    done = _("Undone: both entries stand in the list again.")
    tell(request, done, lambda: merges.undo(merged, **acting(request)))
    return redirect("registrations:who_merge")


@staff_only
@require_safe
def typed_organisations(request: HttpRequest) -> HttpResponse:
    """List the organisations that somebody typed, each with what it may be."""
    rows = likeness.proposed()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    found = likeness.of(page.object_list)
    context = {
        "page": page,
        "rows": [(one, found[one.pk]) for one in page.object_list],
    }
    return render(request, "registrations/work/organisations.html", context)


@staff_only
@require_POST
def merge_organisation(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a typed organisation is one of the list."""
    one = get_object_or_404(Organisation, pk=pk)
    into = get_object_or_404(Organisation, pk=number(request.POST.get("into")))
    done = _("It is %s: that name leads there from now on.") % into
    why = _("Settled in the list of typed organisations.")
    told = {"into": into, "why": why, **acting(request)}
    if one.state == OrganisationState.ACTIVE:
        messages.error(request, _("%s is in the list already.") % one)
    else:
        tell(request, done, lambda: identities.settle(one, **told))
    return redirect("registrations:who_organisations")


@staff_only
@require_POST
def accept_organisation(request: HttpRequest, pk: int) -> HttpResponse:
    one = get_object_or_404(Organisation, pk=pk)
    done = _("%s is in the list now.") % one
    tell(request, done, lambda: organisations.accept(one, **acting(request)))
    return redirect("registrations:who_organisations")
