"""What agencies have agreed to support."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from partners.models import Agreement
from unitar_seminars.admin import SavesChangedFields


@admin.register(Agreement)
class AgreementAdmin(SavesChangedFields):
    list_display = ("reference", "agency", "starts_on", "ends_on", "threshold")
    list_select_related = ("agency",)
    search_fields = (
        "reference",
        "agency__name_en",
        "agency__name_fr",
        "agency__short_name_en",
        "agency__short_name_fr",
    )
    search_help_text = _("Search by reference or agency.")
    ordering = ("-starts_on", "-pk")
    autocomplete_fields = ("agency",)
