"""The page on which a person, or who filed them, puts details right."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from registrations.forms.details import DetailsForm
from registrations.services import details as service
from registrations.services import questions
from registrations.views import nomination
from registrations.views.access import succeeds
from registrations.views.handing_on import meant
from registrations.views.ways import SeeOther, Way


@require_http_methods(["GET", "HEAD", "POST"])
def details(request: HttpRequest, way: Way, who: int | None = None) -> HttpResponse:
    """Show what is known of a person as a form; what is typed is never lost."""
    person = meant(way, who)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    asked = questions.asked(person.seminar)
    form = DetailsForm(*sent, registration=person, asked=asked)
    acts = {"by": way.actor, "at": timezone.now()}
    if succeeds(
        form, lambda: service.put_right(person, form.values(), form.given(), **acts)
    ):
        messages.success(request, _("Saved. The place stays as it is."))
        return SeeOther(way.to())
    if form.is_bound:
        form.ask_for_files_again()
    context = {**nomination.context_of(way), "person": person, "form": form}
    return render(request, "registrations/details.html", context)
