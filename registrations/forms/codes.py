"""The code with which a person keeps what they say to themselves."""

from django import forms
from django.utils.translation import gettext_lazy as _

from registrations.forms.public import LineField
from registrations.services.codes import LEAST

LONGEST = 64


class TypeCodeForm(forms.Form):
    code = LineField(
        label=_("Your personal code"),
        max_length=LONGEST,
        widget=forms.PasswordInput({"autocomplete": "current-password"}, True),
        error_messages={"required": _("Type the code that you chose.")},
    )


class ChooseCodeForm(forms.Form):
    new_code = LineField(
        label=_("A personal code that you choose"),
        help_text=_(
            "Six characters or more. Your needs and answers then open with it alone."
            " Nobody can read it here: if you forget it, an organiser can only clear"
            " it."
        ),
        min_length=LEAST,
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": _("Choose a code of six characters or more."),
            "min_length": _("Choose a code of six characters or more."),
        },
    )
