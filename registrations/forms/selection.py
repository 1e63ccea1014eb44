"""What organisers say of those who apply, and whom they invite."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from registrations.models import Registration, VerdictChoice
from registrations.services.inviting import WHILE_IT_IS_OPEN, Guest
from seminars.models import Seminar
from unitar_seminars.hours import NEW_YORK
from unitar_seminars.translated import Language

SHORTLIST, UNLIST = "shortlist", "unlist"


class VerdictForm(forms.Form):
    """Whom, what, and why."""

    marks_optional = False
    field_sizes = {"why": "wide"}

    who = forms.TypedMultipleChoiceField(
        coerce=int,
        error_messages={"required": _("Choose at least one person of the list.")},
    )
    act = forms.ChoiceField(
        choices=[(SHORTLIST, ""), (UNLIST, ""), *VerdictChoice.choices]
    )
    why = forms.CharField(
        label=_("Reason"),
        help_text=_("For a verdict. Who is declined reads it once decisions are sent."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any, *, people: Sequence[Registration]) -> None:
        super().__init__(data)
        self.fields["who"].choices = [(one.pk, one.name) for one in people]


class InviteForm(forms.Form):
    """One person to be invited."""

    field_sizes = {"name": "long", "language": "short"}

    name = forms.CharField(label=_("Name, or who in an organisation"), max_length=200)
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
    organisation_name = forms.CharField(
        label=_("Organisation"), max_length=200, required=False
    )
    address = forms.EmailField(label=_("E-mail address"), max_length=254)
    until = forms.DateField(
        label=_("Valid to the end of this day, in New York"),
        help_text=_("Without one: until registration closes."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_until(self) -> date | None:
        """Refuse the last day of the calendar: none follows with which it ends."""
        day: date | None = self.cleaned_data["until"]
        if day == date.max:
            raise ValidationError(WHILE_IT_IS_OPEN, code="until")
        return day

    def guest(self) -> Guest:
        said = self.cleaned_data
        return Guest(
            name=" ".join(said["name"].split()),
            address=said["address"],
            organisation_name=said["organisation_name"],
            language=Language(said["language"]),
        )

    def end(self, seminar: Seminar, *, at: datetime) -> datetime:
        """Give the hour until which the invitation is valid."""
        if day := self.cleaned_data["until"]:
            return datetime.combine(day + timedelta(days=1), time(0), NEW_YORK)
        return seminar.closing_hour() or at


class WhoForm(forms.Form):
    """Whether the person is who was invited."""

    ME, INSTEAD = "me", "instead"
    field_sizes = {"who": "wide"}

    who = forms.ChoiceField(
        label=_("Who registers?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether you are the one who was invited.")},
    )

    def __init__(self, data: Any, *, name: str) -> None:
        super().__init__(data)
        self.fields["who"].choices = [
            (self.ME, _("I am %s.") % name),
            (self.INSTEAD, _("I come instead of %s.") % name),
        ]
