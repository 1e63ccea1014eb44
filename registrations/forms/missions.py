"""What a focal point says: who somebody is, and who follows on a post."""

from collections.abc import Sequence
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from partners.models import FormOfAddress, Gender, Organisation, Posting
from registrations.forms.public import PersonForm
from registrations.forms.substitutes import ASKED, CHOICES
from registrations.models import Registration
from registrations.services.nominations import TypedPerson
from registrations.services.rotations import Rotation
from unitar_seminars import hours
from unitar_seminars.translated import Language

DAY = timedelta(days=1)


class RotationForm(forms.Form):
    """From which day a post is somebody else's, whose, and which places go over."""

    field_sizes = {**PersonForm.field_sizes, "why": "wide", "places": "wide"}

    day = forms.DateField(
        label=_("First day without this person"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    why = forms.CharField(label=_("Reason"), max_length=200)

    def __init__(
        self,
        *args: Any,
        posting: Posting,
        organisation: Organisation,
        places: Sequence[Registration],
    ) -> None:
        initial = {
            "rank": posting.rank,
            "day": first_day_without(posting).isoformat(),
            "language": get_language(),
            "places": [str(one.pk) for one in places],
        }
        super().__init__(*args, initial=initial)
        self.posting, self.organisation = posting, organisation
        self.by_key = {str(one.pk): one for one in places}
        for name in ASKED:
            self.fields[name] = deepcopy(PersonForm.base_fields[name])
            self.fields[name].required = False
        self.fields["name"].label = _("Who follows")
        self.fields["name"].help_text = _("Leave it empty while nobody is named.")
        if places:
            self.fields["places"] = forms.MultipleChoiceField(
                label=_("Places that go over to whoever follows"),
                choices=[(key, described(one)) for key, one in self.by_key.items()],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )

    def clean_day(self) -> date:
        day, began = self.cleaned_data["day"], self.posting.starts_on
        if began and day <= began:
            raise ValidationError(
                _("This post began on %s: choose a later day.") % hours.day(began),
                code="before_it_began",
            )
        return day

    def clean(self) -> None:
        """Ask for a post and an address only where somebody is named."""
        said = self.cleaned_data
        for name in ("rank", "address"):
            if said.get("name") and name in said and not said[name]:
                text = self.fields[name].error_messages["required"]
                self.add_error(name, text)

    def rotation(self) -> Rotation:
        said = self.cleaned_data
        chosen = [self.by_key[key] for key in said.get("places", [])]
        return Rotation(said["day"], said["why"], self.successor(), chosen)

    def successor(self) -> TypedPerson | None:
        """Give who was named; an empty choice means that nothing was said."""
        said = {name: self.cleaned_data[name] for name in ASKED}
        if not said["name"]:
            return None
        for name, choices in CHOICES.items():
            said[name] = choices(said[name] or EMPTY[name])
        return TypedPerson(organisation=self.organisation, **said)


EMPTY = {
    "form_of_address": FormOfAddress.NONE,
    "language": Language.EN,
    "gender": Gender.UNSAID,
}


def first_day_without(posting: Posting) -> date:
    """Suggest today, or the first day on which the post can have ended."""
    today = timezone.localdate()
    return max(today, posting.starts_on + DAY) if posting.starts_on else today


def described(place: Registration) -> str:
    """Name a seminar with its day and what is held there."""
    parts = [str(place.seminar.title), place.get_status_display()]
    if place.seminar.starts_at:
        parts.insert(1, hours.days(place.seminar.starts_at))
    return " · ".join(parts)
