"""States and observers. Their names and groups come from dated files."""

from django.contrib import admin
from django.db.models import Model, Prefetch, Q, QuerySet, Value
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.models import (
    REGIONAL_GROUPS,
    Country,
    CountryName,
    GroupMembership,
)
from unitar_seminars.admin import ReadOnly, Rows
from unitar_seminars.db import Folded


class FromFile(Rows):
    """Rows that `load_countries` writes; an edit here would be lost with it."""

    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Model | None) -> bool:
        return False

    def has_change_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        return False


class NameRows(FromFile):
    model = CountryName
    ordering = ("language", "starts_on")
    fields = ("language", "name", "starts_on", "ends_on", "precision", "source")


class GroupRows(FromFile):
    model = GroupMembership
    ordering = ("group", "starts_on")
    fields = ("group", "starts_on", "ends_on", "precision", "source")


@admin.register(Country)
class CountryAdmin(ReadOnly):
    list_display = ("code", "name_en", "name_fr", "regional_group", "other_groups")
    list_filter = ("groups__group",)
    search_fields = ("name_en", "name_fr", "code")
    search_help_text = _("Search by code or by any name, former ones too.")
    ordering = (Folded("name_en"),)
    inlines = (NameRows, GroupRows)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Country]:
        today = GroupMembership.objects.on(timezone.localdate()).order_by("group")
        held = Prefetch("groups", queryset=today, to_attr="held_today")
        return super().get_queryset(request).prefetch_related(held)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Country], search_term: str
    ) -> tuple[QuerySet[Country], bool]:
        names = CountryName.objects.alias(folded=Folded("name"))
        for word in search_term.split():
            piece = Folded(Value(word))
            named = names.filter(folded__contains=piece).values("country")
            queryset = queryset.filter(Q(pk__in=named) | Q(pk__iexact=word))
        return queryset, False

    @admin.display(description=_("regional group"))
    def regional_group(self, country: Country) -> str:
        return groups_of(country, electoral=True)

    @admin.display(description=_("other groups and standing"))
    def other_groups(self, country: Country) -> str:
        return groups_of(country, electoral=False)


def groups_of(country: Country, *, electoral: bool) -> str:
    held = [m for m in country.held_today if (m.group in REGIONAL_GROUPS) == electoral]
    return ", ".join(str(m.get_group_display()) for m in held)
