"""Who gets in, and how a refusal reaches the page: what all work pages share."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from users.models import Actor

View = Callable[..., HttpResponse]


def staff_only(view: View) -> View:
    """Let organisers in; for everybody else the page does not exist."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_staff:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def acting(request: HttpRequest) -> dict[str, Any]:
    """Say who acts and when, as every verb wants to know."""
    return {"by": Actor.of(request), "at": timezone.now()}


def succeeds(form: forms.Form, verb: Callable[[], Any]) -> bool:
    """Call a verb for a form that is in order; a refusal becomes the form's error."""
    if not form.is_valid():
        return False
    try:
        verb()
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return False
    return True
