"""Choosing a part of a report: whole series and whole years that it has."""

from collections.abc import Mapping

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from reports.figures import Counts
from reports.report import View

CHOICES = ("series", "from", "to")
ALL_SERIES = ("all", _("All series"))


class ViewForm(forms.Form):
    """Which series and years to count; only what is covered can be chosen."""

    def __init__(self, asked: Mapping[str, str], counts: Counts) -> None:
        years = sorted({held.day.year for held in counts.seminars})
        usual = {"from": years[:1], "to": years[-1:]}
        given = {name: asked.get(name, next(iter(usual[name]), "")) for name in usual}
        super().__init__({"series": asked.get("series", ALL_SERIES[0]), **given})
        titles = {h.series: h.series_title for h in counts.seminars if h.series}
        series = [ALL_SERIES, *titles.items()]
        self.fields["series"] = forms.ChoiceField(label=_("Series"), choices=series)
        choices = [(str(year), str(year)) for year in years]
        self.fields["from"] = forms.ChoiceField(label=_("From year"), choices=choices)
        self.fields["to"] = forms.ChoiceField(label=_("To year"), choices=choices)

    @property
    def asks_for_the_unknown(self) -> bool:
        """Whether something was asked for that this report does not have."""
        return any(name in self.errors for name in self.fields)

    def clean(self) -> dict[str, str]:
        first, last = self.cleaned_data.get("from"), self.cleaned_data.get("to")
        if first and last and int(first) > int(last):
            raise ValidationError(
                _("The first year comes after the last: choose them the other way."),
                code="years_reversed",
            )
        return self.cleaned_data

    @property
    def view(self) -> View:
        chosen = self.cleaned_data
        series = None if chosen["series"] == ALL_SERIES[0] else int(chosen["series"])
        return View(int(chosen["from"]), int(chosen["to"]), series)
