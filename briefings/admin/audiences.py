"""Where organisers put audiences together; a page of their own counts them."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from briefings import audience_words
from briefings.audience_forms import PartForm
from briefings.models import Audience, AudiencePart
from unitar_seminars.admin import Blocks, SavesChangedFields


class PartBlocks(Blocks):
    model = AudiencePart
    form = PartForm
    autocomplete_fields = ["seminar"]
    fields = [
        ("who", "reached_at", "is_excluded"),
        ("sector", "standing", "committee"),
        ("regional_group", "situation"),
        ("theme", "series", "seminar"),
    ]

    def get_extra(
        self, request: HttpRequest, obj: Audience | None = None, **kwargs: object
    ) -> int:
        return 1 if obj is None else 0


@admin.register(Audience)
class AudienceAdmin(SavesChangedFields):
    """Editing one voids the approval of what waits to be sent to it."""

    view_on_site = False  # its page is for organisers, and linked below
    list_display = ["name_", "means", "page"]
    search_fields = ["name_en", "name_fr"]
    fields = [("name_en", "name_fr"), "means", "page"]
    readonly_fields = ["means", "page"]
    inlines = [PartBlocks]
    ordering = ["name_en"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Audience]:
        return super().get_queryset(request).with_parts()

    @admin.display(description=_("name"), ordering="name_en")
    def name_(self, audience: Audience) -> str:
        return str(audience)

    @admin.display(description=_("whom it means"))
    def means(self, audience: Audience) -> str:
        if audience.pk is None:
            return _("Save it first; then it is said here, and counted.")
        return audience_words.sentence(audience)

    @admin.display(description=_("how many"))
    def page(self, audience: Audience) -> SafeString | str:
        if audience.pk is None:
            return ""
        address = audience.get_absolute_url()
        return format_html('<a href="{}">{}</a>', address, _("Count it now"))
