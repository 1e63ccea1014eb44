"""Organisations: found by any name, accepted or merged when somebody typed them."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.admin.actions import WithWords, call_each
from partners.models import (
    ContactUse,
    FocalPoint,
    Organisation,
    OrganisationAlias,
    OrganisationSector,
    Sector,
)
from partners.services import organisations
from unitar_seminars.admin import Rows, SavesChangedFields
from unitar_seminars.db import Folded


class SectorRows(Rows):
    model = OrganisationSector


class AliasRows(Rows):
    model = OrganisationAlias


class AddressRows(Rows):
    model = ContactUse
    fields = ("contact_point", "kind", "language", "starts_on", "ends_on")
    autocomplete_fields = ("contact_point",)


class FocalPointRows(Rows):
    model = FocalPoint
    fields = ("person", "is_primary", "starts_on", "ends_on")
    autocomplete_fields = ("person",)


@admin.register(Organisation)
class OrganisationAdmin(SavesChangedFields):
    list_display = ("name", "short_name", "sector", "country", "state")
    list_filter = ("state", "sectors__sector")
    list_select_related = ("country",)
    search_fields = ("name_en", "name_fr")
    search_help_text = _("Search by any name, acronym or alias, accents or not.")
    ordering = (Folded("name_en"), "pk")
    fields = (
        ("name_en", "name_fr"),
        ("short_name_en", "short_name_fr"),
        "country",
        ("state", "merged_into"),
    )
    readonly_fields = ("state", "merged_into")
    autocomplete_fields = ("country",)
    inlines = (SectorRows, AliasRows, AddressRows, FocalPointRows)
    action_form = WithWords
    actions = ("accept", "merge")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Organisation]:
        return super().get_queryset(request).with_sector(timezone.localdate())

    def get_search_results(
        self,
        request: HttpRequest,
        queryset: QuerySet[Organisation],
        search_term: str,
    ) -> tuple[QuerySet[Organisation], bool]:
        return queryset.matching(search_term), False

    @admin.display(description=_("name"), ordering=Folded("name_en"))
    def name(self, organisation: Organisation) -> str:
        return organisation.name

    @admin.display(description=_("short name"))
    def short_name(self, organisation: Organisation) -> str:
        return organisation.short_name

    @admin.display(description=_("sector"), ordering="sector")
    def sector(self, organisation: Organisation) -> str:
        return Sector(organisation.sector).label if organisation.sector else "–"

    @admin.action(description=_("Accept into the list"), permissions=["change"])
    def accept(self, request: HttpRequest, rows: QuerySet[Organisation]) -> None:
        call_each(self, request, rows, organisations.accept)

    @admin.action(
        description=_("Merge into the organisation named beside"),
        permissions=["change"],
    )
    def merge(self, request: HttpRequest, rows: QuerySet[Organisation]) -> None:
        into = organisations.find_typed(request.POST.get("words", ""))
        if into is None:
            text = _("Type the full name of one active organisation beside the action.")
            self.message_user(request, text, messages.ERROR)
            return
        call_each(self, request, rows, organisations.merge, into=into, why="")
