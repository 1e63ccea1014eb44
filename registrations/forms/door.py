"""What is typed at the door, and from the sign-in sheet afterwards."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from registrations.forms.organisations import OrganisationByName
from registrations.models import AttendanceMark
from registrations.services.doors import EXPECTED, PRESENT, Guest
from seminars.models import Mode, Seminar, SeminarMode
from unitar_seminars.translated import Language


class FindGuestForm(forms.Form):
    q = forms.CharField(required=False)
    show = forms.ChoiceField(
        required=False, choices=[(w, w) for w in (EXPECTED, PRESENT)]
    )

    def asked(self) -> dict[str, str]:
        """Say what was asked for; what makes no sense is left out."""
        self.is_valid()
        given = self.cleaned_data
        return {"words": given.get("q", ""), "which": given.get("show", "")}


class WalkInForm(OrganisationByName):
    """The least that is needed while somebody stands at the door."""

    field_order = ["name", "organisation_name"]
    marks_optional = True

    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    name = forms.CharField(
        label=_("Name, as the person writes it"),
        max_length=200,
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"}),
    )
    address = forms.EmailField(
        max_length=254,
        label=_("E-mail address"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)

    def __init__(self, *args: Any, seminar: Seminar, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seminar = seminar
        del self.fields["country"]
        if not self.is_bound:
            del self.fields["kind"]  # asked back only where the list lacks the name

    def clean(self) -> dict[str, Any]:
        """Whoever comes to the door takes part in the room, where there is one."""
        data = super().clean()
        is_online = self.seminar.mode == SeminarMode.ONLINE
        data["mode"] = Mode.ONLINE if is_online else Mode.ROOM
        return data


class MarkForm(forms.Form):
    mark = forms.ChoiceField(
        label=_("Attendance"), choices=AttendanceMark.choices, widget=forms.RadioSelect
    )


class SheetForm(forms.Form):
    """A mark for each person of the list, or none, and what the page showed of each."""

    marks_optional = False

    seen = forms.JSONField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, guests: Iterable[Guest], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = {}
        for guest in guests:
            registration = guest.registration
            name = f"mark_{registration.pk}"
            held[name] = guest.attendance.mark if guest.attendance else ""
            self.fields[name] = forms.ChoiceField(
                label=f"{registration.addressed_name}, "
                f"{registration.organisation_name}",
                choices=[*AttendanceMark.choices, ("", _("Not recorded"))],
                initial=held[name],
                widget=forms.RadioSelect,
                required=False,
            )
        self.fields["seen"].initial = held

    def marks(self) -> dict[int, tuple[str, str]]:
        """Give the mark that the page showed of each, and the one that it got."""
        given, seen = self.cleaned_data, self.cleaned_data["seen"]
        if not isinstance(seen, dict):
            return {}
        return {
            int(name.removeprefix("mark_")): (seen[name], given[name])
            for name in self.fields
            if name in seen
        }
