"""What the pages of the desk share: who gets in, and how one verb is done."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from briefings.models import Briefing
from mailing.models import Mailing
from users.models import Actor

BEHIND = (
    "audience",
    "sender",
    "seminar",
    "preparatory_update",
    "chair_term__organisation",
    "mailing",
    "written_by",
    "approved_by",
)


def visible(request: HttpRequest, pk: int, *behind: str) -> Briefing:
    """Find a briefing for an organiser; for anybody else there is none."""
    if not request.user.is_staff:
        raise Http404
    found = Briefing.objects.select_related(*(behind or BEHIND))
    return get_object_or_404(found, pk=pk)


def started(request: HttpRequest, pk: int) -> Briefing:
    """Find a briefing that has a mailing."""
    briefing = visible(request, pk, "mailing")
    if briefing.mailing is None:
        raise Http404
    return briefing


def acting(request: HttpRequest) -> dict:
    """Say who acts and when, as every verb wants to know."""
    return {"by": Actor.of(request), "at": timezone.now()}


def act(view: Callable[[HttpRequest, Briefing], str], *, to: str = "desk"):
    """Make a view of one verb: find, do, say what happened or why not, go on."""

    @require_POST
    @wraps(view)
    def doing(request: HttpRequest, pk: int) -> HttpResponse:
        return done(request, visible(request, pk), view, to=to)

    return doing


def done(
    request: HttpRequest,
    briefing: Briefing,
    verb: Callable[[HttpRequest, Briefing], str],
    *,
    to: str,
) -> HttpResponse:
    """Do a verb and lead to a page that says how it went."""
    try:
        messages.success(request, verb(request, briefing))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect(f"briefings:{to}", briefing.pk)


def uncertain_url(mailing: Mailing) -> str:
    """Lead to the rows of which nobody knows, or has decided, whether they left."""
    which = {"decision": "open", "mailing__id__exact": mailing.pk}
    return f"{reverse('admin:mailing_message_changelist')}?{urlencode(which)}"
