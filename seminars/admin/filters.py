"""How organisers choose from the programme."""

from django.contrib import admin
from django.db.models import QuerySet
from django.db.models.functions import Coalesce, ExtractYear
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from seminars.models import Seminar
from seminars.pages import YEAR


class YearFilter(admin.SimpleListFilter):
    """The year of the first session, or the one it is meant for."""

    title = _("year")
    parameter_name = "year"
    year = Coalesce(YEAR, ExtractYear("planned_for"))

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin
    ) -> list[tuple[str, str]]:
        found = Seminar.objects.values_list(self.year, flat=True).distinct()
        years = sorted((year for year in found if year), reverse=True)
        return [(str(year), str(year)) for year in years]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Seminar]
    ) -> QuerySet[Seminar]:
        chosen = self.value() or ""
        if not chosen.isdecimal():
            return queryset
        return queryset.alias(year=self.year).filter(year=int(chosen))
