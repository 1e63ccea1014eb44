"""Where organisers put audiences together."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from briefings.models import Audience, AudiencePart
from unitar_seminars.admin import Blocks, SavesChangedFields


class PartBlocks(Blocks):
    model = AudiencePart
    autocomplete_fields = ["seminar"]
    fields = [
        ("who", "reached_at", "is_excluded"),
        ("sector", "standing", "committee"),
        ("regional_group", "situation"),
        ("theme", "series", "seminar"),
    ]


@admin.register(Audience)
class AudienceAdmin(SavesChangedFields):
    """Whom a text may be for; each has a page that counts it."""

    list_display = ["name_"]
    search_fields = ["name_en", "name_fr"]
    fields = ["name_en", "name_fr"]
    inlines = [PartBlocks]
    ordering = ["name_en"]

    @admin.display(description=_("name"), ordering="name_en")
    def name_(self, audience: Audience) -> str:
        return str(audience)
