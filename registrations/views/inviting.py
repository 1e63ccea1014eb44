"""Inviting people, and the form that the link in an invitation opens."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from registrations.emails import link_of_invitation, link_of_nomination
from registrations.forms.selection import InviteForm, WhoForm
from registrations.forms.sheets import Sheet
from registrations.models import InvitationToRegister, Nomination
from registrations.services import eligibility, inviting
from registrations.views.access import acting, staff_only, succeeds
from registrations.views.register import ranks
from registrations.views.ways import SeeOther, end_of, sessions_of
from seminars.models import Seminar
from unitar_seminars import errors
from unitar_seminars.languages import readings, speak
from users.models import Actor, ActorKind

asks = require_http_methods(["GET", "HEAD", "POST"])


@staff_only
@asks
def invitations(request: HttpRequest, pk: int) -> HttpResponse:
    """Invite somebody; see who used a link, and who came instead."""
    seminar = get_object_or_404(Seminar, pk=pk)
    form = InviteForm(request.POST or None)

    def verb() -> None:
        acts = acting(request)
        until = form.end(seminar, at=acts["at"])
        inviting.invite(seminar, form.guest(), until=until, **acts)

    if succeeds(form, verb):
        messages.success(request, _("The invitation leaves by e-mail now."))
        return redirect("registrations:invitations", pk)
    sent = seminar.invitations_to_register.order_by("-invited_at", "-pk")
    sent = sent.prefetch_related("nomination__registrations")
    context = {"seminar": seminar, "form": form, "sent": sent, "at": timezone.now()}
    return render(request, "registrations/work/invitations.html", context)


@staff_only
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    invitation = get_object_or_404(InvitationToRegister, pk=pk)
    try:
        inviting.withdraw(invitation, **acting(request))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, _("The link of this invitation is void now."))
    return redirect("registrations:invitations", invitation.seminar_id)


@csrf_exempt
@login_not_required
@asks
def invited(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """Show the form to whoever has the link; the link stands for a CSRF token."""
    found = InvitationToRegister.objects.select_related("seminar", "nomination")
    invitation = get_object_or_404(found, pk=pk)
    at = timezone.now()
    is_past = at >= end_of(invitation.seminar, at=at)
    if is_past or not link_of_invitation(invitation).opens_with(token):
        raise Http404
    speak(request, invitation.language)
    response = answer(request, invitation)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    return response


def answer(request: HttpRequest, invitation: InvitationToRegister) -> HttpResponse:
    """File what was sent, or show the form with what it lacks."""
    is_sent = request.method == "POST"
    sheet = sheet_of(request, invitation)
    who = WhoForm(request.POST if is_sent else None, name=invitation.name)
    is_right = is_sent and all([who.is_valid(), sheet.is_valid()])
    if is_right and (nomination := used(request, invitation, sheet, who)):
        return SeeOther(link_of_nomination(nomination).path)
    context = {
        "invitation": invitation,
        "seminar": invitation.seminar,
        "sessions": sessions_of(invitation.seminar),
        "sheet": sheet,
        "who": who,
        "row": sheet.people[0],
        "over": "" if is_sent else why_over(invitation),
        "problems": [*errors.problems([who]), *sheet.problems],
        "ranks": ranks(get_language()),
        "versions": readings(request.path),
    }
    return render(request, "registrations/invited.html", context)


def sheet_of(request: HttpRequest, invitation: InvitationToRegister) -> Sheet:
    """Fill the form with what was said when the person was invited."""
    if request.method == "POST":
        return Sheet.posted(invitation.seminar, request.POST, request.FILES)
    known = {
        "name": invitation.name,
        "organisation": invitation.organisation_name,
        "address": invitation.address,
        "language": invitation.language,
    }
    return Sheet.blank(invitation.seminar, invitation.address, known=known)


def used(
    request: HttpRequest, invitation: InvitationToRegister, sheet: Sheet, who: WhoForm
) -> Nomination | None:
    """Use the invitation; a refusal goes to its place on the page."""
    actor = Actor(ActorKind.LINK, label=f"i {invitation.pk}")
    instead = who.cleaned_data["who"] == WhoForm.INSTEAD
    acts = {"by": actor, "at": timezone.now()}
    try:
        return inviting.accept(invitation, sheet.filing(), came_instead=instead, **acts)
    except ValidationError as refusal:
        sheet.refuse(refusal)
        return None


def why_over(invitation: InvitationToRegister) -> str:
    """Say why the link opens no form any more."""
    at = timezone.now()
    try:
        inviting.refuse_used_or_expired(invitation, at=at)
    except ValidationError as refusal:
        return refusal.messages[0]
    if not invitation.seminar.takes_registrations(at=at):
        return eligibility.over(invitation.seminar, at=at)
    return ""
