"""The list of those who apply, whom organisers weigh, decide and tell at one time."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from registrations.forms.selection import SHORTLIST, UNLIST, VerdictForm
from registrations.models import Registration, VerdictChoice
from registrations.services import answers, selection
from registrations.views.access import acting, staff_only, succeeds
from seminars.models import Seminar


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def applications(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what each said; mark, accept or decline those who are ticked."""
    seminar = get_object_or_404(Seminar, pk=pk)
    people = list(selection.applications(seminar))
    form = VerdictForm(request.POST or None, people=people)
    if succeeds(form, lambda: judge(request, seminar, form)):
        messages.success(request, _("Noted. Nobody hears of it before you send it."))
        return back(pk)
    listed = [one for one in people if not is_asked_short(request) or is_short(one)]
    context = {
        "seminar": seminar,
        "form": form,
        "only_short": is_asked_short(request),
        "people": [(one, spoken(one), selection.seal([one])) for one in listed],
        "seen": selection.seal(people),
        "ticked": {str(key) for key in request.POST.getlist("who")},
        "decided": sum(verdict_of(one) != "" for one in people),
        "accepted": sum(verdict_of(one) == VerdictChoice.ACCEPT for one in people),
        "undecided": sum(verdict_of(one) == "" for one in people),
    }
    return render(request, "registrations/work/applications.html", context)


def judge(request: HttpRequest, seminar: Seminar, form: VerdictForm) -> None:
    said = form.cleaned_data
    if said["act"] in (SHORTLIST, UNLIST):
        on = said["act"] == SHORTLIST
        selection.shortlist(seminar, said["who"], on=on, **acting(request))
        return
    choice = VerdictChoice(said["act"])
    seen = {pk: request.POST.get(f"seen_{pk}", "") for pk in said["who"]}
    selection.decide(seminar, seen, choice, why=said["why"], **acting(request))


def verdict_of(registration: Registration) -> str:
    return registration.verdict.choice if hasattr(registration, "verdict") else ""


def is_short(registration: Registration) -> bool:
    return hasattr(registration, "verdict") and registration.verdict.is_shortlisted


def is_asked_short(request: HttpRequest) -> bool:
    return request.GET.get("show") == "short"


def spoken(registration: Registration) -> list[tuple[str, str]]:
    return [
        (one.question.label, answers.in_words(one.question, one.value))
        for one in registration.answers.all()
    ]


@staff_only
@require_POST
def send_decisions(request: HttpRequest, pk: int) -> HttpResponse:
    """Carry all verdicts out and write to everybody who is decided."""
    seminar = get_object_or_404(Seminar, pk=pk)
    seen = request.POST.get("seen", "")
    try:
        told = selection.send_decisions(seminar, seen=seen, **acting(request))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        said = ngettext("%s person is told now.", "%s people are told now.", told)
        messages.success(request, said % told)
    return back(pk)


def back(pk: int) -> HttpResponseRedirect:
    return redirect("registrations:applications", pk)
