"""What organisers say of places: kept for whom until when, offered for how long."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from partners.models import Sector
from registrations.forms.hours import DAY, TIME, new_york
from registrations.models import OFFER_HOURS
from seminars.models import Mode, Seminar, SeminarMode
from unitar_seminars import hours

USUAL = timedelta(days=2)


class KeepForm(forms.Form):
    """So many free places for one group of the seminar's order, until an hour."""

    mode = forms.ChoiceField(label=_("Places"), choices=Mode, widget=forms.RadioSelect)
    tier = forms.TypedChoiceField(
        label=_("Kept for"), coerce=int, widget=forms.RadioSelect
    )
    places = forms.IntegerField(
        label=_("Number of free places to keep"),
        help_text=_("0 keeps none any more."),
        min_value=0,
        max_value=20_000,
    )
    day = forms.DateField(
        label=_("Until, day"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d")
    )
    hour = forms.TimeField(
        label=_("Until, New York time"),
        widget=forms.TimeInput(attrs=TIME, format="%H:%M"),
    )
    field_sizes = {"mode": "wide", "tier": "wide", "day": "short", "hour": "short"}

    def __init__(self, *args: Any, seminar: Seminar) -> None:
        super().__init__(*args, initial={"tier": 1, **usual_hour(seminar)})
        self.fields["tier"].choices = [
            (number, ", ".join(str(Sector(sector).label) for sector in sectors))
            for number, sectors in enumerate(seminar.tiers, 1)
        ]
        if seminar.mode != SeminarMode.BOTH:
            self.fields["mode"] = forms.CharField(
                widget=forms.HiddenInput, initial=seminar.mode
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("day") and data.get("hour"):
            try:
                data["until"] = new_york(data["day"], data["hour"])
            except ValidationError as refusal:
                self.add_error("hour", refusal)
        return data


def usual_hour(seminar: Seminar) -> dict[str, Any]:
    """Suggest the same hour two days before the beginning, by New York's clock."""
    if seminar.starts_at is None:
        return {}
    local: datetime = seminar.starts_at.astimezone(hours.NEW_YORK)
    return {"day": local.date() - USUAL, "hour": local.time()}


class OfferForm(forms.Form):
    """Within how many hours people have to take up a place that becomes free."""

    to_answer = forms.IntegerField(
        label=_("Hours to answer"),
        help_text=_("Empty: a place that becomes free is given at once."),
        min_value=OFFER_HOURS[0],
        max_value=OFFER_HOURS[1],
        required=False,
    )
