"""Verbs called for the rows that were ticked in a list."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.helpers import ActionForm
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from unitar_seminars.comparing import label_of
from unitar_seminars.labels import labelled
from users.models import Actor


class WithWords(ActionForm):
    """An action that has to be told something more: a name, or a reason."""

    words = forms.CharField(label=_("Name or reason"), required=False)


def call_each(
    keeper: ModelAdmin,
    request: HttpRequest,
    rows: Iterable[Model],
    verb: Callable[..., Any],
    **told: Any,
) -> None:
    """Call a verb for each row; a refusal is shown and stops none of the others."""
    done = 0
    for row in rows:
        try:
            verb(row, by=Actor.of(request), at=timezone.now(), **told)
        except ValidationError as refusal:
            text = labelled(label_of(row), " ".join(refusal.messages))
            keeper.message_user(request, text, messages.ERROR)
        else:
            done += 1
    if done:
        text = ngettext("%(count)d was changed.", "%(count)d were changed.", done)
        keeper.message_user(request, text % {"count": done}, messages.SUCCESS)


def two_of(keeper: ModelAdmin, request: HttpRequest, rows: Iterable[Any]) -> list[Any]:
    """Return the earlier and the later of two ticked rows, or say that it takes two."""
    pair = sorted(rows, key=lambda row: (row.starts_on, row.pk))
    if len(pair) == 2:
        return pair
    text = _("Tick exactly two: the one that ends and the one that follows.")
    keeper.message_user(request, text, messages.ERROR)
    return []
