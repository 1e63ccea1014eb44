"""Where organisers see what left and what did not, and whom not to write to."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.contrib.admin.options import InlineModelAdmin
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from mailing import uncertain
from mailing.models import (
    Bounce,
    Mailing,
    MailingText,
    Message,
    Relay,
    Suppression,
    SuppressionReason,
    Window,
)
from mailing.suppressions import EVERYTHING
from unitar_seminars.admin import Blocks, ReadOnly, Rows, SavesChangedFields
from users import audit
from users.models import Actor

COUNTERS = ("total", "sent", "failed", "suppressed", "cancelled", "expired")


class LookedAt(InlineModelAdmin):  # type: ignore[type-arg]
    """Rows of another table that nobody edits."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class BounceRows(LookedAt, Rows):
    """What came back of a message."""

    model = Bounce
    fields = readonly_fields = ("at", "kind", "evidence")
    ordering = ("-pk",)


class DecisionFilter(admin.SimpleListFilter):
    """Of the uncertain ones, those that wait for somebody, and those that were left."""

    title = _("decision")
    parameter_name = "decision"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("open", _("Waits for one")), ("left", _("Left as it is"))]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Message]
    ) -> QuerySet[Message]:
        if self.value() == "open":
            undecided = Message.objects.undecided()
            return queryset.filter(pk__in=undecided.values("pk"))
        if self.value() == "left":
            return queryset.filter(left_at__isnull=False)
        return queryset


class NoteForm(ActionForm):
    """A decision about uncertain messages comes with its reason."""

    note = forms.CharField(label=_("Note:"), required=False, max_length=200)


@admin.register(Message)
class MessageAdmin(ReadOnly):
    """Every message, and how far it came. A mailed link shows as its mark only."""

    list_display = ("id", "address", "purpose", "language", "state", "accepted_at")
    list_filter = (
        "state",
        DecisionFilter,
        "purpose",
        "language",
    )
    actions = ("send_again", "leave")
    action_form = NoteForm
    inlines = (BounceRows,)
    search_fields = ("address_folded",)
    search_help_text = _("Address")
    ordering = ("-pk",)
    list_select_related = ("mailing",)
    show_full_result_count = False
    fields = (
        ("state", "attempt", "next_attempt_at", "not_after"),
        ("address", "name", "language"),
        ("purpose", "person_key", "about", "mailing"),
        ("accepted_at", "reply", "left_at"),
        "subject_sent",
        "text_sent",
        "calendar_files",
    )

    def change_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Show one message; that somebody opened it is noted."""
        answer = super().change_view(request, object_id, *args, **kwargs)
        if request.method == "GET" and answer.status_code == 200:
            opened = Message(pk=int(unquote(object_id)))
            audit.record("open", opened, by=Actor.of(request), at=timezone.now())
        return answer

    def has_decide_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("mailing.change_message")

    @admin.action(description=_("Send again (uncertain)"), permissions=["decide"])
    def send_again(self, request: HttpRequest, chosen: QuerySet[Message]) -> None:
        self.decide(request, chosen, uncertain.send_again)

    @admin.action(description=_("Leave as it is (uncertain)"), permissions=["decide"])
    def leave(self, request: HttpRequest, chosen: QuerySet[Message]) -> None:
        self.decide(request, chosen, uncertain.leave)

    def decide(
        self,
        request: HttpRequest,
        chosen: QuerySet[Message],
        verb: Callable[..., int],
    ) -> None:
        """Do a verb to the chosen ones and say how many it was for."""
        ids = list(chosen.values_list("pk", flat=True))
        note = request.POST.get("note", "").strip()[:200]
        try:
            done = verb(ids, by=Actor.of(request), at=timezone.now(), why=note)
        except ValidationError as refusal:
            self.message_user(request, " ".join(refusal.messages), messages.ERROR)
            return
        told = ngettext(
            "%(done)s uncertain message was decided.",
            "%(done)s uncertain messages were decided.",
            done,
        )
        self.message_user(request, told % {"done": done})

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


class TextRows(LookedAt, Blocks):
    """The texts of a mailing, as they were approved."""

    model = MailingText
    fields = readonly_fields = ("language", "subject", "text")


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
    scope = forms.ChoiceField(
        label=_("Scope"),
        choices=lambda: [(scope, scope) for scope in scopes()],
        initial=EVERYTHING,
        help_text=_("“all” stops every mailing; mail about registrations still goes."),
    )

    class Meta:
        model = Suppression
        fields = ("address_folded", "scope", "evidence")

    def clean_address_folded(self) -> str:
        address: str = self.cleaned_data["address_folded"]
        return address.lower()


def scopes() -> list[str]:
    """List every scope that a mailing or somebody's wish has had."""
    used = Mailing.objects.values_list("scope", flat=True).distinct()
    wished = Suppression.objects.values_list("scope", flat=True).distinct()
    return [EVERYTHING, *sorted({*used, *wished} - {EVERYTHING})]


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


@admin.register(Bounce)
class BounceAdmin(ReadOnly):
    """What came back, newest first."""

    list_display = ("id", "address_folded", "kind", "at")
    list_filter = ("kind",)
    search_fields = ("address_folded",)
    search_help_text = _("Address")
    ordering = ("-pk",)
    fields = ("address_folded", "kind", "at", "evidence", "message")


@admin.register(Relay)
class RelayAdmin(SavesChangedFields):
    """The limits of the way out, and whether it rests."""

    list_display = (
        "name",
        "per_second",
        "connections",
        "failures",
        "broken_until",
        "held_at",
    )
    fields = list_display
    readonly_fields = ("name", "failures", "broken_until", "held_at")
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
