"""Pages on which an organiser keeps places for a group, or has them offered."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from registrations import outlook
from registrations.forms.places import KeepForm, OfferForm
from registrations.models import KeptWish, Line
from registrations.services import kept, offers
from registrations.standing import names_of
from registrations.views.access import acting, staff_only, succeeds
from seminars.models import Mode, Seminar
from unitar_seminars import hours

asks = require_http_methods(["GET", "HEAD", "POST"])


@staff_only
@asks
def kept_places(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep free places for a group until an hour, before and after announcing."""
    seminar = get_object_or_404(Seminar, pk=pk)
    form = KeepForm(request.POST or None, seminar=seminar)

    def verb() -> None:
        said = form.cleaned_data
        chosen = (Mode(said["mode"]), said["tier"], said["places"], said["until"])
        kept.keep(seminar, *chosen, **acting(request))

    if succeeds(form, verb):
        messages.success(request, _("Done: this is how places are kept now."))
        return redirect("registrations:kept_places", pk)
    context = {"seminar": seminar, "form": form, "kept": kept_now(seminar)}
    return render(request, "registrations/work/kept_places.html", context)


def kept_now(seminar: Seminar) -> list[tuple[str, int, str, str]]:
    """List what is kept, or shall be: way, places, for whom, until when."""
    wishes = KeptWish.objects.filter(seminar=seminar).order_by("mode", "tier")
    rows = [
        (one.mode, one.places, seminar.tiers[one.tier - 1], one.held_until)
        for one in wishes
        if one.tier <= len(seminar.tiers)
    ]
    spoken = [
        (mode, places, names_of(sectors), until)
        for mode, places, sectors, until in rows
    ]
    for here in outlook.of(seminar, at=timezone.now()).values():
        spoken += [(here.mode, k.places, k.sectors, k.until) for k in here.kept]
    return [
        (str(Mode(mode).label), places, ", ".join(sectors), hours.moment(until))
        for mode, places, sectors, until in spoken
    ]


@staff_only
@asks
def offers_of(request: HttpRequest, pk: int) -> HttpResponse:
    """Have freed places offered for some hours, or given at once."""
    line = get_object_or_404(Line.objects.select_related("seminar"), pk=pk)
    form = OfferForm(request.POST or None, initial={"to_answer": line.offer_hours})

    def verb() -> None:
        said = form.cleaned_data["to_answer"]
        offers.change_hours(line.seminar, said, **acting(request))

    if succeeds(form, verb):
        messages.success(request, _("Done: it holds for places that become free."))
        return redirect("registrations:work", pk)
    context = {"seminar": line.seminar, "form": form}
    return render(request, "registrations/work/offers.html", context)
