"""What visitors choose by."""

from django import forms
from django.utils.translation import gettext_lazy as _

from seminars.models import Seminar, SeminarFormat, Series, Theme
from seminars.models.seminar import PUBLIC_STATES

ANY = [("", _("Any"))]


class ProgrammeFilter(forms.Form):
    """Choose seminars; only what a visitor may see can be chosen."""

    marks_optional = False

    series = forms.ChoiceField(label=_("Series"), required=False)
    year = forms.ChoiceField(label=_("Year"), required=False)
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    format = forms.ChoiceField(
        label=_("Format"), required=False, choices=[*ANY, *SeminarFormat.choices]
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            *ANY,
            *[(state.value, state.label) for state in PUBLIC_STATES],
        ],
    )

    def __init__(self, data, *, years: list[int]) -> None:
        super().__init__(data)
        told_of = Seminar.objects.public().values("series")
        series = Series.objects.filter(pk__in=told_of).order_by("-starts_on", "pk")
        themes = sorted(Theme.objects.all(), key=lambda theme: theme.name)
        self.fields["series"].choices = [*ANY, *[(s.slug, s.title) for s in series]]
        self.fields["theme"].choices = [*ANY, *[(t.slug, t.name) for t in themes]]
        self.fields["year"].choices = [*ANY, *[(str(y), str(y)) for y in years]]

    def chosen(self) -> dict[str, str]:
        """Return what was chosen and exists, by the column it filters."""
        self.is_valid()
        return {
            COLUMNS[name]: value for name, value in self.cleaned_data.items() if value
        }


COLUMNS = {
    "series": "series__slug",
    "year": "year",
    "theme": "themes__slug",
    "format": "format",
    "state": "state",
}
