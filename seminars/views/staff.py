"""Pages for organisers beside the admin."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from seminars.forms.staff import DuplicateForm
from seminars.models import Seminar
from seminars.services import programme
from users.models import Actor


@require_http_methods(["GET", "HEAD", "POST"])
def duplicate(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the day, then plan a seminar like this one."""
    if not (request.user.is_staff and request.user.has_perm("seminars.add_seminar")):
        raise Http404
    seminar = get_object_or_404(Seminar, pk=pk)
    form = DuplicateForm(request.POST or None, seminar=seminar)
    if form.is_valid():
        day, at = form.cleaned_data["first_day"], timezone.now()
        try:
            copy = programme.duplicate(seminar, day, by=Actor.of(request), at=at)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, gettext("Planned. Check hours and rooms."))
            return redirect("admin:seminars_seminar_change", copy.pk)
    context = {"form": form, "seminar": seminar}
    return render(request, "seminars/duplicate.html", context)
