"""Taking a file in, to be looked through before anything comes of it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest

from registrations.models import ImportDraft
from registrations.views.access import acting, succeeds

Keep = Callable[..., ImportDraft]


def take_in(
    request: HttpRequest, kind: type[forms.Form], keep: Keep, what: Any
) -> tuple[forms.Form, ImportDraft | None]:
    """Give the form that asks for a file, and what was kept of one that came."""
    is_sent = request.method == "POST"
    form = kind(request.POST, request.FILES) if is_sent else kind()
    kept: list[ImportDraft] = []

    def verb() -> None:
        sent = form.cleaned_data["list"]
        kept.append(keep(what, sent.name, sent.read(), **acting(request)))

    return form, kept[0] if succeeds(form, verb) else None
