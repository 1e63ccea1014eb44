"""What was done to one thing, verbs and plain edits together."""

from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from users.models import AuditEntry

SHOWN = 500  # entries of each kind


@dataclass(frozen=True)
class Deed:
    """One line of a history: a verb that was called, or an edit in the admin."""

    at: datetime
    what: str
    who: str
    why: str


@require_safe
def history(request: HttpRequest, thing: str) -> HttpResponse:
    """Show staff everything that was done to one thing, newest first."""
    if not request.user.is_staff:
        raise Http404
    model, pk = parsed(thing)
    deeds = [*called(thing), *edited(model, pk)]
    context = {
        "thing": thing,
        "heading": f"{model._meta.verbose_name} {pk}",
        "back": admin_address(model, pk),
        "deeds": sorted(deeds, key=lambda deed: deed.at, reverse=True),
    }
    return render(request, "users/history.html", context)


def parsed(thing: str) -> tuple[type[Model], str]:
    """Take a key such as seminars.seminar:7 apart; no such table is a 404."""
    label, _colon, pk = thing.partition(":")
    try:
        return apps.get_model(label), pk
    except (LookupError, ValueError):
        raise Http404 from None


def called(thing: str) -> list[Deed]:
    entries = AuditEntry.objects.about(thing).select_related("user")[:SHOWN]
    return [Deed(e.at, e.verb.replace("_", " "), e.who, e.why) for e in entries]


def edited(model: type[Model], pk: str) -> list[Deed]:
    """Read the admin's log; its table is joined by name, which needs no look-up."""
    meta = model._meta
    entries = LogEntry.objects.filter(
        content_type__app_label=meta.app_label,
        content_type__model=meta.model_name,
        object_id=pk,
    ).select_related("user")[:SHOWN]
    return [
        Deed(e.action_time, _("edit"), e.user.get_full_name(), e.get_change_message())
        for e in entries
    ]


def admin_address(model: type[Model], pk: str) -> str:
    meta = model._meta
    try:
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[pk])
    except NoReverseMatch:
        return ""
