"""Where organisers write what they tell missions; sending is at the desk."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from briefings.models import Briefing, BriefingState
from unitar_seminars.admin import SavesChangedFields
from unitar_seminars.templatetags.ui import status_badge

SIDE_BY_SIDE = (
    (_("English"), {"fields": ["subject_en", "body_en"]}),
    (_("French"), {"fields": ["subject_fr", "body_fr"]}),
)
TO_WHOM = ["audience", "seminar"]
FRAME = ["kind", "slug", "preparatory_update", "is_public", "send_at"]


@admin.register(Briefing)
class BriefingAdmin(SavesChangedFields):
    """Texts are edited while they are drafts; a submitted one is taken back first."""

    list_display = ["subject_", "kind", "audience", "state_", "writer", "desk"]
    list_filter = ["state", "kind", "audience"]
    search_fields = ["subject_en", "subject_fr", "body_en", "body_fr"]
    autocomplete_fields = ["audience", "seminar", "preparatory_update"]
    prepopulated_fields = {"slug": ["subject_en"]}
    fieldsets = [
        *SIDE_BY_SIDE,
        (_("To whom"), {"fields": TO_WHOM}),
        (_("When and where"), {"fields": [*FRAME, "desk"]}),
    ]
    ordering = ["-pk"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Briefing]:
        return super().get_queryset(request).select_related("written_by", "audience")

    def get_readonly_fields(
        self, request: HttpRequest, obj: Briefing | None = None
    ) -> list[str]:
        if obj is None or obj.state == BriefingState.DRAFT:
            return ["desk"]
        return [field for _title, part in self.fieldsets for field in part["fields"]]

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Briefing | None = None
    ) -> dict[str, list[str]]:
        return {} if obj else self.prepopulated_fields

    def has_delete_permission(
        self, request: HttpRequest, obj: Briefing | None = None
    ) -> bool:
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or obj.state == BriefingState.DRAFT)

    def save_model(self, request, obj, form, change) -> None:
        """Whoever wrote last is who wrote it: another has to let it out."""
        obj.written_by = request.user
        super().save_model(request, obj, form, change)
        if form.changed_data:
            obj.save(update_fields=["written_by"])

    @admin.display(description=_("subject"), ordering="subject_en")
    def subject_(self, briefing: Briefing) -> str:
        return str(briefing)

    @admin.display(description=_("state"), ordering="state")
    def state_(self, briefing: Briefing) -> SafeString:
        return status_badge(briefing.state, briefing.get_state_display())

    @admin.display(description=_("written by"), ordering="written_by")
    def writer(self, briefing: Briefing) -> str:
        return briefing.written_by.get_full_name()

    @admin.display(description=_("desk"))
    def desk(self, briefing: Briefing) -> SafeString | str:
        if briefing.pk is None:
            return _("Save it first; then it can be read, submitted and sent there.")
        address = reverse("briefings:desk", args=[briefing.pk])
        return format_html('<a href="{}">{}</a>', address, _("Read, submit, send"))
