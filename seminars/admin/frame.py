"""Series, themes, venues and rooms: what a seminar is put into."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from seminars.admin.rows import InvolvementSheets, Sheets
from seminars.models import Room, Series, Theme, Venue
from seminars.models.venues import CHOSEN
from seminars.services import rooms
from unitar_seminars.admin import SavesChangedFields

STAYS = _(
    "An announced seminar is to take place in this room, so it stays in its building:"
    " move the seminar to another room instead, and everybody is told."
)


class KeepsAddress(SavesChangedFields):
    """Leaves an address alone once calendars and feeds may follow it."""

    named_after = ""

    def get_readonly_fields(
        self, request: HttpRequest, obj: Series | Theme | None = None
    ) -> tuple[str, ...]:
        return ("slug",) if is_public(obj) else ()

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Series | Theme | None = None
    ) -> dict[str, tuple[str, ...]]:
        return {} if is_public(obj) else {"slug": (self.named_after,)}


def is_public(thing: Series | Theme | None) -> bool:
    return thing is not None and thing.seminars.public().exists()


@admin.register(Theme)
class ThemeAdmin(KeepsAddress):
    named_after = "name_en"
    list_display = ("name_en", "name_fr", "slug")
    search_fields = ("name_en", "name_fr")
    ordering = ("name_en",)


@admin.register(Series)
class SeriesAdmin(KeepsAddress):
    named_after = "title_en"
    list_display = ("title_en", "starts_on", "ends_on", "predecessor")
    list_select_related = ("predecessor",)
    search_fields = ("title_en", "title_fr")
    ordering = ("-starts_on", "pk")
    inlines = (InvolvementSheets,)
    fieldsets = (
        (None, {"fields": (("title_en", "title_fr"), "slug")}),
        (
            _("Description, in Markdown"),
            {"fields": (("description_en", "description_fr"),)},
        ),
        (
            _("Period"),
            {"fields": (("starts_on", "ends_on"), "predecessor", "is_illustrative")},
        ),
    )


class RoomSheets(Sheets):
    model = Room
    ordering = ("name_en",)
    fields = (("name_en", "name_fr"), ("capacity", "capacity_source"))


class VenueForm(forms.ModelForm):
    access_columns = forms.MultipleChoiceField(
        label=_("columns besides name, day, hours and room"),
        choices=[(column.value, column.label) for column in CHOSEN],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


@admin.register(Venue)
class VenueAdmin(SavesChangedFields):
    form = VenueForm
    list_display = ("name_en", "address", "needs_access_list")
    search_fields = ("name_en", "name_fr", "address")
    ordering = ("name_en",)
    inlines = (RoomSheets,)
    fieldsets = (
        (None, {"fields": (("name_en", "name_fr"), "address")}),
        (
            _("Getting in, in Markdown: printed on the page of each seminar"),
            {"fields": (("access_en", "access_fr"),)},
        ),
        (
            _("Access list: who comes, for its security desk"),
            {
                "fields": (
                    "needs_access_list",
                    ("access_lead_hours", "access_language", "access_send_to"),
                    "access_columns",
                )
            },
        ),
    )


@admin.register(Room)
class RoomAdmin(SavesChangedFields):
    list_display = ("name_en", "venue", "capacity", "capacity_source")
    list_select_related = ("venue",)
    list_filter = ("venue",)
    search_fields = ("name_en", "name_fr", "venue__name_en", "venue__name_fr")
    ordering = ("venue__name_en", "name_en")
    fields = ("venue", ("name_en", "name_fr"), "capacity", "capacity_source")

    def get_readonly_fields(
        self, request: HttpRequest, obj: Room | None = None
    ) -> tuple[str, ...]:
        expected = obj is not None and rooms.is_expected(obj, at=timezone.now())
        return ("venue",) if expected else ()

    def get_form(
        self, request: HttpRequest, obj: Room | None = None, **kwargs: Any
    ) -> type[forms.ModelForm]:
        if "venue" in self.get_readonly_fields(request, obj):
            kwargs["help_texts"] = {"venue": STAYS}
        return super().get_form(request, obj, **kwargs)

    def label(self, room: Room) -> str:
        return f"{room.name}, {room.venue.name}"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Room]:
        return super().get_queryset(request).select_related("venue")
