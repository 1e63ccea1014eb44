"""The order of sectors as a form shows it: for each sector, the tier in which it is."""

from collections.abc import Mapping
from typing import Any

from django import forms

from partners.models import Sector
from seminars.models import each_sector_once

Tiers = list[list[str]]


class TiersWidget(forms.Widget):
    """A choice of tier beside the name of each sector."""

    template_name = "admin/seminars/tiers.html"
    use_fieldset = True

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        place = {sector: n for n, tier in enumerate(value or [], 1) for sector in tier}
        context["widget"]["sectors"] = [
            (f"{name}-{sector.value}", sector.label, place.get(sector.value))
            for sector in Sector
        ]
        context["widget"]["numbers"] = range(1, len(Sector) + 1)
        return context

    def value_from_datadict(
        self, data: Mapping[str, str], files: Any, name: str
    ) -> Tiers:
        """Collect the sectors of each number; a number that nobody has is left out."""
        chosen = {sector: data.get(f"{name}-{sector}", "") for sector in Sector.values}
        numbers = {int(said) for said in chosen.values() if said.isdecimal()}
        return [
            [sector for sector, said in chosen.items() if said == str(number)]
            for number in sorted(numbers)
        ]

    def value_omitted_from_data(
        self, data: Mapping[str, str], files: Any, name: str
    ) -> bool:
        return not any(key.startswith(f"{name}-") for key in data)

    def id_for_label(self, id_: str) -> str:
        return ""


class TiersField(forms.Field):
    """An order in which each sector stands once."""

    widget = TiersWidget

    def clean(self, value: Tiers) -> Tiers:
        each_sector_once(value)
        return value

    def has_changed(self, initial: Any, data: Any) -> bool:
        now = initial() if callable(initial) else initial
        return [sorted(tier) for tier in now or []] != [sorted(tier) for tier in data]
