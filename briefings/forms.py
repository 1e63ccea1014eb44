"""What subscribers and readers of the archive choose by."""

from django import forms
from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from briefings.models import SCOPES_OF, BriefingKind, Frequency, Scope
from briefings.services.subscriptions import Choice
from registrations.forms.public import address_field
from seminars.models import Series, Theme
from unitar_seminars.db import Folded
from unitar_seminars.hours import local_day
from unitar_seminars.translated import Language

ANY = [("", _("Any"))]


def several(rows: type[Model], label: str) -> forms.ModelMultipleChoiceField:
    """Make a field of rows to tick, by their slugs."""
    return forms.ModelMultipleChoiceField(
        rows.objects.none(),
        label=label,
        required=False,
        to_field_name="slug",
        widget=forms.CheckboxSelectMultiple,
    )


class ChoiceForm(forms.Form):
    """Of what, how often and in which language somebody wants to hear."""

    marks_optional = False
    field_sizes = dict.fromkeys(("themes", "series", "frequency"), "wide")

    wants_everything = forms.BooleanField(
        label=_("Everything: all updates, briefings and seminars"), required=False
    )
    themes = several(Theme, _("Themes"))
    series = several(Series, _("Series"))
    frequency = forms.ChoiceField(
        label=_("How often"),
        choices=Frequency,
        initial=Frequency.EACH,
        widget=forms.RadioSelect,
        help_text=_(
            "A digest comes on Monday or on the first weekday of the month, at"
            " 8:00 New York time, and not at all when there is nothing to tell."
        ),
    )
    language = forms.ChoiceField(label=_("Language"), choices=Language)

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        by_name = Folded(f"name_{get_language()}")
        self.fields["themes"].queryset = Theme.objects.order_by(by_name, "pk")
        self.fields["series"].queryset = self.series_offered()
        for name in ("themes", "series"):
            if not self.fields[name].queryset.exists():
                del self.fields[name]

    def series_offered(self) -> QuerySet[Series]:
        """Offer what runs or is to come."""
        runs = Q(ends_on=None) | Q(ends_on__gt=local_day(timezone.now()))
        return Series.objects.filter(runs).order_by("-starts_on", "pk")

    @property
    def choice(self) -> Choice:
        """Give what a valid form says."""
        said = self.cleaned_data
        return Choice(
            language=said["language"],
            frequency=said["frequency"],
            wants_everything=said["wants_everything"],
            themes=list(said.get("themes", ())),
            series=list(said.get("series", ())),
        )


class SubscribeForm(ChoiceForm):
    """The public form: whoever fills it in proves nothing yet."""

    field_sizes = ChoiceForm.field_sizes | {"address": "long"}
    field_order = ["address", "language"]
    address = address_field(
        _("Your e-mail address"),
        _("We send a link there; news follow only after you opened it and said yes."),
        _("Give the address to which we may send the link."),
    )

    def clean(self) -> None:
        said = self.cleaned_data
        names = ("wants_everything", "themes", "series")
        if not any(said.get(name) for name in names):
            self.add_error(
                "wants_everything",
                forms.ValidationError(
                    _("Tick everything, or at least one theme or series."),
                    code="nothing_chosen",
                ),
            )


class PreferenceForm(ChoiceForm):
    """All that one address receives, for whoever has a link that was mailed there."""

    field_sizes = ChoiceForm.field_sizes | {"scopes": "wide"}
    scopes = forms.MultipleChoiceField(
        label=_("This address may receive"),
        choices=Scope,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_(
            "What you untick no longer comes, even where your mission is meant."
        ),
    )

    def __init__(self, *args: object, keeps_language: bool, **options: object) -> None:
        super().__init__(*args, **options)
        if not keeps_language:
            self.fields["language"].disabled = True  # it stays as it is
            self.fields["language"].widget = forms.HiddenInput()

    def series_offered(self) -> QuerySet[Series]:
        """Offer what was chosen before, too, though it may be over."""
        chosen = [one.pk for one in self.initial.get("series", ())]
        return super().series_offered() | Series.objects.filter(pk__in=chosen)

    def clean(self) -> None:
        said = self.cleaned_data
        is_whole = {"frequency", "language", "scopes"} <= said.keys()
        if not is_whole or self.choice.is_empty:
            return
        if not SCOPES_OF[Frequency(said["frequency"])] & set(said["scopes"]):
            self.add_error(
                "scopes",
                forms.ValidationError(
                    _(
                        "What you chose could not reach you: tick below what comes in"
                        " the way that you chose, or untick all themes and series."
                    ),
                    code="unreachable",
                ),
            )


class ArchiveFilter(forms.Form):
    """Choose what was published by year and kind."""

    marks_optional = False
    year = forms.ChoiceField(label=_("Year"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[*ANY, *BriefingKind.choices]
    )

    def __init__(self, data: object, *, years: list[int]) -> None:
        super().__init__(data)
        self.fields["year"].choices = [*ANY, *[(str(y), str(y)) for y in years]]

    def chosen(self) -> dict[str, str]:
        """Return what was chosen and exists, by the column it filters."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
