"""Where an organiser looks at what people wish to have changed."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from registrations.models import ChangeRequest, Line
from registrations.services import corrections
from registrations.views.access import acting, staff_only


@staff_only
@require_safe
def wishes(request: HttpRequest, pk: int) -> HttpResponse:
    """List what is wished and not decided."""
    line = get_object_or_404(Line.objects.select_related("seminar"), pk=pk)
    wished = ChangeRequest.objects.waiting().filter(registration__seminar=pk)
    wished = wished.select_related("registration").order_by("asked_at", "pk")
    rows = [(one, differences(one)) for one in wished]
    context = {"seminar": line.seminar, "line": line, "wishes": rows}
    return render(request, "registrations/work/wishes.html", context)


def differences(wish: ChangeRequest) -> list[tuple[str, str, str]]:
    """Name each field with what it says and what it shall say."""
    person = wish.registration
    return [
        (str(person._meta.get_field(name).verbose_name), getattr(person, name), new)
        for name, new in wish.values.items()
    ]


@staff_only
@require_POST
def moderate(request: HttpRequest, pk: int) -> HttpResponse:
    line = get_object_or_404(Line.objects.select_related("seminar"), pk=pk)
    on = request.POST.get("on") == "1"
    corrections.moderate(line.seminar, on, **acting(request))
    messages.success(request, _("Done: it holds for what is asked from now on."))
    return redirect("registrations:wishes", pk)


@staff_only
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept a wish, or refuse it with a reason."""
    found = ChangeRequest.objects.select_related("registration__seminar")
    wish = get_object_or_404(found, pk=pk)
    try:
        if request.POST.get("act") == "accept":
            corrections.accept(wish, **acting(request))
        else:
            why = request.POST.get("why", "")
            corrections.refuse(wish, why=why, **acting(request))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, _("Decided; the place stays as it was."))
    return redirect("registrations:wishes", wish.registration.seminar_id)
