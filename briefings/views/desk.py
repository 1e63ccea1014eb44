"""The desk of organisers: read, try, submit, approve."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from briefings import audiences, papers, rendering
from briefings.models import Briefing, BriefingState
from briefings.services import approval, briefings, trials
from briefings.views.access import act, acting, visible
from unitar_seminars.db import key
from unitar_seminars.translated import Language


@require_safe
def desk(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an organiser what will be sent, to how many, and what can be done now."""
    briefing, at = visible(request, pk), timezone.now()
    reach = approval.reach_of(briefing, at=at)
    seen_hash = approval.hash_of(briefing)
    state, label = briefing.stage()
    context = {
        "briefing": briefing,
        "stage": {"state": state, "label": label},
        "reach": reach,
        "nobody": why_nobody(briefing, reach),
        "letters": letters(briefing, reach, at=at),
        "papers": papers.linked(briefing),
        "files": briefing.attachments.light().order_by("pk"),
        "seen_hash": seen_hash,
        "is_edited": seen_hash != (briefing.approved_hash or briefing.submitted_hash),
        "is_own": briefing.written_by_id == request.user.pk,
        "states": BriefingState,
        "returnable": briefings.RETURNABLE,
        "thing": key(briefing),
    }
    return render(request, "briefings/desk.html", context)


def why_nobody(briefing: Briefing, reach: audiences.Reach) -> str:
    """Say why nobody would get what has not started yet, or nothing."""
    is_open = briefing.mailing is None and not reach.to_send
    return approval.why_nobody(briefing, reach) if is_open else ""


def letters(
    briefing: Briefing, reach: audiences.Reach, *, at: datetime
) -> list[rendering.Letter]:
    """Write it as the first of each language would get it, else as somebody would."""
    first = {one.language: one for one in reversed(reach.sample)}
    somebody = audiences.Recipient("", _("colleague"), "", "")
    return [
        rendering.letter_to(first.get(one, somebody), briefing, one, at=at)
        for one in Language.values
    ]


@act
def submit(request: HttpRequest, briefing: Briefing) -> str:
    briefings.submit(briefing, **acting(request))
    return _("Submitted: a second organiser can approve it now.")


@act
def test(request: HttpRequest, briefing: Briefing) -> str:
    trials.send_test(briefing, **acting(request))
    return _("Sent to you alone, in both languages: %s") % request.user.email


@act
def approve(request: HttpRequest, briefing: Briefing) -> str:
    briefings.approve(briefing, request.POST.get("seen_hash", ""), **acting(request))
    if briefing.state == BriefingState.SENT:
        return _("Approved: it is being sent.")
    if briefing.state == BriefingState.MISSED:
        return _("Approved too late: its hour has passed, so it was not sent.")
    return _("Approved: it will be sent at its hour.")


@act
def withdraw(request: HttpRequest, briefing: Briefing) -> str:
    briefings.withdraw(briefing, **acting(request))
    return _("It is a draft again and can be edited.")
