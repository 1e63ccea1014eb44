"""Hosts of the Forum, what they tell missions, and what they want trained."""

from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.admin.actions import WithWords, call_each, two_of
from partners.models import (
    ChairTerm,
    Endorsement,
    FocalPoint,
    ForumEdition,
    HostTerm,
    PreparatoryUpdate,
    Priority,
    UpdateState,
)
from partners.services import host_terms, priorities, updates
from unitar_seminars.admin import Blocks, Rows, SavesChangedFields
from unitar_seminars.comparing import label_of


class EditionBlocks(Blocks):
    model = ForumEdition
    fields = (
        ("number", "mode", "state"),
        ("place_en", "place_fr"),
        ("starts_on", "ends_on", "days_known"),
    )


class FocalPointRows(Rows):
    model = FocalPoint
    fields = ("person", "is_primary", "starts_on", "ends_on")
    autocomplete_fields = ("person",)


@admin.register(HostTerm)
class HostTermAdmin(SavesChangedFields):
    list_display = ("host", "starts_on", "ends_on", "state")
    list_filter = ("state",)
    search_fields = ("countries__name_en", "countries__name_fr")
    search_help_text = _("Search by country.")
    ordering = ("-starts_on", "-pk")
    fields = (
        "countries",
        ("starts_on", "ends_on"),
        ("state", "replaced_by"),
        ("note_en", "note_fr"),
    )
    readonly_fields = ("state", "replaced_by")
    autocomplete_fields = ("countries",)
    inlines = (EditionBlocks, FocalPointRows)
    action_form = WithWords
    actions = ("confirm", "hand_over", "replace", "withdraw", "close")

    def label(self, term: HostTerm) -> str:
        countries = " + ".join(sorted(str(c) for c in term.countries.all()))
        return f"{countries}, {term.starts_on:%Y}"

    def get_queryset(self, request: HttpRequest) -> QuerySet[HostTerm]:
        return super().get_queryset(request).prefetch_related("countries")

    @admin.display(description=_("host"))
    def host(self, term: HostTerm) -> str:
        return self.label(term)

    @admin.action(description=_("Confirm"), permissions=["change"])
    def confirm(self, request: HttpRequest, rows: QuerySet[HostTerm]) -> None:
        call_each(self, request, rows, host_terms.confirm)

    @admin.action(
        description=_("Hand over today, from the earlier to the later of two"),
        permissions=["change"],
    )
    def hand_over(self, request: HttpRequest, rows: QuerySet[HostTerm]) -> None:
        if pair := two_of(self, request, rows):
            told = {"to": pair[1], "on": timezone.localdate()}
            call_each(self, request, pair[:1], host_terms.hand_over, **told)

    @admin.action(
        description=_("Withdraw the earlier of two, replaced by the later; say why"),
        permissions=["change"],
    )
    def replace(self, request: HttpRequest, rows: QuerySet[HostTerm]) -> None:
        if pair := two_of(self, request, rows):
            told = {"replaced_by": pair[1], "why": request.POST.get("words", "")}
            call_each(self, request, pair[:1], host_terms.withdraw, **told)

    @admin.action(
        description=_("Withdraw without a successor; say why"), permissions=["change"]
    )
    def withdraw(self, request: HttpRequest, rows: QuerySet[HostTerm]) -> None:
        why = request.POST.get("words", "")
        call_each(self, request, rows, host_terms.withdraw, why=why)

    @admin.action(description=_("Close today"), permissions=["change"])
    def close(self, request: HttpRequest, rows: QuerySet[HostTerm]) -> None:
        call_each(self, request, rows, host_terms.close, on=timezone.localdate())


@admin.register(ForumEdition)
class ForumEditionAdmin(SavesChangedFields):
    list_display = ("number", "host", "place", "starts_on", "mode", "state")
    list_filter = ("state", "mode")
    search_fields = ("place_en", "place_fr", "host_term__countries__name_en")
    search_help_text = _("Search by place or host.")
    ordering = ("-number",)
    autocomplete_fields = ("host_term",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ForumEdition]:
        editions = super().get_queryset(request)
        return editions.prefetch_related("host_term__countries")

    @admin.display(description=_("host"))
    def host(self, edition: ForumEdition) -> str:
        return label_of(edition.host_term)

    @admin.display(description=_("place"))
    def place(self, edition: ForumEdition) -> str:
        return edition.place


@admin.register(ChairTerm)
class ChairTermAdmin(SavesChangedFields):
    list_display = ("organisation", "mechanism", "starts_on", "ends_on")
    list_select_related = ("organisation",)
    search_fields = ("organisation__name_en", "organisation__short_name_en")
    search_help_text = _("Search by organisation.")
    ordering = ("-starts_on",)
    autocomplete_fields = ("organisation",)

    def label(self, term: ChairTerm) -> str:
        return f"{term.organisation}, {term.starts_on:%Y}"


