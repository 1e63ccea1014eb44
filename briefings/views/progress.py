"""How far a mailing is, and what can be done with it while it runs."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from briefings.models import Briefing
from briefings.services import briefings, progress
from briefings.views.access import act, acting, done, started, uncertain_url, visible
from mailing.models import Mailing

MINUTE = 60


@require_safe
@never_cache
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far it is; a script keeps the numbers fresh."""
    return show(request, pk, "briefings/progress.html")


@require_safe
@never_cache
def now(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the part of the page that changes."""
    return show(request, pk, "briefings/_progress.html")


def show(request: HttpRequest, pk: int, template: str) -> HttpResponse:
    briefing = visible(request, pk, "mailing")
    if briefing.mailing is None:
        return redirect("briefings:desk", pk)
    read = progress.read(briefing.mailing, at=timezone.now())
    left = read.time_left
    context = {
        "briefing": briefing,
        "progress": read,
        "left": left and in_words(left.total_seconds()),
        "uncertain_url": uncertain_url(briefing.mailing),
    }
    return render(request, template, context)


def in_words(seconds: float) -> str:
    """Say about how long something takes."""
    minutes = round(seconds / MINUTE)
    if minutes < 1:
        return _("less than a minute")
    if minutes < 2 * MINUTE:
        said = ngettext("about %(n)s minute", "about %(n)s minutes", minutes)
        return said % {"n": minutes}
    hours = round(minutes / MINUTE)
    return ngettext("about %(n)s hour", "about %(n)s hours", hours) % {"n": hours}


@partial(act, to="progress")
def pause(request: HttpRequest, briefing: Briefing) -> str:
    briefings.pause(briefing, **acting(request))
    return _("Paused: what a worker has in its hands still leaves, then nothing.")


@partial(act, to="progress")
def resume(request: HttpRequest, briefing: Briefing) -> str:
    briefings.resume(briefing, **acting(request))
    return _("It goes on where it stopped.")


@require_http_methods(["GET", "HEAD", "POST"])
def recall(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then stop what has not left yet."""
    briefing = started(request, pk)
    if request.method == "POST":
        return done(request, briefing, recall_it, to="desk")
    context = {"briefing": briefing, "left": unsettled(briefing.mailing)}
    return render(request, "briefings/recall.html", context)


def recall_it(request: HttpRequest, briefing: Briefing) -> str:
    why = request.POST.get("why", "")
    briefings.recall(briefing, **acting(request), why=why)
    return _("Recalled: what had not left yet stays here.")


def unsettled(mailing: Mailing) -> int:
    return mailing.total - sum(getattr(mailing, name) for name in progress.SETTLED)
