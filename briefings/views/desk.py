"""The desk of organisers: read, submit, approve, recall."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from briefings import audiences
from briefings.models import Briefing, BriefingState
from briefings.services import briefings
from unitar_seminars.db import key
from unitar_seminars.markdown import to_html
from unitar_seminars.translated import Language, in_language
from users.models import Actor


@require_safe
def desk(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an organiser what will be sent, to how many, and what can be done now."""
    briefing = visible(request, pk)
    scope = audiences.scope_of(briefing)
    reach = audiences.reach(briefing.audience, scope=scope, at=timezone.now())
    first = reach.sample[0].name if reach.sample else _("colleague")
    texts = [
        {
            "language": language,
            "subject": in_language(briefing, "subject", language.value),
            "body": to_html(
                in_language(briefing, "body", language.value).replace("[[name]]", first)
            ),
        }
        for language in Language
    ]
    context = {
        "briefing": briefing,
        "reach": reach,
        "texts": texts,
        "seen_hash": briefings.hash_of(briefing),
        "is_own": briefing.written_by_id == request.user.pk,
        "states": BriefingState,
        "returnable": briefings.RETURNABLE,
        "thing": key(briefing),
    }
    return render(request, "briefings/desk.html", context)


PEOPLE = ("written_by", "approved_by")


def visible(request: HttpRequest, pk: int) -> Briefing:
    """Find a briefing for an organiser; for anybody else there is none."""
    if not request.user.is_staff:
        raise Http404
    briefings_ = Briefing.objects.select_related(
        "audience", "seminar", "preparatory_update", "mailing", *PEOPLE
    )
    return get_object_or_404(briefings_, pk=pk)


def act(view: Callable[[HttpRequest, Briefing], str]):
    """Make a view of one verb: find, do, say what happened or why not, go back."""

    @require_POST
    @wraps(view)
    def doing(request: HttpRequest, pk: int) -> HttpResponse:
        briefing = visible(request, pk)
        try:
            messages.success(request, view(request, briefing))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        return redirect("briefings:desk", pk)

    return doing


@act
def submit(request: HttpRequest, briefing: Briefing) -> str:
    briefings.submit(briefing, by=Actor.of(request), at=timezone.now())
    return _("Submitted: a second organiser can approve it now.")


@act
def approve(request: HttpRequest, briefing: Briefing) -> str:
    seen = request.POST.get("seen_hash", "")
    briefings.approve(briefing, seen, by=Actor.of(request), at=timezone.now())
    if briefing.state == BriefingState.SENT:
        return _("Approved: it is being sent.")
    return _("Approved: it will be sent at its hour.")


@act
def withdraw(request: HttpRequest, briefing: Briefing) -> str:
    briefings.withdraw(briefing, by=Actor.of(request), at=timezone.now())
    return _("It is a draft again and can be edited.")


@act
def recall(request: HttpRequest, briefing: Briefing) -> str:
    why = request.POST.get("why", "")
    briefings.recall(briefing, by=Actor.of(request), at=timezone.now(), why=why)
    return _("Recalled: what had not left yet stays here.")
