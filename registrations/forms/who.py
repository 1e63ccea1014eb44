"""Which of two entries is kept, and how somebody knows that they are one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partners.models import Person
from registrations.forms.people import described


class MergeForm(forms.Form):
    """Two of the people found: one is kept, the other taken into it."""

    field_sizes = {"kept": "wide", "gone": "wide", "why": "wide"}

    kept = forms.ChoiceField(label=_("Keep this entry"), widget=forms.RadioSelect)
    gone = forms.ChoiceField(label=_("Take this one into it"), widget=forms.RadioSelect)
    why = forms.CharField(label=_("How do you know?"), max_length=200)

    def __init__(self, *args: Any, found: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = {str(one.pk): one for one in found}
        choices = [
            (key, f"{described(one)} · {key}") for key, one in self.found.items()
        ]
        self.fields["kept"].choices = self.fields["gone"].choices = choices

    def pair(self) -> tuple[Person, Person]:
        """Give the one that goes and the one that is kept."""
        said = self.cleaned_data
        return self.found[said["gone"]], self.found[said["kept"]]