@admin.register(PreparatoryUpdate)
class PreparatoryUpdateAdmin(SavesChangedFields):
    list_display = ("title", "giver", "state", "embargo_until", "delivered_at")
    list_filter = ("state",)
    list_select_related = ("chair_term__organisation",)
    search_fields = ("title_en", "title_fr")
    search_help_text = _("Search by title.")
    ordering = ("-pk",)
    fields = (
        ("host_term", "chair_term"),
        ("title_en", "title_fr"),
        ("text_en", "text_fr"),
        "embargo_until",
        ("state", "delivered_at"),
    )
    readonly_fields = ("state", "delivered_at")
    autocomplete_fields = ("host_term", "chair_term")
    action_form = WithWords
    actions = ("deliver", "cancel")

    def get_queryset(self, request: HttpRequest) -> QuerySet[PreparatoryUpdate]:
        rows = super().get_queryset(request)
        return rows.prefetch_related("host_term__countries")

    def has_change_permission(
        self, request: HttpRequest, obj: PreparatoryUpdate | None = None
    ) -> bool:
        """What was given to missions stays as it was given."""
        is_over = obj and obj.state in (UpdateState.DELIVERED, UpdateState.CANCELLED)
        return not is_over and super().has_change_permission(request, obj)

    def has_delete_permission(
        self, request: HttpRequest, obj: PreparatoryUpdate | None = None
    ) -> bool:
        """One that will not be given is cancelled."""
        return False

    @admin.display(description=_("title"))
    def title(self, update: PreparatoryUpdate) -> str:
        return update.title

    @admin.display(description=_("given by"))
    def giver(self, update: PreparatoryUpdate) -> str:
        return label_of(update.host_term or update.chair_term)

    @admin.action(description=_("Note as delivered now"), permissions=["change"])
    def deliver(self, request: HttpRequest, rows: QuerySet[PreparatoryUpdate]) -> None:
        call_each(self, request, rows, updates.deliver)

    @admin.action(description=_("Cancel; say why"), permissions=["change"])
    def cancel(self, request: HttpRequest, rows: QuerySet[PreparatoryUpdate]) -> None:
        why = request.POST.get("words", "")
        call_each(self, request, rows, updates.cancel, why=why)


class EndorsementRows(Rows):
    model = Endorsement
    autocomplete_fields = ("organisation", "host_term")


@admin.register(Priority)
class PriorityAdmin(SavesChangedFields):
    list_display = ("title", "year", "proposer", "state")
    list_filter = ("year", "state")
    list_select_related = ("organisation",)
    search_fields = ("title_en", "title_fr", "reason_en", "reason_fr")
    search_help_text = _("Search by title or reason, also what was not retained.")
    ordering = ("-year", "pk")
    fields = (
        "year",
        ("title_en", "title_fr"),
        ("rationale_en", "rationale_fr"),
        ("host_term", "organisation"),
        "state",
        ("reason_en", "reason_fr"),
        ("merged_into", "carried_over_to"),
    )
    readonly_fields = ("state", "merged_into", "carried_over_to")
    autocomplete_fields = ("host_term", "organisation")
    inlines = (EndorsementRows,)
    action_form = WithWords
    actions = ("retain", "decline", "merge", "carry_over")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Priority]:
        rows = super().get_queryset(request)
        return rows.prefetch_related("host_term__countries")

    def has_delete_permission(
        self, request: HttpRequest, obj: Priority | None = None
    ) -> bool:
        """A topic that led nowhere says why and is still found."""
        return False

    @admin.display(description=_("title"))
    def title(self, priority: Priority) -> str:
        return priority.title

    @admin.display(description=_("proposed by"))
    def proposer(self, priority: Priority) -> str:
        return label_of(priority.host_term or priority.organisation)

    @admin.action(description=_("Retain"), permissions=["change"])
    def retain(self, request: HttpRequest, rows: QuerySet[Priority]) -> None:
        call_each(self, request, rows, priorities.retain)

    @admin.action(description=_("Do not retain; say why"), permissions=["change"])
    def decline(self, request: HttpRequest, rows: QuerySet[Priority]) -> None:
        why = request.POST.get("words", "")
        call_each(self, request, rows, priorities.decline, reason_en=why)

    @admin.action(
        description=_("Merge into the priority named beside"), permissions=["change"]
    )
    def merge(self, request: HttpRequest, rows: QuerySet[Priority]) -> None:
        named = request.POST.get("words", "").strip()
        years = rows.values("year")
        found = Priority.objects.filter(
            Q(title_en__iexact=named) | Q(title_fr__iexact=named), year__in=years
        ).exclude(pk__in=rows.values("pk"))
        if not named or found.count() != 1:
            text = _("Type the whole title of one priority of the same year.")
            self.message_user(request, text, messages.ERROR)
            return
        call_each(self, request, rows, priorities.merge, into=found.get())

    @admin.action(description=_("Carry over to the next year"), permissions=["change"])
    def carry_over(self, request: HttpRequest, rows: QuerySet[Priority]) -> None:
        for priority in rows:
            told = {"to_year": priority.year + 1}
            call_each(self, request, [priority], priorities.carry_over, **told)
