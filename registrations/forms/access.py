"""What organisers note for the gate."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from registrations.models import AccessNote


class SendForm(forms.Form):
    """Which version was on the page when somebody pressed the button."""

    after = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class NoteForm(forms.Form):
    """One guest's note, and whether the list can do without them."""

    has_pass = forms.BooleanField(
        label=_("Has a pass of this building: leave off the list"), required=False
    )
    note = forms.CharField(
        label=_("Note for the gate"),
        help_text=_(
            "What the desk asks for and we don’t keep elsewhere, such as the number of"
            " a visitor’s pass. Deleted with the list."
        ),
        max_length=200,
        required=False,
    )

    def __init__(
        self, data: Any, *, known: AccessNote | None, asks_for_note: bool
    ) -> None:
        initial = {"note": known.note, "has_pass": known.has_pass} if known else {}
        super().__init__(data, initial=initial)
        if not asks_for_note:
            self.fields["note"].widget = forms.HiddenInput()
