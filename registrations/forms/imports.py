"""What an organiser says about a list of people: the file, then its columns."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registrations.forms.public import PROPOSABLE
from registrations.imports.columns import Column, guess
from registrations.imports.people import Wishes
from registrations.imports.tables import MOST_BYTES, Table
from registrations.services.imports import Plan
from seminars.models import Mode, Seminar, SeminarMode
from unitar_seminars.translated import Language

FILE = "file"


class UploadForm(forms.Form):
    """The file, read in memory and not kept."""

    field_sizes = {"list": "wide"}

    list = forms.FileField(
        label=gettext_lazy("The list"),
        help_text=gettext_lazy(
            "CSV or XLSX, at most 2 MB and 2,000 people; the first row names the"
            " columns."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
        error_messages={
            "required": gettext_lazy("Choose the file that holds the list."),
            "empty": gettext_lazy("This file is empty: choose another."),
        },
    )

    def clean_list(self) -> Any:
        sent = self.cleaned_data["list"]
        if sent.size > MOST_BYTES:
            text = _("This file is larger than 2 MB: send it in several parts.")
            raise forms.ValidationError(text, code="too_big")
        return sent


class CheckForm(forms.Form):
    """Which column is what, what rows leave open, and which of them stay out."""

    marks_optional = False
    use_required_attribute = False

    language = forms.ChoiceField(
        label=gettext_lazy("Where a row names no language, we write in"),
        choices=Language.choices,
        initial=Language.EN,
    )
    mode = forms.ChoiceField(
        label=gettext_lazy("Where a row does not say, the person takes part"),
        choices=Mode.choices,
        initial=Mode.ROOM,
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Organisations that are not in the list are"),
        choices=[("", gettext_lazy("as the row says")), *PROPOSABLE],
        required=False,
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    leave_all = forms.BooleanField(required=False)

    def __init__(
        self, data: Any = None, *, table: Table, seminar: Seminar, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        if seminar.mode != SeminarMode.BOTH:
            del self.fields["mode"]
        self.guessed = guess(table.headings)
        for number, heading in enumerate(table.headings):
            self.fields[f"column-{number}"] = forms.ChoiceField(
                label=heading or _("Column %s") % (number + 1),
                help_text=sample(table, number),
                choices=[("", _("Not used")), *Column.choices],
                initial=self.guessed[number],
                required=False,
            )

    @property
    def columns(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("column-")]

    @property
    def used(self) -> list[forms.BoundField]:
        return [field for field in self.columns if field.value()]

    @property
    def unused(self) -> list[forms.BoundField]:
        return [field for field in self.columns if not field.value()]

    @property
    def otherwise(self) -> list[forms.BoundField]:
        """The fields for what rows leave open."""
        named = ("language", "mode", "kind")
        return [self[name] for name in named if name in self.fields]

    def wishes(self) -> Wishes:
        """Give what was chosen, or what was guessed where nothing was yet."""
        if not self.is_valid():
            return Wishes(columns=self.guessed)
        said = self.cleaned_data
        return Wishes(
            columns=[said[field.name] for field in self.columns],
            language=Language(said["language"]),
            mode=Mode(said.get("mode") or Mode.ROOM),
            kind=said["kind"],
        )

    def wants_filing(self, plan: Plan) -> bool:
        """Whether the people shall be registered, just as the page showed them."""
        if not self.is_valid() or self.data.get("act") != FILE:
            return False
        if self.cleaned_data["seen"] != plan.seal:
            text = _("Something changed since you looked: read it again, then go on.")
            self.add_error(None, forms.ValidationError(text, code="changed"))
        return self.is_valid()

    def left_out(self, plan: Plan) -> Collection[int]:
        """Name the rows that the organiser leaves out; only bad ones can be."""
        if self.is_valid() and self.cleaned_data["leave_all"]:
            return plan.bad_rows
        ticked = self.data.getlist("leave") if self.is_bound else []
        return [row for row in plan.bad_rows if str(row) in ticked]


def sample(table: Table, number: int) -> str:
    """Show the first thing that stands in a column; hints are printed as they are."""
    cells = (row.cells[number] for row in table.rows if number < len(row.cells))
    first = next((cell for cell in cells if cell), "")
    return escape(first[:60])
