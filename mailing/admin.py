"""Where organisers see what left and what did not, and whom not to write to."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mailing.models import (
    Mailing,
    MailingText,
    Message,
    Relay,
    Suppression,
    SuppressionReason,
    Window,
)
from mailing.suppressions import EVERYTHING
from unitar_seminars.admin import ReadOnly, SavesChangedFields

COUNTERS = ("total", "sent", "failed", "suppressed", "cancelled", "expired")


@admin.register(Message)
class MessageAdmin(ReadOnly):
    """Every message, and how far it came. A mailed link shows as its mark only."""

    list_display = ("id", "address", "purpose", "language", "state", "accepted_at")
    list_filter = ("state", "purpose", "language")
    search_fields = ("address_folded",)
    search_help_text = _("Address")
    ordering = ("-pk",)
    list_select_related = ("mailing",)
    show_full_result_count = False
    fields = (
        ("state", "attempt", "next_attempt_at", "not_after"),
        ("address", "name", "language"),
        ("purpose", "person_key", "about", "mailing"),
        ("accepted_at", "reply"),
        "subject_sent",
        "text_sent",
        "calendar_files",
    )

    @admin.display(description=_("subject"))
    def subject_sent(self, message: Message) -> str:
        text = text_of(message)
        return text.subject if text else message.subject

    @admin.display(description=_("text"))
    def text_sent(self, message: Message) -> str:
        text = text_of(message)
        return text.text if text else message.text

    @admin.display(description=_("calendar objects"))
    def calendar_files(self, message: Message) -> str:
        return "\n\n".join(message.calendars)


def text_of(message: Message) -> MailingText | None:
    """Return the mailing's text that this addressee gets, if there is a mailing."""
    if message.mailing is None:
        return None
    return message.mailing.texts.filter(language=message.language).first()


class TextRows(admin.StackedInline):  # type: ignore[type-arg]
    """The texts of a mailing, as they were approved."""

    model = MailingText
    extra = 0
    fields = readonly_fields = ("language", "subject", "text")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Mailing)
class MailingAdmin(ReadOnly):
    """One text to many, in numbers."""

    list_display = (
        "id",
        "purpose",
        "scope",
        "state",
        "start_at",
        *COUNTERS,
        "uncertain",
    )
    list_filter = ("state", "scope")
    ordering = ("-pk",)
    inlines = (TextRows,)


class SuppressionForm(forms.ModelForm):  # type: ignore[type-arg]
    """An address that somebody asked us not to write to."""

    address_folded = forms.EmailField(label=_("Address"))
    scope = forms.CharField(
        label=_("Scope"),
        initial=EVERYTHING,
        max_length=60,
        help_text=_("“all” stops every mailing; mail about registrations still goes."),
    )

    class Meta:
        model = Suppression
        fields = ("address_folded", "scope", "evidence")

    def clean_address_folded(self) -> str:
        address: str = self.cleaned_data["address_folded"]
        return address.lower()


@admin.register(Suppression)
class SuppressionAdmin(SavesChangedFields):
    """Added by hand or by what relays and readers say; deleting one lifts it."""

    form = SuppressionForm
    list_display = ("address_folded", "scope", "reason", "at")
    list_filter = ("reason", "scope")
    search_fields = ("address_folded",)
    ordering = ("-pk",)

    def has_change_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        return False

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = ["address_folded", "scope", "evidence"]
        return [*fields, "reason", "at"] if obj else fields

    def save_model(
        self, request: HttpRequest, obj: Model, form: Any, change: bool
    ) -> None:
        assert isinstance(obj, Suppression)
        obj.reason, obj.at = SuppressionReason.MANUAL, timezone.now()
        super().save_model(request, obj, form, change)


@admin.register(Relay)
class RelayAdmin(SavesChangedFields):
    """The limits of the way out, and whether it rests."""

    list_display = ("name", "per_second", "connections", "failures", "broken_until")
    fields = list_display
    readonly_fields = ("name", "failures", "broken_until")
    ordering = ("name",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        return False


@admin.register(Window)
class WindowAdmin(ReadOnly):
    """What workers have in their hands now."""

    list_display = ("id", "claimed_at", "lease_until", "stride", "handled_to")
    ordering = ("pk",)
